"""Outputs of a notebook cell beside charts: tables, prose and claims, with name and caption in one bundle.

JupyterLab shows the HTML, the report builder reads the metadata, and nbval compares the plain text.
"""

import os
import re
from dataclasses import dataclass

import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, list_options, short_repr
from nkdata.measures.claims import compute, sentence
from nkdata.record.keys import hint
from nkdata.record.table_view import Table
from nkdata.record.tables import load

MARK = re.compile(r"[\\`*_\[\]<>$|{}]")  # of Markdown or HTML: from a table it is text


def table(frame: pd.DataFrame, name: str, caption: str, digits: int = 2) -> Table:
    """Show a frame as a table with a caption and proper headers.

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
        Shown by JupyterLab as the last line of a cell. For a paper: ``to_latex()``, ``to_markdown()``, and ``to_html()``,
        which pastes into Word.

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
        raise NkdataError(f"frame must be a pandas DataFrame with columns; got {short_repr(frame)}.")
    if not isinstance(name, str) or not re.fullmatch("[a-z0-9-]+", name):
        raise NkdataError(f"name must be lower-case letters, digits and hyphens; got {short_repr(name)}.")
    if not isinstance(caption, str) or not caption.strip():
        raise NkdataError(f"caption must be a sentence; got {short_repr(caption)}.")
    return Table(frame, name, caption, check_int(digits, "digits", most=15))


def prose(text: str) -> "Prose":
    """Show a sentence of prose whose numbers were computed.

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
        raise NkdataError(f"text must be a str; got {short_repr(text)}.")
    return Prose(text)


@dataclass
class Prose:
    """A sentence in Markdown."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self):
        return self.text


def claim(*keys: str, data: str | os.PathLike[str] | None = None) -> "Prose":
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
        raise NkdataError(f"claim must have a key, one of {list_options(rows.index)}; got none.")
    for key in keys:
        try:
            check_option(key, list(rows.index), "claim")
        except NkdataError as error:
            raise NkdataError(f"{str(error).removesuffix('.')}{hint(key, data)}.") from None
    said = [MARK.sub(r"\\\g<0>", sentence(rows.loc[key], compute(rows.loc[key], data))) for key in keys]
    return Prose(said[0] if len(said) == 1 else "\n".join(f"- {text}" for text in said))
