"""Allowed cells: the type and the limits of one cell of a file."""

import re
from datetime import date
from typing import Any

from nkdata.record import codebook

UNSEEN = re.compile(
    "[\x00-\x1f\x7f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)  # control characters, marks of direction, breaks of lines
FORMULA = ("=", "+", "-", "@")  # a spreadsheet runs a cell that begins so
LONGEST = 2_000  # characters in a cell; the longest here has a fifth of that


def allowed_instead(field: dict[str, Any], value: str) -> str | None:
    """Return the allowed values of a field of the codebook if the value, as it stands in the file, is not one; else None.

    >>> allowed_instead({"type": "integer"}, "51.0"), allowed_instead({"type": "boolean"}, "yes")
    ('a whole number, without a point or thousands marks', None)
    """
    limits = field.get("constraints", {})
    if value == "":
        return "a value; an empty cell is not" if limits.get("required") else None
    if len(value) > LONGEST:
        return f"text of at most {LONGEST:,} characters"
    if value != value.strip() or UNSEEN.search(value):
        return "text without blanks at its ends, control characters and marks that turn its direction"
    if "enum" in limits and value not in map(str, limits["enum"]):
        return ", ".join(map(str, limits["enum"]))
    if field["type"] == "string" and "enum" not in limits and value.startswith(FORMULA):
        return "text that does not begin with =, +, - or @, which a spreadsheet would run"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
        return f"text of the form {limits['pattern']}"
    return _PARSERS[field["type"]](value, limits)


def _number(value: str, limits: dict[str, Any], whole: bool = False) -> str | None:
    kind = "a whole number" if whole else "a number"
    if not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", value):
        return f"{kind}, {'without a point or' if whole else 'with a point before its decimals and no'} thousands marks"
    low, high = limits.get("minimum"), limits.get("maximum")
    if (low is not None and float(value) < low) or (high is not None and float(value) > high):
        return f"{kind} {codebook.within(limits)}"
    return None


def _day(value: str, limits: dict[str, Any]) -> str | None:
    try:
        sound = date.fromisoformat(value).isoformat() == value
    except ValueError:
        sound = False
    return None if sound else "a day as YYYY-MM-DD"


_PARSERS = {
    "string": lambda value, limits: None,
    "integer": lambda value, limits: _number(value, limits, whole=True),
    "number": _number,
    "boolean": lambda value, limits: None if value in ("yes", "no") else "yes, no",
    "date": _day,
}
