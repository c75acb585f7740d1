"""What charts share: actors with their colour and second channel, phases as soft bands, labels, numbers in words."""

import matplotlib.patheffects as effects
import matplotlib.transforms as transforms
import numpy as np
import pandas as pd

from nkdata.charts.frame import INK, QUIET, SMALL, text_width, wrap
from nkdata.charts.text import ARROWS, MATERIEL, MONTHS, amount, counted, decimal, listing, runs, says, signed, stated, written, years
from nkdata.record.formatting import percent
from nkdata.record.tables import load

__all__ = [
    "ARROWS",
    "MATERIEL",
    "MONTHS",
    "PATRONS",
    "actor",
    "amount",
    "bands",
    "beside",
    "counted",
    "decimal",
    "halo",
    "label",
    "listing",
    "mixed",
    "percent",
    "phase_labels",
    "phase_names",
    "runs",
    "says",
    "shared_years",
    "signed",
    "spans",
    "stated",
    "tint",
    "written",
    "years",
]  # fmt: skip

PATRONS = {"moscow": "SUN", "beijing": "CHN"}  # the actor whose colour a tie carries
BANDS = ("#efefef", "#ffffff")
SOFT = 0.45  # years over which an edge fades that is known to the year only


def actor(code):
    """Name, colour, marker, hatch and line style of an actor, as the table `actors` has them.

    >>> actor("CHN")["marker"]
    's'
    """
    table = load("actors")
    row = table.index[table["actor"].eq(code)][0]
    found = {column: table.at[row, column] for column in ("name", "colour", "marker", "hatch", "line")}
    return {column: "" if pd.isna(value) else value for column, value in found.items()}


def tint(colour, share):
    """A colour mixed with white: `share` 1 is the colour, 0 is white."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return "#" + "".join(f"{round(255 - (255 - value) * share):02x}" for value in rgb)


def phase_labels():
    """The years of each phase as they are written.

    >>> phase_labels()[1]
    '1953–56'
    """
    return {row.phase: years(row) for row in load("phases").itertuples()}


def spans(first=None, last=None):
    """The phases with their edges in decimal years, where a year y covers y - 0.5 to y + 0.5.

    The two edges of a phase that shares 1984 overlap by that year; an edge known to the month has no fade.
    """
    rows = load("phases")
    rows["low"] = rows["start_year"].astype(float) - 0.5
    month = pd.to_numeric(rows["end"].str[5:7], errors="coerce")
    rows["high"] = rows["end_year"].astype(float) - 0.5 + (month / 12).fillna(1.0)
    rows["soft_low"] = np.where(rows["start_precision"] == "year", SOFT, 0.0)
    rows["soft_high"] = np.where(rows["end_precision"] == "year", SOFT, 0.0)
    if first is not None:
        rows = rows[(rows["high"] > first) & (rows["low"] < last)]
    return rows


def bands(ax, along="x", first=None, last=None):
    """Phases behind the data: grey and white by turns, edges fading where only the year is known, 1984 in stripes."""
    span = ax.axvspan if along == "x" else ax.axhspan
    phases = spans(first, last)
    grey = phases[phases["phase"] % 2 == 1]
    for row in grey.itertuples():
        steps = 6 if row.soft_low or row.soft_high else 1
        for step in range(steps):
            fade = 1 - (2 * step + 1) / steps if steps > 1 else 0
            share = (step + 1) / steps
            span(
                row.low - row.soft_low * fade, row.high + row.soft_high * fade,
                color=_between(*BANDS, share), lw=0, zorder=-5 + step / 10,
            )  # fmt: skip
    for year in shared_years(phases):
        span(year - 0.5, year + 0.5, facecolor="white", edgecolor="#c4c4c4", hatch="////", lw=0, zorder=-4)
    return phases


def shared_years(phases):
    """Years that stand in two phases."""
    years = [year for row in phases.itertuples() for year in range(int(row.start_year), int(row.end_year) + 1)]
    return sorted({year for year in years if years.count(year) > 1})


def _between(colour, ground, share):
    a, b = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, ground))
    return "#" + "".join(f"{round(y + (x - y) * share):02x}" for x, y in zip(a, b, strict=True))


def halo(width=2.2):
    """A white outline that keeps a label legible over marks."""
    return [effects.withStroke(linewidth=width, foreground="white")]


def label(ax, text, at, shift=(0, 0), **kind):
    """A direct label with a white halo, moved from the point `at` by `shift` points."""
    kind = {"fontsize": SMALL, "color": INK, "ha": "left", "va": "center", "linespacing": 1.15, "zorder": 9} | kind
    return ax.annotate(text, at, shift, textcoords="offset points", annotation_clip=False, path_effects=halo(), **kind)


def beside(ax, text, at, shift=(0, 0), **kind):
    """A quiet text whose place is given in axes fractions."""
    kind = {"fontsize": SMALL, "color": QUIET, "ha": "left", "va": "center", "linespacing": 1.15} | kind
    return ax.annotate(text, at, shift, "axes fraction", "offset points", annotation_clip=False, **kind)


def mixed(ax, along):
    """Transform with data along one axis and axes fractions along the other."""
    make = transforms.blended_transform_factory
    return make(ax.transData, ax.transAxes) if along == "x" else make(ax.transAxes, ax.transData)


def phase_names(ax, phases):
    """Above the axes: years and name of each phase over its band; years alone over a narrow one, higher where two would touch."""
    left, right = ax.get_xlim()
    scale = ax.get_window_extent().width * 72 / ax.figure.dpi / (right - left)
    taken = []
    for row in phases.itertuples():
        low, high = max(row.low, left), min(row.high, right)
        high = right if right - high < 2 else high
        room, middle = (high - low) * scale, (low + high) / 2
        if room < SMALL:
            continue
        lines = [years(row), *(wrap(row.name, room + 3) if room > text_width(years(row)) + 3 else [])]
        wide, rise = [text_width(line) for line in reversed(lines)], 0
        while any(level + rise == other and abs(middle - at) * scale < (width + used) / 2 + 2
                  for level, width in enumerate(wide) for other, used, at in taken):  # fmt: skip
            rise += 1
        taken += [(level + rise, width, middle) for level, width in enumerate(wide)]
        ax.annotate("\n".join(lines), (middle, 1), (0, 4 + 11 * rise), mixed(ax, "x"), textcoords="offset points", fontsize=SMALL,
                    ha="center", va="bottom", color=QUIET, annotation_clip=False, linespacing=1.1)  # fmt: skip
