"""How numbers, and the cells and headings of a table, read: thousands with a comma, minus as a minus sign, year ranges with a dash, yes and no."""

import re
from functools import lru_cache

import pandas as pd

from nkdata import codebook

MINUS = "\N{MINUS SIGN}"
# 1953-56 and 1953-1956, but no day or month (1984-05, 1984-05-12), no key and no address
YEARS = re.compile(r"(?<![\w/.-])((?:1[89]|20)\d\d)-((?:1[89]|20)\d\d|1[3-9]|[2-9]\d)(?![\w/]|-\w)")
NEGATIVE = re.compile(r"(?<![\w.)\N{EN DASH}-])-(?=\.?\d)")
AMOUNT = re.compile("tiv|number|value|best|low|high|rows|total|sum|combinations|moscow|beijing")  # never years
LIST = re.compile(r";(?=\S)")
SHORT = re.compile(r" key$| of the .*")


def texts(column: pd.Series, digits: int | None = 2) -> list[str]:
    """The cells of a column as text.

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
    ['1961–64', '1984-05', 'yes', '']
    """
    values = [None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in column]
    numbers = [value for value in values if _is_number(value)]
    whole = all(float(number).is_integer() for number in numbers)
    years = whole and all(1900 <= number <= 2100 for number in numbers) and not AMOUNT.search(str(column.name))
    return [_text(value, 0 if whole else digits, "" if years else ",") for value in values]


def _is_number(value) -> bool:
    return pd.api.types.is_number(value) and not pd.api.types.is_bool(value)


def _text(value, digits, comma) -> str:
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
        return value.date().isoformat()
    return typeset(str(value))


def typeset(text: str) -> str:
    """Ranges of years with a dash, negative numbers with a minus sign; addresses stay as they are.

    >>> typeset("1953-56: -0.12; p. 3-4; https://a.org/1953-56")
    '1953–56: −0.12; p. 3-4; https://a.org/1953-56'
    """
    if text.strip() == "-":
        return text.replace("-", MINUS)
    text = text if "://" in text else LIST.sub("; ", text)
    return NEGATIVE.sub(MINUS, YEARS.sub("\\1\N{EN DASH}\\2", text))


def percent(share, short=False):
    """A share in per cent, 0 or 100 only if it is; `short` for a cell.

    >>> percent(0.306), percent(0.9948), percent(1), percent(0.004, short=True)
    ('31%', 'more than 99%', '100%', '<1%')
    """
    if 0 < share < 0.01:
        return "<1%" if short else "less than 1%"
    if 0.99 < share < 1:
        return ">99%" if short else "more than 99%"
    return f"{share:.0%}"


def heading(column: object) -> str:
    """A column's heading: the codebook's title in short where the column is a field of a table.

    >>> heading("number_best"), heading("tiv"), heading("lean_low")
    ('number delivered', 'TIV', 'lean low')
    """
    return _titles().get(column, str(column).replace("_", " "))


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    """Short titles of the columns that have one and the same in every table."""
    found: dict[str, set[str]] = {}
    for resource in codebook.package(codebook.SHIPPED)["resources"]:
        for field in resource["schema"]["fields"]:
            found.setdefault(field["name"], set()).add(_lowered(SHORT.sub("", field["title"])))
    return {name: titles.pop() for name, titles in found.items() if len(titles) == 1}


def _lowered(title: str) -> str:
    return title if title[1:2].isupper() or title[1:2] == " " else title[:1].lower() + title[1:]
