"""Lean of arms, of politics and of money in each phase, beside the words of the country study."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, SMALL, WIDTH, Words, no_data
from nkdata.charts.phase_bands import BANDS, phase_labels
from nkdata.charts.text import MATERIEL, describe_level
from nkdata.measures.series.lines import three_lines
from nkdata.record.formatting import amount, counted, listing, signed
from nkdata.record.tables import load

COLUMNS = {
    "phase": "phase",
    "name": "name of the phase",
    "line": "arms, politics or money",
    "lean": "lean, from +1, all Moscow, to −1, all Beijing; missing for money and below five acts",
    "low": "lower bound of 90%, or of the range",
    "high": "upper bound of 90%, or of the range",
    "number": "number of deals, acts or comparisons",
    "of": "deals, acts or comparisons",
    "side": "Moscow, Beijing, either or unknown: where the whole range lies",
    "words": "words of the country study on supplies",
}
MARKERS = {"arms": "o", "politics": "s", "money": "D"}
PLACE = {"arms": -0.27, "politics": 0.0, "money": 0.27}  # of each line within its row
OFF = 200  # points from the axes to the names of the phases


def data() -> pd.DataFrame:
    """Return the three lines of each phase, and what the country study says of the supplies of each patron."""
    frame = three_lines()
    said = load("assistance")
    said = said[said["form"].isin(MATERIEL)].drop_duplicates(["phase", "patron"])
    texts = {phase: _said(rows) for phase, rows in said.groupby("phase")}
    frame["words"] = frame["phase"].map(texts).fillna("")
    return frame[list(COLUMNS)]


def _said(rows: pd.DataFrame) -> str:
    sides = {"SUN": "Moscow", "RUS": "Moscow", "CHN": "Beijing"}
    texts = {sides[row.patron]: describe_level(row) for row in rows.itertuples()}
    return "; ".join(f"{side} {texts[side]}" for side in ("Moscow", "Beijing") if texts.get(side, "not stated") != "not stated")


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    if data.empty:
        return no_data("three-lines")
    sides = data.pivot(index="phase", columns="line", values="side")
    firm = sides.where(sides.isin(["Moscow", "Beijing"]))
    agree, part = ([phase for phase, row in firm.iterrows() if row.nunique() == number and row.notna().sum() > 1] for number in (1, 2))
    title = f"Arms, politics and money agree in {counted(len(agree))} of {counted(len(sides))} phases"
    title += f" and part in {listing(phase_labels()[phase] for phase in part)}" if part else ""
    return Words(
        title=title,
        subtitle="Lean, (Moscow − Beijing) / (Moscow + Beijing). Arms: SIPRI’s deliveries by value; politics: dated acts; both with 90% "
        "intervals. Money: trade, oil and aid, a range over comparisons of the two patrons. At the right what each rests on.",
        caption="Lean of arms, politics and money in each phase, with the evidence that each rests on",
        alt=f"{title}. " + " ".join(_phase_text(phase, rows) for phase, rows in data.groupby("phase")),
        source="Source: SIPRI Arms Transfers Database 2026; tables events, trade, oil and aid, many sources; words: Library of Congress 1994; "
        "own calculation.",
    )


def _phase_text(phase: int, rows: pd.DataFrame) -> str:
    return f"{phase_labels()[phase]}: " + ", ".join(f"{row.line} {_value(row)}" for row in rows.itertuples()) + "."


def _value(row: Any) -> str:
    """Return the lean and, where its whole range lies on one side, that side; money has the side alone."""
    side = {"either": "open"}.get(row.side, row.side)
    return side if np.isnan(row.lean) else f"{signed(row.lean, 1)} {side}".removesuffix(" open")


def _count(row: Any) -> str:
    if row.line == "politics" and np.isnan(row.lean):
        return f"too few acts: {amount(row.number)}"
    if not row.number:
        return "no comparison"
    return f"{amount(row.number)} {row.of if row.number > 1 else row.of.removesuffix('s')}"


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a row for each phase with its three lines, their names and the words left, their evidence right."""
    artists.set_lean_axis(ax, 1.06, -1.06)
    phases = list(dict.fromkeys(data["phase"]))
    ax.set_yticks([])
    ax.set_ylim(len(phases) - 0.5, -0.5)
    for at in range(0, len(phases), 2):
        ax.axhspan(at - 0.5, at + 0.5, color=BANDS[0], lw=0, zorder=-5)
    for row in data.itertuples():
        _line(ax, row, phases.index(row.phase) + PLACE[row.line])
    for at, (phase, rows) in enumerate(data.groupby("phase")):
        first = rows.iloc[0]
        artists.annotate_axes(ax, phase_labels()[phase], (0, at), (-OFF, 15), "y", weight="bold", color=INK)
        artists.annotate_axes(ax, first["name"], (0, at), (-OFF + 46, 15), "y", color=INK)
        for place, text in enumerate(filter(None, first["words"].split("; "))):
            artists.annotate_axes(ax, text, (0, at), (-OFF, 1 - 13 * place), "y")
    for tie, x, align, text in (("moscow", 1, "left", "◀ MOSCOW"), ("beijing", -1, "right", "BEIJING ▶")):
        style: dict[str, Any] = {"ha": align, "weight": "bold", "fontsize": 10, "color": artists.colour(tie)}
        artists.annotate_axes(ax, text, ((1.06 - x) / 2.12, 1), (0, 8), **style)


def _line(ax: Axes, row: Any, y: float) -> None:
    """Draw the range and the mark of one line of evidence, its name left and its count right of the axes."""
    colour = {"Moscow": artists.colour("moscow"), "Beijing": artists.colour("beijing")}.get(row.side, QUIET)
    artists.annotate_axes(ax, row.line, (0, y), (-6, 0), "y", ha="right", color=INK)
    artists.annotate_axes(ax, _count(row), (1, y), (6, 0), "y", color=QUIET, fontsize=SMALL)
    if np.isnan(row.low):
        artists.label(ax, "not known" if row.line == "money" else "too few acts", (0, y), ha="center", color=QUIET, style="italic")
        return
    thick = 5 if row.line == "money" else 1.6
    ax.plot(
        [row.low, row.high],
        [y, y],
        color=artists.tint(colour, 0.55) if row.line == "money" else colour,
        lw=thick,
        solid_capstyle="butt",
        zorder=3,
    )
    if not np.isnan(row.lean):
        ax.plot(row.lean, y, MARKERS[row.line], mfc=colour, mec="white", mew=0.8, ms=7, zorder=4)
    elif row.high - row.low < 0.02:
        ax.plot(row.low, y, MARKERS[row.line], mfc=artists.tint(colour, 0.55), mec=colour, mew=0.8, ms=5, zorder=4)


CHART = Chart("three-lines", __doc__, data, words, draw, size=(WIDTH, 6.4), margins=(206, 34, 92, 20), columns=COLUMNS)
