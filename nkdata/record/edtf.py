"""Dates in EDTF, the form of the tables: in words, their first and last day, their precision, and decimal years."""

import re
from calendar import month_name
from functools import lru_cache

import pandas as pd

POINT = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(~?)")
DECADE = re.compile(r"\d{3}X")


def plain(text: str) -> str:
    """Return a date or an interval in words; a text that is neither stays as it is.

    >>> plain("1984-05~"), plain("1960/1963"), plain("1956-08-30/1956-08-31"), plain("1953~/1993-06")
    ('May 1984 (approx.)', '1960 to 1963', '30 to 31 August 1956', '1953 (approx.) to June 1993')
    >>> plain("1961/.."), plain("../1993-06"), plain("198X"), plain("3/4")
    ('from 1961', 'by June 1993', '1980s', '3/4')
    """
    found = [_words(end) for end in text.split("/")]
    ends = [end for end in found if end is not None]
    if len(found) > 2 or len(ends) < len(found) or not any(ends):
        return text
    if len(ends) == 1:
        return " ".join(ends[0])
    first, last = ends
    if not first or not last:
        return f"from {' '.join(first)}" if first else f"by {' '.join(last)}"
    if len(first) == len(last):  # a month or year that both ends share is said once
        first = [word for i, word in enumerate(first) if first[i:] != last[i:]] or first
    return f"{' '.join(first)} to {' '.join(last)}"


def _words(end: str) -> list[str] | None:
    """Return the words of one end of an interval from the day to the year, none for an open end, `None` for no date."""
    if end == "..":
        return []
    if DECADE.fullmatch(end):
        return [f"{end[:3]}0s"]
    if not (found := POINT.fullmatch(end)):
        return None
    year, month, day, about = found.groups()
    return [*([str(int(day))] if day else []), *([month_name[int(month)]] if month else []), f"{year} (approx.)" if about else year]


@lru_cache(maxsize=1024)
def bounds(text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last day of a date or an interval; NaT for an open side.

    >>> [f"{day:%Y-%m-%d}" for day in bounds("1984-05")], bounds("1961/..")[1]
    (['1984-05-01', '1984-05-31'], NaT)
    """
    sides = str(text).replace("~", "").replace("?", "").split("/")
    first, last = sides[0], sides[-1]
    try:
        start = pd.NaT if first in ("..", "") else pd.Period(first.replace("X", "0")).start_time.normalize()
        end = pd.NaT if last in ("..", "") else pd.Period(last.replace("X", "9")).end_time.normalize()
    except ValueError:
        return pd.NaT, pd.NaT
    return start, end


def precision(text: str) -> str:
    """Return how precise a date is: day, month, year, interval, open or approximate.

    >>> [precision(text) for text in ("1984-05-16", "1984-05", "1984", "1961/1964", "1961/..", "198X")]
    ['day', 'month', 'year', 'interval', 'open', 'approximate']
    """
    if set(text) & set("~?X"):
        return "approximate"
    if ".." in text:
        return "open"
    return "interval" if "/" in text else {4: "year", 7: "month", 10: "day"}.get(len(text), "a date in EDTF")


def decimal_year(days: pd.Series) -> pd.Series:
    """Return days as decimal years on a scale where year y covers y - 0.5 to y + 0.5; missing days stay missing.

    >>> decimal_year(pd.Series(pd.to_datetime(["1984-01-01", None]))).tolist()
    [1983.5, nan]
    """
    return days.dt.year - 0.5 + (days.dt.day_of_year - 1) / 365.25
