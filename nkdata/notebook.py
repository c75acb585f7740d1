"""What a notebook cell shows beside charts: a table or a sentence, with name and caption in one bundle.

JupyterLab shows the HTML, the report builder reads the metadata, and nbval compares the plain text.
"""

import html
import re
from dataclasses import dataclass

import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, list_options, short_repr
from nkdata.measures.claims import compute, sentence
from nkdata.record import labels
from nkdata.record.tables import load

MARK = re.compile(r"[\\`*_\[\]<>$|{}]")  # of Markdown or HTML: from a table it is text


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
    >>> print(nkdata.table(nkdata.load("phases")[["phase", "name"]].head(2), "phases", "Two phases"))
    phase	name
    1	Moscow alone
    2	Beijing steps in
    """
    if not isinstance(frame, pd.DataFrame) or not len(frame.columns):
        raise NkdataError(f"frame is {short_repr(frame)}; allowed is a pandas DataFrame with columns.")
    if not isinstance(name, str) or not re.fullmatch("[a-z0-9-]+", name):
        raise NkdataError(f"name is {short_repr(name)}; allowed are lower-case letters, digits and hyphens.")
    if not isinstance(caption, str) or not caption.strip():
        raise NkdataError(f"caption is {short_repr(caption)}; allowed is a sentence.")
    return Table(frame, name, caption, check_int(digits, "digits", most=15))


@dataclass
class Table:
    """A frame with its caption."""

    frame: pd.DataFrame
    name: str
    caption: str
    digits: int

    def _cells(self):
        columns = [labels.texts(column, self.digits) for _, column in self.frame.items()]
        return [labels.heading(name) for name in self.frame], [list(row) for row in zip(*columns, strict=True)]

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


def prose(text):
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
    >>> nkdata.prose(f"The record has {len(nkdata.load('phases'))} phases.")
    The record has 7 phases.
    """
    if not isinstance(text, str):
        raise NkdataError(f"text is {short_repr(text)}; allowed is a str.")
    return Prose(text)


@dataclass
class Prose:
    """A sentence in Markdown."""

    text: str

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        return self.text


def claim(*keys, data=None):
    """Print headline sentences of the ledger, their numbers computed anew.

    Parameters
    ----------
    *keys : str
        Keys of the table ``claims``.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    Prose
        One sentence, or a list of them, shown by JupyterLab as the last line of a cell.

    Raises
    ------
    NkdataError
        If a key is not in the ledger.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.claim("lean_1957_60")
    In 1957–60 arms came almost equally from both: lean +0.06 (90% interval −0.12 to +0.26).
    """
    rows = load("claims", data=data).set_index("claim")
    if not keys:
        raise NkdataError(f"claim needs a key; allowed are {list_options(list(rows.index))}.")
    for key in keys:
        check_option(key, list(rows.index), "claim")
    said = [MARK.sub(r"\\\g<0>", sentence(rows.loc[key], compute(rows.loc[key], data))) for key in keys]
    return Prose(said[0] if len(said) == 1 else "\n".join(f"- {text}" for text in said))
