"""Indicators: what each tie carried, year by year, from sources that nobody here coded and from those we did."""

from inspect import signature

import pandas as pd

from nkdata.errors import NkdataError, check_bool, check_option
from nkdata.record.cache import kept
from nkdata.record.tables import TEXT, load

FIRST, LAST = 1950, 1995
YEARS = pd.RangeIndex(FIRST, LAST + 1, name="year")
RELEASES = (2022, 2024, 2026)
SUPPLIER_TIE = {"SUN": "moscow", "RUS": "moscow", "CHN": "beijing"}


def arms(*, licensed=True, release=2026, data=None):
    """Arms delivered along each tie by year, in SIPRI's trend-indicator values (million TIV).

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
    >>> from nkdata.measures.series.indicators import arms
    >>> arms().loc[1958].round(1).to_dict()
    {'moscow': 405.0, 'beijing': 469.3}
    """
    check_option(release, RELEASES, "release")
    if not check_bool(licensed, "licensed"):
        check_option(release, RELEASES[1:], "release without licensed production")
    if release == 2022:
        rows = load("tiv", data=data).query("release == 2022").rename(columns={"tiv": "value"})
        if rows.empty:
            raise NkdataError("tiv.csv has no row of release 2022; allowed is a series for each release.")
    else:
        rows = load("deliveries", data=data)
        rows["value"] = rows["tiv_2024"] if release == 2024 else rows["tiv"]
        deals = load("transfers", data=data).set_index("transfer")
        rows["supplier"] = rows["transfer"].map(deals["supplier"])
        if not licensed:
            rows = rows[~rows["transfer"].map(deals["licensed"]).astype(bool)]
    return _by_tie(rows)


def orders(*, licensed=True, data=None):
    """Orders placed along each tie by year of order: the number of register lines, whatever their size.

    Parameters
    ----------
    licensed : bool, default True
        Count deals that SIPRI flags as local production.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1950 to 1995; columns ``moscow`` and ``beijing`` in orders.

    Examples
    --------
    >>> from nkdata.measures.series.indicators import orders
    >>> orders().loc[1965].to_dict()
    {'moscow': 11.0, 'beijing': 0.0}
    """
    rows = load("transfers", data=data).query("basis == 'register'")
    if not check_bool(licensed, "licensed"):
        rows = rows[~rows["licensed"].astype(bool)]
    return _by_tie(rows.assign(year=rows["order_year"].astype(int), value=1.0))


def events(*, weight="none", data=None):
    """Net effect of dated acts on each tie by year: warmer acts less cooler ones, each event counted once.

    Only events of other sources than the country study count. Where several sources report one event, the mean of
    their codes counts, so a disagreement weighs less than an agreement. An interval counts in its first year.

    Parameters
    ----------
    weight : {"none", "credibility"}, default "none"
        Count every event alike, or by credibility: 1 counts 1, 2 counts 0.8, 3 counts 0.6, 4 counts 0.4, 5 counts
        0.2 and 6 counts 0.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1950 to 1995; columns ``moscow`` and ``beijing`` (net effect) and ``volume`` (all effects
        on either tie, warm or cool), by which the lean of this indicator is divided.

    Raises
    ------
    NkdataError
        If `weight` is unknown.

    Examples
    --------
    >>> from nkdata.measures.series.indicators import events
    >>> list(events().columns)
    ['moscow', 'beijing', 'volume']
    """
    check_option(weight, ("none", "credibility"), "weight")
    acts = effects(data)
    if weight == "credibility":
        acts[["moscow", "beijing"]] = acts[["moscow", "beijing"]].mul((6 - acts["credibility"]) / 5, axis=0)
    acts["volume"] = acts["moscow"].abs() + acts["beijing"].abs()
    return acts.groupby("year")[["moscow", "beijing", "volume"]].sum().reindex(YEARS, fill_value=0.0).astype(float)


def effects(data=None):
    """One row for each independent event: ``year``, effect on ``moscow`` and ``beijing`` (-1 to 1), ``credibility``."""
    rows = load("events", data=data)
    rows = rows[rows["source"].ne(TEXT) & rows["start"].notna()]
    sign = {"+": 1.0, "-": -1.0}
    coded = pd.DataFrame(
        {
            "event": rows["event_group"].fillna(rows["event"]) + rows["date"].str[:4],
            "year": rows["start"].dt.year,
            "moscow": rows["tie_moscow"].map(sign).fillna(0.0),
            "beijing": rows["tie_beijing"].map(sign).fillna(0.0),
            "credibility": rows["credibility"].astype(float),
        }
    )
    return coded.groupby("event", as_index=False).mean().drop(columns="event")


def votes(*, data=None):
    """Share of United Nations roll calls in which North Korea voted as Russia and as China did.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` (in which the session opened) from 1950 to 1995; columns ``moscow`` and ``beijing``, shares
        from 0 to 1, missing before 1991, when North Korea had no vote.

    Examples
    --------
    >>> from nkdata.measures.series.indicators import votes
    >>> votes().loc[1992].round(2).to_dict()
    {'moscow': 0.42, 'beijing': 0.97}
    """
    rows = load("votes", data=data)
    rows["tie"] = rows["partner"].map(SUPPLIER_TIE)
    shares = rows.dropna(subset="tie").pivot(index="first_year", columns="tie", values="share")
    return shares.reindex(index=YEARS, columns=["moscow", "beijing"]).astype(float).rename_axis(columns=None)


def treaties(*, data=None):
    """Whether a defence obligation bound each patron in a year: 1 or 0.

    The years run from signature to expiry; where sources disagree on either, the best graded row counts.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1950 to 1995; columns ``moscow`` and ``beijing``.

    Examples
    --------
    >>> from nkdata.measures.series.indicators import treaties
    >>> treaties().loc[[1960, 1962], "moscow"].tolist()
    [0.0, 1.0]
    """
    rows = load("treaties", data=data)
    rows["tie"] = rows["partner"].map(SUPPLIER_TIE)
    bound = pd.DataFrame(0.0, index=YEARS, columns=["moscow", "beijing"])
    for tie, terms in rows.groupby("tie"):
        begins, expires = _best(terms, "signed"), _best(terms, "expiry")
        if begins is not None:
            bound.loc[begins : LAST if expires is None else expires, tie] = 1.0
    return bound


def _best(terms, element):
    """Year of the best graded row with a single date for an element of a treaty; None if there is none."""
    rows = terms[terms["element"].eq(element) & terms["precision"].isin(["day", "month", "year"])]
    rows = rows.sort_values(["credibility", "reliability"], kind="stable")
    return None if rows.empty else rows["start"].iloc[0].year


INDICATORS = {"arms": arms, "orders": orders, "events": events, "votes": votes, "treaties": treaties}
UNITS = {
    "arms": "million TIV a year",
    "orders": "orders a year",
    "events": "net acts a year",
    "votes": "share of roll calls",
    "treaties": "defence obligations",
}


@kept
def yearly(indicator, *, data=None, **options):
    """The yearly frame of an indicator by name; an option that it does not have is an error, not ignored."""
    has = options_of(indicator)
    for option in options:
        check_option(option, has, f"option of indicator {indicator!r}")
    return INDICATORS[indicator](data=data, **options)


def options_of(indicator):
    """Names of the options that an indicator has.

    >>> options_of("arms"), options_of("votes")
    (['licensed', 'release'], [])
    """
    check_option(indicator, list(INDICATORS), "indicator")
    return [name for name in signature(INDICATORS[indicator]).parameters if name != "data"]


def _by_tie(rows):
    """Sum ``value`` by ``year`` and the tie of ``supplier``; every year from 1950 to 1995 has a row."""
    rows = rows.assign(tie=rows["supplier"].map(SUPPLIER_TIE)).dropna(subset=["tie"])
    sums = rows.pivot_table(index="year", columns="tie", values="value", aggfunc="sum")
    return sums.reindex(index=YEARS, columns=["moscow", "beijing"]).fillna(0.0).astype(float).rename_axis(columns=None)
