"""Lean that the words allow in each phase, and the direction of each shift."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, WIDTH, Words, no_data
from nkdata.charts.phase_bands import BANDS, phase_labels
from nkdata.measures.series.alignment import lean
from nkdata.measures.wording.identified import DECIDE, SILENT, identified
from nkdata.record.formatting import counted, listing, percent, signed
from nkdata.record.tables import load

COLUMNS = {
    "phase": "phase",
    "name": "name of the phase",
    "lean_low": "lower bound of 90% of the histories",
    "inner_low": "lower bound of 50% of them",
    "lean": "median lean over the histories",
    "inner_high": "upper bound of 50% of them",
    "lean_high": "upper bound of 90% of them",
    "strict_low": "lower bound of 90% under the strict reading",
    "strict_high": "upper bound of 90% under it",
    "arms": "lean of arms deliveries",
    "toward_moscow": "share of the histories with a shift toward Moscow from the phase before",
    "verdict": "verdict of the words on the shift",
    "shift": "direction of the shift",
    "toward_moscow_strict": "the share under the strict reading",
    "verdict_strict": "the verdict under it",
}
SIDES = {"toward Moscow": "moscow", "toward Beijing": "beijing"}


def data() -> pd.DataFrame:
    """Return the bounds over ten thousand histories of each reading, and the lean of arms deliveries for comparison."""
    frame = identified()
    inner, strict = identified(level=0.5), identified(reading="strict")
    frame["inner_low"], frame["inner_high"] = inner["lean_low"], inner["lean_high"]
    frame["strict_low"], frame["strict_high"] = strict["lean_low"], strict["lean_high"]
    frame["toward_moscow_strict"], frame["verdict_strict"] = strict["toward_moscow"], strict["verdict"]
    frame["arms"] = lean("phase")["lean"]
    return frame[list(COLUMNS)]


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    if data.empty:
        return no_data("identified")
    shifts = data.iloc[1:]
    decided, silent = (shifts[shifts["verdict"] == verdict] for verdict in (DECIDE, SILENT))
    outside = data[~data["arms"].between(data["lean_low"], data["lean_high"]) & data["arms"].notna()]
    medians = ", ".join(f"{_span(row.phase)} {signed(row.lean)}" for row in data.itertuples())
    sides = data[(data["lean_low"] < 0) & (data["lean_high"] > 0)]
    title = _title(decided, silent, len(shifts))
    alt = f"{title}. Median lean of the histories that the words allow, from +1, all Moscow, to −1, all Beijing: {medians}. "
    alt += f"The ranges of 90% are up to {(data['lean_high'] - data['lean_low']).max():.1f} wide"
    alt += f" and reach both sides of even in {listing(map(_span, sides['phase']))}." if len(sides) else "."
    if len(outside):
        alt += f" Arms delivered lie outside them in {listing(map(_span, outside['phase']))}."
    return Words(
        title=title,
        subtitle="Lean, (Moscow − Beijing) / (Moscow + Beijing), over every history that the coded words allow, all equally "
        "likely. Bar: 50% and 90% of the histories; line: median; thin line: 90% of those that the words read strictly allow.",
        caption="Lean that the words alone allow in each phase, and the shifts that they decide",
        alt=alt,
        source=f"Source: Library of Congress 1994, coded as {len(load('constraints'))} inequalities; "
        "diamonds, for comparison: SIPRI Arms Transfers Database 2026; own calculation.",
    )


def _title(decided: pd.DataFrame, silent: pd.DataFrame, shifts: int) -> str:
    title = f"The words fix {counted(len(decided))} of {counted(shifts)} shifts"
    if len(silent):
        title += f", leave the one into {listing(map(_span, silent['phase']))} open,"
    return title + " and fix no level"


def _span(phase: int) -> str:
    return phase_labels()[phase]


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw the range of the lean in each phase, its median and the lean of arms, and the shifts at the right."""
    artists.set_lean_axis(ax, 1.06, -1.06)
    ax.set_yticks([])
    ax.set_ylim(len(data) - 0.5, -0.5)
    for at in range(0, len(data), 2):
        ax.axhspan(at - 0.5, at + 0.5, color=BANDS[0], lw=0, zorder=-5)
    for at, row in enumerate(data.itertuples()):
        side = artists.colour("SUN" if row.lean >= 0 else "CHN")
        ax.barh(at, row.lean_high - row.lean_low, 0.3, row.lean_low, color=artists.tint(side, 0.28), zorder=2)
        ax.barh(at, row.inner_high - row.inner_low, 0.3, row.inner_low, color=artists.tint(side, 0.6), zorder=3)
        ax.plot([row.lean] * 2, [at - 0.2, at + 0.2], color=INK, lw=2, solid_capstyle="butt", zorder=4)
        ax.plot([row.strict_low, row.strict_high], [at + 0.26] * 2, color=QUIET, lw=1, marker="|", ms=4, zorder=3)
        ax.plot(row.arms, at, "D", mfc="white", mec=INK, mew=1.1, ms=5, zorder=5)
        height = 1 - (at + 0.5) / len(data)
        artists.annotate_axes(ax, _span(row.phase), (0, height), (-116, 6), weight="bold", color=INK)
        artists.annotate_axes(ax, row.name, (0, height), (-116, -6), color=INK)
        if at:
            _shift(ax, row, 1 - at / len(data))
    if data["arms"].notna().any():
        farthest = (data["arms"] - data["lean"]).abs().idxmax()
        artists.label(ax, "arms\ndelivered", (data["arms"][farthest], data.index.get_loc(farthest)), (7, 0))
    for tie, x, align, text in (("moscow", 1, "left", "◀ MOSCOW"), ("beijing", -1, "right", "BEIJING ▶")):
        style: dict[str, Any] = {"ha": align, "weight": "bold", "fontsize": 10, "color": artists.colour(tie)}
        artists.annotate_axes(ax, text, ((1.06 - x) / 2.12, 1), (0, 8), **style)


def _shift(ax: Axes, row: Any, height: float) -> None:
    """Draw an arrow for the direction of a shift between two phases, right of the axes, and write its verdict."""
    decided = row.verdict == DECIDE
    if row.shift in SIDES:
        colour = artists.colour(SIDES[row.shift])
        _arrow(ax, height, (44, 12) if row.shift == "toward Moscow" else (12, 44), colour, decided)
    else:
        colour = INK
        artists.annotate_axes(ax, "?", (1, height), (28, 0), ha="center", weight="bold", fontsize=13)
    artists.annotate_axes(ax, row.verdict, (1, height), (52, 6), weight="bold" if decided else "normal", color=colour)
    artists.annotate_axes(ax, _share(row), (1, height), (52, -6))


def _share(row: Any) -> str:
    """Return the share of the histories behind a verdict, and whether it stays under the strict reading."""
    share, strict = (max(value, 1 - value) for value in (row.toward_moscow, row.toward_moscow_strict))
    if row.verdict == SILENT:
        return f"{percent(row.toward_moscow)} toward Moscow"
    if row.verdict_strict == DECIDE:
        return "also if read strictly"
    return f"{percent(strict)} if read strictly" if row.verdict == DECIDE else f"{percent(share)} of histories"


def _arrow(ax: Axes, height: float, ends: tuple[float, float], colour: str, filled: bool) -> None:
    """Draw an arrow right of the axes, its ends in points from their edge."""
    start, end = (ax.transAxes + ScaledTranslation(x / 72, 0, ax.figure.dpi_scale_trans) for x in ends)
    shape = {"arrowstyle": "simple,head_width=0.9,head_length=0.8,tail_width=0.35", "shrinkA": 0, "shrinkB": 0}
    fill = {"facecolor": colour if filled else "white", "edgecolor": colour, "linewidth": 1}
    ax.annotate("", (1, height), (1, height), end, start, annotation_clip=False, arrowprops=shape | fill)


CHART = Chart("identified", __doc__, data, words, draw, size=(WIDTH, 5.6), margins=(124, 34, 186, 20), columns=COLUMNS)
