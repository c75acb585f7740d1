"""The charts of the executed notebooks, and the files that belong to each."""

import json
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path

import nkdata
from nkdata.report.content.markdown import downloads, plain
from nkdata.report.execution.notebooks import Executed

TITLES = {"csv": "Data (CSV)", "svg": "SVG", "png": "PNG"}


@dataclass
class Chart:
    """One chart: its words, the pages that show it, and the kinds of its files, by suffix."""

    name: str
    caption: str
    alt: str
    pages: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The page that links lead to: the last one, as the first notebook only previews."""
        return self.pages[-1]

    @property
    def picture(self) -> str:
        """The name of the file that the pages show: the sharp one if there is one."""
        return f"{self.name}.{'svg' if 'svg' in self.kinds else 'png'}"

    def downloads(self) -> str:
        """Return links to the files; Sphinx copies the shown one to another folder."""
        files = {f"{self.name}.{kind}": TITLES[kind] for kind in self.kinds}
        places = {self.picture: "_images"}
        return downloads([(f"{places.get(file, 'figures')}/{file}", title) for file, title in files.items()], f"the chart {self.name}")

    def markdown(self) -> str:
        """Return the numbered figure: picture with alt text, caption, links to the files."""
        options = {
            "name": f"fig-{self.name}",
            "figclass": "nkdata-figure",
            "align": "center",
            "alt": json.dumps(self.alt, ensure_ascii=False),
            "target": f"_images/{self.picture}",
        }
        lines = [f":::{{figure}} figures/{self.picture}", *(f":{option}: {value}" for option, value in options.items())]
        return "\n".join([*lines, "", plain(f"{self.caption.rstrip('.')}."), "", self.downloads(), ":::"])


def place_charts(executed: list[Executed], committed: Path, folder: Path) -> dict[str, Chart]:
    """Put the files of every chart among the outputs into `folder`, and return the charts in the order of the notebooks.

    The committed files are taken if they show the same as the notebook, to the byte. If they do not (edited data,
    another version of matplotlib) the chart is drawn again.
    """
    folder.mkdir(parents=True)
    charts: dict[str, Chart] = {}
    for page in executed:
        for cell in page.notebook.cells:
            for output in cell.get("outputs", []):
                words = output.get("metadata", {}).get("nkdata", {})
                if words.get("kind") != "figure":
                    continue
                name = words["name"]
                if name not in charts:
                    charts[name] = Chart(name, words["caption"], words["alt"])
                    _place_files(charts[name], b64decode(output["data"]["image/png"]), committed, folder)
                charts[name].pages.append(page.name)
    return charts


def _place_files(chart: Chart, png: bytes, committed: Path, folder: Path) -> None:
    picture = committed / f"{chart.name}.png"
    if not picture.exists() or picture.read_bytes() != png:
        committed = folder.parent / "drawn"
        nkdata.figure(chart.name).save(committed)
    for kind in TITLES:
        file = committed / f"{chart.name}.{kind}"
        if kind == "png" or file.exists():
            chart.kinds.append(kind)
            (folder / file.name).write_bytes(png if kind == "png" else file.read_bytes())
