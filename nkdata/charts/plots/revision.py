"""Arms by year in each release of the SIPRI data, Moscow above the line and Beijing below it."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.measures.series.arms import RELEASES, arms
from nkdata.measures.series.phases import SPAN
from nkdata.record.formatting import amount, signed, written_years

COLUMNS = {
    "year": "year",
    "side": "moscow or beijing",
    "release": "year of the release",
    "tiv": "million TIV; 0 or missing where the release has none",
}
PLACE = {2022: -0.27, 2024: 0.0, 2026: 0.27}  # years: each release beside the next


def data() -> pd.DataFrame:
    """Return yearly arms along each tie in the three releases, licensed production included."""
    rows = arms_by_release()
    return rows[rows["year"].between(*SPAN)].astype({"year": int, "release": int})[list(COLUMNS)].reset_index(drop=True)


def arms_by_release() -> pd.DataFrame:
    """Return million TIV (``tiv``) by ``release``, ``year`` from 1950 to 1995, and ``side``."""
    every = pd.concat({release: arms(release=release) for release in RELEASES}, names=["release"]).reset_index()
    return every.melt(["release", "year"], value_vars=["moscow", "beijing"], var_name="side", value_name="tiv")


def _changes(data: pd.DataFrame) -> tuple[pd.DataFrame, int | None, int | None]:
    """Return the sides and years that both the oldest and the newest release hold, with the change, and the two releases."""
    wide = data.pivot_table(index=["side", "year"], columns="release", values="tiv")
    if wide.empty:
        return wide.assign(change=0.0), None, None
    oldest, newest = wide.columns.min(), wide.columns.max()
    wide = wide.dropna(subset=[oldest, newest])
    return wide.assign(change=wide[newest] - wide[oldest]), oldest, newest


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    wide, oldest, newest = _changes(data)
    if wide.empty or oldest is None or newest is None:
        return no_data("revision")
    size = wide["change"].abs()
    side, year = size.idxmax()
    row = wide.loc[(side, year)]
    moved = int((size > 1).sum())
    sums = wide.groupby(level="side")[sorted({oldest, newest})].sum()
    sums_text = "; ".join(
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
        alt=f"{title}. Marks by year for {data['release'].nunique()} releases, in million TIV. {sums_text}. From {oldest} to {newest}, {moved} "
        f"of {len(wide)} values change by more than 1; the largest change is {signed(row['change'], 0)} for {side.title()} "
        f"in {year}, from {amount(row[oldest])} to {amount(row[newest])}.",
        source="Source: SIPRI Arms Transfers Database, releases 2022, 2024 and 2026; phases: Library of Congress 1994.",
    )  # fmt: skip


def _flips(wide: pd.DataFrame, oldest: int, newest: int) -> list[int]:
    """Return the years in which the oldest and the newest release put different patrons ahead."""
    if set(wide.index.get_level_values("side")) != {"moscow", "beijing"}:
        return []
    ahead = {r: wide[r].unstack("side").pipe(lambda w: w["moscow"] > w["beijing"]) for r in (oldest, newest)}
    return [int(year) for year in ahead[oldest].index if ahead[oldest][year] != ahead[newest][year]]


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a mark for each release in each year, the newest filled, Moscow upward and Beijing downward."""
    first, last = data["year"].min(), data["year"].max()
    phases = draw_bands(ax, "x", first - 0.5, last + 0.5)
    for side, sign in artists.SIGN.items():
        rows = data[data["side"].eq(side) & data["tiv"].gt(0)].sort_values(["year", "release"], kind="stable")
        rows = rows.assign(x=rows["year"] + rows["release"].map(PLACE).fillna(0), y=sign * rows["tiv"])
        colour, marker = artists.colour(side), "o" if side == "moscow" else "s"
        gaps = np.flatnonzero(np.diff(rows["year"])) + 1  # before each year
        ax.plot(*(np.insert(rows[c].to_numpy(float), gaps, np.nan) for c in "xy"), color=colour, lw=1.3, zorder=2)
        for release, own in rows.groupby("release"):
            face = colour if release == rows["release"].max() else "white"
            ax.plot(own["x"], own["y"], marker, mfc=face, mec=colour, ms=3.4, mew=0.9, zorder=3)
    top, bottom = (data.loc[data["side"] == side, "tiv"].max() for side in artists.SIGN)
    artists.set_mirrored_axes(ax, data["year"], 0 if pd.isna(top) else top, 0 if pd.isna(bottom) else bottom, foot=0.1, head=0.06, least=1)
    ax.axhline(0, color=INK, lw=0.9)
    for side, y, va, rise in (("moscow", 1, "top", -6), ("beijing", 0, "bottom", 6)):
        style: dict[str, Any] = {"va": va, "color": artists.colour(side), "weight": "bold", "fontsize": 9.5}
        artists.annotate_axes(ax, side.upper(), (0, y), (6, rise), **style)
    name_bands(ax, phases)
    _label_largest(ax, data)


def _label_largest(ax: Axes, data: pd.DataFrame) -> None:
    """Label the largest revision with the values of both releases."""
    wide, oldest, newest = _changes(data)
    if wide.empty or oldest is None or newest is None:
        return
    side, year = wide["change"].abs().idxmax()
    sign, values = artists.SIGN.get(side, -1), wide.loc[(side, year)]
    line = {"arrowstyle": "-", "color": INK, "lw": 0.7, "shrinkA": 1, "shrinkB": 3}
    text = f"{oldest}: {amount(values[oldest])}, {newest}: {amount(values[newest])}"
    artists.label(ax, text, (year + PLACE.get(oldest, 0), sign * values[oldest]), (0, sign * 30), ha="center", arrowprops=line)


CHART = Chart("revision", __doc__, data, words, draw, size=(WIDTH, 5.2), margins=(40, 20, 6, 46), columns=COLUMNS)
