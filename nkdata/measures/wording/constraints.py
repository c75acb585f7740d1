"""The constraints: inequalities between two levels, read from their table or from a frame, and checked."""

from numbers import Real
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_option, short_repr
from nkdata.measures import TIES
from nkdata.measures.wording import order_polytope
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load

MARGINS = {"any": 0.0, "clear": 0.0, "large": 0.0}
COLUMNS = ("constraint", "greater_tie", "greater_phase", "lesser_tie", "lesser_phase", "margin", "reading")


def order(
    *, reading: str = "all", margins: dict[str, float] | None = None, constraints: pd.DataFrame | None = None, data: PathLike | None = None
) -> tuple[list[str], list[order_polytope.Row]]:
    """Return the names of the levels, and the constraints as rows (greater, lesser, margin) of positions in these names.

    >>> names, rows = order(reading="strict")
    >>> [(names[greater], names[lesser]) for greater, lesser, _ in rows][:2]
    [('moscow_1', 'beijing_1'), ('beijing_2', 'beijing_1')]
    """
    check_option(reading, ("all", "strict"), "reading")
    sizes = _sizes(margins)
    phases = load("phases", data=data)["phase"].tolist()
    frame = _checked(load("constraints", data=data) if constraints is None else constraints, phases)
    if reading == "strict":
        frame = frame[frame["reading"] == "strict"]
    names = [f"{tie}_{phase}" for tie in TIES for phase in phases]
    greater, lesser = ((frame[f"{side}_tie"] + "_" + frame[f"{side}_phase"].astype(str)).map(names.index) for side in ("greater", "lesser"))
    rows = list(zip(greater, lesser, frame["margin"].map(sizes), strict=True))
    clash = order_polytope.conflict(len(names), rows)
    if clash:
        named = ", ".join(_in_words(frame["constraint"].iloc[row], names, *rows[row]) for row in clash)
        raise NkdataError(
            f"no history satisfies the constraints {named} together; rows must not run in a circle, and "
            "margins must leave room between 0 and 1."
        )
    return names, rows


def _in_words(constraint: str, names: list[str], greater: int, lesser: int, margin: float) -> str:
    return f"{constraint} ({names[greater]} above {names[lesser]}{f' by {margin:g}' if margin else ''})"


def _sizes(margins: Any) -> dict[str, float]:
    if margins is None:
        return MARGINS
    if not isinstance(margins, dict):
        raise NkdataError(f"margins must be a dictionary with the keys {', '.join(MARGINS)}; got {short_repr(margins)}.")
    for name, size in margins.items():
        check_option(name, tuple(MARGINS), "class of margin")
        if not isinstance(size, Real) or isinstance(size, bool) or not 0 <= float(size) < 1:
            raise NkdataError(f"margin {name!r} must be a number from 0 to less than 1; got {short_repr(size)}.")
    return MARGINS | {name: float(size) for name, size in margins.items()}


def _checked(frame: Any, phases: list[int]) -> pd.DataFrame:
    if not isinstance(frame, pd.DataFrame):
        raise NkdataError(f"constraints must be a frame like that of nkdata.load('constraints'); got {short_repr(frame)}.")
    missing = [column for column in COLUMNS if column not in frame]
    if missing or frame.columns.has_duplicates:
        fault = f"none of {', '.join(missing)}" if missing else "a column twice"
        raise NkdataError(f"constraints must have the columns {', '.join(COLUMNS)}, each once; got {fault}.")
    allowed = {
        "greater_tie": TIES,
        "lesser_tie": TIES,
        "greater_phase": phases,
        "lesser_phase": phases,
        "margin": tuple(MARGINS),
        "reading": ("strict", "interpretive"),
    }
    for column, values in allowed.items():
        wrong = ~frame[column].isin(values)
        if wrong.any():
            check_option(frame[column][wrong].iloc[0], values, f"{column} of constraint {frame['constraint'][wrong].iloc[0]}")
    return frame.astype({"greater_phase": int, "lesser_phase": int})
