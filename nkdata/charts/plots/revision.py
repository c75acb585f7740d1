"""How much the source itself moves: one year in three SIPRI releases."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.measures.series.indicators import RELEASES, arms
from nkdata.measures.series.phases import SPAN
from nkdata.record.formatting import amount, signed, written_years

SUMMARY = "Arms by year in each release of the SIPRI data, Moscow above the line and Beijing below it."
COLUMNS = {
    "year": "year",
    "side": "moscow or beijing",
    "release": "year of the release",
    "tiv": "million TIV; 0 or missing where the release has none",
}
PLACE = {2022: -0.27, 2024: 0.0, 2026: 0.27}  # years: each release beside the next


def data() -> pd.DataFrame:
    """Yearly arms along each tie in the three releases, licensed production included."""
    every = pd.concat({release: arms(release=release).loc[SPAN[0] : SPAN[1]] for release in RELEASES}, names=["release"])
    tidy = every.reset_index().melt(["release", "year"], value_vars=["moscow", "beijing"], var_name="side", value_name="tiv")
    return tidy.astype({"year": int, "release": int})[list(COLUMNS)]


def _wide(data):
    """Years that stand in both the oldest and the newest release, and what changed between the two."""
    wide = data.pivot_table(index=["side", "year"], columns="release", values="tiv")
    if wide.empty:
        return wide.assign(change=0.0), None, None
    oldest, newest = wide.columns.min(), wide.columns.max()
    wide = wide.dropna(subset=[oldest, newest])
    return wide.assign(change=wide[newest] - wide[oldest]), oldest, newest


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    wide, oldest, newest = _wide(data)
    if wide.empty:
        return no_data("revision")
    size = wide["change"].abs()
    side, year = size.idxmax()
    row = wide.loc[(side, year)]
    moved = int((size > 1).sum())
    sums = wide.groupby(level="side")[sorted({oldest, newest})].sum()
    told = "; ".join(
        f"{name.title()} in all {amount(r[oldest])} in {oldest} and {amount(r[newest])} in {newest}" for name, r in sums.iterrows()
    )
    flips = _flips(wide, oldest, newest)
    title = f"SIPRI’s own revisions reach {amount(size.max())} million TIV in a year ({side.title()},\N{NO-BREAK SPACE}{year})"
    title += f" and change who led in {written_years(flips)}" if flips else ""
    return Words(
        title=title,
        subtitle="Arms delivered, million TIV a year (SIPRI trend-indicator value), in each release: Moscow above the line, "
        "Beijing below it. Three marks a year: 2022, 2024 and, filled, 2026.",
        caption=f"Arms deliveries to North Korea by year in {data['release'].nunique()} SIPRI releases",
        alt=f"{title}. Marks by year for {data['release'].nunique()} releases, in million TIV. {told}. From {oldest} to {newest}, {moved} "
        f"of {len(wide)} values change by more than 1; the largest change is {signed(row['change'], 0)} for {side.title()} "
        f"in {year}, from {amount(row[oldest])} to {amount(row[newest])}.",
        source="Source: SIPRI Arms Transfers Database, releases 2022, 2024 and 2026; phases: Library of Congress 1994.",
    )  # fmt: skip


def _flips(wide, oldest, newest):
    """Years in which the oldest and the newest release put different patrons ahead."""
    if set(wide.index.get_level_values("side")) != {"moscow", "beijing"}:
        return []
    ahead = {r: wide[r].unstack("side").pipe(lambda w: w["moscow"] > w["beijing"]) for r in (oldest, newest)}
    return [int(year) for year in ahead[oldest].index if ahead[oldest][year] != ahead[newest][year]]


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw ."""
    first, last = data["year"].min(), data["year"].max()
    ax.set_xlim(first - 0.9, last + 0.9)
    phases = draw_bands(ax, "x", first - 0.5, last + 0.5)
    for side, sign in (("moscow", 1), ("beijing", -1)):
        rows = data[data["side"].eq(side) & data["tiv"].gt(0)]
        colour = artists.colour(side)
        lines = rows.sort_values(["year", "release"], kind="stable")
        lines = lines.assign(x=lines["year"] + lines["release"].map(PLACE).fillna(0), y=sign * lines["tiv"])
        opens = np.flatnonzero(np.diff(lines["year"])) + 1  # a gap before each year
        ax.plot(*(np.insert(lines[c].to_numpy(float), opens, np.nan) for c in "xy"), color=colour, lw=1.3, zorder=2)
        for release in sorted(rows["release"].unique()):
            here = rows[rows["release"] == release]
            newest = release == rows["release"].max()
            ax.plot(here["year"] + PLACE.get(release, 0), sign * here["tiv"], "o" if side == "moscow" else "s", zorder=3,
                    mfc=colour if newest else "white", mec=colour, ms=3.4, mew=0.9)  # fmt: skip
    _frame(ax, data)
    name_bands(ax, phases)
    _key(ax, data)


def _frame(ax, data):
    top, bottom = (data.loc[data["side"] == side, "tiv"].max() for side in ("moscow", "beijing"))
    top, bottom = (0 if pd.isna(v) else v for v in (top, bottom))
    reach = max(top + bottom, 1)
    ax.set_ylim(-bottom - reach * 0.1, top + reach * 0.06)
    step = 500 if reach > 800 else 100
    ticks = [t for t in range(-5000, 5001, step) if -bottom <= t <= top]
    ax.set_yticks(ticks, [amount(abs(t)) for t in ticks])
    for tick in ticks:
        ax.axhline(tick, color="#d5d5d5", lw=0.6, zorder=-1)
    ax.axhline(0, color=INK, lw=0.9)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xticks([y for y in range(1900, 2100, 5) if data["year"].min() <= y <= data["year"].max()])
    for text, code, at, va in (("MOSCOW", "SUN", (0, 1), "top"), ("BEIJING", "CHN", (0, 0), "bottom")):
        artists.annotate_axes(
            ax, text, at, (6, 6 if va == "bottom" else -6), va=va, color=artists.colour(code), weight="bold", fontsize=9.5
        )


def _key(ax, data):
    """Each release is named once, at the largest revision."""
    wide, oldest, newest = _wide(data)
    if wide.empty:
        return
    side, year = wide["change"].abs().idxmax()
    sign = 1 if side == "moscow" else -1
    values = wide.loc[(side, year)]
    at = (year + PLACE.get(oldest, 0), sign * values[oldest])
    line = {"arrowstyle": "-", "color": INK, "lw": 0.7, "shrinkA": 1, "shrinkB": 3}
    said = f"{oldest}: {amount(values[oldest])}, {newest}: {amount(values[newest])}"
    artists.label(ax, said, at, (0, sign * 30), ha="center", arrowprops=line)


CHART = Chart("revision", SUMMARY, data, words, draw, size=(WIDTH, 5.2), margins=(40, 20, 6, 46), columns=COLUMNS)
