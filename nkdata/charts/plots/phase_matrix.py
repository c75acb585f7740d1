"""Assistance of each patron in each phase in the words of the text, time running downward."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, WIDTH, Words, no_data, points_per_axes
from nkdata.charts.line_breaks import SMALL, wrap
from nkdata.charts.phase_bands import phase_spans, shared_years
from nkdata.charts.text import ARROWS, MATERIEL, describe_level, format_years
from nkdata.record.formatting import listing
from nkdata.record.tables import load, ties

COLUMNS = {
    "phase": "phase",
    "name": "name of the phase",
    "start_year": "first year of the phase",
    "end_year": "last year of the phase",
    "start": "beginning of the phase in decimal years",
    "end": "end of the phase in decimal years",
    "side": "moscow or beijing",
    "form": "form of assistance",
    "level": "level, or unstated",
    "direction": "direction, or unstated",
    "pace": "pace of the change, if stated",
    "status": "coded or inferred status of the row",
}
GIVEN = {"sole": 1.0, "supplied": 1.0, "little": 0.22, "none": 0.0}  # shade of a level of supplies
TERMS = ("commercial",)  # levels that are terms of supply, not sizes
INNER, OUTER = 0.1, 1.0  # edges of a cell, in half-widths of the axes


def data() -> pd.DataFrame:
    """Return the table `assistance` with the span of each phase, to the month where it is known."""
    spans = phase_spans().set_index("phase")
    rows = load("assistance")
    rows["side"] = rows["patron"].map(ties())
    for column, origin in {"name": "name", "start_year": "start_year", "end_year": "end_year", "start": "low", "end": "high"}.items():
        rows[column] = rows["phase"].map(spans[origin])
    return rows[list(COLUMNS)]


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted rows."""
    cells = _cells(data)
    if cells.empty:
        return no_data("phase-matrix")
    level, moved = int((~cells["level"].isin(["unstated", *TERMS])).sum()), int(cells["direction"].ne("unstated").sum())
    first, last = int(cells["start_year"].min()), int(cells["end_year"].max())
    title = f"The country study says which way supplies went in {moved} of {len(cells)} cells and how large they were in {level}"
    shared = shared_years(cells.drop_duplicates("phase"))
    return Words(
        title=title,
        subtitle="Supplies of each patron by phase. Solid outline: a level is stated; dotted: none is; grey: terms, not a "
        "size; wedge: a direction, not its size. Codes are read from the words; there is nothing to estimate.",
        caption=f"Assistance of Moscow and Beijing to North Korea by phase, {first} to {last}, as the country study gives it",
        alt=f"{title}. " + _describe(cells) + (f" {listing(map(str, shared))} stands in two phases." if shared else ""),
        source="Source: North Korea: A Country Study, Library of Congress 1994; own coding of its words.",
    )  # fmt: skip


def _describe(cells: pd.DataFrame) -> str:
    parts = []
    for side in artists.PATRONS:
        rows = cells[cells["side"] == side].sort_values("start", kind="stable")
        if len(rows):
            levels = ", ".join(f"{describe_level(row, arrow=False)} in {format_years(row)}" for row in rows.itertuples())
            parts.append(f"{side.title()}: {levels}.")
    return " ".join(parts)


def _cells(data: pd.DataFrame) -> pd.DataFrame:
    """Return the first row on supplies in each phase and side, which fills the cell."""
    return data[data["form"].isin(MATERIEL)].drop_duplicates(["phase", "side"])


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a cell for each phase and patron on a time axis that runs down the page."""
    low, high = data["start"].min(), data["end"].max()
    ax.set_xlim(-1.02, 1.02)
    ax.set_ylim(high + 0.35, low - 0.35)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    for year in range(int(np.ceil(low)), int(high) + 1):
        if year % 5 == 0:
            artists.label(ax, str(year), (0, year), ha="center", color="#333333")
        else:
            ax.plot([-0.02, 0.02], [year, year], color="#b0b0b0", lw=0.8)
    for side, sign in (("moscow", -1), ("beijing", 1)):
        colour = artists.colour(side)
        style = {"ha": "right" if sign < 0 else "left", "va": "bottom", "weight": "bold", "fontsize": 10, "color": colour}
        artists.annotate_axes(ax, side.upper(), (sign * INNER, 1), (0, 5), "x", **style)
        for _, rows in data[data["side"] == side].groupby("phase"):
            _cell(ax, rows, shared_years(data.drop_duplicates("phase")), sign, colour)


def _cell(ax: Axes, rows: pd.DataFrame, shared: list[int], sign: int, colour: str) -> None:
    """Draw a cell: its outline, the shade of its level, a wedge for its direction, and its words."""
    first = rows.iloc[0]
    main = rows[rows["form"].isin(MATERIEL)].head(1)
    level = main["level"].iloc[0] if len(main) else "unstated"
    shade, terms = GIVEN.get(level), level in TERMS
    outline = {"ec": colour, "lw": 1.2, "ls": "-" if shade is not None or terms else (0, (1, 1.6)), "joinstyle": "miter"}
    top, bottom = first["start"] + 0.1, first["end"] - 0.1
    x0, x1, middle = INNER * sign, OUTER * sign, (INNER + OUTER) / 2 * sign
    corners = [(x0, top), (x1, top), (x1, bottom), (x0, bottom)]
    if first["end_year"] in shared:  # the earlier phase has the inner half of a shared year
        corners = [(x0, top), (x1, top), (x1, bottom - 1), (middle, bottom - 1), (middle, bottom), (x0, bottom)]
    elif first["start_year"] in shared:
        corners = [(middle + 0.02 * sign, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top + 1), (middle + 0.02 * sign, top + 1)]
    ax.add_patch(Polygon(corners, fc="#e8e8e8" if terms else artists.tint(colour, shade or 0), zorder=2, **outline))
    start = top + (1 if first["start_year"] in shared else 0)
    moved = main["direction"].iloc[0] if len(main) else "unstated"
    if moved != "unstated":
        finish = bottom - (first["end_year"] in shared)
        near, far = (finish, start) if moved == "down" else (start, finish)
        hatch = {"fc": artists.tint(colour, 0.16), "ec": artists.tint(colour, 0.45), "hatch": "//", "lw": 0, "zorder": 2.5}
        ax.add_patch(Polygon([(x0, near), (x1, far), (x0, far)], **hatch))
    elif shade is None and not terms:
        ax.annotate("?", (max(x0, x1), (top + bottom) / 2), (-10, 0), textcoords="offset points", fontsize=22, color="#8a8a8a",
                    ha="right", va="center", zorder=5)  # fmt: skip
    dark = (shade or 0) > 0.6
    left, width = min(x0, x1), points_per_axes(ax) * (OUTER - INNER) / 2.04 - 12
    head = f"{format_years(first)}  {describe_level(main.iloc[0]) if len(main) else 'nothing said of supplies'}"
    _write(ax, head, (left, start), -4, "white" if dark else INK, halo=moved != "unstated", weight="bold", size=9)
    if others := _other_forms(rows.drop(index=main.index)):
        ink = "white" if dark else "#3c3c3c"
        _write(ax, "\n".join(wrap(others, width)), (left, start), -16, ink, halo=moved != "unstated", size=SMALL)


def _write(ax: Axes, text: str, at: tuple[float, float], below: float, color: str, halo: bool, **style) -> None:
    style |= {"va": "top", "linespacing": 1.15, "zorder": 6, "color": color, "path_effects": artists.halo() if halo else None}
    ax.annotate(text, at, (7, below), textcoords="offset points", **style)


def _other_forms(rows: pd.DataFrame) -> str:
    """Return the words of the text on other forms than the main supplies: relations cool ▼, renewed ▲; troops present."""
    parts = []
    for form, group in rows.groupby("form", sort=False):
        items = []
        for row in group.itertuples():
            word = row.level if row.level != "unstated" else row.direction if row.direction != "unstated" else "not stated"
            arrow = ARROWS[row.direction] if row.direction in ("up", "down", "renewed") else ""
            items.append(f"{word}\N{NO-BREAK SPACE}{arrow}".strip())
        parts.append(f"{form.replace('_', ' ')} {', '.join(items)}")
    return "; ".join(parts)


CHART = Chart("phase-matrix", __doc__, data, words, draw, size=(WIDTH, 8.6), margins=(8, 6, 8, 22), columns=COLUMNS)
