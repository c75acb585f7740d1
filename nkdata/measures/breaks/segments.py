"""Series cut into segments: the series, the cost of each segment, and every segmentation."""

from itertools import chain, combinations
from math import comb
from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.measures import TIES
from nkdata.measures.series.alignment import lean
from nkdata.measures.series.indicators import INDICATORS, options_of
from nkdata.record import codebook
from nkdata.record.codebook import PathLike

REPRESENTATIONS = ("ties", "lean", "levels")
SELF_CODED = ("events",)
MIN_LENGTH = 3
MAX_SEGMENTATIONS = 2_000_000
LARGEST = 1e100  # squares of larger numbers run out of range


def prepare_series(
    series: str | pd.DataFrame | pd.Series = "arms",
    measure: str = "ties",
    *,
    window: int = 1,
    data: PathLike | None = None,
    **options: Any,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the series to be cut: its years, and an array of year by column whose columns have mean 0 and variance 1.

    Parameters
    ----------
    series : str, pandas.DataFrame or pandas.Series, default "arms"
        An indicator; or a frame with an index of years and the columns ``moscow`` and ``beijing``; or one series of
        numbers with an index of years, which is cut as it is, whatever the measure.
    measure : {"ties", "lean", "levels"}, default "ties"
        "ties": both ties together, on the scale log(1 + x) (with its sign, for ties below 0), so that a doubling
        counts alike in lean years and in fat ones and the noise of a tie does not grow with its level. "levels": both
        ties together as they are. "lean": the lean alone. Both ties are there in every year; the lean is missing
        where nothing was sent, and a missing year then adds nothing to the cost of its segment but keeps its place.
    window : int, default 1
        Odd number of years over which an indicator is averaged first; a series of one's own has neither this nor
        options. Averaging smears a break over the window and makes neighbouring years alike.
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
    >>> years, values = prepare_series("arms")
    >>> int(years[0]), int(years[-1]), values.shape
    (1953, 1993, (41, 2))
    """
    check_option(measure, REPRESENTATIONS, "measure")
    codebook.folder(data)
    if not isinstance(series, (pd.Series, pd.DataFrame)):
        check_option(series, list(INDICATORS), "series")
        for option in options:
            check_option(option, options_of(series), f"option of indicator {series!r}")
        found = lean(indicator=series, window=window, data=data, **options)
        return found["year"].to_numpy(), rescale(found[list(TIES)].to_numpy(float), found["lean"].to_numpy(), measure)
    check_option(window, (1,), "window with a series of one's own")
    if options:
        raise NkdataError(f"there must be no options with a series of one's own; got {', '.join(options)}.")
    if isinstance(series, pd.Series):
        return _years(series.index), standardise(_finite(series.to_frame()))
    for name in TIES:
        check_option(name, list(series.columns), "column of the series")
    if series.columns.has_duplicates:
        raise NkdataError(f"the columns of the series must each be there once; got {short_repr(list(series.columns))}.")
    ties = _finite(series[list(TIES)])
    if (ties < 0).any():
        raise NkdataError(f"the ties of the series must be numbers from 0; got {ties.min():g}.")
    volume = ties.sum(axis=1)
    tilt = np.divide(ties[:, 0] - ties[:, 1], volume, out=np.full(len(volume), np.nan), where=volume > 0)
    return _years(series.index), rescale(ties, tilt, measure)


def rescale(ties: np.ndarray, tilt: np.ndarray, measure: str) -> np.ndarray:
    """Return ties (..., year, 2) and lean (..., year) as the columns that a measure cuts, standardised."""
    if measure == "lean":
        return standardise(tilt[..., None])
    return standardise(ties if measure == "levels" else np.sign(ties) * np.log1p(np.abs(ties)))


def check_independent(series: Any) -> Any:
    """Refuse a series made from our own coding: breaks found in it would be ours."""
    if isinstance(series, str) and series in SELF_CODED:
        raise NkdataError(
            f"series must be one that others made, such as 'arms' or 'orders'; got {series!r}, whose effects were coded by us."
        )
    return series


def _years(index: pd.Index) -> np.ndarray:
    years = np.asarray(index)
    if not np.issubdtype(years.dtype, np.integer) or (np.diff(years) != 1).any():
        raise NkdataError(f"the index of the series must be whole years without a gap; got {short_repr(years.tolist())}.")
    return years


def _finite(frame: pd.DataFrame) -> np.ndarray:
    if not all(pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_complex_dtype(kind) for kind in frame.dtypes):
        raise NkdataError(f"the series must hold finite numbers; got columns of type {', '.join(sorted(set(map(str, frame.dtypes))))}.")
    values = frame.to_numpy(float, na_value=np.nan)
    invalid = ~(np.abs(values) < LARGEST).all(axis=1)
    if invalid.any():
        raise NkdataError(f"the series must hold finite numbers below {LARGEST:g}; got another in {frame.index[invalid][0]}.")
    return values


def standardise(values: np.ndarray) -> np.ndarray:
    """Return columns with mean 0 and variance 1 over the years, (..., year, column); one that never changes is 0."""
    known = ~np.isnan(values)
    if not known.any():
        raise NkdataError("the series must have values in at least two segments; got none in any year.")
    centred = values - np.nanmean(values, axis=-2, keepdims=True)
    spread = np.sqrt(np.nanmean(centred**2, axis=-2, keepdims=True))
    flat = spread <= 1e-12 * (1 + np.nanmax(np.abs(values), axis=-2, keepdims=True))
    return np.where(known & flat, 0.0, centred / np.where(flat, 1.0, spread))


def sums(values: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return number, sum and sum of squares of the values from year i up to before year j, each (..., i, j, column)."""
    known = ~np.isnan(values)
    parts = (known.astype(float), np.where(known, values, 0.0), np.where(known, values, 0.0) ** 2)
    ends = [np.concatenate([np.zeros_like(part[..., :1, :]), part.cumsum(axis=-2)], axis=-2) for part in parts]
    return tuple(end[..., None, :, :] - end[..., :, None, :] for end in ends)


def explained_by(values: np.ndarray) -> np.ndarray:
    """Return the sum of squares that the mean of a segment from i up to before j explains, by i and j, columns added."""
    number, total, _ = sums(values)
    return np.divide(total**2, number, out=np.zeros_like(total), where=number > 0).sum(axis=-1)


def count_segmentations(length: int, breaks: int, min_length: int = MIN_LENGTH) -> int:
    """Return the number of segmentations of `length` years with so many breaks and segments of at least `min_length` years.

    >>> count_segmentations(41, 6, 3)
    230230
    """
    spare = length - (breaks + 1) * min_length
    return comb(spare + breaks, breaks) if spare >= 0 else 0


def check_length(values: np.ndarray, breaks: int, min_length: int) -> None:
    """Raise an error unless there are values in enough years and at least one segmentation."""
    breaks, min_length = check_int(breaks, "breaks"), check_int(min_length, "min_length", least=1)
    length, present = len(values), int((~np.isnan(values)).all(axis=1).sum())
    if present < 2 * min_length:
        raise NkdataError(f"the series must have values in {short_repr(2 * min_length)} years, twice min_length; got {present}.")
    if not count_segmentations(length, breaks, min_length):
        longest = length // (breaks + 1)
        raise NkdataError(f"min_length must be from 1 to {longest} for {breaks} breaks in {length} years; got {min_length}.")


def at_most(values: np.ndarray, max_breaks: int, min_length: int) -> int:
    """Return as many breaks as asked for, or as fit."""
    check_int(max_breaks, "max_breaks", least=1)
    check_length(values, 1, min_length)
    return min(max_breaks, len(values) // min_length - 1)


def segmentations(length: int, breaks: int, min_length: int = MIN_LENGTH, seed: int = 0) -> np.ndarray:
    """Return every segmentation, a row each, as the indices that open a segment; a seeded sample where there are too many.

    >>> segmentations(7, 1, 3).tolist()
    [[3], [4]]
    """
    free = length - (breaks + 1) * min_length + breaks
    if (number := count_segmentations(length, breaks, min_length)) <= MAX_SEGMENTATIONS:
        flat = chain.from_iterable(combinations(range(free), breaks))
        chosen = np.fromiter(flat, dtype=np.int64).reshape(number, breaks)
    else:
        order = np.random.default_rng(seed).random((MAX_SEGMENTATIONS // 10, free)).argpartition(breaks, axis=1)
        chosen = np.sort(order[:, :breaks], axis=1)
    return chosen + np.arange(1, breaks + 1) * min_length - np.arange(breaks)
