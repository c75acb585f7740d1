"""The lean that the words alone allow in each phase, and the shifts that they decide (partial identification)."""

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, short_repr
from nkdata.measures.wording.constraints import order
from nkdata.measures.wording.histories import histories
from nkdata.measures.wording.order_polytope import above
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load

DECIDE, LEAN, SILENT = "the words decide", "the words lean", "the words do not say"
THRESHOLD = 0.80


@kept
def identified(
    n: int = 10_000,
    seed: int = 0,
    *,
    reading: str = "all",
    margins: dict[str, float] | None = None,
    level: float = 0.9,
    constraints: pd.DataFrame | None = None,
    data: PathLike | None = None,
) -> pd.DataFrame:
    """Return the lean in each phase and the shift from the phase before, over every history that the words allow.

    A share of histories is not a probability that history went so: it measures how much room the words leave. The verdict
    on a shift is "the words decide" if the constraints prove its direction, "the words lean" if at least 80 % of the
    histories share it, else "the words do not say". From 80 % on ICD 203 speaks of "very likely"; the bands below it
    are not enough to call a reading of words a lean.

    Suggested default: every reading and no margins, since a verdict without sizes holds with any sizes; then
    ``reading="strict"``, to see which verdicts rest on our interpretation.

    Parameters
    ----------
    n : int, default 10,000
        Number of histories drawn.
    seed : int, default 0
        Seed of the random numbers.
    reading, margins, constraints, data
        As for ``nkdata.histories``.
    level : float, default 0.9
        Share of the histories that the interval of lean holds, its tails equal.

    Returns
    -------
    pandas.DataFrame
        A row a phase: ``phase``, ``name``; ``lean_low``, ``lean``, ``lean_high`` (interval and median);
        ``moscow_ahead``, the share of histories with the higher level on Moscow's side; ``toward_moscow``, the share in
        which lean moves toward Moscow from the phase before (missing in the first); ``error``, the Monte Carlo
        standard error of that share, 0 where it is proved; ``shift`` ("toward Moscow", "toward Beijing" or missing)
        and ``verdict``.

    Raises
    ------
    NkdataError
        If no history satisfies the constraints, or for bad input.

    References
    ----------
    Office of the Director of National Intelligence, *Intelligence Community Directive 203: Analytic Standards* (bands
    of likelihood). Manski 2003, *Partial Identification of Probability Distributions* (report the set that the
    evidence identifies before adding assumptions).

    Examples
    --------
    >>> import nkdata
    >>> nkdata.identified().set_index("phase")["verdict"].to_dict()[4]
    'the words decide'
    """
    if not isinstance(level, float) or not 0 < level < 1:
        raise NkdataError(f"level must be a number between 0 and 1; got {short_repr(level)}.")
    names, rows = order(reading=reading, margins=margins, constraints=constraints, data=data)
    drawn = histories(n, seed, reading=reading, margins=margins, constraints=constraints, data=data).to_numpy()
    phases = len(names) // 2
    moscow, beijing = drawn[:, :phases], drawn[:, phases:]
    lean = (moscow - beijing) / (moscow + beijing)
    share = np.append(np.nan, (lean[:, 1:] > lean[:, :-1]).mean(axis=0))
    proof = np.append(0, proved(above(len(names), rows)))
    share = np.where(proof == 0, share, proof > 0)
    low, middle, high = np.quantile(lean, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
    frame = load("phases", data=data)[["phase", "name"]]
    frame = frame.assign(lean_low=low, lean=middle, lean_high=high, moscow_ahead=(lean > 0).mean(axis=0))
    frame["toward_moscow"] = share
    frame["error"] = np.sqrt(share * (1 - share) / len(lean))
    strong = np.maximum(share, 1 - share) >= THRESHOLD
    frame["verdict"] = pd.Series(np.select([proof != 0, strong], [DECIDE, LEAN], SILENT)).where(~np.isnan(share))
    frame["shift"] = pd.Series(np.where(share > 0.5, "toward Moscow", "toward Beijing")).where(strong)
    frame.attrs = {}
    return frame


def proved(is_above: np.ndarray) -> np.ndarray:
    """Return the shifts between neighbouring phases that an order of levels proves: 1 toward Moscow, -1 toward Beijing, 0 none.

    Lean moves toward Moscow exactly if (Moscow after) x (Beijing before) > (Moscow before) x (Beijing after). Without
    margins this holds in every history if and only if the two levels on the left can be paired off, each with one on
    the right that it is above: in logarithms the inequality is linear, and by Farkas' lemma it follows from the
    order only as a flow along it from the left pair to the right pair. With margins the pairing still proves a shift,
    but a shift may hold without it.

    Parameters
    ----------
    is_above : numpy.ndarray
        Square of booleans from ``nkdata.measures.wording.order_polytope.above``; Moscow's levels first, then Beijing's.

    Returns
    -------
    numpy.ndarray
        A number for each phase but the first.

    Examples
    --------
    >>> proved(above(4, [(1, 0, 0), (2, 3, 0)]))  # Moscow rises, Beijing falls
    array([1])
    """
    phases = len(is_above) // 2
    found = []
    for before in range(phases - 1):
        after = before + 1
        raising = after, phases + before  # the levels that make the shift toward Moscow greater
        lowering = before, phases + after
        found.append(_pairs(is_above, raising, lowering) - _pairs(is_above, lowering, raising))
    return np.array(found)


def _pairs(is_above: np.ndarray, upper: tuple[int, int], lower: tuple[int, int]) -> int:
    straight = is_above[upper[0], lower[0]] and is_above[upper[1], lower[1]]
    crossed = is_above[upper[0], lower[1]] and is_above[upper[1], lower[0]]
    return int(straight or crossed)
