"""Columns that follow from others: how each is worked out. One rule compares them, and an update of the data fills them in."""

import pandas as pd

from nkdata.record import codebook
from nkdata.record.derived.columns import YEAR, Column, Tables, looked_up, reliability
from nkdata.record.derived.of_figures import IN_KEYS, OF_FIGURES
from nkdata.record.derived.of_text import CODED, OF_TEXT

__all__ = ["CODED", "DERIVED", "IN_KEYS", "YEAR", "derive", "looked_up"]


def _with_grades(name: str) -> dict[str, Column]:
    columns = codebook.types_of(name, codebook.SHIPPED)
    own = OF_TEXT.get(name, {}) | OF_FIGURES.get(name, {})
    return own | {"reliability": reliability(name)} if name != "sources" and {"source", "reliability"} <= columns.keys() else own


# Where a column rests on another, as a grade on a source, the other comes first.
DERIVED: dict[str, dict[str, Column]] = {name: _with_grades(name) for name in codebook.names(codebook.SHIPPED)}


def derive(table: str, column: str, tables: Tables) -> pd.Series:
    """Return the values that a derived column should have, in its own type.

    >>> from nkdata.record.tables import load
    >>> tables = {name: load(name) for name in ("votes", "sources")}
    >>> float(derive("votes", "share", tables)[0])
    0.9412
    """
    return DERIVED[table][column](tables).astype(tables[table][column].dtype)
