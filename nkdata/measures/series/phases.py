"""Years and phases: which years a phase covers, what 1984 belongs to, and the averages taken over either."""

from contextlib import suppress
from typing import Any

import numpy as np

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.measures.series.indicators import YEARS
from nkdata.record.cache import kept
from nkdata.record.tables import load

SPAN = (1953, 1993)
LONGEST = len(YEARS) - 1


@kept
def phase_years(year_1984="both", data=None):
    """First and last calendar year of each phase, with 1984 in one phase or in both.

    Returns a frame indexed by ``phase`` with ``name``, ``start_year`` and ``end_year``.

    >>> phase_years("phase_6").loc[[5, 6], ["start_year", "end_year"]].to_numpy().tolist()
    [[1973, 1983], [1984, 1989]]
    """
    check_option(year_1984, ("both", "phase_5", "phase_6"), "year_1984")
    years = load("phases", data=data).set_index("phase")[["name", "start_year", "end_year"]].copy()
    if years.empty:
        raise NkdataError("phases.csv has no row; allowed are one or more phases.")
    _check_order(years)
    meets = years["start_year"].eq(years["end_year"].shift())
    if year_1984 == "phase_5":
        years.loc[meets, "start_year"] += 1
    elif year_1984 == "phase_6":
        years.loc[meets.shift(-1, fill_value=False), "end_year"] -= 1
    for phase in years.index[years["start_year"] > years["end_year"]]:
        raise NkdataError(
            f"phases.csv, phase {phase}: no year is left to it with year_1984 {year_1984!r}; allowed is 'both' for phases so short."
        )
    return years


def _check_order(years):
    """Phases may meet in one year, as 1984 does; they may not overlap by more, run backwards or leave the data."""
    for phase, row in years.iterrows():
        if not YEARS[0] <= row["start_year"] <= row["end_year"] <= YEARS[-1]:
            raise NkdataError(
                f"phases.csv, phase {phase}: years are {row['start_year']} to {row['end_year']}; allowed are years from "
                f"{YEARS[0]} to {YEARS[-1]}, the first not after the last."
            )
    before = years["end_year"].shift()
    if (years["start_year"] < before).any():
        phase = years.index[(years["start_year"] < before).fillna(False)][0]
        raise NkdataError(f"phases.csv, phase {phase}: it begins before the one above it ends; allowed is one shared year.")


def phase_of(year, year_1984="phase_5", data=None):
    """The phase to which a year belongs; 1984 to the fifth unless told otherwise.

    Parameters
    ----------
    year : int
        A calendar year.
    year_1984 : {"phase_5", "phase_6"}, default "phase_5"
        Where 1984 goes. SIPRI books the first delivery of the surge in 1985, hence the default.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    int
        Number of the phase.

    Raises
    ------
    NkdataError
        If the year lies outside all phases or is not a whole number.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.phase_of(1984), nkdata.phase_of(1984, year_1984="phase_6")
    (5, 6)
    """
    check_option(year_1984, ("phase_5", "phase_6"), "year_1984")
    years = phase_years(year_1984, data)
    first, last = int(years["start_year"].min()), int(years["end_year"].max())
    check_year(year, "year", first, last)
    within = years[(years["start_year"] <= year) & (years["end_year"] >= year)]
    if within.empty:
        raise NkdataError(f"year {year} lies in no phase of phases.csv.")
    return int(within.index[0])


def check_year(value: Any, what: str, first: int, last: int) -> int:
    """Return a whole year from `first` to `last`, else raise an error.

    >>> check_year(2001, "until", 1953, 1993)
    Traceback (most recent call last):
    nkdata.errors.NkdataError: until must be a year from 1953 to 1993; got 2001.
    """
    with suppress(NkdataError):
        return check_int(value, what, first, last)
    raise NkdataError(f"{what} must be a year from {first} to {last}; got {short_repr(value)}.")


def weights(by, window=1, year_1984="both", data=None):
    """The averages that `by` and `window` ask for, as a matrix: a row for each year or phase, a column for each year.

    Returns the matrix, whose rows sum to 1 over 1950 to 1995, and a frame that labels its rows.

    >>> matrix, labels = weights("year", window=3)
    >>> matrix.shape, matrix[0].nonzero()[0].tolist()
    ((41, 46), [2, 3, 4])
    """
    check_option(by, ("year", "phase"), "by")
    check_option(year_1984, ("both", "phase_5", "phase_6"), "year_1984")
    smooth = _window(window)
    if by == "year":
        rows = slice(SPAN[0] - YEARS[0], SPAN[1] - YEARS[0] + 1)
        return smooth[rows], YEARS[rows].to_frame(index=False)
    phases = phase_years(year_1984, data)
    inside = (YEARS.to_numpy() >= phases[["start_year"]].to_numpy()) & (YEARS.to_numpy() <= phases[["end_year"]].to_numpy())
    return inside / inside.sum(axis=1, keepdims=True) @ smooth, phases[["name"]].reset_index()


def _window(window):
    whole = isinstance(window, (int, np.integer)) and not isinstance(window, bool)
    if not whole or window % 2 == 0 or not 1 <= window <= LONGEST:
        raise NkdataError(f"window must be an odd whole number from 1 to {LONGEST}; got {short_repr(window)}.")
    near = np.abs(np.subtract.outer(YEARS.to_numpy(), YEARS.to_numpy())) <= window // 2
    return near / near.sum(axis=1, keepdims=True)


def average(values, matrix):
    """Weighted averages along the years (the last axis but one), over the years that are not missing."""
    here = ~np.isnan(values)
    weight = matrix @ here.astype(float)
    with np.errstate(invalid="ignore"):
        return np.where(weight > 0, matrix @ np.where(here, values, 0.0) / np.where(weight > 0, weight, 1.0), np.nan)
