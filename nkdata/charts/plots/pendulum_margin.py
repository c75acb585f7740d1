"""The margin of the pendulum: its legend, its dated events, and for each phase the text's words and a small pendulum."""

import math
from collections.abc import Iterator
from importlib.resources import as_file, files

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D, ScaledTranslation

from nkdata.charts import artists
from nkdata.charts.frame import INK
from nkdata.charts.phase_bands import shared_years
from nkdata.charts.text import MATERIEL, describe_level, format_years
from nkdata.record.edtf import decimal_year, plain
from nkdata.record.tables import load, ties

AREA = 0.19  # square points of a marker for a million TIV a year
TEXT, PIVOT, ROD, REACH = -164, -191, 24, 60  # points left of the axes; rod in points; degrees at all Moscow


def moments() -> Iterator[tuple[float, str, str]]:
    """Yield the decimal year, the date in words and the text of each moment of moments.csv, dated by the events.

    A row names a group of events, of which it takes the first, the last or a named one, or an event of no group.
    """
    events = load("events")
    groups = events["event_group"].fillna(events["event"])
    with as_file(files("nkdata.charts.plots") / "moments.csv") as path:
        rows = pd.read_csv(path)
    for row in rows.itertuples():
        dated = events[(groups == row.event_group) & (events["end"] >= "1953")].sort_values(["start", "end"])
        chosen = {"first": dated.head(1), "last": dated.tail(1)}.get(row.which, dated[dated["event"].eq(row.which)])
        of_year = chosen["precision"].eq("year")
        days = chosen["start"].where(~of_year, chosen["start"] + (chosen["end"] - chosen["start"]) / 2)
        for at, day, year_only in zip(decimal_year(days), days, of_year, strict=True):
            yield at, plain(f"{day:%Y}" if year_only else f"{day:%Y-%m}"), row.text


def draw_phases(ax: Axes, data: pd.DataFrame, phases: pd.DataFrame) -> None:
    """Write the name and the text's words left of each phase, and draw a small pendulum at its mean."""
    shared = shared_years(phases)
    top, bottom = data["year"].min() - 0.5, data["year"].max() + 0.5
    for row in phases.itertuples():
        low, high = max(row.low, top), min(row.high, bottom)
        middle = (low + (row.start_year in shared) + high - (row.end_year in shared)) / 2
        head, words = (
            f"{format_years(row)}  {row.name}",
            "\n".join(f"{tie.title()}: {_supplies(row.phase, tie)}" for tie in artists.PATRONS),
        )
        artists.annotate_axes(ax, head, (0, middle), (TEXT, 5), "y", weight="bold", va="bottom", color=INK)
        artists.annotate_axes(ax, words, (0, middle), (TEXT, 4), "y", color="#444444", va="top", linespacing=1.2)
        if row.end_year in shared:
            artists.annotate_axes(ax, f"{row.end_year} stands in both", (0, row.end_year), (-26, 0), "y", ha="right")
        _draw_small_pendulum(ax, data[data["year"].between(row.start_year, row.end_year)], middle)


def _supplies(phase: int, tie: str) -> str:
    """Return the text's words on the supplies of one patron in one phase, the direction with an arrow."""
    rows = load("assistance")
    rows = rows[(rows["phase"] == phase) & rows["patron"].map(ties()).eq(tie) & rows["form"].isin(MATERIEL)]
    return "nothing said" if rows.empty else describe_level(rows.iloc[0])


def _draw_small_pendulum(ax: Axes, rows: pd.DataFrame, middle: float) -> None:
    moscow, beijing = rows["moscow"].sum(), rows["beijing"].sum()
    total = moscow + beijing
    if not total > 0:
        return
    mean = (moscow - beijing) / total
    points = Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans + ScaledTranslation(0, middle, artists.blended_transform(ax, "y"))
    angles = np.radians(np.linspace(-REACH, REACH, 41))
    x, y, angle = PIVOT, 13, math.radians(-REACH * mean)
    end = x + ROD * math.sin(angle), y - ROD * math.cos(angle)
    style = artists.actor(leading_patron(mean, 1953))
    place = {"transform": points, "clip_on": False}
    ax.plot(x + ROD * np.sin(angles), y - ROD * np.cos(angles), color="#b5b5b5", lw=0.8, **place)
    ax.plot([x, x], [y, y - ROD], color="#b5b5b5", lw=0.8, **place)
    ax.plot([x, end[0]], [y, end[1]], color=INK, lw=1.2, **place)
    ax.plot([x], [y], "o", color=INK, ms=2.5, **place)
    size = math.sqrt(total / len(rows) * AREA + 6)
    ax.plot([end[0]], [end[1]], style["marker"], color=style["colour"], mec="white", ms=size, **place)


def leading_patron(lean: float, year: int) -> str:
    """Return the code of the patron that leads: China, the Soviet Union, or from 1992 on Russia.

    >>> leading_patron(0.5, 1985), leading_patron(0.5, 1992), leading_patron(-0.1, 1992)
    ('SUN', 'RUS', 'CHN')
    """
    return "CHN" if lean < 0 else "SUN" if year < 1992 else "RUS"


def draw_legend(ax: Axes) -> None:
    """Draw the marker of each patron with its name at the head of the axes."""
    top = ax.get_ylim()[1]
    for row, code in enumerate(("SUN", "RUS", "CHN")):
        style, down = artists.actor(code), -10 - 12 * row
        at = ax.transData + ScaledTranslation(0, down / 72, ax.figure.dpi_scale_trans)
        ax.plot([-0.44], [top], style["marker"], color=style["colour"], mec="white", mew=0.6, ms=7, transform=at, zorder=4)
        artists.label(ax, f"{style['name']} ahead", (-0.51, top), (0, down), color=style["colour"])
