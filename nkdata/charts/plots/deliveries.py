"""Arms delivered by year, Moscow above the line and Beijing below it."""

import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.charts.plots.revision import arms_by_release
from nkdata.measures.series.phases import SPAN
from nkdata.measures.series.register import register
from nkdata.record.formatting import amount, percent, runs, written_years
from nkdata.record.tables import ties

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
MOSTLY = 0.5  # a year counts as estimated when SIPRI estimates the years of more than this share of its volume


def data() -> pd.DataFrame:
    """Return the 2026 release by year and supplier, licensed production apart, with the range over three releases."""
    rows = register().dropna(subset=["tiv", "tie"]).astype({"licensed": bool})
    rows = rows[rows["year"].between(*SPAN)]
    parts = {"direct": ~rows["licensed"], "licensed": rows["licensed"], "guess": rows["year_estimated"].fillna(True).astype(bool)}
    rows = rows.assign(total=rows["tiv"], **{part: rows["tiv"].where(mask, 0.0) for part, mask in parts.items()})
    frame = rows.groupby(["year", "supplier"], as_index=False)[["total", *parts]].sum()
    frame["estimated"] = frame["guess"] / frame["total"]
    bounds = arms_by_release().groupby(["side", "year"])["tiv"].agg(low="min", high="max").reset_index()
    frame = frame.assign(side=frame["supplier"].map(ties())).merge(bounds, how="left", on=["side", "year"])
    return frame.astype({"year": int})[list(COLUMNS)]


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    if data.empty or not data["total"].sum() > 0:
        return no_data("deliveries")
    tie = data["supplier"].map(ties())
    moscow, beijing = data[tie.eq("moscow")], data[tie.eq("beijing")]
    first, last = int(data["year"].min()), int(data["year"].max())
    share = moscow["total"].sum() / data["total"].sum()
    licensed = data["licensed"].sum() / data["total"].sum()
    above = beijing.set_index("year")["total"] > moscow.groupby("year")["total"].sum().reindex(beijing["year"], fill_value=0)
    more = [year for year, yes in above.items() if yes]
    years = written_years(more) if len(runs(more)) <= 4 else f"{len(more)} years"
    title = f"Moscow sent {percent(share)} of the arms by volume" + (f"; Beijing led in {years}" if more else "")
    estimated = int((data["estimated"] > MOSTLY).sum())
    return Words(
        title=title,
        subtitle="Arms delivered, million TIV a year (SIPRI trend-indicator value). Hatched pale: deals with licensed production. "
        "Thin line: range over three releases. Rings: most of the volume has an estimated year.",
        caption=f"Arms delivered to North Korea by Moscow and Beijing, {first} to {last}, by year",
        alt=f"{title}. Bars by year from {first} to {last}, Moscow upward and Beijing downward, in million TIV. "
        + _peak("Moscow", moscow) + _peak("Beijing", beijing)
        + f"Deals with licensed production make {percent(licensed)} of the whole; in {estimated} of {len(data)} bars most of the volume "
        "has an estimated year.",
        source="Source: SIPRI Arms Transfers Database (2022, 2024, 2026), own calculation; phases: Library of Congress 1994.",
    )  # fmt: skip


def _peak(name: str, rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    top = rows.loc[rows["total"].idxmax()]
    return f"{name} sends {amount(rows['total'].sum())} in all, most in {int(top['year'])} ({amount(top['total'])}). "


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a bar for each year and supplier, licensed production apart, with the range over the releases."""
    phases = draw_bands(ax, "x", data["year"].min() - 0.5, data["year"].max() + 0.5)
    tie = data["supplier"].map(ties())
    top, bottom = (data.loc[tie.eq(name), "high"].max() for name in artists.SIGN)
    for code, rows in data.groupby("supplier"):
        sign, colour = artists.SIGN[ties()[code]], artists.colour(code)
        ax.bar(rows["year"], sign * rows["direct"], width=0.78, color=colour, zorder=3)
        ax.bar(
            rows["year"], sign * rows["licensed"], bottom=sign * rows["direct"], width=0.78, zorder=3, lw=0.7,
            color=artists.tint(colour, 0.22), edgecolor=colour, hatch="/////",
        )  # fmt: skip
        ax.vlines(rows["year"], sign * rows["low"], sign * rows["high"], color="white", lw=3.4, zorder=4)
        ax.vlines(rows["year"], sign * rows["low"], sign * rows["high"], color=INK, lw=1.3, zorder=4.1)
    artists.set_mirrored_axes(ax, data["year"], 0 if pd.isna(top) else top, 0 if pd.isna(bottom) else bottom, foot=0.17, head=0.09)
    ax.axhline(0, color=INK, lw=0.9, zorder=5)
    for name, height in (("moscow", 0.062), ("beijing", 0.022)):
        _rings(ax, data.loc[tie.eq(name) & (data["estimated"] > MOSTLY), "year"], name, height)
    name_bands(ax, phases)
    russia = data[data["supplier"] == "RUS"]
    if len(russia):
        first = russia.loc[russia["year"].idxmin()]
        _label(ax, "Russia", (first["year"], first["high"]), 8, "RUS")
    for name, sign in artists.SIGN.items():
        if (rows := data[tie.eq(name)]).size:
            largest = rows.loc[rows["high"].idxmax()]
            text = f"{name.title()}, {int(largest['year'])}: {amount(largest['total'])}"
            _label(ax, text, (largest["year"], sign * largest["high"]), sign * 9, name)


def _rings(ax: Axes, years: pd.Series, tie: str, height: float) -> None:
    """Draw a ring at the foot of the chart for each year whose volume is mostly dated by estimate."""
    colour, place = artists.colour(tie), artists.blended_transform(ax, "x")
    ax.plot(years, [height] * len(years), "o", transform=place, mfc="white", mec=colour, ms=4, mew=1.1, zorder=6)
    artists.annotate_axes(ax, tie.title(), (0, height), (-4, 0), ha="right", color=colour)


def _label(ax: Axes, text: str, at: tuple[float, float], rise: float, code: str) -> None:
    artists.label(ax, text, at, (0, rise), ha="center", weight="bold", color=artists.colour(code))


CHART = Chart("deliveries", __doc__, data, words, draw, size=(WIDTH, 5.3), margins=(44, 20, 6, 40), columns=COLUMNS)
