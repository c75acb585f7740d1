"""Do the sources agree with one another? Krippendorff's alpha over phases and ties, with an interval for small numbers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option
from nkdata.measures.series.draws import MAX_DRAWS
from nkdata.measures.verdicts.evidence import evidence, ties_of
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import TEXT, load

STEPS = {
    "reading": {"low": 0, "none": 0, "down": 0, "steady": 1, "mixed": 1, "up": 2, "high": 2},
    "agrees": {"no": 0, "partly": 1, "yes": 2},
}
SAMPLES = 2000


@kept
def agreement(draws: int = SAMPLES, seed: int = 0, data: PathLike | None = None, *, year_1984: str = "both") -> pd.DataFrame:
    """Return how far the sources agree with one another, beyond chance, on what each tie did in each phase.

    A unit is a tie in a phase; the coders are the sources, each of which speaks of few units; the scale has three
    ordered steps. Twice over: "reading", the level or direction of a statement whatever the text says (low, none or down;
    steady or mixed; up or high), levels and directions on one scale since no source gives both; and "agrees", whether
    a statement or an event agrees with the text (no; partly; yes). Statements on politics alone and sums over several
    phases give no reading. A source that speaks twice on a unit counts with its best-graded row.

    Suggested default: "reading", read by its interval: it asks the sources about the tie and not about the text. 1984 in both
    phases, as the text prints it; our report takes "phase_6", since its dated events fall after May 1984.

    Parameters
    ----------
    draws : int, default 2000
        Bootstrap samples of units for the interval.
    seed : int, default 0
        Seed of the samples.
    data : path, optional
        Folder with an edited copy of the tables.
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The phase in which an event of 1984 counts; see ``nkdata.evidence``.

    Returns
    -------
    pandas.DataFrame
        ``what``; ``units`` on which at least two sources speak, ``sources`` and ``values`` among them; ``alpha``, 1
        where all agree, 0 as by chance, below 0 where they disagree more than by chance; ``low`` and ``high``, 95 per
        cent of the samples. With some ten units, and most sources on one or two of them, the interval is wide, and
        whole phases sampled out move alpha by more than any coding error: read the interval, not the number.
        Krippendorff asks for 0.8 before conclusions are drawn, 0.667 for tentative ones.

    Raises
    ------
    NkdataError
        If `draws`, `seed` or `year_1984` is not allowed.

    References
    ----------
    Hayes and Krippendorff 2007, *Communication Methods and Measures* 1(1), 77-89; Krippendorff 2011, *Computing
    Krippendorff's Alpha-Reliability*, whose example of four observers and twelve units is a test of this package;
    Castro 2017, *Fast Krippendorff* (a library, with which a test compares alpha). The units are sampled here, not the pairs of values as in Hayes and
    Krippendorff's macro, since the values of one unit are not independent.

    Examples
    --------
    >>> import nkdata
    >>> list(nkdata.agreement(draws=50)["what"])
    ['reading', 'agrees']
    """
    check_int(draws, "draws", least=1, most=MAX_DRAWS)
    check_int(seed, "seed")
    rows = []
    for what in STEPS:
        codes = table_of_codes(what, data, year_1984=year_1984)
        low, high = bootstrap_interval(codes, draws, seed)
        rows.append((what, *codes.shape, int(codes.notna().to_numpy().sum()), alpha(codes), low, high))
    return pd.DataFrame(rows, columns=["what", "units", "sources", "values", "alpha", "low", "high"])


def table_of_codes(what: str, data: PathLike | None = None, *, year_1984: str = "both") -> pd.DataFrame:
    """Return units (phase, tie) by sources, on the steps 0, 1, 2, without units on which fewer than two sources speak."""
    check_option(what, list(STEPS), "what")
    if what == "agrees":
        rows = evidence(year_1984, data).query("kind != 'deliveries'").rename(columns={"verdict": "code"})
    else:
        rows = load("statements", data=data)
        rows = rows[rows["source"].ne(TEXT)]
        rows = rows.assign(tie=ties_of(rows["patron"], data), weight=-rows["credibility"].astype(float))
        rows = rows.explode("tie").rename(columns={"reading": "code"})
    rows = rows.assign(code=rows["code"].map(STEPS[what])).dropna(subset="code")
    best = rows.sort_values("weight", ascending=False, kind="stable").drop_duplicates(["phase", "tie", "source"])
    coded = best.pivot(index=["phase", "tie"], columns="source", values="code").astype(float)
    return coded[coded.notna().sum(axis=1) >= 2].dropna(axis=1, how="all")


def alpha(codes: Sequence | np.ndarray | pd.DataFrame) -> float:
    """Return Krippendorff's alpha for ordered codes, units by coders, missing where a coder gives none.

    Missing where no unit has two codes or all codes are the same: agreement beyond chance needs something to differ.

    >>> round(alpha([[0, 0], [1, 1], [2, 2]]), 3), round(alpha([[0, 2], [2, 0]]), 3)
    (1.0, -0.5)
    """
    return float(ordinal_alpha(coincidences(codes).sum(axis=0)))


def bootstrap_interval(
    codes: Sequence | np.ndarray | pd.DataFrame, draws: int = SAMPLES, seed: int = 0, level: float = 0.95
) -> tuple[float, float]:
    """Return the central interval of alpha over samples of units; a sample whose codes are all the same is left out."""
    together = coincidences(codes)
    if not len(together):
        return np.nan, np.nan
    times = np.random.default_rng(seed).multinomial(len(together), np.full(len(together), 1 / len(together)), size=draws)
    drawn = ordinal_alpha(np.tensordot(times, together, axes=1))
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return np.nan, np.nan
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def coincidences(codes: Sequence | np.ndarray | pd.DataFrame) -> np.ndarray:
    """Return the coincidence matrix of each unit: its pairs of codes, each weighing 1 / (number of codes - 1)."""
    codes = np.asarray(codes, dtype=float)
    if codes.ndim != 2:
        raise NkdataError(f"codes must be a table of units by coders; got an array of {codes.ndim} dimensions.")
    steps = np.unique(codes[~np.isnan(codes)])
    given = (codes[..., None] == steps).sum(axis=1).astype(float)
    given = given[given.sum(axis=1) >= 2]
    pairs = given[:, :, None] * given[:, None, :] - given[:, :, None] * np.eye(len(steps))
    return pairs / (given.sum(axis=1) - 1)[:, None, None]


def ordinal_alpha(together: np.ndarray) -> np.ndarray:
    """Return alpha of coincidence matrices (..., step, step) with the ordinal metric, all at once."""
    totals = together.sum(axis=-1)
    n = totals.sum(axis=-1)
    ends = np.cumsum(totals, axis=-1) - totals / 2
    distance = (ends[..., :, None] - ends[..., None, :]) ** 2
    observed = (together * distance).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * distance).sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * observed / expected, np.nan)
