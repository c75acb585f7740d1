"""Averages of yearly series over years and phases, and the ties, lean and intensity of each average."""

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.measures.series.phases import SPAN, YEAR_1984, YEARS, phase_years
from nkdata.record.codebook import PathLike

MAX_WINDOW = len(YEARS) - 1
DIGITS = 9  # later ones are noise of the sums, differ from processor to processor and could turn a tie


def averaging_matrix(by: str, window: int = 1, year_1984: str = "both", data: PathLike | None = None) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the averages that `by` and `window` ask for, as a matrix: a row for each year or phase, a column for each year.

    The rows of the matrix sum to 1 over 1950 to 1995; a frame labels them.

    >>> matrix, labels = averaging_matrix("year", window=3)
    >>> matrix.shape, matrix[0].nonzero()[0].tolist()
    ((41, 46), [2, 3, 4])
    """
    check_option(by, ("year", "phase"), "by")
    check_option(year_1984, YEAR_1984, "year_1984")
    smooth = _moving_average(window)
    if by == "year":
        rows = slice(SPAN[0] - YEARS[0], SPAN[1] - YEARS[0] + 1)
        return smooth[rows], YEARS[rows].to_frame(index=False)
    phases = phase_years(year_1984, data)
    inside = (YEARS.to_numpy() >= phases[["start_year"]].to_numpy()) & (YEARS.to_numpy() <= phases[["end_year"]].to_numpy())
    return inside / inside.sum(axis=1, keepdims=True) @ smooth, phases[["name"]].reset_index()


def _moving_average(window: int) -> np.ndarray:
    try:
        odd = check_int(window, "window", 1, MAX_WINDOW) % 2 == 1
    except NkdataError:
        odd = False
    if not odd:
        raise NkdataError(f"window must be an odd whole number from 1 to {MAX_WINDOW}; got {short_repr(window)}.")
    near = np.abs(np.subtract.outer(YEARS.to_numpy(), YEARS.to_numpy())) <= window // 2
    return near / near.sum(axis=1, keepdims=True)


def average(values: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return weighted averages along the years (the last axis but one), over the years that are not missing."""
    known = ~np.isnan(values)
    weight = matrix @ known.astype(float)
    with np.errstate(invalid="ignore"):
        return np.where(weight > 0, matrix @ np.where(known, values, 0.0) / np.where(weight > 0, weight, 1.0), np.nan)


def measures(series: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return ties, lean and intensity of yearly series (..., year, 3) under an averaging matrix, to nine decimals."""
    moscow, beijing, volume = np.moveaxis(average(series, matrix).round(DIGITS), -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        tilt = np.where(volume > 0, (moscow - beijing) / volume, np.nan)
    return np.stack([moscow, beijing, tilt.round(DIGITS), volume], axis=-1)


def interval(drawn: np.ndarray, level: float = 0.9) -> np.ndarray:
    """Return the bounds of the central `level` of draws along the first axis; missing where no draw has a value."""
    bounds = np.full((2, *drawn.shape[1:]), np.nan)
    some = ~np.isnan(drawn).all(axis=0)
    bounds[:, some] = np.nanquantile(drawn[:, some], [(1 - level) / 2, (1 + level) / 2], axis=0)
    return bounds
