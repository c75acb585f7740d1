"""Deliveries by year, mirrored: Moscow upward, Beijing downward."""

import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.measures.series.indicators import RELEASES, arms
from nkdata.measures.series.phases import SPAN
from nkdata.record.formatting import amount, percent, runs, written_years
from nkdata.record.tables import load

SUMMARY = "Arms delivered by year, Moscow above the line and Beijing below it."
COLUMNS = {
    "year": "year",
    "supplier": "SUN, RUS or CHN",
    "direct": "million TIV without licensed production",
    "licensed": "million TIV of deals with licensed production",
    "total": "million TIV of both",
    "low": "lowest total over the releases",
    "high": "highest total over the releases",
    "estimated": "share of the volume whose year is an estimate",
}
SIGN = {"SUN": 1, "RUS": 1, "CHN": -1}
MOSTLY = 0.5  # a year counts as estimated when SIPRI estimates the years of more than this share of its volume


def data() -> pd.DataFrame:
    """The 2026 release by year and supplier, licensed production apart, with the range over three releases."""
    deals = load("transfers").set_index("transfer")
    rows = load("deliveries").dropna(subset="tiv")
    rows = rows[rows["year"].between(*SPAN)]
    rows["supplier"] = rows["transfer"].map(deals["supplier"])
    rows = rows[rows["supplier"].isin(SIGN)]
    licensed = rows["transfer"].map(deals["licensed"]).astype(bool)
    rows["licensed"] = rows["tiv"].where(licensed, 0.0)
    rows["direct"] = rows["tiv"].where(~licensed, 0.0)
    rows["guess"] = rows["tiv"].where(rows["year_estimated"].fillna(True).astype(bool), 0.0)
    frame = rows.groupby(["year", "supplier"], as_index=False)[["direct", "licensed", "tiv", "guess"]].sum()
    frame = frame.rename(columns={"tiv": "total"})
    frame["estimated"] = frame["guess"] / frame["total"]
    every = pd.concat({release: arms(release=release) for release in RELEASES})
    bounds = {which: getattr(every.groupby(level=1), which)() for which in ("min", "max")}
    side = frame["supplier"].map({"SUN": "moscow", "RUS": "moscow", "CHN": "beijing"})
    for column, which in (("low", "min"), ("high", "max")):
        frame[column] = [bounds[which].at[year, tie] for year, tie in zip(frame["year"], side, strict=True)]
    return frame.astype({"year": int})[list(COLUMNS)]


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    if data.empty or not data["total"].sum() > 0:
        return no_data("deliveries")
    side = data["supplier"].map(SIGN)
    moscow, beijing = data[side > 0], data[side < 0]
    first, last = int(data["year"].min()), int(data["year"].max())
    share = moscow["total"].sum() / data["total"].sum()
    made = data["licensed"].sum() / data["total"].sum()
    above = beijing.set_index("year")["total"] > moscow.groupby("year")["total"].sum().reindex(beijing["year"], fill_value=0)
    more = [year for year, yes in above.items() if yes]
    title = f"Moscow sent {percent(share)} of the arms by volume" + (f"; Beijing led in {_years(more)}" if more else "")
    guessed = int((data["estimated"] > MOSTLY).sum())
    return Words(
        title=title,
        subtitle="Arms delivered, million TIV a year (SIPRI trend-indicator value). Hatched pale: deals with licensed production. "
        "Thin line: range over three releases. Rings: most of the volume has an estimated year.",
        caption=f"Arms delivered to North Korea by Moscow and Beijing, {first} to {last}, by year",
        alt=f"{title}. Bars by year from {first} to {last}, Moscow upward and Beijing downward, in million TIV. "
        + _peak("Moscow", moscow) + _peak("Beijing", beijing)
        + f"Deals with licensed production make {percent(made)} of the whole; in {guessed} of {len(data)} bars most of the volume "
        "has an estimated year.",
        source="Source: SIPRI Arms Transfers Database (2022, 2024, 2026), own calculation; phases: Library of Congress 1994.",
    )  # fmt: skip


def _years(years):
    return written_years(years) if len(runs(years)) <= 4 else f"{len(years)} years"


def _peak(name, rows):
    if rows.empty:
        return ""
    top = rows.loc[rows["total"].idxmax()]
    return f"{name} sends {amount(rows['total'].sum())} in all, most in {int(top['year'])} ({amount(top['total'])}). "


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw ."""
    first, last = data["year"].min(), data["year"].max()
    phases = draw_bands(ax, "x", first - 0.5, last + 0.5)
    for code, rows in data.groupby("supplier"):
        style, sign = artists.actor(code), SIGN[code]
        ax.bar(rows["year"], sign * rows["direct"], width=0.78, color=style["colour"], zorder=3)
        ax.bar(
            rows["year"], sign * rows["licensed"], bottom=sign * rows["direct"], width=0.78, zorder=3, lw=0.7,
            color=artists.tint(style["colour"], 0.22), edgecolor=style["colour"], hatch="/////",
        )  # fmt: skip
        ax.vlines(rows["year"], sign * rows["low"], sign * rows["high"], color="white", lw=3.4, zorder=4)
        ax.vlines(rows["year"], sign * rows["low"], sign * rows["high"], color=INK, lw=1.3, zorder=4.1)
    top = data["high"][data["supplier"].map(SIGN) > 0].max()
    bottom = data["high"][data["supplier"].map(SIGN) < 0].max()
    _axes(ax, data, 0 if pd.isna(top) else top, 0 if pd.isna(bottom) else bottom)
    _rings(ax, data)
    name_bands(ax, phases)
    _labels(ax, data)


def _axes(ax, data, top, bottom):
    step = 500 if top + bottom > 800 else 100
    ax.set_xlim(data["year"].min() - 0.9, data["year"].max() + 0.9)
    ax.set_ylim(-bottom - (top + bottom) * 0.17, top + (top + bottom) * 0.09)
    ticks = [t for t in range(-5000, 5001, step) if -bottom <= t <= top]
    ax.set_yticks(ticks, [amount(abs(t)) for t in ticks])
    ax.axhline(0, color=INK, lw=0.9, zorder=5)
    for tick in ticks:
        ax.axhline(tick, color="#d5d5d5", lw=0.6, zorder=-1)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xticks([y for y in range(1900, 2100, 5) if data["year"].min() <= y <= data["year"].max()])


def _rings(ax, data):
    """Two rows at the foot of the chart: a ring for each year whose volume is mostly dated by estimate."""
    for name, sign, row in (("Moscow", 1, 0.062), ("Beijing", -1, 0.022)):
        rows = data[(data["supplier"].map(SIGN) == sign) & (data["estimated"] > MOSTLY)]
        colour = artists.colour("SUN" if sign > 0 else "CHN")
        ax.plot(
            rows["year"],
            [row] * len(rows),
            "o",
            transform=artists.blended_transform(ax, "x"),
            mfc="white",
            mec=colour,
            ms=4,
            mew=1.1,
            zorder=6,
        )
        artists.annotate_axes(ax, name, (0, row), (-4, 0), ha="right", color=colour)


def _labels(ax, data):
    russia = data[data["supplier"] == "RUS"]
    if len(russia):
        first = russia.loc[russia["year"].idxmin()]
        artists.label(ax, "Russia", (first["year"], first["high"]), (0, 8), ha="center", color=artists.colour("RUS"), weight="bold")
    for name, sign, code in (("Moscow", 1, "SUN"), ("Beijing", -1, "CHN")):
        rows = data[data["supplier"].map(SIGN) == sign]
        if rows.empty:
            continue
        top = rows.loc[rows["high"].idxmax()]
        artists.label(
            ax, f"{name}, {int(top['year'])}: {amount(top['total'])}", (top["year"], sign * top["high"]), (0, sign * 9),
            ha="center", weight="bold", color=artists.colour(code),
        )  # fmt: skip


CHART = Chart("deliveries", SUMMARY, data, words, draw, size=(WIDTH, 5.3), margins=(44, 20, 6, 40), columns=COLUMNS)
