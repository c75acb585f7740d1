"""Lay out the folder that Sphinx reads: executed notebooks, generated pages, charts."""

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat

import nkdata
from nkdata.record import codebook
from nkdata.record.citations import bibliography
from nkdata.record.croissant import croissant
from nkdata.report.content import pages, records, summary
from nkdata.report.content.api import api_page
from nkdata.report.content.chart_files import Chart, place_charts
from nkdata.report.execution.notebooks import Executed


@dataclass(frozen=True)
class Layout:
    """The input of Sphinx: a folder with "source" and "extra" files, and facts for the settings."""

    work: Path
    charts: dict[str, Chart]
    notebooks: list[str]
    links: dict[str, dict]
    partial: bool

    @property
    def source(self) -> Path:
        """The folder of the pages that Sphinx reads."""
        return self.work / "source"

    @property
    def extra(self) -> Path:
        """The folder of the files that the site offers for download."""
        return self.work / "extra"


@dataclass(frozen=True)
class Prepared:
    """The parts that need no executed notebook: pages as Markdown by name, answer and findings of the first page."""

    pages: dict[str, str]
    answer: str
    findings: str


def prepare(notebooks: list[Path]) -> Prepared:
    """Write the parts that need no executed notebook; the findings belong to a chart, and are left out without it."""
    drawn = any(summary.FIRST_CHART in file.read_text(encoding="utf-8") for file in notebooks)
    generated = {
        "ledger": pages.ledger_page(),
        "codebook": pages.codebook_page(),
        "citing": pages.citing_page(),
        "api": api_page(),
        "bibliography": pages.bibliography_page(),
        **records.pages(),
    }
    answer = " ".join(nkdata.claim(key).text for key in summary.ANSWER) if drawn else ""
    return Prepared(generated, answer, nkdata.claim(*summary.FINDINGS).text if drawn else "")


def lay_out(executed: list[Executed], prepared: Prepared, committed: Path, work: Path, partial: bool) -> Layout:
    """Write the notebooks, pages and charts into folders below `work`; `committed` holds the figures of the repository."""
    source = work / "source"
    source.mkdir()
    charts = place_charts(executed, committed, source / "figures")
    cells = {page.name: [cell["id"] for cell in page.notebook.cells if cell.cell_type == "code"] for page in executed}
    layout = Layout(work, charts, [page.name for page in executed], records.targets(cells), partial)
    _write_extra(executed, layout)
    for page in executed:
        _fold_code(page)
        nbformat.write(page.notebook, source / f"{page.name}.ipynb")
    first_chart = charts.get(summary.FIRST_CHART)
    first = summary.first_page(executed, first_chart, prepared.answer, prepared.findings)
    for name, text in {**prepared.pages, "index": first, "figures": pages.figures_page(charts)}.items():
        _write(source / f"{name}.md", text)
    if first_chart:
        first_chart.pages.append("index")
    return layout


def _fold_code(page: Executed) -> None:
    """Hide the code behind "Show code", except in cells tagged "show-code"; note each cell's anchor."""
    for cell in page.notebook.cells:
        cell.metadata["anchor"] = records.cell_anchor(page.name, cell["id"])
        tags = cell.metadata.setdefault("tags", [])
        if cell.cell_type == "code" and "show-code" not in tags:
            tags.append("hide-input")


def _write_extra(executed: list[Executed], layout: Layout) -> None:
    """Write the files for download: tables, charts in the kinds that no page shows, notebooks without outputs."""
    for name in ("figures", "notebooks", "data"):
        (layout.extra / name).mkdir(parents=True)
    _write(layout.extra / "croissant.json", json.dumps(croissant(), indent=1))
    _write(layout.extra / "references.bib", bibliography())
    for file in [*codebook.folder().glob("*.csv"), codebook.folder() / "datapackage.json"]:
        (layout.extra / "data" / file.name).write_bytes(file.read_bytes())
    shown = {chart.picture for chart in layout.charts.values()}
    for file in (layout.source / "figures").iterdir():
        if file.name not in shown:
            (layout.extra / "figures" / file.name).write_bytes(file.read_bytes())
    for page in executed:
        empty = deepcopy(page.notebook)
        for cell in empty.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(empty, layout.extra / "notebooks" / f"{page.name}.ipynb")


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
