"""The claim ledger: every headline number of the notebooks and the report, computed here and nowhere else.

A row of the table ``claims`` holds a sentence with a gap for its number, the name of a measure
(``nkdata.measures.claim_measures``) and its arguments. The notebooks print the sentence; a test compares the number with the
one that the row holds.
"""

import re
from string import Formatter
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_option, short_repr
from nkdata.measures.claim_measures import MEASURES, arguments_of
from nkdata.measures.claim_measures.from_measures import headline
from nkdata.measures.multiverse.hypotheses import HYPOTHESES
from nkdata.record.codebook import PathLike
from nkdata.record.formatting import percent

NUMBERS = ("value", "low", "high", "share")


def compute(row: pd.Series, data: PathLike | None = None) -> dict[str, Any]:
    """Return value, lower and upper bound, and share of specifications of a ledger row, computed anew; None where it has none."""
    where = f"claims.csv, {row.get('claim', row.name)}"
    measure = MEASURES[check_option(row["measure"], list(MEASURES), f"{where}: measure")]
    found = measure(data, *arguments_of(measure, "" if pd.isna(row["arguments"]) else row["arguments"], where, data))
    value, low, high = found if isinstance(found, tuple) else (found, None, None)
    share = None
    if pd.notna(row["hypothesis"]):
        share = headline(data, check_option(row["hypothesis"], list(HYPOTHESES), f"{where}: hypothesis"))
    return {"value": value, "low": low, "high": high, "share": share}


def sentence(row: pd.Series, numbers: dict[str, Any]) -> str:
    """Return the sentence of a ledger row with its numbers filled in, minus signs as minus signs."""
    gaps = {name: Number(number) for name, number in numbers.items() if name in NUMBERS and pd.notna(number)}
    try:
        if not {name for _, name, _, _ in Formatter().parse(row["sentence"])} <= {*NUMBERS, None}:
            raise ValueError("an unknown field")
        text = row["sentence"].format(**gaps)
    except (LookupError, TypeError, ValueError) as error:
        raise NkdataError(
            f"claims.csv, sentence: {short_repr(row['sentence'])} ({error}); allowed are the fields {', '.join(NUMBERS)}."
        ) from None
    return re.sub(r"(?<![\w\d])-(?=\d)", "\N{MINUS SIGN}", text)


class Number(float):
    """A number that a sentence may also ask for as a count, {value}, by its size, {value:size}, or as a share.

    A share is rounded, {value:share}, or cut for "at least", {value:least}.

    >>> f"{Number(2043)} and {Number(0.9949):share}; {Number(1):share}; {Number(0.989):least}; {Number(-410.2):size.0f}"
    '2,043 and more than 99%; 100%; 98%; 410'
    """

    def __format__(self, form: str) -> str:
        if form.startswith("size"):
            return format(abs(float(self)), form.removeprefix("size"))
        if form == "least":
            return f"{int(100 * float(self) + 1e-9)}%"
        return percent(float(self)) if form == "share" else format(float(self), form or ",.10g")
