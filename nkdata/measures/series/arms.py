"""Arms, deals and orders along each tie by year, counted from the register."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_bool, check_option, short_repr
from nkdata.measures import TIES
from nkdata.measures.series.phases import YEARS
from nkdata.measures.series.register import register
from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load, ties

RELEASES = (2022, 2024, 2026)
NUMBERS = ("best", "low", "high")
DELIVERY_YEARS = ("delivery", "before", "order")
ALL = {"licensed": True, "categories": None, "number": "best", "estimated_years": True}  # the options that leave no deal out


def arms(
    *,
    licensed: bool = True,
    release: int = 2026,
    categories: Sequence[str] | None = None,
    number: str = "best",
    estimated_years: bool = True,
    delivery_year: str = "delivery",
    data: PathLike | None = None,
) -> pd.DataFrame:
    """Return arms delivered along each tie by year, in SIPRI's trend-indicator values (million TIV).

    Suggested default: the newest release, with licensed production, every category and every year as SIPRI books it,
    since that is the published series. The table ``choices`` gives the reason of each option.

    Parameters
    ----------
    licensed : bool, default True
        Count deals that SIPRI flags as local production. The flag covers whole deals, so leaving them out gives a
        lower bound of direct deliveries.
    release : {2022, 2024, 2026}, default 2026
        Release of the SIPRI data. That of 2022 has yearly sums and no deals to choose among.
    categories : list of str, optional
        Count only these categories of the table ``transfers``; left out, all.
    number : {"best", "low", "high"}, default "best"
        SIPRI's number of pieces, or the lowest or highest of rival figures where a deal has them.
    estimated_years : bool, default True
        Count deliveries whose year SIPRI estimates; where it does not say, a year counts as estimated.
    delivery_year : {"delivery", "before", "order"}, default "delivery"
        Count a delivery in its year, in the year before, or in the year of the order.
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
        If an option is unknown, or the release of 2022 is to leave deals out.

    References
    ----------
    SIPRI, *Arms Transfers Database: sources and methods*.

    Examples
    --------
    >>> from nkdata.measures.series.arms import arms
    >>> arms().loc[1958].round(1).to_dict()
    {'moscow': 405.0, 'beijing': 469.3}
    """
    check_option(release, RELEASES, "release")
    check_option(number, NUMBERS, "number")
    rows = deliveries(licensed=licensed, categories=categories, estimated_years=estimated_years, delivery_year=delivery_year, data=data)
    if release == 2022:
        if needs_deals(delivery_year, licensed=licensed, categories=categories, number=number, estimated_years=estimated_years):
            check_option(release, RELEASES[1:], "release with a choice among deals")
        rows = load("tiv", data=data).query("release == 2022")
        if rows.empty:
            raise NkdataError("tiv.csv has no row of release 2022; allowed is a series for each release.")
        rows = rows[rows["year"].isin(YEARS)]  # before they move: the published series has no year after the last
        rows = rows.assign(tie=rows["supplier"].map(ties(data)), year=rows["year"] - (delivery_year == "before"))
    value = rows["tiv_2024" if release == 2024 else "tiv"]
    return _by_tie(rows, value if number == "best" else value * number_ratio(rows, number))


def deals(*, data: PathLike | None = None, **options: Any) -> pd.DataFrame:
    """Return the number of deals under delivery along each tie by year, whatever their size.

    Suggested default: as for `arms`; a check on it, since one submarine weighs as much as many guns.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.
    **options
        ``licensed``, ``categories``, ``estimated_years`` and ``delivery_year`` of `arms`.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1950 to 1995; columns ``moscow`` and ``beijing`` in deals.

    Examples
    --------
    >>> from nkdata.measures.series.arms import deals
    >>> deals().loc[1958].to_dict()
    {'moscow': 12.0, 'beijing': 5.0}
    """
    rows = deliveries(data=data, **options)
    return _by_tie(rows, rows["tiv"].notna().astype(float))


def orders(*, licensed: bool = True, categories: Sequence[str] | None = None, data: PathLike | None = None) -> pd.DataFrame:
    """Return orders placed along each tie by year of order: the number of register lines, whatever their size.

    Suggested default: every line, licensed production included, since an order is the act of a patron whatever is
    built where.

    Parameters
    ----------
    licensed, categories, data
        As for `arms`.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1950 to 1995; columns ``moscow`` and ``beijing`` in orders.

    References
    ----------
    SIPRI, *Arms Transfers Database: sources and methods*.

    Examples
    --------
    >>> from nkdata.measures.series.arms import orders
    >>> orders().loc[1965].to_dict()
    {'moscow': 11.0, 'beijing': 0.0}
    """
    rows = load("transfers", data=data).query("basis == 'register'")
    rows = chosen(rows.assign(year=rows["order_year"], tie=rows["supplier"].map(ties(data))), licensed, categories)
    return _by_tie(rows, pd.Series(1.0, index=rows.index))


def deliveries(
    *,
    licensed: bool = True,
    categories: Sequence[str] | None = None,
    estimated_years: bool = True,
    delivery_year: str = "delivery",
    data: PathLike | None = None,
) -> pd.DataFrame:
    """Return the rows of the register that the options of `arms` leave, ``year`` being the one in which a row counts."""
    check_bool(estimated_years, "estimated_years")
    check_option(delivery_year, DELIVERY_YEARS, "delivery_year")
    rows = chosen(register(data), licensed, categories)
    estimated = rows["year_estimated"].fillna(True).astype(bool)
    rows = rows.assign(year_estimated=estimated & (delivery_year != "order"))
    if delivery_year != "delivery":
        rows["year"] = rows["year"] - 1 if delivery_year == "before" else rows["order_year"]
    return rows if estimated_years else rows[~estimated]


def needs_deals(delivery_year: str = "delivery", **options: Any) -> bool:
    """Return whether options of `arms` choose among deals, which the release of 2022 does not have."""
    return delivery_year == "order" or any(option != ALL[name] for name, option in options.items())


def number_ratio(rows: pd.DataFrame, number: str) -> pd.Series:
    """Return a rival number of pieces as a multiple of SIPRI's; 1 where there is no rival."""
    return (rows[f"number_{number}"] / rows["number_best"]).fillna(1.0)


def chosen(rows: pd.DataFrame, licensed: bool, categories: Any) -> pd.DataFrame:
    """Return the rows of the register or of the table ``transfers`` that two options of `arms` leave."""
    if not check_bool(licensed, "licensed"):
        rows = rows[~rows["licensed"].astype(bool)]
    if categories is None:
        return rows
    if not isinstance(categories, (list, tuple)) or not categories:
        raise NkdataError(f"categories must be a list of categories; got {short_repr(categories)}.")
    fields = {field["name"]: field for field in codebook.resource("transfers")["schema"]["fields"]}
    for category in categories:
        check_option(category, fields["category"]["constraints"]["enum"], "category")
    return rows[rows["category"].isin(categories)]


def _by_tie(rows: pd.DataFrame, value: pd.Series) -> pd.DataFrame:
    """Return sums by year and tie; every year from 1950 to 1995 has a row, and rows without a tie do not count."""
    sums = value.groupby([rows["year"], rows["tie"]]).sum().unstack()
    return sums.reindex(index=YEARS, columns=list(TIES)).fillna(0.0).astype(float).rename_axis(columns=None)
