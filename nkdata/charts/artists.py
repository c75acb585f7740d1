"""What charts share: actors with their colour and second channel, phases as soft bands, labels, numbers in words."""

import matplotlib.patheffects as effects
import matplotlib.transforms as transforms
import numpy as np
import pandas as pd

from nkdata.charts.frame import INK, QUIET
from nkdata.charts.line_breaks import SMALL
from nkdata.record.tables import load

PATRONS = {"moscow": "SUN", "beijing": "CHN"}  # the actor whose colour a tie carries


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
    """Mix a colour with white: `share` 1 is the colour, 0 is white."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return "#" + "".join(f"{round(255 - (255 - value) * share):02x}" for value in rgb)


def halo(width=2.2):
    """A white outline that keeps a label legible over marks."""
    return [effects.withStroke(linewidth=width, foreground="white")]


def label(ax, text, at, shift=(0, 0), **kind):
    """A direct label with a white halo, moved from the point `at` by `shift` points."""
    kind = {"fontsize": SMALL, "color": INK, "ha": "left", "va": "center", "linespacing": 1.15, "zorder": 9} | kind
    return ax.annotate(text, at, shift, textcoords="offset points", annotation_clip=False, path_effects=halo(), **kind)


def annotate_axes(ax, text, at, shift=(0, 0), **kind):
    """A quiet text whose place is given in axes fractions."""
    kind = {"fontsize": SMALL, "color": QUIET, "ha": "left", "va": "center", "linespacing": 1.15} | kind
    return ax.annotate(text, at, shift, "axes fraction", "offset points", annotation_clip=False, **kind)


def blended_transform(ax, along):
    """Transform with data along one axis and axes fractions along the other."""
    make = transforms.blended_transform_factory
    return make(ax.transData, ax.transAxes) if along == "x" else make(ax.transAxes, ax.transData)
