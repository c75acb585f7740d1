"""Labels of points where they hide nothing: the nearest free place around each, with a thin leader where it is far."""

import numpy as np

from nkdata.charts.artists import label
from nkdata.charts.frame import QUIET
from nkdata.charts.line_breaks import SMALL, text_width

ANGLES = np.radians([30, -30, 150, -150, 0, 180, 90, -90, 60, -60, 120, -120])
REACHES = (13, 19, 26, 34, 44, 56)  # points from the middle of the mark to the label
PER_POINT = 0.15  # what a point of distance costs, where hiding a spot of what is to be avoided costs 1
LED = 19  # points from which on a leader is drawn


def place_labels(ax, texts, avoid=(), **kind):
    """Label points so that no label lies on another, on a point, or, where it can be helped, on what is to be avoided.

    `texts` are (text, x, y) in data coordinates and `avoid` spots (x, y), as close together as a line is to be seen.
    """
    scale = 72 / ax.figure.dpi
    points = ax.transData.transform([(x, y) for _, x, y in texts]) * scale
    spots = ax.transData.transform(np.reshape(avoid, (-1, 2))) * scale
    box, taken = ax.get_window_extent(), np.empty((0, 4))
    edges = np.array([box.x0, box.y0, box.x1, box.y1]) * scale
    turns, reaches = (grid.ravel() for grid in np.meshgrid(ANGLES, REACHES))
    ways = np.column_stack([np.cos(turns), np.sin(turns)])
    for at, (text, x, y) in enumerate(texts):
        width, height = text_width(text, SMALL, kind.get("weight", "normal")), SMALL * 1.3
        aside, half = np.clip(ways * 1.5, -1, 1), np.array([width / 2, height / 2])
        middles = points[at] + ways * reaches[:, None] + aside * half  # a label to the right begins where its leader ends
        frames = np.hstack([middles - half, middles + half])
        cost = PER_POINT * reaches + _held(frames, spots, 2) + 30 * _met(frames, taken)
        cost += 10 * _held(frames, np.delete(points, at, 0), 9)
        cost += 100 * ((frames[:, :2] < edges[:2]).any(axis=1) | (frames[:, 2:] > edges[2:]).any(axis=1))
        best = cost.argmin()
        taken = np.vstack([taken, frames[best]])
        arrow = {"arrowstyle": "-", "color": QUIET, "lw": 0.7, "shrinkA": 1, "shrinkB": 7, "relpos": tuple(0.5 - aside[best] / 2)}
        led = {"arrowprops": arrow} if reaches[best] >= LED else {}
        label(ax, text, (x, y), tuple(middles[best] - points[at]), ha="center", **led, **kind)


def _held(frames, spots, margin):
    """How many spots each frame hides."""
    x, y = spots[:, 0], spots[:, 1]
    left, low, right, high = (frames[:, [i]] for i in range(4))
    return ((left - margin < x) & (x < right + margin) & (low - margin < y) & (y < high + margin)).sum(axis=1)


def _met(frames, others):
    """How many of the others each frame touches."""
    left, low, right, high = (frames[:, [i]] for i in range(4))
    return ((left < others[:, 2]) & (others[:, 0] < right) & (low < others[:, 3]) & (others[:, 1] < high)).sum(axis=1)
