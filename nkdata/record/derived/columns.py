"""The parts of derived columns that tables share."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pandas as pd

from nkdata.record.edtf import bounds, precision
from nkdata.record.tables import TEXT

Tables: TypeAlias = Mapping[str, pd.DataFrame]
Column: TypeAlias = Callable[[Tables], pd.Series]
YEAR = r"_((?:19|20)\d\d)(?:_|$)"  # in a key


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return what another table holds for each key; missing, and of the same type, where it has no such row."""
    return pd.Series(values[~values.index.duplicated()].reindex(keys).array, index=keys.index)


def where(mask: pd.Series, expected: pd.Series | str, rows: pd.DataFrame, column: str) -> pd.Series:
    """Return the expected values where they follow from others, and the values of the table elsewhere."""
    if isinstance(expected, pd.Series):
        expected = expected.astype(rows[column].dtype)
    return rows[column].mask(mask.fillna(False).astype(bool), expected)


def reliability(name: str) -> Column:
    """Return the column of a table that repeats the reliability of the source."""
    return lambda tables: looked_up(tables[name]["source"], tables["sources"].set_index("source")["reliability"])


def dated(name: str, column: str = "date") -> dict[str, Column]:
    """Return the first and the last day that a date allows."""

    def day(tables: Tables, side: int) -> pd.Series:
        days = [pd.NaT if pd.isna(text) else bounds(text)[side] for text in tables[name][column]]
        return pd.Series(days, index=tables[name].index, dtype="datetime64[s]")

    return {"start": lambda tables: day(tables, 0), "end": lambda tables: day(tables, 1)}


def precise(name: str) -> dict[str, Column]:
    """Return the precision of a date."""
    return {"precision": lambda tables: tables[name]["date"].map(precision, na_action="ignore")}


def from_text(name: str) -> dict[str, Column]:
    """Return the source of a table that rests on the source text alone."""
    return {"source": lambda tables: pd.Series(TEXT, index=tables[name].index)}


def of_text(name: str) -> dict[str, Column]:
    """Return source and locator of a table of which some rows rest on a passage of the source text."""

    def placed(tables: Tables, column: str, expected: pd.Series | str) -> pd.Series:
        return where(tables[name]["passage"].notna(), expected, tables[name], column)

    return {
        "source": lambda tables: placed(tables, "source", TEXT),
        "locator": lambda tables: placed(tables, "locator", tables[name]["passage"]),
    }


def phases_of_years(phases: pd.DataFrame) -> dict[int, list[int]]:
    """Return the phases of every year, two where a year is shared."""
    found: dict[int, list[int]] = {}
    for phase, start, end in phases[["phase", "start_year", "end_year"]].itertuples(index=False):
        for year in range(start, end + 1):
            found.setdefault(year, []).append(phase)
    return found
