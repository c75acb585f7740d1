"""The probability of a break in each year: a distribution over years, not a date."""

from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int
from nkdata.measures import TIES
from nkdata.measures.breaks.segments import MIN_LENGTH, at_most, check_independent, count_segmentations, prepare_series, rescale, sums
from nkdata.measures.series.averages import averaging_matrix, interval, measures
from nkdata.measures.series.draws import draw
from nkdata.measures.series.indicators import INDICATORS
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike

MAX_BREAKS = 10
GRID = 24
COARSE = 12  # for draws, of whose posteriors only the spread and the mean count
DRAWS = 100
MAX_POSTERIORS = 10_000
TOGETHER = 8  # draws worked on at once, so that they need little memory


@kept
def break_probabilities(
    series: str | pd.DataFrame | pd.Series = "arms",
    measure: str = "ties",
    *,
    draws: int = 0,
    seed: int = 0,
    max_breaks: int = MAX_BREAKS,
    min_length: int = MIN_LENGTH,
    data: PathLike | None = None,
    window: int = 1,
    **options: Any,
) -> pd.DataFrame:
    """Return the probability that each year opens a new segment, averaged over every way of cutting the series.

    The model: within a segment every column scatters normally about a mean of its own; of the column's variance a
    share r is scatter and the rest lies between the means, which are themselves normal; r is unknown, each column has
    its own, and every value from 0 to 1 is as likely beforehand. So is every number of breaks up to `max_breaks`,
    and, given their number, every cut into segments of at least `min_length` years. All cuts are summed over, none is
    sampled: forward and backward recursions give the exact posterior for each pair of shares on a grid of 24 by 24,
    and the grid is summed.

    All this takes the record as it is booked. With `draws` the posterior is taken, on a grid of 12 by 12, for as many
    Monte Carlo draws (``nkdata.draw``: delivery years that SIPRI estimates, numbers, releases, licensed production) and
    averaged, so that doubt about the years of delivery blurs the years of the breaks, as it should.

    The years of a segment are taken as independent given its mean. A slow drift is therefore read as several breaks,
    with little probability each; a probability spread over many years says that there is no sharp break among them.

    Suggested default: ``draws=100`` on deliveries, both ties, not smoothed: SIPRI estimates most years of delivery, and a
    posterior of the booked years alone is too sure. Read ``prob_within_1y`` beside the ``prior``.

    Parameters
    ----------
    series : str, pandas.DataFrame or pandas.Series, default "arms"
        An indicator that others made, or a series of one's own; see ``nkdata.measures.breaks.segments.prepare_series``.
    measure : {"ties", "lean", "levels"}, default "ties"
        Both ties together on a log scale, the lean alone, or both ties as they are.
    draws : int, default 0
        Number of Monte Carlo draws to average over, at most 10,000; only for an indicator.
    seed : int, default 0
        Seed of the draws.
    max_breaks : int, default 10
        Largest number of breaks; fewer where fewer fit.
    min_length : int, default 3
        Shortest segment in years.
    data : path, optional
        Folder with an edited copy of the tables.
    window, **options
        Of the indicator (``licensed``, ``release``).

    Returns
    -------
    pandas.DataFrame
        ``year``; ``probability`` that it opens a segment; ``prob_within_1y``, the probability that it or a neighbour
        does, missing where `min_length` is below 3, so that two of the three might; ``prior``, what `probability`
        would be without data. The probabilities sum to the expected number of breaks, not to 1. With draws also
        ``low`` and ``high``, within which `probability` lies for 90 per cent of the draws, and ``booked``, the
        probability by the record as booked. ``attrs["breaks"]`` holds the probability of each number of breaks.

    Raises
    ------
    NkdataError
        If the series was coded by us, is too short or has bad values, or a setting is not allowed.

    References
    ----------
    Fearnhead 2006, *Statistics and Computing* 16(2), 203-213 (exact recursions); Rigaill, Lebarbier and Robin, *Exact
    posterior distributions over the segmentation space*, arXiv:1004.4347 (sums over all cuts with a given number of
    breaks); Barry and Hartigan 1993, *Journal of the American Statistical Association* 88(421), 309-319 (normal
    segments). For the use in political science: Western and Kleykamp 2004, *Political Analysis* 12, 354-374.

    Examples
    --------
    >>> import nkdata
    >>> arms = nkdata.break_probabilities("arms").set_index("year")
    >>> arms.loc[[1958, 1984, 1985], "probability"].round(2).tolist()
    [1.0, 0.01, 0.73]
    """
    check_int(draws, "draws", most=MAX_POSTERIORS)
    years, values = prepare_series(check_independent(series), measure, data=data, window=window, **options)
    most = at_most(values, max_breaks, min_length)
    booked, number = posterior(values, most, min_length)
    frame = pd.DataFrame({"year": years, "probability": booked})
    if draws:
        each, number = _averaged(series, measure, draws, seed, most, min_length, data, window, options)
        frame["probability"] = each.mean(axis=0)
        frame["low"], frame["high"] = interval(each)
        frame["booked"] = booked
    near = np.convolve(frame["probability"], np.ones(3), mode="same") if min_length > 2 else np.nan
    frame.insert(2, "prob_within_1y", near)
    frame.insert(3, "prior", _summed(np.where(_long_enough(len(years), min_length), 1.0, 0.0)[None], most, min_length)[0])
    frame.attrs = {"breaks": dict(enumerate(number.tolist()))}
    return frame


def _averaged(series, measure, draws, seed, most, min_length, data, window, options):
    """Return the posterior of each draw, (draws, years), and the mean probability of each number of breaks."""
    if not isinstance(series, str):
        raise NkdataError(f"series must be one of {', '.join(map(repr, INDICATORS))} with draws; got a series of one's own.")
    matrix, _ = averaging_matrix("year", window, data=data)
    ties = measures(draw(series, draws, seed, data=data, **options), matrix)
    values = rescale(ties[..., : len(TIES)], ties[..., 2], measure)
    parts = [posterior(part, most, min_length, COARSE) for part in np.array_split(values, -(-draws // TOGETHER))]
    each, number = (np.concatenate(found) for found in zip(*parts, strict=True))
    return each, number.mean(axis=0)


def posterior(values: np.ndarray, most: int, min_length: int = MIN_LENGTH, grid: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each position as a break, and of each number of breaks, for scaled series (..., year, column)."""
    return _summed(_likelihood(values, min_length, grid or GRID), most, min_length)


def _likelihood(values, min_length, grid):
    """Return the marginal likelihood of every segment for every combination of scatter shares: (...,) share by start by end."""
    length = values.shape[-2]
    start, end = np.nonzero(_long_enough(length, min_length))
    parts = [part[..., start, end, :] for part in sums(values)]
    scatter = ((np.arange(grid) + 0.5) / grid)[:, None]
    both = np.zeros((*values.shape[:-2], 1, len(start)))
    for column in range(values.shape[-1]):
        n, s, q = (part[..., None, :, column] for part in parts)
        between = 1.0 - scatter
        squares = (q - between * s**2 / (scatter + n * between)) / scatter
        log = -0.5 * (n * np.log(scatter) + np.log1p(n * between / scatter) + squares)
        both = (both[..., :, None, :] + log[..., None, :, :]).reshape(*values.shape[:-2], -1, len(start))
    # The same factor for every year leaves the posterior as it is and keeps the products within range.
    whole = both[..., (start == 0) & (end == length)].max(axis=(-2, -1), initial=-np.inf if length >= min_length else 0.0)
    likelihood = np.zeros((*both.shape[:-1], length + 1, length + 1))
    likelihood[..., start, end] = np.exp(both - (whole / length)[..., None, None] * (end - start))
    return likelihood


def _long_enough(length, min_length):
    years = np.arange(length + 1)
    return years - years[:, None] >= min_length


def _summed(weight, most, min_length):
    """Sum over every cut, forwards and backwards over the number of segments; all cuts of k breaks weigh alike."""
    length = weight.shape[-1] - 1
    forward = np.zeros((most + 2, *weight.shape[:-1]))
    backward = np.zeros_like(forward)
    forward[0, ..., 0] = backward[0, ..., length] = 1.0
    for k in range(1, most + 2):
        forward[k] = (forward[k - 1][..., None, :] @ weight)[..., 0, :]
        backward[k] = (weight @ backward[k - 1][..., None])[..., 0]
    each = np.array([1.0 / count_segmentations(length, k, min_length) for k in range(most + 1)])
    number = np.moveaxis(forward[1:, ..., length].sum(axis=-1), 0, -1) * each
    at = sum(each[k] * (forward[1 : k + 1] * backward[k:0:-1]).sum(axis=(0, -2)) for k in range(1, most + 1))
    whole = number.sum(axis=-1, keepdims=True)
    return at[..., :length] / whole, number / whole
