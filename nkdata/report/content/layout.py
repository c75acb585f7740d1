"""Lay out the folder that Sphinx reads: executed notebooks, generated pages, charts."""

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat

from nkdata.record import codebook
from nkdata.record.citations import bibliography
from nkdata.record.croissant import croissant
from nkdata.report.content import chart_files, pages, records, summary
from nkdata.report.execution.notebooks import Executed


@dataclass(frozen=True)
class Layout:
    """The input of Sphinx: the folder `work` with its "source" and "extra" files, and facts for the settings."""

    work: Path
    charts: dict[str, dict]
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
    """What needs no executed notebook: pages as Markdown by name, and what the first page says."""

    pages: dict[str, str]
    answer: str
    findings: str


def prepare(notebooks: list[Path]) -> Prepared:
    """Write what needs no executed notebook; what is found stands on the first page if a notebook draws its chart."""
    drawn = any(summary.FIRST_CHART in file.read_text(encoding="utf-8") for file in notebooks)
    made = {
        "ledger": pages.ledger_page(),
        "codebook": pages.codebook_page(),
        "citing": pages.citing_page(),
        "bibliography": pages.bibliography_page(),
        **records.pages(),
    }
    return Prepared(made, *(summary.found() if drawn else ("", "")))


def lay_out(executed: list[Executed], prepared: Prepared, committed: Path, work: Path, partial: bool) -> Layout:
    """Write everything below `work`: notebooks, pages, charts; `committed` holds the figures that the repository keeps."""
    source, extra = work / "source", work / "extra"
    source.mkdir()
    charts = chart_files.collect(executed)
    chart_files.place(charts, committed, source / "figures")
    _extra_files(executed, charts, source, extra)
    for page in executed:
        _fold_code(page)
        nbformat.write(page.notebook, source / f"{page.name}.ipynb")
    first = summary.index(executed, charts, prepared.answer, prepared.findings)
    for name, markdown in {**prepared.pages, "index": first, "figures": pages.figures_page(charts)}.items():
        (source / f"{name}.md").write_text(markdown, encoding="utf-8", newline="\n")
    cells = {page.name: [cell["id"] for cell in page.notebook.cells if cell.cell_type == "code"] for page in executed}
    known = {name: {"home": "index" if name == summary.FIRST_CHART else chart.home, "files": chart.files} for name, chart in charts.items()}
    return Layout(work, known, [page.name for page in executed], records.targets(cells), partial)


def _fold_code(page: Executed) -> None:
    """Hide the code behind "Show code", but for cells tagged "show-code", which are there to be read; note each cell's anchor."""
    for cell in page.notebook.cells:
        cell.metadata["anchor"] = records.cell_anchor(page.name, cell["id"])
        tags = cell.metadata.setdefault("tags", [])
        if cell.cell_type == "code" and "show-code" not in tags:
            tags.append("hide-input")


def _extra_files(executed, charts, source: Path, extra: Path) -> None:
    """Files that the site offers for download: charts that it does not show in that form, and notebooks without outputs."""
    (extra / "figures").mkdir(parents=True)
    (extra / "notebooks").mkdir()
    (extra / "croissant.json").write_text(json.dumps(croissant(), indent=1), encoding="utf-8", newline="\n")
    (extra / "references.bib").write_text(bibliography(), encoding="utf-8", newline="\n")
    (extra / "data").mkdir()
    for file in [*codebook.folder().glob("*.csv"), codebook.folder() / "datapackage.json"]:
        (extra / "data" / file.name).write_bytes(file.read_bytes())
    for chart in charts.values():
        for kind in chart.files:
            if kind != chart.shown:
                file = source / "figures" / f"{chart.name}.{kind}"
                (extra / "figures" / file.name).write_bytes(file.read_bytes())
    for page in executed:
        empty = deepcopy(page.notebook)
        for cell in empty.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(empty, extra / "notebooks" / f"{page.name}.ipynb")
