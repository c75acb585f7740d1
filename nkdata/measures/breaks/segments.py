"""Series cut into segments: the series to be cut, the cost of each segment, and every way of cutting."""

from itertools import chain, combinations
from math import comb

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.measures.series.alignment import lean
from nkdata.measures.series.indicators import INDICATORS, options_of
from nkdata.record import codebook

MEASURES = ("ties", "lean", "levels")
CODED = ("events",)
MIN_LENGTH = 3
MOST = 2_000_000
LARGEST = 1e100  # squares of larger numbers run out of range
TIES = ("moscow", "beijing")


def signal(series="arms", measure="ties", *, window=1, data=None, **options):
    """The series to be cut: years, and an array of year by column in which every column has mean 0 and variance 1.

    Parameters
    ----------
    series : str, pandas.DataFrame or pandas.Series, default "arms"
        An indicator; or a frame with an index of years and the columns ``moscow`` and ``beijing``; or one series of
        numbers with an index of years, which is cut as it stands, whatever the measure.
    measure : {"ties", "lean", "levels"}, default "ties"
        "ties": both ties together, on the scale log(1 + x) (with its sign, for ties below 0), so that a doubling
        counts alike in lean years and in fat ones and the noise of a tie does not grow with its level. "levels": both
        ties together as they are. "lean": the lean alone. Both ties are there in every year; the lean is missing
        where nothing was sent, and a missing year then adds nothing to the cost of its segment but keeps its place.
    window : int, default 1
        Odd number of years over which an indicator is averaged first; a series of one's own has neither this nor
        options. Averaging smears a break over the window and
        makes neighbouring years alike, so breaks are best sought with 1.
    data : path, optional
        Folder with an edited copy of the tables.
    **options
        Of the indicator.

    Returns
    -------
    tuple of numpy.ndarray
        Years, and the scaled series. A column that never changes is 0 throughout.

    Raises
    ------
    NkdataError
        If the series has missing, infinite or negative ties, or years that do not follow on one another.

    Examples
    --------
    >>> years, values = signal("arms")
    >>> int(years[0]), int(years[-1]), values.shape
    (1953, 1993, (41, 2))
    """
    check_option(measure, MEASURES, "measure")
    codebook.folder(data)
    if not isinstance(series, (pd.Series, pd.DataFrame)):
        check_option(series, list(INDICATORS), "series")
        for option in options:
            check_option(option, options_of(series), f"option of indicator {series!r}")
        found = lean(indicator=series, window=window, data=data, **options)
        return found["year"].to_numpy(), shaped(found[list(TIES)].to_numpy(float), found["lean"].to_numpy(), measure)
    check_option(window, (1,), "window with a series of one's own")
    if options:
        raise NkdataError(f"there must be no options with a series of one's own; got {', '.join(options)}.")
    if isinstance(series, pd.Series):
        return _years(series.index), scaled(_finite(series.to_frame()))
    for name in TIES:
        check_option(name, list(series.columns), "column of the series")
    if series.columns.has_duplicates:
        raise NkdataError(f"the columns of the series must each be there once; got {short_repr(list(series.columns))}.")
    ties = _finite(series[list(TIES)])
    if (ties < 0).any():
        raise NkdataError(f"the ties of the series must be numbers from 0; got {ties.min():g}.")
    volume = ties.sum(axis=1)
    tilt = np.divide(ties[:, 0] - ties[:, 1], volume, out=np.full(len(volume), np.nan), where=volume > 0)
    return _years(series.index), shaped(ties, tilt, measure)


def shaped(ties, tilt, measure):
    """Ties (..., year, 2) and lean (..., year) as the columns that a measure cuts, scaled."""
    if measure == "lean":
        return scaled(tilt[..., None])
    return scaled(ties if measure == "levels" else np.sign(ties) * np.log1p(np.abs(ties)))


def independent(series):
    """Refuse a series made from our own coding: breaks found in it would be ours."""
    if isinstance(series, str) and series in CODED:
        raise NkdataError(
            f"series must be one that others made, such as 'arms' or 'orders'; got {series!r}, whose effects were coded by us."
        )
    return series


def _years(index):
    years = np.asarray(index)
    if not np.issubdtype(years.dtype, np.integer) or (np.diff(years) != 1).any():
        raise NkdataError(f"the index of the series must be whole years without a gap; got {short_repr(years.tolist())}.")
    return years


def _finite(frame):
    if not all(pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_complex_dtype(kind) for kind in frame.dtypes):
        raise NkdataError(f"the series must hold finite numbers; got columns of type {', '.join(sorted(set(map(str, frame.dtypes))))}.")
    values = frame.to_numpy(float, na_value=np.nan)
    bad = ~(np.abs(values) < LARGEST).all(axis=1)
    if bad.any():
        raise NkdataError(f"the series must hold finite numbers below {LARGEST:g}; got another in {frame.index[bad][0]}.")
    return values


def scaled(values):
    """Columns with mean 0 and variance 1 over the years, (..., year, column); one that never changes is 0 throughout."""
    here = ~np.isnan(values)
    if not here.any():
        raise NkdataError("the series must have values in at least two segments; got none in any year.")
    centred = values - np.nanmean(values, axis=-2, keepdims=True)
    spread = np.sqrt(np.nanmean(centred**2, axis=-2, keepdims=True))
    flat = spread <= 1e-12 * (1 + np.nanmax(np.abs(values), axis=-2, keepdims=True))
    return np.where(here & flat, 0.0, centred / np.where(flat, 1.0, spread))


def sums(values):
    """Number, sum and sum of squares of the values from year i up to before year j, each an array of (...,) i, j, column."""
    here = ~np.isnan(values)
    parts = (here.astype(float), np.where(here, values, 0.0), np.where(here, values, 0.0) ** 2)
    ends = [np.concatenate([np.zeros_like(part[..., :1, :]), part.cumsum(axis=-2)], axis=-2) for part in parts]
    return tuple(end[..., None, :, :] - end[..., :, None, :] for end in ends)


def explained_by(values):
    """What a segment from i up to before j explains: the sum of squares of its means, by i and j, all columns added."""
    number, total, _ = sums(values)
    return np.divide(total**2, number, out=np.zeros_like(total), where=number > 0).sum(axis=-1)


def cuts(length, breaks, min_length=MIN_LENGTH):
    """Number of ways to cut `length` years into ``breaks + 1`` segments of at least `min_length` years.

    >>> cuts(41, 6, 3)
    230230
    """
    spare = length - (breaks + 1) * min_length
    return comb(spare + breaks, breaks) if spare >= 0 else 0


def check(values, breaks, min_length):
    """Whole numbers, values in enough years, and at least one way to cut."""
    breaks, min_length = check_int(breaks, "breaks"), check_int(min_length, "min_length", least=1)
    length, present = len(values), int((~np.isnan(values)).all(axis=1).sum())
    if present < 2 * min_length:
        raise NkdataError(f"the series must have values in {short_repr(2 * min_length)} years, twice min_length; got {present}.")
    if not cuts(length, breaks, min_length):
        longest = length // (breaks + 1)
        raise NkdataError(f"min_length must be from 1 to {longest} for {breaks} breaks in {length} years; got {min_length}.")


def at_most(values, max_breaks, min_length):
    """As many breaks as asked for, or as fit."""
    check_int(max_breaks, "max_breaks", least=1)
    check(values, 1, min_length)
    return min(max_breaks, len(values) // min_length - 1)


def all_cuts(length, breaks, min_length=MIN_LENGTH, seed=0):
    """Every way to cut, a row each, with the positions that open a segment; a seeded sample where there are too many.

    >>> all_cuts(7, 1, 3).tolist()
    [[3], [4]]
    """
    free = length - (breaks + 1) * min_length + breaks
    if cuts(length, breaks, min_length) <= MOST:
        flat = chain.from_iterable(combinations(range(free), breaks))
        chosen = np.fromiter(flat, dtype=np.int64).reshape(cuts(length, breaks, min_length), breaks)
    else:
        order = np.random.default_rng(seed).random((MOST // 10, free)).argpartition(breaks, axis=1)
        chosen = np.sort(order[:, :breaks], axis=1)
    return chosen + np.arange(1, breaks + 1) * min_length - np.arange(breaks)
