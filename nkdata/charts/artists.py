"""Parts of every chart: the style of an actor, tints, labels, and axes of years, of lean and of two mirrored ties."""

from collections.abc import Iterable

import matplotlib.patheffects as effects
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Transform, blended_transform_factory

from nkdata.charts.frame import INK, QUIET
from nkdata.charts.line_breaks import SMALL
from nkdata.record.formatting import amount
from nkdata.record.tables import load

PATRONS = {"moscow": "SUN", "beijing": "CHN"}  # the actor whose colour a tie has
SIGN = {"moscow": 1, "beijing": -1}  # up and down in mirrored charts
Point = tuple[float, float]


def actor(code: str) -> dict[str, str]:
    """Return name, colour, marker, hatch and line style of an actor, as the table `actors` has them.

    >>> actor("CHN")["marker"]
    's'
    """
    table = load("actors")
    row = table.index[table["actor"].eq(code)][0]
    found = {column: table.at[row, column] for column in ("name", "colour", "marker", "hatch", "line")}
    return {column: "" if pd.isna(value) else value for column, value in found.items()}


def colour(code: str) -> str:
    """Return the colour of an actor or, of a tie, that of its patron.

    >>> colour("CHN") == colour("beijing")
    True
    """
    return actor(PATRONS.get(code, code))["colour"]


def tint(colour: str, share: float, ground: str = "#ffffff") -> str:
    """Mix a colour with a ground: a share of 1 is the colour, 0 the ground.

    >>> tint("#000000", 0.5)
    '#808080'
    """
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(under + (over - under) * share):02x}" for over, under in pairs)


def halo(width: float = 2.2) -> list[effects.AbstractPathEffect]:
    """Return a white outline that keeps a label legible over marks."""
    return [effects.withStroke(linewidth=width, foreground="white")]


def label(ax: Axes, text: str, at: Point, shift: Point = (0, 0), **style) -> Annotation:
    """Write a label with a white halo, `shift` points from a point of the data."""
    style = {"fontsize": SMALL, "color": INK, "ha": "left", "va": "center", "linespacing": 1.15, "zorder": 9} | style
    return ax.annotate(text, at, shift, textcoords="offset points", annotation_clip=False, path_effects=halo(), **style)


def annotate_axes(ax: Axes, text: str, at: Point, shift: Point = (0, 0), data: str = "", **style) -> Annotation:
    """Write a text, `shift` points from a place in axes fractions or, along the axis `data` ("x" or "y"), in data."""
    spacing = None if data else 1.15  # matplotlib sets a text that has a spacing at another height
    style = {"fontsize": SMALL, "color": QUIET, "ha": "left", "va": "center", "linespacing": spacing} | style
    place = blended_transform(ax, data) if data else "axes fraction"
    return ax.annotate(text, at, shift, place, "offset points", annotation_clip=False, **style)


def blended_transform(ax: Axes, data: str) -> Transform:
    """Return the transform with data along one axis ("x" or "y") and axes fractions along the other."""
    return blended_transform_factory(*((ax.transData, ax.transAxes) if data == "x" else (ax.transAxes, ax.transData)))


def hide_y_axis(ax: Axes, ticks: Iterable[float] | None = None) -> None:
    """Hide the line of the y axis and its tick marks, and with empty `ticks` their labels too."""
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    if ticks is not None:
        ax.set_yticks(list(ticks))


def five_years(first: float, last: float) -> list[int]:
    """Return every fifth year from first to last.

    >>> five_years(1953, 1966)
    [1955, 1960, 1965]
    """
    return [year for year in range(1900, 2100, 5) if first <= year <= last]


def set_lean_axis(ax: Axes, left: float, right: float) -> None:
    """Set the lean along the x axis, all Moscow on the left and all Beijing on the right, as on the map."""
    ax.set_xlim(left, right)
    ax.axvline(0, color="#8a8a8a", lw=0.8, zorder=0)
    ax.set_xticks([1, 0.5, 0, -0.5, -1], ["+1\nall Moscow", "+0.5\n3 to 1", "0\neven", "−0.5\n1 to 3", "−1\nall Beijing"])
    hide_y_axis(ax)


def set_mirrored_axes(ax: Axes, years: pd.Series, top: float, bottom: float, foot: float, head: float, least: float = 0) -> None:
    """Set years along the x axis and amounts up to `top` above zero and `bottom` below it; room as shares of their sum."""
    reach = max(top + bottom, least)
    ax.set_xlim(years.min() - 0.9, years.max() + 0.9)
    ax.set_ylim(-bottom - reach * foot, top + reach * head)
    ticks = [tick for tick in range(-5000, 5001, 500 if reach > 800 else 100) if -bottom <= tick <= top]
    ax.set_yticks(ticks, [amount(abs(tick)) for tick in ticks])
    for tick in ticks:
        ax.axhline(tick, color="#d5d5d5", lw=0.6, zorder=-1)
    hide_y_axis(ax)
    ax.set_xticks(five_years(years.min(), years.max()))
