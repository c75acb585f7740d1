"""Every history that the words allow: levels of assistance drawn evenly from all that keep to the constraints."""

import numpy as np
import pandas as pd

from nkdata.errors import check_int
from nkdata.measures.wording import order_polytope
from nkdata.measures.wording.constraints import order
from nkdata.record.codebook import PathLike

MAX_HISTORIES = 10_000_000


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
