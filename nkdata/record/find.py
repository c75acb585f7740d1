"""Search all tables for words, and say of each row found how to trace it."""

import os
import re

import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.record import codebook
from nkdata.record.labels import words
from nkdata.record.tables import load
from nkdata.record.trace_view import summary

NAMING = ("designation", "title", "system", "name", "gist", "label", "sentence", "wording")  # columns that say what a row is about
NAME, KEY, OTHER = 3, 2, 1  # weight of a word found in a naming column, in a key, anywhere else
WHOLE = 4  # weight of a word that is a whole cell of a naming column
LAST = "sources"  # the bibliography comes after what was taken from it
WIDTH = 110  # characters of the line that sums a row up


def find(text: str, *, table: str | None = None, limit: int = 20, data: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Find the rows of all tables that hold every word of a text, best first.

    A word matches where a word of the row begins with it, whatever its case and hyphens: "mig29" finds "MiG-29". A
    number matches as a whole. Names count more than keys, keys more than other columns; sources come last.

    Parameters
    ----------
    text : str
        One word or several, for example "MiG-29" or "Kosygin 1965".
    table : str, optional
        Search one table only.
    limit : int, default 20
        Largest number of rows to return.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row for each row found: ``table``, ``key``, ``line`` (its values in short) and ``trace`` (the call that traces
        it). ``frame.attrs["found"]`` is the number of all rows found.

    Raises
    ------
    NkdataError
        If `text` has no letter or digit, there is no such table, or `limit` is below 1.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.find("mig29")[["table", "key"]].head(2).to_numpy().tolist()
    [['transfers', 'sipri-18774'], ['estimates', 'est043']]
    """
    if not isinstance(text, str) or not re.search(r"[^\W_]", text):
        raise NkdataError(f"text must be a str with a letter or digit; got {short_repr(text)}.")
    limit = check_int(limit, "limit", least=1)
    tables = codebook.names(data) if table is None else [check_option(table, codebook.names(data), "table")]
    patterns = [_pattern(word) for word in text.split() if re.search(r"[^\W_]", word)]
    scored = [hit for name in tables for hit in _hits(name, patterns, _pattern(text), data)]
    scored.sort(key=lambda hit: (hit[1] == LAST, -hit[0]))
    names = words(data)
    rows = [(name, key, _line(name, row, names), f"nkdata.trace({name!r}, {key!r})") for _, name, key, row in scored[:limit]]
    frame = pd.DataFrame(rows, columns=["table", "key", "line", "trace"])
    frame.attrs["found"] = len(scored)
    return frame


def _pattern(word):
    """Match a word at the beginning of a word, its letters and digits apart or together; a number as a whole.

    >>> bool(_pattern("mig29").search("MiG-29 fighter")), bool(_pattern("MiG-2").search("MiG-29"))
    (True, False)
    """
    parts = re.findall(r"\d+|[^\W\d_]+", word)
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(parts) + (r"(?!\d)" if parts[-1].isdigit() else ""), re.IGNORECASE)


def _hits(table, patterns, phrase, data):
    """Yield (score, table, key, row) for each row that holds every word; the words as a phrase count once more."""
    frame, columns = load(table, data=data), codebook.key_of(table, data)
    texts = frame.astype(str).where(frame.notna(), "")
    scores = pd.DataFrame(0, index=frame.index, columns=range(len(patterns) + 1))
    for column in frame.columns:
        weight = KEY if column in columns else NAME if column in NAMING else OTHER
        for at, pattern in enumerate([*patterns, phrase]):
            found = texts[column].map(lambda cell, pattern=pattern, weight=weight: _score(cell, pattern, weight))
            scores[at] = scores[at].where(scores[at] >= found, found)
    for i in frame.index[(scores[range(len(patterns))] > 0).all(axis=1)]:
        key = tuple(value if isinstance(value, str) else int(value) for value in frame.loc[i, columns])
        yield int(scores.loc[i].sum()), table, key[0] if len(key) == 1 else key, frame.loc[i]


def _score(cell, pattern, weight):
    if weight == NAME and pattern.fullmatch(cell):
        return WHOLE
    return weight if pattern.search(cell) else 0


def _line(table, row, names):
    """Sum a row up on one line, the columns that name it first, its key left out."""
    first = [column for column in NAMING if column in row.index]
    rest = row.index.difference([*first, *codebook.key_of(table, codebook.SHIPPED)], sort=False)
    text = summary(row[[*first, *rest]], names)
    return text if len(text) <= WIDTH else text[: WIDTH - 1].rsplit(" ", 1)[0] + "…"
