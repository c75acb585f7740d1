"""A chart of the catalogue with its words and its numbers, as a notebook shows it and as files hold it.

The report builder reads the metadata, and nbval compares the plain text: a chart whose data change has another alt text, so its
test fails.
"""

import base64
import html
import io
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from PIL import Image

from nkdata.charts.frame import style
from nkdata.errors import check_option, ensure_folder
from nkdata.record.citations import FORMS, cite_as

DPI = 144


@dataclass
class Figure:
    """A chart with its words and the numbers that it plots."""

    name: str
    title: str
    caption: str
    alt: str
    data: pd.DataFrame
    _chart: object

    def _bytes(self, kind):
        with style():
            drawn = self._chart.draw(data=self.data).figure
            buffer = io.BytesIO()
            if kind == "png":
                drawn.savefig(buffer, format="rgba", dpi=DPI)
                picture = _png(buffer.getvalue(), drawn, DPI)
            else:
                drawn.savefig(buffer, format=kind, metadata={"Date": None, "Creator": None})
                picture = buffer.getvalue()
            plt.close(drawn)
        return picture

    def save(self, folder):
        """Write NAME.svg, NAME.png and NAME.csv (the plotted numbers) into a folder, and return their paths."""
        folder = ensure_folder(folder, "folder", "the path of a folder to write")
        files = [folder / f"{self.name}.{kind}" for kind in ("svg", "png", "csv")]
        for file in files[:2]:
            file.write_bytes(self._bytes(file.suffix[1:]))
        _inert(self.data).to_csv(files[2], index=False, lineterminator="\n", float_format="%.6g")
        return files

    def cite(self, form="text"):
        """Return how to cite the chart, with the sources that stand below it, as text or as BibTeX."""
        check_option(form, FORMS, "form")
        return cite_as(f"Figure “{self.title}” in nkdata", f"nkdata_{self.name}", form, self._chart.words(self.data).source)

    def _repr_mimebundle_(self, include=None, exclude=None):
        picture = base64.b64encode(self._bytes("png")).decode()
        alt, caption = html.escape(self.alt), html.escape(self.caption)
        shown = (
            f'<figure style="margin:0"><img alt="{alt}" src="data:image/png;base64,{picture}" '
            f'style="max-width:100%;height:auto"><figcaption>{caption}</figcaption></figure>'
        )
        plain = f"[figure {self.name}] {self.caption}\nAlt: {self.alt}"
        about = {"kind": "figure", "name": self.name, "caption": self.caption, "alt": self.alt}
        return (
            {"text/html": shown, "image/png": picture, "text/plain": plain},
            {"image/png": {"alt": self.alt}, "nkdata": about},
        )


def _inert(frame):
    """A frame whose text no spreadsheet runs: an apostrophe, its own mark for text, before a leading = + - @ or tab.

    >>> _inert(pd.DataFrame({"text": ["=A1", "a"], "number": [-1.5, 2]})).to_numpy().tolist()
    [["'=A1", -1.5], ['a', 2.0]]
    """
    text = frame.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    return frame.assign(**{column: frame[column].map(_as_text) for column in text})


def _as_text(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _png(pixels, drawn, dpi):
    """Pixels as PNG with a palette of 256 colours: charts have few, and the file shrinks to a third."""
    size = tuple(int(inches * dpi) for inches in drawn.get_size_inches())
    out = io.BytesIO()
    image = Image.frombuffer("RGBA", size, pixels).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    image.save(out, "png", dpi=(dpi, dpi))
    return out.getvalue()
