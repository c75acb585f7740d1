"""Money: what trade, oil and aid say of the lean, as ranges over pairs of figures and never as a filled line."""

import pandas as pd

from nkdata.measures import TIES
from nkdata.measures.series.phases import phase_years
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load, ties

DOUBTED = 5  # credibility from which a figure is contradicted or cannot be judged
SAME = ["about", "what", "unit"]  # columns that the two figures of a pair share
KINDS = ("grant", "credit", "cancellation", "assistance")  # of aid; a debt is owed, not given


@kept
def money_pairs(data: PathLike | None = None) -> pd.DataFrame:
    """Return every pair of figures, one for each patron, that measure the same thing in the same unit and years.

    Total trade of a year, or its share of all trade; deliveries of one oil product; economic aid of one kind, promised
    or delivered. Promises pair where both were made in one phase, all else where the years of the two figures share at
    least half of each. Aid for arms is left out: it is arms.

    Suggested default: all pairs, whatever their sources, since the range over rivals is all that is known; figures that
    are contradicted or cannot be judged (credibility 5 and 6) never count.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row for each pair and phase: ``phase``, ``about`` (trade, oil or aid), ``what``, ``unit``, ``first_year`` and
        ``last_year`` (of both), ``moscow`` and ``beijing`` (keys of the rows), ``lean_low`` and ``lean_high``, from -1
        (all Beijing) to 1 (all Moscow), which differ where a figure is a range.

    References
    ----------
    The sources of the tables ``trade``, ``oil`` and ``aid``.

    Examples
    --------
    >>> import nkdata
    >>> pairs = nkdata.money_pairs()
    >>> pairs.query("about == 'trade' and first_year == 1978")[["lean_low", "lean_high"]].round(2).to_numpy().tolist()
    [[-0.06, -0.06]]
    """
    figures = _figures(data)
    own, other = (figures[figures["tie"].eq(tie)] for tie in TIES)
    both = own.merge(other, on=SAME, suffixes=("_m", "_b"))
    both["first_year"], both["last_year"] = both[["first_m", "first_b"]].min(axis=1), both[["last_m", "last_b"]].max(axis=1)
    both["lean_low"] = _lean(both["low_m"], both["high_b"])
    both["lean_high"] = _lean(both["high_m"], both["low_b"])
    both = both.rename(columns={"key_m": "moscow", "key_b": "beijing"})
    both = both[both["what"].str.endswith("commitment") | _share_half(both)]
    parts = []
    for phase, years in phase_years(data=data).iterrows():
        inside = both["first_year"].ge(years["start_year"]) & both["last_year"].le(years["end_year"])
        parts.append(both[inside].assign(phase=int(phase)))
    columns = ["phase", "about", "what", "unit", "first_year", "last_year", *TIES, "lean_low", "lean_high"]
    return pd.concat(parts)[columns].sort_values(["phase", "about", "first_year", *TIES], kind="stable", ignore_index=True)


@kept
def money(data: PathLike | None = None) -> pd.DataFrame:
    """Return what money says of the lean in each phase: the range over all pairs of figures, and their number.

    Suggested default: the range, whole. The pairs are few, of single years and of rival sources, so their mean would
    say how often a year was written about.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a phase: ``phase``, ``name``, ``comparisons`` (things and years for which both patrons have a figure, however
        many rivals there are), of them ``trade``, ``oil`` and ``aid``, ``years`` (the first and last), ``lean_low`` and
        ``lean_high`` over all pairs, missing where there is none.

    References
    ----------
    As for ``nkdata.money_pairs``.

    Examples
    --------
    >>> import nkdata
    >>> int(nkdata.money().set_index("phase").loc[3, "comparisons"])
    0
    """
    pairs = money_pairs(data)
    rows = []
    for phase, name in phase_years(data=data)["name"].items():
        own = pairs[pairs["phase"].eq(phase)]
        things = own.drop_duplicates(["about", "what", "unit", "first_year", "last_year"])
        counts = {about: int(things["about"].eq(about).sum()) for about in ("trade", "oil", "aid")}
        years = sorted({*own["first_year"], *own["last_year"]})
        span = f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(map(str, years))
        bounds = {"lean_low": own["lean_low"].min(), "lean_high": own["lean_high"].max()}
        rows.append({"phase": int(phase), "name": name, "comparisons": len(things), **counts, "years": span, **bounds})
    return pd.DataFrame(rows)


def _share_half(both: pd.DataFrame) -> pd.Series:
    """Return whether the years that two figures share are at least half of the years of each."""
    shared = both[["last_m", "last_b"]].min(axis=1) - both[["first_m", "first_b"]].max(axis=1) + 1
    return shared.mul(2).ge(both["last_m"] - both["first_m"] + 1) & shared.mul(2).ge(both["last_b"] - both["first_b"] + 1)


def _lean(moscow: pd.Series, beijing: pd.Series) -> pd.Series:
    return (moscow - beijing) / (moscow + beijing)


def _figures(data: PathLike | None) -> pd.DataFrame:
    """Return each figure with its tie, its first and last year, its bounds, and what it measures."""
    trade = load("trade", data=data).query("flow == 'total'").dropna(subset="value")
    trade = trade[trade["unit"].ne("percent") | trade["basis"].str.startswith("share", na=False)]
    trade = trade.assign(what="total", key=trade["trade"], first=trade["year"], last=trade["year"], low=trade["value"], high=trade["value"])
    oil = load("oil", data=data).query("measure == 'supply' and stage == 'delivery'")
    oil = oil.assign(what=oil["product"], key=oil["oil"], first=oil["start_year"], last=oil["end_year"])
    oil["unit"] = oil["unit"].str.removesuffix(" a year")
    aid = load("aid", data=data)
    aid = aid[aid["purpose"].ne("military") & aid["kind"].isin(KINDS) & aid["stage"].isin(["commitment", "delivery"])]
    act = aid["start"].dt.year.where(aid["stage"].eq("commitment"))
    aid = aid.assign(what=aid["kind"] + ", " + aid["stage"], key=aid["aid"])
    aid["first"], aid["last"] = act.fillna(aid["start_year"].astype(float)), act.fillna(aid["end_year"].astype(float))
    rows = pd.concat([trade.assign(about="trade"), _bounded(oil).assign(about="oil"), _bounded(aid).assign(about="aid")], ignore_index=True)
    rows = rows[rows["credibility"].lt(DOUBTED)].assign(tie=rows["partner"].map(ties(data)))
    columns = [*SAME, "tie", "key", "first", "last", "low", "high"]
    return rows[columns].dropna().query("high > 0").astype({"first": int, "last": int, "low": float, "high": float})


def _bounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill the bounds: a figure alone is both; a source that says at least or at most gives one bound, taken for both."""
    low = rows["low"].fillna(rows["best"]).fillna(rows["high"])
    return rows.assign(low=low, high=rows["high"].fillna(rows["best"]).fillna(low))
