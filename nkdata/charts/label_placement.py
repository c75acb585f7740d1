"""Placement of labels: the best free place around each point, with a thin line to it where that is far."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from nkdata.charts.artists import Point, label
from nkdata.charts.frame import QUIET
from nkdata.charts.line_breaks import SMALL, text_width

ANGLES = np.radians([30, -30, 150, -150, 0, 180, 90, -90, 60, -60, 120, -120])
REACHES = (13, 19, 26, 34, 44, 56)  # points from the middle of the mark to the label
PER_POINT = 0.15  # cost of a point of distance; a hidden spot costs 1
LINE_FROM = 19  # points of distance from which on a line is drawn


def place_labels(ax: Axes, texts: Sequence[tuple[str, float, float]], avoid: Sequence[Point] = (), **style) -> None:
    """Label points so that no label lies on another or on a point, and on as few spots as possible.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes whose limits are set.
    texts : sequence of (str, float, float)
        Text and place of each point, in data coordinates.
    avoid : sequence of (float, float)
        Spots in data coordinates; those along a line must be as close together as a line is to be seen.
    **style
        Of the text.
    """
    scale = 72 / ax.figure.dpi
    points = ax.transData.transform([(x, y) for _, x, y in texts]) * scale
    spots = ax.transData.transform(np.reshape(avoid, (-1, 2))) * scale
    box, taken = ax.get_window_extent(), np.empty((0, 4))
    edges = np.array([box.x0, box.y0, box.x1, box.y1]) * scale
    angles, reaches = (grid.ravel() for grid in np.meshgrid(ANGLES, REACHES))
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    for at, (text, x, y) in enumerate(texts):
        half = np.array([text_width(text, SMALL, style.get("weight", "normal")), SMALL * 1.3]) / 2
        aside = np.clip(directions * 1.5, -1, 1)
        middles = points[at] + directions * reaches[:, None] + aside * half  # a label to the right begins where its line ends
        frames = np.hstack([middles - half, middles + half])
        cost = PER_POINT * reaches + _hidden(frames, spots, 2) + 30 * _overlaps(frames, taken)
        cost += 10 * _hidden(frames, np.delete(points, at, 0), 9)
        cost += 100 * ((frames[:, :2] < edges[:2]).any(axis=1) | (frames[:, 2:] > edges[2:]).any(axis=1))
        best = cost.argmin()
        taken = np.vstack([taken, frames[best]])
        line = {"arrowstyle": "-", "color": QUIET, "lw": 0.7, "shrinkA": 1, "shrinkB": 7, "relpos": tuple(0.5 - aside[best] / 2)}
        arrow = {"arrowprops": line} if reaches[best] >= LINE_FROM else {}
        label(ax, text, (x, y), tuple(middles[best] - points[at]), ha="center", **arrow, **style)


def _hidden(frames: np.ndarray, spots: np.ndarray, margin: float) -> np.ndarray:
    """Count the spots that each frame hides."""
    x, y = spots[:, 0], spots[:, 1]
    left, low, right, high = (frames[:, [i]] for i in range(4))
    return ((left - margin < x) & (x < right + margin) & (low - margin < y) & (y < high + margin)).sum(axis=1)


def _overlaps(frames: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Count the others that each frame touches."""
    left, low, right, high = (frames[:, [i]] for i in range(4))
    return ((left < others[:, 2]) & (others[:, 0] < right) & (low < others[:, 3]) & (others[:, 1] < high)).sum(axis=1)
