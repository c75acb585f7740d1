"""What stands beside the pendulum: its key, its deciding moments, and for each phase the text's words and a small pendulum."""

import math
from importlib.resources import as_file, files

import numpy as np
import pandas as pd
from matplotlib.transforms import Affine2D, ScaledTranslation

from nkdata.charts import artists
from nkdata.charts.frame import INK, QUIET
from nkdata.charts.line_breaks import SMALL
from nkdata.charts.phase_bands import shared_years
from nkdata.charts.text import MONTHS, describe_supplies, format_years
from nkdata.record.tables import load

AREA = 0.19  # square points of a bob for a million TIV a year
TEXT, PIVOT, ROD, REACH = -164, -191, 24, 60  # points left of the axes; rod in points; degrees at all Moscow


def moments():
    """The deciding moments: place on the time axis, date in words, and what happened; dates from the events.

    A row names a group, of which it takes the first, the last or a named event, or an event of no group.
    """
    events = load("events")
    acts = events["event_group"].fillna(events["event"])
    with as_file(files("nkdata.charts.plots") / "moments.csv") as path:
        rows = pd.read_csv(path)
    for row in rows.itertuples():
        dated = events[(acts == row.event_group) & (events["end"] >= "1953")]
        dated = dated.sort_values(["start", "end"])
        chosen = {"first": dated.head(1), "last": dated.tail(1)}.get(row.which, dated[dated["event"].eq(row.which)])
        for _, event in chosen.iterrows():
            day = event["start"] + (event["end"] - event["start"]) / 2 if event["precision"] == "year" else event["start"]
            when = f"{day.year}" if event["precision"] == "year" else f"{MONTHS[day.month - 1]} {day.year}"
            yield day.year - 0.5 + (day.day_of_year - 1) / 365.25, when, row.text


def annotate_axes(ax, data, phases):
    """Left of the axes: for each phase its name, what the text says, and a small pendulum at the phase's mean."""
    assistance, shared = load("assistance"), shared_years(phases)
    top, bottom = data["year"].min() - 0.5, data["year"].max() + 0.5
    for row in phases.itertuples():
        low, high = max(row.low, top), min(row.high, bottom)
        middle = (low + (row.start_year in shared) + high - (row.end_year in shared)) / 2
        said = [f"{side.title()}: {describe_supplies(row.phase, side, assistance)}" for side in artists.PATRONS]
        at = {"xycoords": artists.blended_transform(ax, "y"), "textcoords": "offset points", "fontsize": SMALL, "annotation_clip": False}
        ax.annotate(f"{format_years(row)}  {row.name}", (0, middle), (TEXT, 5), weight="bold", va="bottom", **at)
        ax.annotate("\n".join(said), (0, middle), (TEXT, 4), color="#444444", va="top", linespacing=1.2, **at)
        if row.end_year in shared:
            ax.annotate(f"{row.end_year} stands in both", (0, row.end_year), (-26, 0), ha="right", va="center", color=QUIET, **at)
        _small(ax, data[data["year"].between(row.start_year, row.end_year)], middle)


def _small(ax, rows, middle):
    total = rows["moscow"].sum() + rows["beijing"].sum()
    if not total > 0:
        return
    mean = (rows["moscow"].sum() - rows["beijing"].sum()) / total
    points = Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans + ScaledTranslation(0, middle, artists.blended_transform(ax, "y"))
    angles = np.radians(np.linspace(-REACH, REACH, 41))
    x, y, angle = PIVOT, 13, math.radians(-REACH * mean)
    style = artists.actor("SUN" if mean >= 0 else "CHN")
    kind = {"transform": points, "clip_on": False}
    ax.plot(x + ROD * np.sin(angles), y - ROD * np.cos(angles), color="#b5b5b5", lw=0.8, **kind)
    ax.plot([x, x], [y, y - ROD], color="#b5b5b5", lw=0.8, **kind)
    ax.plot([x, x + ROD * math.sin(angle)], [y, y - ROD * math.cos(angle)], color=INK, lw=1.2, **kind)
    ax.plot([x], [y], "o", color=INK, ms=2.5, **kind)
    ax.plot(
        [x + ROD * math.sin(angle)], [y - ROD * math.cos(angle)], style["marker"], color=style["colour"], mec="white",
        ms=math.sqrt(total / len(rows) * AREA + 6), **kind,
    )  # fmt: skip


def ahead(lean, year):
    """The actor that leads: China, or the Soviet Union and from 1992 on Russia.

    >>> ahead(0.5, 1985), ahead(0.5, 1992), ahead(-0.1, 1992)
    ('SUN', 'RUS', 'CHN')
    """
    return "CHN" if lean < 0 else "SUN" if year < 1992 else "RUS"


def key(ax):
    """What the shapes of the bobs say, at the head of the axes."""
    for row, code in enumerate(("SUN", "RUS", "CHN")):
        style, down = artists.actor(code), -10 - 12 * row
        at = ax.transData + ScaledTranslation(0, down / 72, ax.figure.dpi_scale_trans)
        top = ax.get_ylim()[1]
        ax.plot([-0.44], [top], style["marker"], color=style["colour"], mec="white", mew=0.6, ms=7, transform=at, zorder=4)
        artists.label(ax, f"{style['name']} ahead", (-0.51, top), (0, down), color=style["colour"])
