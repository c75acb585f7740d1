"""The view of a traced row: its values and its grounds, as text and as a page."""

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from nkdata.record import codebook, labels
from nkdata.record.formatting import typeset
from nkdata.record.source_text import marked

Parts = list[tuple[str, bool]]  # of a sentence, each with whether it decided the code
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
    copy: Path | None = None
    sentence: str | None = None
    deciding: list[str] = field(default_factory=list)

    def _values(self) -> list[tuple[str, str]]:
        return _terms_of(self.row, _PROVENANCE | set(codebook.key_of(self.table, codebook.SHIPPED)), self.names)

    def _grounds(self) -> Iterator[tuple[str, str | Parts]]:
        yield from [("Part of", summary(self.deal, self.names))] if self.deal is not None else []
        yield from [("Words", f"“{self.words}”")] if self.words else []
        yield from [(f"Passage {self.passage[0]}", typeset(self.passage[1]))] if self.passage else []
        if self.sentence:
            yield "Sentence", marked(self.sentence, self.deciding)
        elif self.copy:
            yield "Sentence", f"{self.copy.name} does not hold it as it was coded; nkdata.verify_source compares the two."
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
        return "\n".join(lines + [f"{name}: {_shown(text)}" for name, text in self._grounds()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        def terms(pairs: Iterable[tuple[str, str | Parts]]) -> str:
            return "".join(f"<dt>{html.escape(n)}</dt><dd>{_shown(t, ('<mark>', '</mark>'), html.escape)}</dd>" for n, t in pairs)

        head = html.escape(f"{self.table} {self.label}")
        return f"<section><p><strong>{head}</strong></p><dl>{terms(self._values())}{terms(self._grounds())}</dl></section>"


def _shown(text: str | Parts, marks: tuple[str, str] = ("**", "**"), escape: Callable[[str], str] = str) -> str:
    """Return a text, or the parts of a sentence with marks about those that decided."""
    parts = [(text, False)] if isinstance(text, str) else text
    return "".join(f"{marks[0]}{escape(part)}{marks[1]}" if decided else escape(part) for part, decided in parts)


def summary(row: pd.Series, names: dict[str, str] | None = None) -> str:
    """Return the claim of a row and its source in one line: its key and every value that is not about its provenance."""
    return "; ".join(f"{name} {value}" for name, value in _terms_of(row, _PROVENANCE - {"source"}, names or labels.words()))


def _terms_of(row: pd.Series, left_out: set[str], names: dict[str, str]) -> list[tuple[str, str]]:
    """Return heading and text of every value of a row; `names` stand for codes."""
    if {"date", "period"} & set(row.index):
        left_out = left_out | _BOUNDS
    seen = [(name, value) for name, value in row.items() if pd.notna(value) and name not in left_out and not labels.UNSEEN.match(name)]
    return [(labels.heading(name, names), labels.text(value, {} if name in labels.CODES else names)) for name, value in seen]
