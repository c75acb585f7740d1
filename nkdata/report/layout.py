"""Lay out the folder that Sphinx reads: executed notebooks, generated pages, charts."""

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat

from nkdata.citing import bibliography
from nkdata.croissant import croissant
from nkdata.report import figures, pages
from nkdata.report.execute import Executed


@dataclass(frozen=True)
class Layout:
    """What Sphinx is given."""

    source: Path
    extra: Path
    charts: dict
    notebooks: list[str]


def lay_out(executed: list[Executed], committed: Path, work: Path) -> Layout:
    """Write everything below `work`; `committed` holds the figures that the repository keeps."""
    source, extra = work / "source", work / "extra"
    source.mkdir()
    charts = figures.collect(executed)
    figures.place(charts, committed, source / "figures")
    _extra_files(executed, charts, source, extra)
    for page in executed:
        _fold_code(page.notebook)
        nbformat.write(page.notebook, source / f"{page.name}.ipynb")
    text = {
        "index": pages.index(executed, charts),
        "ledger": pages.ledger_page(),
        "codebook": pages.codebook_page(),
        "figures": pages.figures_page(charts),
        "citing": pages.citing_page(),
        "bibliography": pages.bibliography_page(),
    }
    for name, markdown in text.items():
        (source / f"{name}.md").write_text(markdown, encoding="utf-8", newline="\n")
    known = {name: {"home": chart.home, "files": chart.files} for name, chart in charts.items()}
    return Layout(source, extra, known, [page.name for page in executed])


def _fold_code(notebook: nbformat.NotebookNode) -> None:
    """Hide the code behind "Show code", but for cells tagged "show-code", which are there to be read."""
    for cell in notebook.cells:
        tags = cell.metadata.setdefault("tags", [])
        if cell.cell_type == "code" and "show-code" not in tags:
            tags.append("hide-input")


def _extra_files(executed, charts, source: Path, extra: Path) -> None:
    """Files that the site offers for download: charts that it does not show in that form, and notebooks without outputs."""
    (extra / "figures").mkdir(parents=True)
    (extra / "notebooks").mkdir()
    (extra / "croissant.json").write_text(json.dumps(croissant(), indent=1), encoding="utf-8", newline="\n")
    (extra / "references.bib").write_text(bibliography(), encoding="utf-8", newline="\n")
    for chart in charts.values():
        for kind in chart.files:
            if kind != ("svg" if "svg" in chart.files else "png"):
                file = source / "figures" / f"{chart.name}.{kind}"
                (extra / "figures" / file.name).write_bytes(file.read_bytes())
    for page in executed:
        empty = deepcopy(page.notebook)
        for cell in empty.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(empty, extra / "notebooks" / f"{page.name}.ipynb")
