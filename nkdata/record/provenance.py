"""The provenance of a row: source, place, deciding words, grades, rivals and corrections."""

from typing import Any

import pandas as pd

from nkdata.record import codebook, labels
from nkdata.record.citations import cite, row_of, source_of
from nkdata.record.codebook import PathLike
from nkdata.record.source_text import named_copy, sentence_of, wordings_of
from nkdata.record.tables import load
from nkdata.record.trace_view import Trace


def trace(table: str, key: Any, *, source: PathLike | None = None, data: PathLike | None = None) -> Trace:
    """Trace one row back to its source.

    Parameters
    ----------
    table : str
        Name of a table.
    key : str, int or tuple
        Key of the row; a tuple where the key has several columns.
    source : path, optional
        Your own copy of the source text, plain or a saved HTML page; the environment variable ``NKDATA_SOURCE`` does the
        same. A row that rests on a passage then shows the sentence, its deciding words marked.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    Trace
        Shown as a readable page in a notebook and as text by ``print``. Holds ``row`` (the row itself), ``source`` (its
        row in sources; for a passage, that of the source text; for a claim or choice, which is ours, None), ``words`` (the deciding words), ``passage``
        (key and gist of the passage), ``sentence`` (as your own copy has it, else None), ``rivals`` (other rows about the same thing, a frame), ``deal`` (of a delivery, its row
        in transfers) and ``corrections`` (a frame). In the text a row about the same thing stands as a rival where either of the
        two is disputed, and beside it otherwise.

    Raises
    ------
    NkdataError
        If there is no such table or row, or if `source` cannot be read or holds no passage of the source text.

    Examples
    --------
    >>> import nkdata
    >>> print(nkdata.trace("drivers", "d11"))
    drivers d11
      kind: about the data
      title: The account stops in mid-1993
      period: June 1993
    Words: “June 1993”
    Passage p5s1: The account describes the state of knowledge in June 1993
    Source: Savada, Andrea Matles (ed.) (1994). North Korea: A Country Study. Library of Congress. https://countrystudies.us/north-korea/. Passage p5s1. Seen 22 November 2026; terms: open.
    Grades: source B, state papers, country study or research dataset; item 2, direct record, not contradicted
    Note: Nothing later can be meant
    """
    row = row_of(table, key, data)
    copy = named_copy(source, data)
    place = row.get("passage") if pd.notna(row.get("passage")) else None
    words = row.get("wording") if pd.notna(row.get("wording")) else None
    columns = codebook.key_of(table, data)
    label = " ".join(str(row[c]) for c in columns)
    return Trace(
        table=table,
        label=label,
        row=row,
        source=source_of(table, row, data),
        citation=cite(table, key, data=data),
        words=words,
        passage=(place, row_of("passages", place, data)["gist"]) if place and table != "passages" else None,
        rivals=_rivals(table, row, data),
        deal=row_of("transfers", row["transfer"], data) if table == "deliveries" else None,
        corrections=_corrections(table, label, row, data),
        names=labels.words(data),
        copy=copy if place else None,
        sentence=sentence_of(place, copy, data) if place and copy else None,
        deciding=wordings_of(data)[row["passage"]] if copy and table == "passages" else [words] if words else [],
    )


def _rivals(table: str, row: pd.Series, data: PathLike | None) -> pd.DataFrame:
    """Return other rows about the same thing; of assistance, the statements that do not simply agree with it."""
    frame = load(table, data=data)
    column = codebook.key_of(table, data)[0]
    group = codebook.group_of(table, data)
    if group and pd.notna(row[group]):
        return frame[(frame[group] == row[group]) & (frame[column] != row[column])]
    if table == "tiv":
        same = (frame["year"] == row["year"]) & (frame["supplier"] == row["supplier"])
        return frame[same & (frame[column] != row[column])]
    if table == "deliveries":
        return _estimates_of(row["transfer"], data)
    if table == "transfers":
        beside = frame["matches"].fillna("").str.split(";").map(lambda keys: row[column] in keys)
        named = frame[column].isin(str(row["matches"]).split(";"))
        return pd.concat([frame[beside | named], _estimates_of(row[column], data)])
    if table == "assistance":
        statements = load("statements", data=data)
        patron = statements["patron"].isin([row["patron"], "both"])
        return statements[(statements["phase"] == row["phase"]) & patron & statements["agrees"].ne("yes")]
    return frame.iloc[:0]


def _estimates_of(transfer: str, data: PathLike | None) -> pd.DataFrame:
    """Return figures of other sources under the claims in which SIPRI's figure for this deal stands."""
    frame = load("estimates", data=data)
    own = frame["locator"].str.endswith(f"deal {transfer.removeprefix('sipri-')}")
    return frame[frame["quantity"].isin(frame.loc[own, "quantity"]) & ~own]


def _corrections(table: str, label: str, row: pd.Series, data: PathLike | None) -> pd.DataFrame:
    frame = load("corrections", data=data)
    targets = {(table, label)} | {("passages", row[c]) for c in ("passage",) if pd.notna(row.get(c))}
    group = codebook.group_of(table, data)
    if group and pd.notna(row[group]):
        targets.add((table, row[group]))
    if table == "deliveries":
        targets.add(("transfers", row["transfer"]))
    hit = [
        any(t == table_ and key in str(keys).split(";") for t, key in targets)
        for table_, keys in zip(frame["target_table"], frame["target_key"], strict=True)
    ]
    return frame[hit]
