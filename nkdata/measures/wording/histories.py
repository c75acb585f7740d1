"""Every history that the words allow: levels of assistance drawn evenly from all that keep to the constraints."""

from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.measures import TIES
from nkdata.measures.wording import order_polytope
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load

MARGINS = {"any": 0.0, "clear": 0.0, "large": 0.0}
MAX_HISTORIES = 10_000_000
_COLUMNS = ("constraint", "greater_tie", "greater_phase", "lesser_tie", "lesser_phase", "margin", "reading")


def histories(
    n: int,
    seed: int = 0,
    *,
    reading: str = "all",
    margins: dict[str, float] | None = None,
    constraints: pd.DataFrame | None = None,
    data: PathLike | None = None,
) -> pd.DataFrame:
    """Draw histories: a level in [0, 1] for each tie in each phase, evenly from all that the words allow.

    The words of the source text become inequalities between two levels (table ``constraints``). Nothing else is
    assumed: no level has a size of its own, and the unit has no meaning beyond more and less. To disagree with our
    reading, edit a row: pass the edited frame as `constraints`, or the folder of an edited copy as `data`.

    Suggested default: ``n=10_000``, every reading and no margins, since any size of a difference would be ours; then
    ``reading="strict"``, to see what rests on our interpretation.

    Parameters
    ----------
    n : int
        Number of histories, 1 to 10,000,000.
    seed : int, default 0
        Seed of the random numbers; the same seed gives the same histories.
    reading : {"all", "strict"}, default "all"
        Every row, or only those that the wording states outright (``constraints.reading``).
    margins : dict, optional
        By how much the greater level exceeds the lesser in each class of ``constraints.margin``, as a share of the
        scale: numbers from 0 to 1 for "any", "clear" and "large". All are 0 unless given: the text has no sizes, so any
        other number would be ours; and what holds at 0 holds at every margin, since margins only take histories away.
    constraints : pandas.DataFrame, optional
        Rows to use in place of the table ``constraints``, with its columns. A frame without rows allows everything.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a history, index ``history``; columns ``moscow_1`` ... ``moscow_7``, ``beijing_1`` ... ``beijing_7``.

    Raises
    ------
    NkdataError
        If no history satisfies the constraints, naming the smallest set of rows in conflict; or for bad input.

    References
    ----------
    The histories are points of an order polytope (Stanley 1986, *Discrete & Computational Geometry* 1:9-23); how they
    are drawn, and why evenly, see ``nkdata.measures.wording.order_polytope.draw``.

    Examples
    --------
    >>> import nkdata
    >>> drawn = nkdata.histories(1000)
    >>> drawn.shape, bool((drawn["moscow_1"] > drawn["beijing_1"]).all())
    ((1000, 14), True)
    """
    n = check_int(n, "n", least=1, most=MAX_HISTORIES)
    rng = np.random.default_rng(check_int(seed, "seed"))
    names, rows = order(reading=reading, margins=margins, constraints=constraints, data=data)
    levels = order_polytope.draw(n, len(names), rows, rng)
    return pd.DataFrame(levels.T, columns=names, index=pd.RangeIndex(n, name="history"))


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
    missing = [column for column in _COLUMNS if column not in frame]
    if missing or frame.columns.has_duplicates:
        fault = f"none of {', '.join(missing)}" if missing else "a column twice"
        raise NkdataError(f"constraints must have the columns {', '.join(_COLUMNS)}, each once; got {fault}.")
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
