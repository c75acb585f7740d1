"""Years and phases: the years of a phase, and the phase of a year.

1984 lies in two phases of the text. The argument `year_1984` assigns it, everywhere by the same name and default.
"""

from contextlib import suppress
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load

SPAN = (1953, 1993)
YEARS = pd.RangeIndex(1950, 1996, name="year")
YEAR_1984 = ("both", "phase_5", "phase_6")  # the first is the default of every measure: it is how the text prints the phases


@kept
def phase_years(year_1984: str = "both", data: PathLike | None = None) -> pd.DataFrame:
    """Return the first and last calendar year of each phase.

    Suggested default: 1984 in both phases, as the text prints it (1973-84 and 1984-89). A single phase is a reading:
    the fifth, since SIPRI books the first delivery of the surge in 1985; the sixth, since the text dates the surge
    from May 1984. Every measure that depends on 1984 has this argument with this default.

    Parameters
    ----------
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The phase to which 1984 counts.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a phase, index ``phase``; columns ``name``, ``start_year`` and ``end_year``.

    Raises
    ------
    NkdataError
        If `year_1984` is not among the options, or the table ``phases`` has phases that overlap or run backwards.

    References
    ----------
    Savada (ed.) 1994, *North Korea: A Country Study*, Library of Congress (the phases as printed).

    Examples
    --------
    >>> import nkdata
    >>> nkdata.phase_years("phase_6").loc[[5, 6], ["start_year", "end_year"]].to_numpy().tolist()
    [[1973, 1983], [1984, 1989]]
    """
    check_option(year_1984, YEAR_1984, "year_1984")
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


def _check_order(years: pd.DataFrame) -> None:
    """Phases may meet in one year, as in 1984; they may not overlap by more, run backwards or leave the data."""
    for phase, row in years.iterrows():
        if not YEARS[0] <= row["start_year"] <= row["end_year"] <= YEARS[-1]:
            raise NkdataError(
                f"phases.csv, phase {phase}: years are {row['start_year']} to {row['end_year']}; allowed are years from "
                f"{YEARS[0]} to {YEARS[-1]}, the first not after the last."
            )
    overlap = (years["start_year"] < years["end_year"].shift()).fillna(False)
    if overlap.any():
        raise NkdataError(
            f"phases.csv, phase {years.index[overlap][0]}: it begins before the one above it ends; allowed is one shared year."
        )


def phase_of(year: int, year_1984: str = "both", data: PathLike | None = None) -> int:
    """Return the phase of a year.

    Suggested default: none for 1984. It lies in two phases, so it has one phase only by a reading, which the caller
    names: "phase_5" or "phase_6" (see ``nkdata.phase_years``). Every other year needs no reading.

    Parameters
    ----------
    year : int
        A calendar year.
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The phase to which 1984 counts; with "both", 1984 itself is an error.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    int
        Number of the phase.

    Raises
    ------
    NkdataError
        If the year is not a whole number, lies outside all phases, or lies in two.

    References
    ----------
    As for ``nkdata.phase_years``.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.phase_of(1958), nkdata.phase_of(1984, year_1984="phase_6")
    (2, 6)
    """
    years = phase_years(year_1984, data)
    check_year(year, "year", int(years["start_year"].min()), int(years["end_year"].max()))
    within = years.index[(years["start_year"] <= year) & (years["end_year"] >= year)]
    if within.empty:
        raise NkdataError(f"year must lie in a phase of phases.csv; got {year}.")
    if len(within) > 1:
        raise NkdataError(f"year_1984 must be 'phase_5' or 'phase_6' for a year that two phases share; got 'both' for {year}.")
    return int(within[0])


def check_year(value: Any, what: str, first: int, last: int) -> int:
    """Return a whole year from `first` to `last`, else raise an error.

    >>> check_year(2001, "until", 1953, 1993)
    Traceback (most recent call last):
    nkdata.errors.NkdataError: until must be a year from 1953 to 1993; got 2001.
    """
    with suppress(NkdataError):
        return check_int(value, what, first, last)
    raise NkdataError(f"{what} must be a year from {first} to {last}; got {short_repr(value)}.")
