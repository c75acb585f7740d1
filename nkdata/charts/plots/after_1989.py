"""After 1989: votes, arms and trade, each in its own unit."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.measures.series.indicators import RELEASES, arms
from nkdata.record.formatting import amount, listing, runs, written_years
from nkdata.record.tables import load

SUMMARY = "UN votes, arms and trade by partner, in three panels over the same years."
COLUMNS = {
    "panel": "votes, arms or trade",
    "actor": "partner, a code of the table actors",
    "year": "year",
    "value": "share in %, million TIV or million US dollars; missing where rival figures differ and no series holds one",
    "low": "lowest figure",
    "high": "highest figure",
    "figures": "number of figures",
}
FIRST, LAST = 1985, 1995
AROUND = (1989, 1993)  # the last year before the phase, and its last
PANELS = {
    "votes": "Roll calls of the UN General Assembly voted alike with North Korea, % (exact count; seat from 1991)",
    "arms": "Arms delivered, million TIV (pale bar: range over three releases)",
    "trade": "Trade in both directions, million current US dollars (pale bar: range of rival figures)",
}
PARTNERS = ("CHN", "SUN", "RUS", "USA")
SERIES = "cow_trade_4"  # the one yearly series; rivals show as ranges


def data() -> pd.DataFrame:
    """Shares in per cent, million TIV and million dollars; disagreements are kept as ranges, not averaged."""
    frame = pd.concat([_votes(), _arms(), _trade()], ignore_index=True)
    return frame[frame["year"].between(FIRST, LAST)].astype({"year": int, "figures": int})[list(COLUMNS)].reset_index(drop=True)


def _votes():
    rows = load("votes").rename(columns={"partner": "actor", "first_year": "year"})
    value = rows["share"] * 100
    return rows.assign(panel="votes", value=value, low=value, high=value, figures=1)


def _arms():
    every = pd.concat({release: arms(release=release) for release in RELEASES}, names=["release"])
    long = every.reset_index().melt(["release", "year"], value_vars=["moscow", "beijing"], var_name="side")
    rows = long.groupby(["side", "year"], as_index=False)["value"].agg(low="min", high="max", figures="count")
    newest = long[long["release"] == max(RELEASES)].set_index(["side", "year"])["value"]
    rows["value"] = [newest[side, year] for side, year in zip(rows["side"], rows["year"], strict=True)]
    moscow = rows["year"].map(lambda year: "SUN" if year < 1992 else "RUS")
    return rows.assign(panel="arms", actor=moscow.where(rows["side"].eq("moscow"), "CHN"))


def _trade():
    rows = load("trade")
    rows = rows[rows["flow"].eq("total") & rows["unit"].eq("USD million") & rows["partner"].isin(PARTNERS)].dropna(subset="value")
    out = rows.groupby(["partner", "year"], as_index=False)["value"].agg(low="min", high="max", figures="count")
    series = rows[rows["source"].eq(SERIES)].groupby(["partner", "year"])["value"].first()
    out["value"] = [series.get((p, y)) for p, y in zip(out["partner"], out["year"], strict=True)]
    single = out["value"].isna() & out["figures"].eq(1)
    out["value"] = out["value"].astype(float).where(~single, out["low"])
    return out.rename(columns={"partner": "actor"}).assign(panel="trade")


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    if data.empty:
        return no_data("after-1989")
    first, last = int(data["year"].min()), int(data["year"].max())
    votes = data.loc[data["panel"].eq("votes"), "year"]
    since = f" Votes begin in {votes.min()}: no year before to set them against." if len(votes) else ""
    return Words(
        title=_title(data),
        subtitle=f"Roll calls in %, arms in million TIV, trade in million US dollars: three measures, never added up.{since}",
        caption=f"UN votes, arms and trade of North Korea with its partners, {first} to {last}",
        alt=" ".join([f"{_title(data)}.", *filter(None, (_told(data, panel) for panel in PANELS))]),
        source="Source: UN roll calls (Voeten), SIPRI Arms Transfers Database (2022, 2024, 2026), trade: Correlates of War 4.0 and rival figures; own "
        "calculation.",
    )  # fmt: skip


def _title(data):
    parts = [part for part in (_fall(_sides(data, "arms")), _larger(_sides(data, "trade"))) if part]
    return "; ".join(parts) or "Where the flux led: what is on record for votes, arms and trade"


def _sides(data, panel):
    """Values of a panel by year, in a column for each side."""
    rows = data[data["panel"].eq(panel) & data["actor"].ne("USA")].dropna(subset=["value"])
    side = rows["actor"].map({"CHN": "Beijing"}).fillna("Moscow")
    return rows.groupby(["year", side])["value"].first().unstack().reindex(columns=["Moscow", "Beijing"])


def _fall(arms):
    """Arms from both sides in the last year of the phase, against the year before it began."""
    ends = arms.reindex(AROUND)
    if ends.isna().to_numpy().any():
        return ""
    (a, b), (c, d) = (map(amount, ends[side]) for side in ("Moscow", "Beijing"))
    return f"In {AROUND[1]} Moscow delivered {b} million TIV of arms, after {a} in {AROUND[0]}, and Beijing {d}, after {c}"


def _larger(trade):
    """With whom trade was larger in the years of Russia for which both have a figure."""
    both = trade[trade.index >= 1992].dropna()
    more, less = (both.index[way] for way in (both["Beijing"] > both["Moscow"], both["Beijing"] < both["Moscow"]))
    said = [f"{word} than with Russia in {written_years(years)}" for word, years in (("larger", more), ("smaller", less)) if len(years)]
    return f"trade with China was {listing(said)}" if said else ""


def _told(data, panel):
    """First and last value of each series of a panel, and the widest range where rival figures differ and none is chosen."""
    rows = data[data["panel"].eq(panel) & data["actor"].ne("USA")].sort_values("year", kind="stable")
    parts = []
    for actor, series in rows.groupby("actor", sort=False):
        known = series.dropna(subset=["value"])
        ends = known.iloc[[0, -1]] if len(known) > 1 else known
        said = [f"{amount(row.value)} in {row.year}" for row in ends.itertuples()]
        rivals = series[series["value"].isna() & series["low"].notna()]
        for row in rivals.assign(gap=rivals["high"] - rivals["low"]).nlargest(1, "gap").itertuples():
            said.append(f"{amount(row.low)} to {amount(row.high)} in {row.year}")
        parts += [f"{artists.actor(actor)['name']} {', '.join(said)}"] if said else []
    unit = {"votes": "%", "arms": "million TIV", "trade": "US$ million"}[panel]
    return f"{panel.title()} in {unit}: {'; '.join(parts)}." if parts else ""


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw ."""
    ax.set_axis_off()
    for number, (panel, heading) in enumerate(PANELS.items()):
        small = ax.inset_axes((0, 1 - (number + 1) / 3 + 0.03, 1, 1 / 3 - 0.08))
        rows = data[data["panel"].eq(panel)]
        small.set_xlim(FIRST - 0.5, LAST + 2.4)
        phases = draw_bands(small, "x", FIRST - 0.5, 1993.5)
        small.axvline(1991.5, color="#8a8a8a", lw=0.8, ls=(0, (1, 2)))
        small.set_title(heading, loc="left", color=INK, fontsize=9, pad=5 if number else 30)
        if not number:
            name_bands(small, phases)
        for actor in [code for code in PARTNERS if code in set(rows["actor"])]:
            _series(small, rows[rows["actor"].eq(actor)].sort_values("year", kind="stable"), actor)
        top = pd.concat([rows["value"], rows["high"]]).max()
        small.set_ylim(0, 10 if pd.isna(top) else top * 1.08)
        small.set_xticks(range(FIRST, LAST + 1))
        small.yaxis.set_major_locator(_few())
        small.yaxis.set_major_formatter(lambda value, _: amount(value))
        small.spines["bottom"].set_bounds(FIRST - 0.5, LAST + 0.2)
        _ends(small, rows)
    middle = ax.child_axes[1]
    artists.label(middle, "the Soviet Union ends", (1991.5, middle.get_ylim()[1]), (5, -10), color=QUIET)


def _few():
    return MaxNLocator(4, steps=[1, 2, 2.5, 5, 10])


def _series(ax, rows, actor):
    style = artists.actor(actor)
    apart = rows[rows["high"] > rows["low"]]
    ax.vlines(apart["year"], apart["low"], apart["high"], color=artists.tint(style["colour"], 0.55), lw=3, zorder=2)
    known = rows.dropna(subset=["value"])
    years = known["year"].to_numpy()
    for run in runs(years):
        part = known[known["year"].isin(run)]
        ax.plot(part["year"], part["value"], color=style["colour"], ls=style["line"], lw=1.4, zorder=3)
    ax.plot(known["year"], known["value"], style["marker"], color=style["colour"], mec="white", mew=0.6, ms=6, zorder=4)


def _ends(ax, rows):
    """Name each series: at its last year, moved up where names would touch; one that ends early at its first year."""
    low, high = ax.get_ylim()
    step, above = (high - low) * 0.13, low - (high - low) * 0.06  # no name lies on the axis
    late, early = [], []
    for actor, series in rows.groupby("actor"):
        last, first = series.loc[series["year"].idxmax()], series.loc[series["year"].idxmin()]
        one, group = (last, late) if last["year"] > 1991 else (first, early)
        group.append((one["high"] if pd.isna(one["value"]) else one["value"], one["year"], actor))
    for y, x, actor in sorted(late):
        above = max(y, above + step)
        artists.label(ax, artists.actor(actor)["name"], (x, above), (10, 0), color=artists.colour(actor), weight="bold")
    for y, x, actor in early:
        left = x > 1988  # so that no name crosses the end of the Soviet Union
        artists.label(ax, artists.actor(actor)["name"], (x, y), (-8, 0) if left else (8, 6), color=artists.colour(actor), weight="bold",
                    ha="right" if left else "left")  # fmt: skip


CHART = Chart("after-1989", SUMMARY, data, words, draw, size=(WIDTH, 7.6), margins=(40, 4, 8, 34), columns=COLUMNS)
