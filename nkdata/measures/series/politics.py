"""Politics: which way dated acts point, with the number of acts and an interval that few acts make wide."""

import numpy as np
import pandas as pd

from nkdata.errors import check_int
from nkdata.measures import TIES
from nkdata.measures.series.averages import interval
from nkdata.measures.series.draws import MAX_DRAWS
from nkdata.measures.series.indicators import effects
from nkdata.measures.series.phases import phase_years
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike

FEWEST = 5  # acts below which no lean is given
PRIOR = 0.5  # acts of each direction that stand for knowing nothing (Jeffreys)
DOUBTED = 5  # credibility from which an act is contradicted or cannot be judged


@kept
def politics(*, vantage: str | None = None, draws: int = 1000, seed: int = 0, data: PathLike | None = None) -> pd.DataFrame:
    """Return which way the dated acts of each phase point: toward Moscow, toward Beijing, and how sure that is.

    An act that warms the tie to Moscow or cools that to Beijing points to Moscow, and the reverse. An act is counted
    once, however many sources report it; one that moves both ties the same way points half each way. The acts of a
    phase are taken as a sample of how the two sides dealt with one another: the share that points to Moscow has the
    posterior Beta(0.5 + acts to Moscow, 0.5 + acts to Beijing), and lean is twice that share, less one. Few acts so
    give a wide interval, and below five no lean is given at all. Acts that open archives hold are more than those
    that they do not: the interval says nothing of that, so compare ``vantage``.

    Suggested default: every vantage, since no archive of either patron is complete; then each vantage alone, as a check.

    Parameters
    ----------
    vantage : str, optional
        Count only the acts that are told from one vantage; ``nkdata.describe("events")`` lists them.
    draws : int, default 1000
        Draws from the posterior, from which estimate and interval are both taken.
    seed : int, default 0
        Seed of the draws.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a phase: ``phase``, ``name``, ``acts`` (their number), ``to_moscow`` and ``to_beijing`` (acts that point
        there), ``lean`` (median of the draws), ``lean_low`` and ``lean_high`` (90 per cent of them), from -1 to 1;
        missing below five acts. 1984 counts in both its phases.

    Raises
    ------
    NkdataError
        If an argument is not among the options.

    References
    ----------
    Jeffreys' interval: Brown, Cai and DasGupta 2001, *Statistical Science* 16(2), 101-133.

    Examples
    --------
    >>> import nkdata
    >>> siding = nkdata.politics().set_index("phase").loc[3]
    >>> bool(siding["lean_high"] < 0)  # in 1961-64 acts point to Beijing
    True
    """
    check_int(draws, "draws", least=1, most=MAX_DRAWS)
    rng = np.random.default_rng(check_int(seed, "seed"))
    acts = effects(vantage=vantage, data=data)
    acts = acts[acts["credibility"].lt(DOUBTED) & acts[list(TIES)].ne(0).any(axis=1)]
    toward = acts["moscow"].clip(lower=0) + acts["beijing"].clip(upper=0).abs()
    share = toward / acts[list(TIES)].abs().sum(axis=1)  # of an act that points to Moscow
    rows = []
    for phase, years in phase_years(data=data).iterrows():
        own = share[acts["year"].between(years["start_year"], years["end_year"])]
        to_moscow, to_beijing = float(own.sum()), float((1 - own).sum())
        drawn = 2 * rng.beta(PRIOR + to_moscow, PRIOR + to_beijing, size=draws) - 1
        low, high = interval(drawn) if len(own) >= FEWEST else (np.nan, np.nan)
        lean = float(np.median(drawn)) if len(own) >= FEWEST else np.nan
        counts = {"acts": len(own), "to_moscow": to_moscow, "to_beijing": to_beijing}
        rows.append({"phase": int(phase), "name": years["name"], **counts, "lean": lean, "lean_low": float(low), "lean_high": float(high)})
    return pd.DataFrame(rows)
