"""What a notebook cell shows: a chart, a table or a sentence, with name, caption and alt text in one bundle.

JupyterLab shows the HTML, the report builder reads the metadata, and nbval compares the plain text: a chart whose data
change has another alt text, so its test fails.
"""

import base64
import html
import io
import re
from dataclasses import dataclass
from inspect import signature

import pandas as pd

from nkdata import cells
from nkdata.errors import NkdataError, as_path, choose, count, shown

DPI = 144


def figure(name, **options):
    """Draw a chart of the catalogue, ready to be shown.

    Parameters
    ----------
    name : str
        Name of a chart, one of ``nkdata.charts.CATALOGUE``.
    **options
        Of the function that prepares the data of the chart.

    Returns
    -------
    Figure
        Shown by JupyterLab as the last line of a cell; holds ``name``, ``title``, ``caption``, ``alt`` and ``data``
        (the plotted numbers as a frame); ``save(folder)`` writes NAME.svg, NAME.png and NAME.csv.

    Raises
    ------
    NkdataError
        If there is no such chart, or it has no such option.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.figure("pendulum").name
    'pendulum'
    """
    from nkdata.charts import CATALOGUE

    chart = CATALOGUE[choose(name, list(CATALOGUE), "chart")]
    for option in options:
        choose(option, list(signature(chart.data).parameters), f"option of the chart {name}")
    plotted = chart.data(**options)
    words = chart.words(plotted)
    return Figure(name, words.title, words.caption, words.alt, plotted, chart)


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
        import matplotlib.pyplot as plt

        from nkdata.charts.house import style

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
        """Write NAME.svg, NAME.png and NAME.csv (the plotted numbers) into a folder."""
        folder = as_path(folder, "folder", "the path of a folder to write")
        folder.mkdir(parents=True, exist_ok=True)
        for kind in ("svg", "png"):
            (folder / f"{self.name}.{kind}").write_bytes(self._bytes(kind))
        _inert(self.data).to_csv(folder / f"{self.name}.csv", index=False, lineterminator="\n", float_format="%.6g")

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
    from PIL import Image

    size = tuple(int(inches * dpi) for inches in drawn.get_size_inches())
    out = io.BytesIO()
    image = Image.frombuffer("RGBA", size, pixels).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    image.save(out, "png", dpi=(dpi, dpi))
    return out.getvalue()


def table(frame, name, caption, digits=2):
    """A frame as a table with a caption and proper headers, ready to be shown.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows; the first column becomes the row header. The index is not shown. Dates and codes are shown in words, and
        stay in the frame as they are.
    name : str
        Short name, unique in the report: lower-case letters, digits and hyphens.
    caption : str
        What the table holds, in a sentence.
    digits : int, default 2
        Decimals of numbers that are not whole.

    Returns
    -------
    Table
        Shown by JupyterLab as the last line of a cell.

    Raises
    ------
    NkdataError
        If `frame` is not a frame or `name` is not such a name.

    Examples
    --------
    >>> import nkdata
    >>> print(nkdata.table(nkdata.phases()[["phase", "name"]].head(2), "phases", "Two phases"))
    phase	name
    1	Moscow alone
    2	Beijing steps in
    """
    if not isinstance(frame, pd.DataFrame) or not len(frame.columns):
        raise NkdataError(f"frame is {shown(frame)}; allowed is a pandas DataFrame with columns.")
    if not isinstance(name, str) or not re.fullmatch("[a-z0-9-]+", name):
        raise NkdataError(f"name is {shown(name)}; allowed are lower-case letters, digits and hyphens.")
    if not isinstance(caption, str) or not caption.strip():
        raise NkdataError(f"caption is {shown(caption)}; allowed is a sentence.")
    return Table(frame, name, caption, count(digits, "digits", most=15))


@dataclass
class Table:
    """A frame with its caption."""

    frame: pd.DataFrame
    name: str
    caption: str
    digits: int

    def _cells(self):
        columns = [cells.texts(column, self.digits) for _, column in self.frame.items()]
        return [cells.heading(name) for name in self.frame], [list(row) for row in zip(*columns, strict=True)]

    def __str__(self):
        head, rows = self._cells()
        return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in [head, *rows])

    def _repr_mimebundle_(self, include=None, exclude=None):
        head, rows = self._cells()
        side = ["right" if pd.api.types.is_numeric_dtype(t) else "left" for t in self.frame.dtypes]
        align = [f'style="text-align:{s}"' for s in side]

        def cell(tag, text, i, scope=""):
            return f"<{tag}{scope} {align[i]}>{html.escape(text)}</{tag}>"

        top = "".join(cell("th", text, i, ' scope="col"') for i, text in enumerate(head))
        body = "".join(
            "<tr>" + "".join(cell("td", t, i) if i else cell("th", t, i, ' scope="row"') for i, t in enumerate(row)) + "</tr>"
            for row in rows
        )
        caption = html.escape(self.caption)
        shown = f"<table><caption>{caption}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        about = {"kind": "table", "name": self.name, "caption": self.caption}
        return {"text/html": shown, "text/markdown": self._myst(head, rows, side), "text/plain": str(self)}, {"nkdata": about}

    def _myst(self, head, rows, side):
        def line(cells):
            return "| " + " | ".join(_escape(cell) for cell in cells) + " |"

        rule = "|" + "|".join("---:" if s == "right" else ":---" for s in side) + "|"
        return "\n".join(
            [f":::{{table}} {_escape(self.caption.rstrip('.'))}\\.", f":name: {self.name}", "", line(head), rule, *map(line, rows), ":::"]
        )


def _escape(text):
    """Text that Markdown shows as it is: every mark with a meaning gets a backslash."""
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|$~^@:&-])", r"\\\1", " ".join(text.split()))


def say(text):
    """A sentence of prose whose numbers were computed, ready to be shown.

    Parameters
    ----------
    text : str
        Markdown.

    Returns
    -------
    Prose
        Shown by JupyterLab as the last line of a cell.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.say(f"The record has {len(nkdata.phases())} phases.")
    The record has 7 phases.
    """
    if not isinstance(text, str):
        raise NkdataError(f"text is {shown(text)}; allowed is a str.")
    return Prose(text)


@dataclass
class Prose:
    """A sentence in Markdown."""

    text: str

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        return self.text
