"""Both ties at once: arms from Moscow against arms from Beijing, by phase and by year."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, WIDTH, Words, no_data
from nkdata.charts.label_placement import place_labels
from nkdata.charts.phase_bands import phase_labels
from nkdata.measures.breaks.boundaries import VARIANTS
from nkdata.measures.series.alignment import lean
from nkdata.record.formatting import amount, listing

COLUMNS = {
    "kind": "phase or year",
    "phase": "phase, in rows of that kind",
    "name": "name of the phase",
    "year": "year, in rows of that kind",
    "moscow": "million TIV a year from Moscow",
    "moscow_low": "lowest over the releases, with and without licensed production",
    "moscow_high": "highest over them",
    "beijing": "million TIV a year from Beijing",
    "beijing_low": "lowest over the releases, with and without licensed production",
    "beijing_high": "highest over them",
    "moscow_direct": "from Moscow without licensed production",
    "beijing_direct": "from Beijing without licensed production",
    "ahead": "share of the counts in which Beijing is ahead",
}


def data() -> pd.DataFrame:
    """Return phases (1984 in both) and three-year means, with ranges over releases, with and without licensed production."""
    parts = []
    for kind, options in (("phase", {"by": "phase"}), ("year", {"by": "year", "window": 3})):
        frame = lean(**options)
        every = [lean(**options, **variant) for variant in VARIANTS["arms"]]
        for tie in artists.PATRONS:
            values = pd.concat([other[tie] for other in every], axis=1)
            frame[f"{tie}_low"], frame[f"{tie}_high"] = values.min(axis=1), values.max(axis=1)
            frame[f"{tie}_direct"] = every[-1][tie]
        ahead = pd.concat([other["beijing"] > other["moscow"] for other in every], axis=1).mean(axis=1)
        parts.append(frame.assign(kind=kind, ahead=ahead))
    return pd.concat(parts, ignore_index=True).reindex(columns=list(COLUMNS)).astype({"phase": "Int64", "year": "Int64"})


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    phases = data[data["kind"].eq("phase")].dropna(subset=["moscow", "beijing"])
    if phases.empty:
        return no_data("tie-plane")
    total = phases["moscow"] + phases["beijing"]
    near, most, least = (phases.loc[s.idxmax()] for s in (phases["beijing"] - phases["moscow"], total, -total))
    points = "; ".join(f"{_span(row)}: {amount(row.moscow)} and {amount(row.beijing)}" for row in phases.itertuples())
    return Words(
        title=_title(phases),
        subtitle="Arms delivered, million TIV a year (SIPRI trend-indicator value), mean of each phase; 1984 counts in both. "
        "Cross: range over three releases, with and without licensed production; hollow: without it. Small dots: three-year means.",
        caption="Tie to Moscow against tie to Beijing by phase, measured in arms delivered",
        alt=f"{_title(phases)}. Points for {len(phases)} phases, joined in order: million TIV a year from Moscow and from "
        f"Beijing, {points}. Beijing comes closest to Moscow in {_span(near)}; most came from both together in {_span(most)}, "
        f"least in {_span(least)}.",
        source="Source: SIPRI Arms Transfers Database (2022, 2024, 2026), own calculation; phases: Library of Congress 1994.",
    )  # fmt: skip


def _title(phases: pd.DataFrame) -> str:
    always, some = phases[phases["ahead"] == 1], phases[phases["ahead"].between(0, 1, inclusive="neither")]
    where = listing(map(_span, some.itertuples()))
    if len(always):
        title = f"Beijing outweighed Moscow in {listing(map(_span, always.itertuples()))} on every count"
        return title + (f"; in {where} only on some" if where else "")
    return f"Beijing led only on some counts, in {where}" if where else "On no count did Beijing lead in any phase"


def _span(row: Any) -> str:
    return phase_labels()[row.phase]


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a point for each phase with its ranges, joined in order, and a dot for each year."""
    phases = data[data["kind"].eq("phase")].dropna(subset=["moscow", "beijing"]).reset_index(drop=True)
    years = data[data["kind"].eq("year")]
    right = np.nanmax([data["moscow"].max(), data["moscow_high"].max(), 10]) * 1.08
    top = np.nanmax([data["beijing"].max(), data["beijing_high"].max(), 10]) * 1.12
    ax.set_xlim(-right * 0.02, right)
    ax.set_ylim(-top * 0.17, top)
    ax.xaxis.set_major_formatter(lambda value, _: amount(value))
    ax.axhline(0, color="#c8c8c8", lw=0.8, zorder=0)
    ax.plot([0, min(right, top)], [0, min(right, top)], color="#8a8a8a", lw=0.9, ls=(0, (4, 3)), zorder=0)
    ax.plot([0, right], [0, right / 3], color="#8a8a8a", lw=0.9, ls=(0, (1, 2)), zorder=0)
    ax.scatter(years["moscow"], years["beijing"], s=9, color="#949494", lw=0, zorder=1)
    for row in phases.itertuples():
        ax.plot([row.moscow_low, row.moscow_high], [row.beijing] * 2, color="#9a9a9a", lw=1, zorder=2)
        ax.plot([row.moscow] * 2, [row.beijing_low, row.beijing_high], color="#9a9a9a", lw=1, zorder=2)
        ax.plot([row.moscow_direct, row.moscow], [row.beijing_direct, row.beijing], color=INK, lw=0.9, ls=(0, (1, 1.5)), zorder=2)
    ax.plot(phases["moscow_direct"], phases["beijing_direct"], "o", mfc="white", mec=INK, ms=5, mew=1, zorder=4)
    for a, b in zip(phases.itertuples(), phases.iloc[1:].itertuples(), strict=False):
        ax.annotate("", (b.moscow, b.beijing), (a.moscow, a.beijing), zorder=3,
                    arrowprops={"arrowstyle": "-|>", "color": "#4a4a4a", "lw": 1.3, "shrinkA": 8, "shrinkB": 8})  # fmt: skip
    ax.scatter(phases["moscow"], phases["beijing"], s=190, color=INK, edgecolor="white", zorder=5)
    for row in phases.itertuples():
        style: dict[str, Any] = {"ha": "center", "va": "center_baseline", "color": "white", "weight": "bold", "fontsize": 9, "zorder": 6}
        ax.annotate(str(row.phase), (row.moscow, row.beijing), **style)
    _labels(ax, phases, years, right, top)


def _labels(ax: Axes, phases: pd.DataFrame, years: pd.DataFrame, right: float, top: float) -> None:
    """Name the lines, corners and axes, and each phase where its name hides no line and no point."""
    edge = min(right, top)
    artists.label(ax, "as much from both", (edge, edge), (4, -8), color=QUIET)
    artists.label(ax, "three times as much from Moscow", (right, right / 3), (-2, 9), ha="right", color=QUIET)
    for text, x, y, ha, va in (("distant from both", 0, 0, "left", "bottom"), ("close to both", 1, 1, "right", "top")):
        artists.annotate_axes(ax, text, (x, y), (6 - 12 * x, 4 - 8 * y), ha=ha, va=va, style="italic", fontsize=10.5, color=INK)
    lines = [((a.moscow, a.beijing), (b.moscow, b.beijing))
             for a, b in zip(phases.itertuples(), phases.iloc[1:].itertuples(), strict=False)]  # fmt: skip
    for row in phases.itertuples():
        lines += [((row.moscow_low, row.beijing), (row.moscow_high, row.beijing))]
        lines += [((row.moscow, row.beijing_low), (row.moscow, row.beijing_high))]
        lines += [((row.moscow_direct, row.beijing_direct), (row.moscow, row.beijing))]
    lines += [((0, 0), (right, 0)), ((0, 0), (right, right / 3)), ((0, 0), (edge, edge)), ((0, -top * 0.13), (right * 0.22, -top * 0.13))]
    steps = np.linspace(0, 1, 80)
    spots = [((1 - t) * x0 + t * x1, (1 - t) * y0 + t * y1) for (x0, y0), (x1, y1) in lines for t in steps]
    spots += list(zip(years["moscow"], years["beijing"], strict=True)) * 3
    texts = [(f"{_span(row)}  {row.name}", row.moscow, row.beijing) for row in phases.itertuples()]
    place_labels(ax, texts, [spot for spot in spots if np.isfinite(spot).all()], weight="bold")
    style: dict[str, Any] = {"weight": "bold", "fontsize": 9.5}
    artists.annotate_axes(ax, "from Moscow ▶", (1, 0), (0, -24), ha="right", color=artists.colour("moscow"), **style)
    artists.annotate_axes(ax, "▲ from Beijing", (0, 1), (-36, 10), color=artists.colour("beijing"), **style)


CHART = Chart("tie-plane", __doc__, data, words, draw, size=(WIDTH, 5.6), margins=(40, 34, 14, 18), columns=COLUMNS)
