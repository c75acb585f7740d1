"""Helpers of the rules: a fault for each row that breaks one, and comparisons of columns."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from nkdata.record import codebook
from nkdata.record.csv_file import Fault, cell

Tables: TypeAlias = Mapping[str, pd.DataFrame]
Faults: TypeAlias = Iterator[Fault]


def faults(table: str, frame: pd.DataFrame, wrong: pd.Series | Sequence[bool], column: str, allowed: str | pd.Series) -> Faults:
    """Yield a fault for each row in which `wrong` is true; `allowed` is a text or one for each row."""
    if not isinstance(wrong, pd.Series):
        wrong = pd.Series(wrong, index=frame.index, dtype=bool)
    for i in frame.index[wrong.fillna(False).astype(bool)]:
        value = cell(frame.at[i, column], codebook.types_of(table, codebook.SHIPPED)[column])
        yield Fault(f"{table}.csv", int(i) + 2, column, value, allowed if isinstance(allowed, str) else str(allowed[i]))


def stacked(tables: Tables, names: Sequence[str], columns: list[str]) -> pd.DataFrame:
    """Return columns that several tables share, one table after the other, with `table` and `at`, the index of the row there."""
    return pd.concat([tables[name][columns].dropna().assign(table=name, at=lambda rows: rows.index) for name in names], ignore_index=True)


def stacked_faults(rows: pd.DataFrame, wrong: pd.Series, column: str, allowed: pd.Series) -> Faults:
    """Yield a fault for each row of `stacked` tables in which `wrong` is true."""
    for i in rows.index[wrong]:
        yield Fault(f"{rows.at[i, 'table']}.csv", int(rows.at[i, "at"]) + 2, column, str(rows.at[i, column]), str(allowed[i]))


def differ(left: pd.Series, right: pd.Series) -> pd.Series:
    """Return where two columns differ; two empty cells are alike."""
    return left.ne(right).fillna(True) & ~(left.isna() & right.isna())


def usual(frame: pd.DataFrame, given: Sequence[str], column: str) -> tuple[pd.Series, pd.Series]:
    """Return the commonest value of `column` among the rows that are alike in `given`, and the value of each, as text.

    Of two values that are equally common the first leads.
    """
    keys = list(zip(*(frame[name].tolist() for name in given), strict=True))
    text = frame[column].astype(object).where(frame[column].notna(), "").map(str).tolist()
    counts: dict[tuple, Counter] = defaultdict(Counter)
    for key, value in zip(keys, text, strict=True):
        counts[key][value] += 1
    most = [counts[key].most_common(1)[0][0] for key in keys]
    return pd.Series(most, index=frame.index, dtype=object), pd.Series(text, index=frame.index, dtype=object)
