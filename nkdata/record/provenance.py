"""The provenance of a row: source, place, deciding words, grades, rivals and corrections."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from nkdata.record import codebook, labels
from nkdata.record.citations import cite, row_of, source_of
from nkdata.record.codebook import PathLike
from nkdata.record.formatting import typeset
from nkdata.record.tables import load


def trace(table: str, key: Any, *, data: PathLike | None = None) -> "Trace":
    """Trace one row back to its source.

    Parameters
    ----------
    table : str
        Name of a table.
    key : str, int or tuple
        Key of the row; a tuple where the key has several columns.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    Trace
        Shown as a readable page in a notebook and as text by ``print``. Holds ``row`` (the row itself), ``source`` (its
        row in sources; for a passage, that of the source text; for a claim or choice, which is ours, None), ``words`` (the deciding words), ``passage``
        (key and gist of the passage), ``rivals`` (other rows about the same thing, a frame), ``deal`` (of a delivery, its row
        in transfers) and ``corrections`` (a frame). In the text a row about the same thing stands as a rival where either of the
        two is disputed, and beside it otherwise.

    Raises
    ------
    NkdataError
        If there is no such table or row.

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
    source = source_of(table, row, data)
    passage = _passage(table, row, data)
    columns = codebook.key_of(table, data)
    label = " ".join(str(row[c]) for c in columns)
    return Trace(
        table=table,
        label=label,
        row=row,
        source=source,
        citation=cite(table, key, data=data),
        words=row.get("wording") if pd.notna(row.get("wording")) else None,
        passage=passage,
        rivals=_rivals(table, row, data),
        deal=row_of("transfers", row["transfer"], data) if table == "deliveries" else None,
        corrections=_corrections(table, label, row, data),
        names=labels.words(data),
    )


def _passage(table: str, row: pd.Series, data: PathLike | None) -> tuple[str, str] | None:
    key = row.get("passage")
    if pd.isna(key) or table == "passages":
        return None
    return key, row_of("passages", key, data)["gist"]


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


_PROVENANCE = {"source", "locator", "reliability", "credibility", "passage", "wording", "note"}
_BOUNDS = {"start", "end", "precision"}  # they follow from the date of a row


@dataclass
class Trace:
    """The grounds of one row."""

    table: str
    label: str
    row: pd.Series
    source: pd.Series | None
    citation: str
    words: str | None
    passage: tuple | None
    rivals: pd.DataFrame
    deal: pd.Series | None
    corrections: pd.DataFrame = field(repr=False)
    names: dict = field(repr=False)

    def _values(self) -> list[tuple[str, str]]:
        return _terms_of(self.row, _PROVENANCE | set(codebook.key_of(self.table, codebook.SHIPPED)), self.names)

    def _grounds(self) -> Iterator[tuple[str, str]]:
        yield from [("Part of", summary(self.deal, self.names))] if self.deal is not None else []
        yield from [("Words", f"“{self.words}”")] if self.words else []
        yield from [(f"Passage {self.passage[0]}", typeset(self.passage[1]))] if self.passage else []
        if self.source is None:
            yield "Source", f"Ours: {self.citation}"
        else:
            seen, terms = (labels.text(self.source[name], self.names) for name in ("seen", "terms"))
            yield "Source", f"{self.citation} Seen {seen}; terms: {terms}."
        if "credibility" in self.row and pd.notna(self.row["credibility"]):
            source, item = self.row["reliability"], int(self.row["credibility"])
            of_source, of_item = (
                codebook.labels_of(*field, codebook.SHIPPED) for field in (("sources", "reliability"), ("phases", "credibility"))
            )
            yield "Grades", f"source {source}, {of_source[source]}; item {item}, {of_item[item]}"
        if pd.notna(self.row.get("note")):
            yield "Note", typeset(self.row["note"])
        for _, rival in self.rivals.iterrows():
            disputed = "disputed" in (self.row.get("status"), rival.get("status"))
            yield (
                "Rival" if disputed else "Beside",
                summary(rival[[name for name in rival.index if str(rival[name]) != str(self.row.get(name))]], self.names),
            )
        for _, fault in self.corrections.iterrows():
            yield "Correction", "; ".join(f"{name}: {labels.worded(fault[name], self.names)}" for name in ("printed", "used", "why"))

    def __str__(self) -> str:
        lines = [f"{self.table} {self.label}"]
        lines += [f"  {name}: {value}" for name, value in self._values()]
        return "\n".join(lines + [f"{name}: {text}" for name, text in self._grounds()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        def terms(pairs: Iterable[tuple[str, str]]) -> str:
            return "".join(f"<dt>{html.escape(n)}</dt><dd>{html.escape(t)}</dd>" for n, t in pairs)

        head = html.escape(f"{self.table} {self.label}")
        return f"<section><p><strong>{head}</strong></p><dl>{terms(self._values())}{terms(self._grounds())}</dl></section>"


def summary(row: pd.Series, names: dict[str, str] | None = None) -> str:
    """Return the claim of a row and its source in one line: its key and every value that is not about its provenance."""
    return "; ".join(f"{name} {value}" for name, value in _terms_of(row, _PROVENANCE - {"source"}, names or labels.words()))


def _terms_of(row: pd.Series, left_out: set[str], names: dict[str, str]) -> list[tuple[str, str]]:
    """Return heading and text of every value of a row; `names` stand for codes."""
    if {"date", "period"} & set(row.index):
        left_out = left_out | _BOUNDS
    seen = [(name, value) for name, value in row.items() if pd.notna(value) and name not in left_out and not labels.UNSEEN.match(name)]
    return [(labels.heading(name, names), labels.text(value, names)) for name, value in seen]
