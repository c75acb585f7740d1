"""The charts that the executed notebooks show, with the files that belong to each."""

from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path

import nkdata
from nkdata.report.execution.notebooks import Executed

KINDS = ("csv", "svg", "png")
TITLES = {"csv": "Data (CSV)", "svg": "SVG", "png": "PNG"}


@dataclass
class Shown:
    """One chart: its words, its picture, and the pages on which it stands."""

    name: str
    caption: str
    alt: str
    png: bytes
    pages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The page that links lead to: the last one, as the first notebook only previews."""
        return self.pages[-1]

    @property
    def shown(self) -> str:
        """The kind of picture that the pages show."""
        return shown_kind(self.files)


def shown_kind(files: list[str]) -> str:
    """The kind of picture to show: the sharp one if there is one."""
    return "svg" if "svg" in files else "png"


def downloads(name: str, files: list[str]) -> str:
    """Links to the files of a chart, as HTML; the one that the page shows has been copied by Sphinx already."""
    links = (
        f'<a href="{"_images" if kind == shown_kind(files) else "figures"}/{name}.{kind}" aria-label="{TITLES[kind]} of the chart {name}">'
        f"{TITLES[kind]}</a>"
        for kind in files
    )
    return f'<p class="downloads">{" · ".join(links)}</p>'


def collect(executed: list[Executed]) -> dict[str, Shown]:
    """Find every chart among the outputs, in the order of the notebooks."""
    shown: dict[str, Shown] = {}
    for page in executed:
        for cell in page.notebook.cells:
            for output in cell.get("outputs", []):
                words = output.get("metadata", {}).get("nkdata", {})
                if words.get("kind") == "figure":
                    png = b64decode(output["data"]["image/png"])
                    chart = Shown(words["name"], words["caption"], words["alt"], png)
                    shown.setdefault(chart.name, chart).pages.append(page.name)
    return shown


def place(charts: dict[str, Shown], committed: Path, folder: Path) -> None:
    """Put each chart's files into `folder`.

    The committed files are taken where they show what the notebook shows, to the byte. Where they do not (edited data,
    another version of matplotlib) the chart is drawn again.
    """
    folder.mkdir(parents=True)
    for chart in charts.values():
        source = committed
        if not _shows(committed / f"{chart.name}.png", chart.png):
            source = _draw(chart.name, folder.parent / "drawn")
        (folder / f"{chart.name}.png").write_bytes(chart.png)
        for kind in KINDS:
            file = source / f"{chart.name}.{kind}"
            if kind != "png" and file.exists():
                (folder / file.name).write_bytes(file.read_bytes())
            if kind == "png" or file.exists():
                chart.files.append(kind)


def _shows(file: Path, png: bytes) -> bool:
    return file.exists() and file.read_bytes() == png


def _draw(name: str, folder: Path) -> Path:
    nkdata.figure(name).save(folder)
    return folder
