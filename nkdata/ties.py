"""Two ties, never one: what went to Moscow's account and to Beijing's, the lean between them and their sum."""

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, choose, shown
from nkdata.indicators import FIRST, LAST, arms
from nkdata.tables import load

SPAN = (1953, 1993)


def lean(by="year", *, window=1, licensed=True, release=2026, shared="both", data=None):
    """Ties to Moscow and to Beijing, the lean between them and their intensity.

    lean = (moscow - beijing) / (moscow + beijing): +1 all Moscow, -1 all Beijing, missing where nothing was sent,
    since nothing from either is not the same as as much from both. intensity = moscow + beijing.

    Parameters
    ----------
    by : {"year", "phase"}, default "year"
        A row for each year from 1953 to 1993, or for each phase.
    window : int, default 1
        Odd number of years over which both ties are averaged, centred, before the lean is taken.
    licensed : bool, default True
        Count deals that SIPRI flags as local production.
    release : {2022, 2024, 2026}, default 2026
        Release of the SIPRI data.
    shared : {"both", "earlier", "later"}, default "both"
        The phase to which 1984 counts when `by` is "phase": both, as printed; the fifth; the sixth.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        ``year``, or ``phase`` and ``name``; ``moscow`` and ``beijing`` in TIV million a year; ``lean`` from -1 to 1;
        ``intensity`` in TIV million a year.

    Raises
    ------
    NkdataError
        If an argument is not among the allowed ones.

    References
    ----------
    The two ties follow the advice of [Haege 2011] not to fold absent ties into one score; the share is that of the
    arms-transfer literature, e.g. Kinsella 1998.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.lean(by="phase")[["phase", "lean"]].round(2).head(3)
       phase  lean
    0      1  1.00
    1      2  0.06
    2      3  0.92
    """
    choose(by, ("year", "phase"), "by")
    yearly = smooth(arms(licensed=licensed, release=release, data=data), window)
    if by == "phase":
        return _with_lean(by_phase(yearly, shared=shared, data=data))
    return _with_lean(yearly.loc[SPAN[0] : SPAN[1]].reset_index())


def smooth(yearly, window):
    """Centred moving average over an odd number of years; at the ends, over the years that there are."""
    longest = LAST - FIRST + 1
    if not isinstance(window, (int, np.integer)) or isinstance(window, bool) or window % 2 == 0 or not 1 <= window <= longest:
        raise NkdataError(f"window is {shown(window)}; allowed are odd whole numbers from 1 to {longest - 1}.")
    return yearly.rolling(int(window), center=True, min_periods=1).mean()


def years_of(shared="both", data=None):
    """First and last calendar year of each phase, with 1984 in one phase or in both.

    Returns a frame indexed by ``phase`` with ``name``, ``start_year`` and ``end_year``.

    >>> years_of("later").loc[[5, 6], ["start_year", "end_year"]].to_numpy().tolist()
    [[1973, 1983], [1984, 1989]]
    """
    choose(shared, ("both", "earlier", "later"), "shared")
    years = load("phases", data=data).set_index("phase")[["name", "start_year", "end_year"]].copy()
    if shared == "earlier":
        follows = years["start_year"].eq(years["end_year"].shift())
        years.loc[follows, "start_year"] += 1
    elif shared == "later":
        precedes = years["end_year"].eq(years["start_year"].shift(-1))
        years.loc[precedes, "end_year"] -= 1
    return years


def by_phase(yearly, shared="both", data=None):
    """Average a yearly frame over each phase; columns ``phase``, ``name`` and those of the frame."""
    rows = [
        {"phase": phase, "name": years["name"], **yearly.loc[years["start_year"] : years["end_year"]].mean()}
        for phase, years in years_of(shared, data).iterrows()
    ]
    return pd.DataFrame(rows)


def phase_of(year, shared="earlier", data=None):
    """The phase to which a year belongs; 1984 to the fifth unless told otherwise.

    Parameters
    ----------
    year : int
        A calendar year.
    shared : {"earlier", "later"}, default "earlier"
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
    >>> nkdata.phase_of(1984), nkdata.phase_of(1984, shared="later")
    (5, 6)
    """
    choose(shared, ("earlier", "later"), "shared")
    years = years_of(shared, data)
    first, last = int(years["start_year"].min()), int(years["end_year"].max())
    if not isinstance(year, (int, np.integer)) or isinstance(year, bool) or not first <= year <= last:
        raise NkdataError(f"year is {shown(year)}; allowed are whole numbers from {first} to {last}.")
    within = years[(years["start_year"] <= year) & (years["end_year"] >= year)]
    if within.empty:
        raise NkdataError(f"year {year} lies in no phase of the phases table.")
    return int(within.index[0])


def _with_lean(frame):
    total = frame["moscow"] + frame["beijing"]
    frame["lean"] = (frame["moscow"] - frame["beijing"]) / total.where(total > 0)
    frame["intensity"] = total
    return frame
