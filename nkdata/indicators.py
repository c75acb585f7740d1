"""Indicators: what each tie carried, year by year, from sources that nobody here coded and from those we did."""

import pandas as pd

from nkdata.errors import choose, flag
from nkdata.tables import load

FIRST, LAST = 1950, 1995
RELEASES = (2022, 2024, 2026)
SUPPLIER_TIE = {"SUN": "moscow", "RUS": "moscow", "CHN": "beijing"}


def arms(*, licensed=True, release=2026, data=None):
    """Arms delivered along each tie by year, in SIPRI's trend-indicator values (TIV million).

    Parameters
    ----------
    licensed : bool, default True
        Count deals that SIPRI flags as local production. The flag covers whole deals, so leaving them out gives a
        lower bound of what was delivered directly. The 2022 release has no deals, so it cannot leave them out.
    release : {2022, 2024, 2026}, default 2026
        Release of the SIPRI data.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1950 to 1995; columns ``moscow`` (Soviet Union, Russia) and ``beijing``. A year without
        an identified delivery holds 0 here: SIPRI found none, which is not the same as none.

    Raises
    ------
    NkdataError
        If `release` is unknown or cannot leave licensed production out.

    References
    ----------
    SIPRI, *Arms Transfers Database: sources and methods*.

    Examples
    --------
    >>> from nkdata.indicators import arms
    >>> arms().loc[1958].round(1).to_dict()
    {'moscow': 329.6, 'beijing': 279.3}
    """
    choose(release, RELEASES, "release")
    if not flag(licensed, "licensed"):
        choose(release, RELEASES[1:], "release without licensed production")
    if release == 2022:
        rows = load("tiv", data=data).query("release == 2022").rename(columns={"tiv": "value"})
    else:
        rows = load("deliveries", data=data)
        rows["value"] = rows["tiv_2024"] if release == 2024 else rows["tiv"]
        deals = load("transfers", data=data).set_index("transfer")
        rows["supplier"] = rows["transfer"].map(deals["supplier"])
        if not licensed:
            rows = rows[~rows["transfer"].map(deals["licensed"]).astype(bool)]
    return by_tie(rows)


def by_tie(rows):
    """Sum ``value`` by ``year`` and the tie of ``supplier``; every year from 1950 to 1995 has a row."""
    rows = rows.assign(tie=rows["supplier"].map(SUPPLIER_TIE)).dropna(subset=["tie"])
    sums = rows.pivot_table(index="year", columns="tie", values="value", aggfunc="sum")
    years = pd.RangeIndex(FIRST, LAST + 1, name="year")
    return sums.reindex(index=years, columns=["moscow", "beijing"]).fillna(0.0).astype(float).rename_axis(columns=None)
