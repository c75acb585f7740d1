"""What charts share: actors with their colour and second channel, phases as soft bands, labels, numbers in words."""

import matplotlib.patheffects as effects
import matplotlib.transforms as transforms
import numpy as np
import pandas as pd

from nkdata.charts.house import INK, QUIET, SMALL, text_width, wrap
from nkdata.charts.wording import (
    ARROWS,
    MATERIEL,
    MONTHS,
    amount,
    decimal,
    listing,
    runs,
    says,
    signed,
    stated,
    written,
    years,
)
from nkdata.loading import load

__all__ = [
    "ARROWS", "MATERIEL", "MONTHS", "PATRONS", "actor", "amount", "bands", "beside", "decimal", "halo", "label", "listing",
    "mixed", "phase_names", "place", "runs", "says", "shared_years", "signed", "spans", "stated", "tint", "written", "years",
]  # fmt: skip

PATRONS = {"moscow": "SUN", "beijing": "CHN"}  # the actor whose colour a tie carries
BANDS = ("#efefef", "#ffffff")
SOFT = 0.45  # years over which an edge fades that is known to the year only


def actor(code):
    """Colour, marker, hatch and line style of an actor, as the table `actors` has them.

    >>> actor("CHN")["marker"]
    's'
    """
    row = load("actors").set_index("actor").loc[code]
    return row[["colour", "marker", "hatch", "line"]].fillna("").to_dict()


def tint(colour, share):
    """A colour mixed with white: `share` 1 is the colour, 0 is white."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return "#" + "".join(f"{round(255 - (255 - value) * share):02x}" for value in rgb)


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
    """Above the axes: the years of each phase over its band; a phase too narrow for its name gets its years alone."""
    for row in phases.itertuples():
        low, high = max(row.low, ax.get_xlim()[0]), min(row.high, ax.get_xlim()[1])
        high = ax.get_xlim()[1] if row.phase == phases["phase"].max() else high
        room = (high - low) / (ax.get_xlim()[1] - ax.get_xlim()[0]) * ax.get_window_extent().width * 72 / ax.figure.dpi
        lines = wrap(row.name, room + 3)
        lines = [years(row), *lines] if room > text_width(years(row)) + 3 else [f"{row.start_year}–", f"{row.end_year % 100:02d}"]
        ax.annotate("\n".join(lines), ((low + high) / 2, 1), (0, 4), mixed(ax, "x"), textcoords="offset points", fontsize=SMALL,
                    ha="center", va="bottom", color=QUIET, annotation_clip=False, linespacing=1.1)  # fmt: skip


def place(ax, texts, avoid=(), reach=11, **kind):
    """Label points so that no label lies on another, on a point, or, where it can be helped, on what is to be avoided.

    `texts` are (text, x, y) in data coordinates and `avoid` points (x, y); each label takes the first of eight places
    around its point with the fewest hits.
    """
    scale = 72 / ax.figure.dpi
    points = [tuple(ax.transData.transform(point) * scale) for point in [(x, y) for _, x, y in texts]]
    others = [tuple(ax.transData.transform(point) * scale) for point in avoid]
    box = ax.get_window_extent()
    taken = []
    for (text, x, y), (px, py) in zip(texts, points, strict=True):
        width, height = text_width(text, SMALL, kind.get("weight", "normal")), SMALL * 1.25
        best = None
        for dx, dy in ((1, 0.7), (1, -0.7), (-1, 0.7), (-1, -0.7), (1, 0), (-1, 0), (0, 1.35), (0, -1.35)):
            left = px + dx * reach - (width if dx < 0 else width / 2 if dx == 0 else 0)
            low = py + dy * reach - height / 2
            frame = (left, low, left + width, low + height)
            hits = 30 * sum(_meet(frame, other) for other in taken)
            hits += 10 * sum(_holds(frame, p, 7) for p in points if p != (px, py)) + sum(_holds(frame, p, 2) for p in others)
            hits += 100 * (frame[0] < box.x0 * scale or frame[2] > box.x1 * scale or frame[1] < box.y0 * scale)
            if best is None or hits < best[0]:
                best = (hits, dx, dy, frame)
        _, dx, dy, frame = best
        taken.append(frame)
        align = "left" if dx > 0 else "right" if dx < 0 else "center"
        label(ax, text, (x, y), (dx * reach, dy * reach), ha=align, **kind)


def _meet(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _holds(frame, point, margin):
    return frame[0] - margin < point[0] < frame[2] + margin and frame[1] - margin < point[1] < frame[3] + margin
