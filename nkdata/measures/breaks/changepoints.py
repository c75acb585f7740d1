"""Change points of series that others made, by two exact searches over many settings."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, short_repr
from nkdata.measures.breaks.segments import MIN_LENGTH, at_most, check_independent, explained_by, prepare_series
from nkdata.record.codebook import PathLike

PENALTIES = (0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.16)
MAX_BREAKS = 10


def breaks(
    series: str | pd.DataFrame | pd.Series = "arms",
    measure: str = "ties",
    *,
    penalties: Iterable[float] = PENALTIES,
    max_breaks: int = MAX_BREAKS,
    min_length: int = MIN_LENGTH,
    data: PathLike | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Return the years in which a yearly series changes level, for many penalties and for every number of breaks.

    A segment costs the sum of squared distances from its mean, every column scaled to variance 1 (the cost "l2").
    PELT finds the cut with the least cost plus a penalty for each break; Dynp finds the cut with the least cost for
    each number of breaks. Both look at every year (``jump=1``; the default of ruptures is five). A year
    found under few settings is a break of the method; one found under most is a break of the series.

    Suggested default: all penalties and all numbers of breaks at once, and a count of the settings under which a year is
    found, since no single penalty can be defended. For how sure a year is, ``nkdata.break_probabilities``.

    Parameters
    ----------
    series : str, pandas.DataFrame or pandas.Series, default "arms"
        An indicator that others made, or a series of one's own; see ``nkdata.measures.breaks.segments.prepare_series``.
    measure : {"ties", "lean", "levels"}, default "ties"
        Both ties together on a log scale, the lean alone, or both ties as they are.
    penalties : sequence of float, default 0.01 to 0.16
        For PELT: the share of the variance that one more break has to explain to be worth it.
    max_breaks : int, default 10
        For Dynp: 1 to as many breaks, or as fit.
    min_length : int, default 3
        Shortest segment in years.
    data : path, optional
        Folder with an edited copy of the tables.
    **options
        ``window``, and options of the indicator (``licensed``, ``release``).

    Returns
    -------
    pandas.DataFrame
        ``method`` ("pelt", "dynp"), ``penalty`` (missing for Dynp), ``breaks`` (their number), ``year`` that opens a
        new segment (missing where there is no break) and ``explained``, the share of the variance that the cut
        explains.

    Raises
    ------
    NkdataError
        If the series was coded by us, is too short or has bad values, or a setting is not allowed; or if
        ruptures is not installed (``pip install 'nkdata[breaks]'``).

    References
    ----------
    Killick, Fearnhead and Eckley 2012, *Journal of the American Statistical Association* 107(500), 1590-1598 (PELT);
    Truong, Oudre and Vayatis 2020, *Signal Processing* 167, 107299 (the library ``ruptures`` and its searches).

    Examples
    --------
    >>> import nkdata
    >>> found = nkdata.breaks("arms")
    >>> found.query("method == 'dynp' and breaks == 6")["year"].tolist()
    [1958, 1961, 1966, 1975, 1985, 1990]
    """
    shares = _checked(penalties)
    years, values = prepare_series(check_independent(series), measure, data=data, **options)
    most = at_most(values, max_breaks, min_length)
    total = np.nansum(values**2)
    gain = explained_by(values)
    rows: list[tuple[str, float, list[int]]] = []
    if total > 0:
        ruptures = _ruptures()
        cost = _cost(ruptures, values, gain, min_length)
        pelt = ruptures.Pelt(custom_cost=cost, min_size=min_length, jump=1).fit(values)
        dynp = ruptures.Dynp(custom_cost=cost, min_size=min_length, jump=1).fit(values)
        rows += [("pelt", penalty, pelt.predict(pen=penalty * total)[:-1]) for penalty in shares]
        rows += [("dynp", np.nan, dynp.predict(n_bkps=k)[:-1]) for k in range(1, most + 1)]
    else:
        rows += [("pelt", penalty, []) for penalty in shares]
    return _tidy(rows, years, gain, total)


def _ruptures() -> Any:
    """Return the library ruptures, which brings scipy and is therefore an extra."""
    try:
        import ruptures
    except ModuleNotFoundError:
        raise NkdataError("breaks() needs ruptures: pip install 'nkdata[breaks]'.") from None
    return ruptures


def _checked(penalties: Any) -> list[float]:
    try:
        values = [float(p) for p in penalties] if not isinstance(penalties, (str, bytes)) else []
    except (TypeError, ValueError):
        values = [np.nan]
    if not values or not all(np.isfinite(p) and p > 0 for p in values):
        raise NkdataError(f"penalties must be numbers above 0; got {short_repr(penalties)}.")
    return values


def _cost(ruptures: Any, values: np.ndarray, gain: np.ndarray, min_length: int) -> Any:
    """Return a cost for ruptures: the sum of squares of a segment about its mean; missing years cost nothing."""
    squares = np.concatenate([[0.0], np.nansum(values**2, axis=1).cumsum()])

    class Within(ruptures.base.BaseCost):
        model = "l2"
        min_size = min_length

        def fit(self, signal):
            self.signal = signal
            return self

        def error(self, start, end):
            return squares[end] - squares[start] - gain[start, end]

    return Within()


def _tidy(rows: list, years: np.ndarray, gain: np.ndarray, total: float) -> pd.DataFrame:
    tidy = []
    for method, penalty, ends in rows:
        edges = [0, *ends, len(years)]
        share = sum(gain[i, j] for i, j in pairwise(edges)) / total if total > 0 else 0.0
        tidy += [(method, penalty, len(ends), year, share) for year in (years[ends].tolist() if ends else [pd.NA])]
    frame = pd.DataFrame(tidy, columns=["method", "penalty", "breaks", "year", "explained"])
    return frame.astype({"year": "Int64", "penalty": float})
