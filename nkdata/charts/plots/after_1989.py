"""UN votes, arms and trade by partner, in three panels over the same years."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.charts.plots.revision import arms_by_release
from nkdata.record.formatting import amount, listing, runs, written_years
from nkdata.record.tables import load

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
    """Return shares in per cent, million TIV and million dollars; disagreements are kept as ranges, not averaged."""
    frame = pd.concat([_votes(), _arms(), _trade()], ignore_index=True)
    return frame[frame["year"].between(FIRST, LAST)].astype({"year": int, "figures": int})[list(COLUMNS)].reset_index(drop=True)


def _votes() -> pd.DataFrame:
    rows = load("votes").rename(columns={"partner": "actor", "first_year": "year"})
    value = rows["share"] * 100
    return rows.assign(panel="votes", value=value, low=value, high=value, figures=1)


def _arms() -> pd.DataFrame:
    every = arms_by_release()
    rows = every.groupby(["side", "year"], as_index=False)["tiv"].agg(low="min", high="max", figures="count")
    newest = every[every["release"] == every["release"].max()].rename(columns={"tiv": "value"})
    rows = rows.merge(newest, on=["side", "year"])
    moscow = rows["year"].map(lambda year: "SUN" if year < 1992 else "RUS")
    return rows.assign(panel="arms", actor=moscow.where(rows["side"].eq("moscow"), "CHN"))


def _trade() -> pd.DataFrame:
    rows = load("trade").rename(columns={"partner": "actor"}).dropna(subset="value")
    rows = rows[rows["flow"].eq("total") & rows["unit"].eq("USD million") & rows["actor"].isin(PARTNERS)]
    ranges = rows.groupby(["actor", "year"])["value"].agg(low="min", high="max", figures="count")
    series = rows[rows["source"].eq(SERIES)].groupby(["actor", "year"])["value"].first().reindex(ranges.index)
    single = ranges["low"].where(ranges["figures"].eq(1))
    return ranges.assign(value=series.astype(float).fillna(single.astype(float)), panel="trade").reset_index()


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
        alt=" ".join([f"{_title(data)}.", *filter(None, (_describe(data, panel) for panel in PANELS))]),
        source="Source: UN roll calls (Voeten), SIPRI Arms Transfers Database (2022, 2024, 2026), trade: Correlates of War 4.0 and rival figures; own "
        "calculation.",
    )  # fmt: skip


def _title(data: pd.DataFrame) -> str:
    parts = [part for part in (_fall(_sides(data, "arms")), _larger(_sides(data, "trade"))) if part]
    return "; ".join(parts) or "Where the flux led: what is on record for votes, arms and trade"


def _sides(data: pd.DataFrame, panel: str) -> pd.DataFrame:
    """Return the values of a panel by year, in a column for each side."""
    rows = data[data["panel"].eq(panel) & data["actor"].ne("USA")].dropna(subset=["value"])
    side = rows["actor"].map({"CHN": "Beijing"}).fillna("Moscow")
    return rows.groupby(["year", side])["value"].first().unstack().reindex(columns=["Moscow", "Beijing"])


def _fall(arms: pd.DataFrame) -> str:
    """Compare arms from both sides in the last year of the phase with the year before it began."""
    ends = arms.reindex(AROUND)
    if ends.isna().to_numpy().any():
        return ""
    (a, b), (c, d) = (map(amount, ends[side]) for side in ("Moscow", "Beijing"))
    return f"In {AROUND[1]} Moscow delivered {b} million TIV of arms, after {a} in {AROUND[0]}, and Beijing {d}, after {c}"


def _larger(trade: pd.DataFrame) -> str:
    """Compare trade with China and with Russia in the years for which both have a figure."""
    both = trade[trade.index >= 1992].dropna()
    more, less = (both.index[way] for way in (both["Beijing"] > both["Moscow"], both["Beijing"] < both["Moscow"]))
    parts = [f"{word} than with Russia in {written_years(years)}" for word, years in (("larger", more), ("smaller", less)) if len(years)]
    return f"trade with China was {listing(parts)}" if parts else ""


def _describe(data: pd.DataFrame, panel: str) -> str:
    """Return first and last value of each series of a panel, and the widest range of rival figures of which none is chosen."""
    rows = data[data["panel"].eq(panel) & data["actor"].ne("USA")].sort_values("year", kind="stable")
    parts = []
    for actor, series in rows.groupby("actor", sort=False):
        known = series.dropna(subset=["value"])
        ends = known.iloc[[0, -1]] if len(known) > 1 else known
        texts = [f"{amount(row.value)} in {row.year}" for row in ends.itertuples()]
        rivals = series[series["value"].isna() & series["low"].notna()]
        for row in rivals.assign(gap=rivals["high"] - rivals["low"]).nlargest(1, "gap").itertuples():
            texts.append(f"{amount(row.low)} to {amount(row.high)} in {row.year}")
        parts += [f"{artists.actor(actor)['name']} {', '.join(texts)}"] if texts else []
    unit = {"votes": "%", "arms": "million TIV", "trade": "US$ million"}[panel]
    return f"{panel.title()} in {unit}: {'; '.join(parts)}." if parts else ""


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a panel for each measure, over the same years."""
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
        small.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        small.yaxis.set_major_formatter(lambda value, _: amount(value))
        small.spines["bottom"].set_bounds(FIRST - 0.5, LAST + 0.2)
        _name_series(small, rows)
    middle = ax.child_axes[1]
    artists.label(middle, "the Soviet Union ends", (1991.5, middle.get_ylim()[1]), (5, -10), color=QUIET)


def _series(ax: Axes, rows: pd.DataFrame, actor: str) -> None:
    """Draw a series: a line over each run of years, a mark a year, and a pale bar over the range of rival figures."""
    style = artists.actor(actor)
    ranges = rows[rows["high"] > rows["low"]]
    ax.vlines(ranges["year"], ranges["low"], ranges["high"], color=artists.tint(style["colour"], 0.55), lw=3, zorder=2)
    alone = ranges[ranges["value"].isna()]  # without a mark of its own a narrow range could not be seen
    for edge in ("low", "high"):
        ax.plot(alone["year"], alone[edge], "_", color=style["colour"], ms=8, mew=1.4, zorder=3)
    known = rows.dropna(subset=["value"])
    for run in runs(known["year"]):
        part = known[known["year"].isin(run)]
        ax.plot(part["year"], part["value"], color=style["colour"], ls=style["line"], lw=1.4, zorder=3)
    ax.plot(known["year"], known["value"], style["marker"], color=style["colour"], mec="white", mew=0.6, ms=6, zorder=4)


def _name_series(ax: Axes, rows: pd.DataFrame) -> None:
    """Name each series at its last year, raised where names would touch; a series that ends early at its first year."""
    low, high = ax.get_ylim()
    step, above = (high - low) * 0.13, low - (high - low) * 0.06  # no name lies on the axis
    late: list[tuple[float, int, str]] = []
    early: list[tuple[float, int, str]] = []
    for actor, series in rows.groupby("actor"):
        last, first = series.loc[series["year"].idxmax()], series.loc[series["year"].idxmin()]
        row, group = (last, late) if last["year"] > 1991 else (first, early)
        group.append((row["high"] if pd.isna(row["value"]) else row["value"], row["year"], actor))
    places = []
    for y, x, actor in sorted(late):
        above = max(y, above + step)
        places.append((actor, (x, above), (10, 0), "left"))
    for y, x, actor in early:  # no name crosses the end of the Soviet Union
        places.append((actor, (x, y), *(((-8, 0), "right") if x > 1986 else ((8, 6), "left"))))
    for actor, at, shift, align in places:
        style = artists.actor(actor)
        artists.label(ax, style["name"], at, shift, color=style["colour"], weight="bold", ha=align)


CHART = Chart("after-1989", __doc__, data, words, draw, size=(WIDTH, 7.6), margins=(40, 4, 8, 34), columns=COLUMNS)
