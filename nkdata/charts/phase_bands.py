"""The phases of the country study as bands behind the data, with their years and names."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts.artists import annotate_axes, tint
from nkdata.charts.frame import points_per_axes
from nkdata.charts.line_breaks import SMALL, text_width, wrap
from nkdata.charts.text import format_years
from nkdata.record.tables import load

BANDS = ("#efefef", "#ffffff")
SOFT = 0.45  # years over which an edge fades that is known to the year only


def phase_labels() -> dict[int, str]:
    """Return the years of each phase as they are written.

    >>> phase_labels()[1]
    '1953–56'
    """
    return {row.phase: format_years(row) for row in load("phases").itertuples()}


def phase_spans(first: float | None = None, last: float | None = None) -> pd.DataFrame:
    """Return the phases with their edges in decimal years, where year y covers y - 0.5 to y + 0.5.

    The two phases that share 1984 overlap by that year. ``soft_low`` and ``soft_high`` are the years over which an edge
    fades: none for an edge known to the month.
    """
    rows = load("phases")
    rows["low"] = rows["start_year"].astype(float) - 0.5
    month = pd.to_numeric(rows["end"].str[5:7], errors="coerce")
    rows["high"] = rows["end_year"].astype(float) - 0.5 + (month / 12).fillna(1.0)
    rows["soft_low"] = np.where(rows["start_precision"] == "year", SOFT, 0.0)
    rows["soft_high"] = np.where(rows["end_precision"] == "year", SOFT, 0.0)
    return rows if first is None else rows[(rows["high"] > first) & (rows["low"] < last)]


def shared_years(phases: pd.DataFrame) -> list[int]:
    """Return the years that belong to two phases."""
    years = [year for row in phases.itertuples() for year in range(int(row.start_year), int(row.end_year) + 1)]
    return sorted({year for year in years if years.count(year) > 1})


def draw_bands(ax: Axes, along: str = "x", first: float | None = None, last: float | None = None) -> pd.DataFrame:
    """Draw the phases as bands along an axis, and return their rows.

    The bands are grey and white by turns; edges fade where only the year is known; shared years are striped.
    """
    span = ax.axvspan if along == "x" else ax.axhspan
    phases = phase_spans(first, last)
    for row in phases[phases["phase"] % 2 == 1].itertuples():
        steps = 6 if row.soft_low or row.soft_high else 1
        for step in range(steps):
            fade = 1 - (2 * step + 1) / steps if steps > 1 else 0
            span(
                row.low - row.soft_low * fade, row.high + row.soft_high * fade,
                color=tint(BANDS[0], (step + 1) / steps, BANDS[1]), lw=0, zorder=-5 + step / 10,
            )  # fmt: skip
    for year in shared_years(phases):
        span(year - 0.5, year + 0.5, facecolor="white", edgecolor="#c4c4c4", hatch="////", lw=0, zorder=-4)
    return phases


def name_bands(ax: Axes, phases: pd.DataFrame) -> None:
    """Write years and name of each phase above its band.

    A narrow band has its years alone, and a text that would touch another is raised by a line.
    """
    left, right = ax.get_xlim()
    scale = points_per_axes(ax) / (right - left)
    taken: list[tuple[int, float, float]] = []  # line, width in points and middle of each text
    for row in phases.itertuples():
        low, high = max(row.low, left), min(row.high, right)
        high = right if right - high < 2 else high
        room, middle = (high - low) * scale, (low + high) / 2
        if room < SMALL:
            continue
        years = format_years(row)
        lines = [years, *(wrap(row.name, room + 3) if room > text_width(years) + 3 else [])]
        widths, rise = [text_width(line) for line in reversed(lines)], 0
        while any(level + rise == other and abs(middle - at) * scale < (width + used) / 2 + 2
                  for level, width in enumerate(widths) for other, used, at in taken):  # fmt: skip
            rise += 1
        taken += [(level + rise, width, middle) for level, width in enumerate(widths)]
        annotate_axes(ax, "\n".join(lines), (middle, 1), (0, 4 + 11 * rise), "x", ha="center", va="bottom", linespacing=1.1)
