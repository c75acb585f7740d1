"""Labels: names for codes and headings for columns, and the cells of a table in the form that a reader sees."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from nkdata.record import codebook
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.edtf import plain
from nkdata.record.formatting import MINUS, typeset
from nkdata.record.tables import load

AMOUNT = re.compile("tiv|number|value|best|low|high|rows|total|sum|combinations|moscow|beijing")  # never years
SHORT = re.compile(r" key$| of the .*")
UNSEEN = re.compile("sha256|tokens")  # fingerprints are for machines
KEY = "actor"
CODES = (KEY, "iso3")  # columns in which a code is the value itself, and no name stands for it


def texts(column: pd.Series, digits: int | None = 2) -> list[str]:
    """Return the cells of a column as text.

    Parameters
    ----------
    column : pandas.Series
        Any values; its name tells amounts from years.
    digits : int or None, default 2
        Decimals where not every number of the column is whole; `None` for as many as a number has.

    Examples
    --------
    >>> texts(pd.Series([1234.0, -5.0], name="tiv")), texts(pd.Series([1984, 1985], name="year"))
    (['1,234', '−5'], ['1984', '1985'])
    >>> texts(pd.Series(["1961-64", "1984-05", True, None]))
    ['1961–64', 'May 1984', 'yes', '']
    """
    if column.name in CODES:
        return ["" if pd.isna(value) else str(value) for value in column]
    values: list[Any] = [None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in column]
    numbers = [value for value in values if _is_number(value)]
    whole = all(float(number).is_integer() for number in numbers)
    years = whole and all(1900 <= number <= 2100 for number in numbers) and not AMOUNT.search(str(column.name))
    known = words()
    return [text(value, known, 0 if whole else digits, "" if years else ",") for value in values]


def _is_number(value: Any) -> bool:
    return pd.api.types.is_number(value) and not pd.api.types.is_bool(value)


def text(value: Any, known: dict[str, str], digits: int | None = None, comma: str = "") -> str:
    """Return one cell as text; `known` are the `words` that stand for codes.

    >>> text(True, {}), text(-0.5, {}), text(pd.Timestamp("1984-05-16"), {})
    ('yes', '−0.5', '16 May 1984')
    """
    if value is None:
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if _is_number(value):
        if isinstance(value, float) or digits == 0:
            shown = f"{value:{comma}.{digits}f}" if digits is not None else f"{value:{comma}.12g}"
        else:
            shown = f"{value:{comma}}"
        return shown.replace("-", MINUS)
    if isinstance(value, pd.Timestamp):
        return plain(str(value.date()))
    return worded(str(value), known)


def worded(text: str, known: dict[str, str] | None = None) -> str:
    """Return a cell of text for a reader: names for the codes of actors, plain dates, the codebook's terms without underscores.

    >>> worded("PRK;SUN"), worded("1961/.."), worded("port_access"), worded("ship t06, 1953-56")
    ('North Korea; Soviet Union', 'from 1961', 'port access', 'ship t06, 1953–56')
    """
    known = words() if known is None else known
    return typeset(";".join(known.get(part) or plain(part) for part in text.split(";")))


def words(data: PathLike | None = None) -> dict[str, str]:
    """Return the name that a reader sees in place of each code or term."""
    return _names(data) | _terms()


@kept
def _names(data: PathLike | None = None) -> dict[str, str]:
    """Return the name of every actor by its code, and of the two ties."""
    actors = load(f"{KEY}s", data=data)
    return dict(zip(actors[KEY], actors["name"], strict=True)) | {tie: tie.capitalize() for tie in actors["tie"].dropna()}


@lru_cache(maxsize=1)
def _terms() -> dict[str, str]:
    """Return the allowed values that are words joined by underscores, as words."""
    every = (value for field in _fields() for value in field.get("constraints", {}).get("enum", []))
    return {value: value.replace("_", " ") for value in every if "_" in str(value)}


def _fields() -> Iterator[dict[str, Any]]:
    return (field for resource in codebook.package(codebook.SHIPPED)["resources"] for field in resource["schema"]["fields"])


def heading(column: object, names: dict[str, str] | None = None) -> str:
    """Return a column's heading: the codebook's title in short where the column is a field of a table, `names` for codes.

    >>> heading("number_best"), heading("tiv"), heading("toward_moscow"), heading("CHN")
    ('number delivered', 'TIV', 'toward Moscow', 'China')
    """
    names = _names() if names is None else names
    return _titles().get(str(column)) or " ".join(names.get(word, word) for word in str(column).replace("_", " ").split())


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    """Return short titles of the columns that have one and the same in every table."""
    found: dict[str, set[str]] = {}
    for field in _fields():
        found.setdefault(field["name"], set()).add(_lowered(SHORT.sub("", field["title"])))
    return {name: titles.pop() for name, titles in found.items() if len(titles) == 1}


def _lowered(title: str) -> str:
    return title if title[1:2].isupper() or title[1:2] == " " else title[:1].lower() + title[1:]
