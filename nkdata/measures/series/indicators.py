"""Indicators: yearly series of both ties, from data of others (arms, orders, votes, treaties) and from events, which we coded."""

from collections.abc import Callable
from inspect import signature
from typing import Any

import pandas as pd

from nkdata.errors import check_option
from nkdata.measures import TIES
from nkdata.measures.series.arms import arms, orders
from nkdata.measures.series.phases import YEARS
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import TEXT, load, ties


def events(*, weight: str = "none", data: PathLike | None = None) -> pd.DataFrame:
    """Return the net effect of dated acts on each tie by year: warmer acts less cooler ones, each event counted once.

    Only events of other sources than the country study count. Where several sources report one event, the mean of
    their codes counts, so a disagreement weighs less than an agreement. An interval counts in its first year.

    Suggested default: every event alike, since the two grades are not independent of one another; then weigh by
    credibility and see whether anything turns. The effects were coded by us, so this is never the only indicator.

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

    References
    ----------
    Irwin and Mandel 2019, *Intelligence and National Security* (on the two grades of a report).

    Examples
    --------
    >>> from nkdata.measures.series.indicators import events
    >>> list(events().columns)
    ['moscow', 'beijing', 'volume']
    """
    acts = effects(weight=weight, data=data)
    acts["volume"] = acts[list(TIES)].abs().sum(axis=1)
    return acts.groupby("year")[[*TIES, "volume"]].sum().reindex(YEARS, fill_value=0.0).astype(float)


def effects(*, weight: str = "none", vantage: str | None = None, data: PathLike | None = None) -> pd.DataFrame:
    """Return a row for each independent event: ``year``, and its effect on ``moscow`` and ``beijing`` (-1 to 1), weighted."""
    check_option(weight, ("none", "credibility"), "weight")
    rows = load("events", data=data)
    if vantage is not None:
        rows = rows[rows["vantage"].eq(check_option(vantage, sorted(rows["vantage"].unique()), "vantage"))]
    rows = rows[rows["source"].ne(TEXT) & rows["start"].notna()]
    sign = {"+": 1.0, "-": -1.0}
    coded = pd.DataFrame(
        {
            "event": rows["event_group"].fillna(rows["event"]) + rows["date"].str[:4],
            "year": rows["start"].dt.year,
            **{tie: rows[f"tie_{tie}"].map(sign).fillna(0.0) for tie in TIES},
            "credibility": rows["credibility"].astype(float),
        }
    )
    acts = coded.groupby("event", as_index=False).mean().drop(columns="event")
    if weight == "credibility":
        acts[list(TIES)] = acts[list(TIES)].mul((6 - acts["credibility"]) / 5, axis=0)
    return acts


def votes(*, data: PathLike | None = None) -> pd.DataFrame:
    """Return the share of United Nations roll calls in which North Korea voted as Russia and as China did.

    Suggested default: for 1991 and later only, since North Korea had no vote before.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` (in which the session opened) from 1950 to 1995; columns ``moscow`` and ``beijing``, shares
        from 0 to 1, missing before 1991.

    References
    ----------
    Haege 2011, *Political Analysis* 19(3), on similarity of votes as a measure of alignment.

    Examples
    --------
    >>> from nkdata.measures.series.indicators import votes
    >>> votes().loc[1992].round(2).to_dict()
    {'moscow': 0.42, 'beijing': 0.97}
    """
    rows = load("votes", data=data)
    rows["tie"] = rows["partner"].map(ties(data))
    shares = rows.dropna(subset="tie").pivot(index="first_year", columns="tie", values="share")
    return shares.reindex(index=YEARS, columns=list(TIES)).astype(float).rename_axis(columns=None)


def treaties(*, data: PathLike | None = None) -> pd.DataFrame:
    """Return whether a defence obligation bound each patron in a year: 1 or 0.

    The years run from signature to expiry; where sources disagree on either, the best graded row counts.

    Suggested default: as background to other indicators, since both treaties were signed in 1961 and say nothing of
    how much was given.

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
    bound = pd.DataFrame(0.0, index=YEARS, columns=list(TIES))
    for tie, terms in rows.groupby(rows["partner"].map(ties(data))):
        begins, expires = _best_year(terms, "signed"), _best_year(terms, "expiry")
        if begins is not None:
            bound.loc[begins : YEARS[-1] if expires is None else expires, tie] = 1.0
    return bound


def _best_year(terms: pd.DataFrame, element: str) -> int | None:
    """Return the year of the best graded row with a single date for an element of a treaty; None if there is none."""
    rows = terms[terms["element"].eq(element) & terms["precision"].isin(["day", "month", "year"])]
    rows = rows.sort_values(["credibility", "reliability"], kind="stable")
    return None if rows.empty else rows["start"].iloc[0].year


INDICATORS: dict[str, Callable[..., pd.DataFrame]] = {
    "arms": arms,
    "orders": orders,
    "events": events,
    "votes": votes,
    "treaties": treaties,
}
UNITS = {
    "arms": "million TIV a year",
    "orders": "orders a year",
    "events": "net acts a year",
    "votes": "share of roll calls",
    "treaties": "defence obligations",
}


@kept
def yearly(indicator: str, *, data: PathLike | None = None, **options: Any) -> pd.DataFrame:
    """Return the yearly frame of an indicator by name; an option that it does not have is an error, not ignored."""
    known = options_of(indicator)
    for option in options:
        check_option(option, known, f"option of indicator {indicator!r}")
    return INDICATORS[indicator](data=data, **options)


def options_of(indicator: str) -> list[str]:
    """Return the names of the options that an indicator has.

    >>> options_of("orders"), options_of("votes")
    (['licensed', 'categories'], [])
    """
    check_option(indicator, list(INDICATORS), "indicator")
    return [name for name in signature(INDICATORS[indicator]).parameters if name != "data"]
