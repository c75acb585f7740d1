"""Lean of arms deliveries by year, 1953-93, with the phases of the text beside it."""

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, WIDTH, Words, no_data, points_per_axes
from nkdata.charts.line_breaks import even, wrap
from nkdata.charts.phase_bands import draw_bands, phase_spans, shared_years
from nkdata.charts.plots import pendulum_margin
from nkdata.measures.breaks.boundaries import VARIANTS
from nkdata.measures.series.alignment import lean
from nkdata.record.formatting import amount, runs, signed, written_years

WINDOW = 3
LEFT, RIGHT, LABELS = 1.12, -1.43, -0.47  # lean at the edges, and where the texts of the events begin
CLOSE = 2.5  # years within which the text of an event is below its line
COLUMNS = {
    "year": "year",
    "lean": "lean, from -1 (all Beijing) to 1 (all Moscow), mean of three years; missing without deliveries",
    "lean_low": "lowest lean over the releases, with and without licensed production",
    "lean_high": "highest lean over them",
    "lean_direct": "lean without licensed production",
    "moscow": "million TIV a year from Moscow",
    "beijing": "million TIV a year from Beijing",
    "intensity": "million TIV a year from both",
    "lean_year": "lean of the single year",
}


def data() -> pd.DataFrame:
    """Return three-year means in the 2026 release, and the lowest and highest lean of all releases, with and without licensed production."""
    frame = lean(window=WINDOW)
    others = [lean(window=WINDOW, **options)["lean"] for options in VARIANTS["arms"]]
    every = pd.concat(others, axis=1)
    frame["lean_low"], frame["lean_high"] = every.min(axis=1), every.max(axis=1)
    frame["lean_direct"] = lean(window=WINDOW, licensed=False)["lean"]
    frame["lean_year"] = lean()["lean"]
    return frame[list(COLUMNS)]


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    known = data.dropna(subset=["lean"])
    if known.empty:
        return no_data("pendulum")
    first, last = int(data["year"].min()), int(data["year"].max())
    return Words(
        title=_title(known),
        subtitle="Lean of major arms delivered, (Moscow − Beijing) / (Moscow + Beijing), three-year mean. "
        f"Small and hollow: single years{_alone(data)}. The area of a bob is the volume. Grey: range over three SIPRI releases, "
        "with and without licensed production.",
        caption=f"Lean of arms deliveries to North Korea between Moscow and Beijing, {first} to {last}, with the phases of the "
        "country study and the mean lean of each",
        alt=_alt(known, data),
        source="Source: SIPRI Arms Transfers Database, releases 2022, 2024 and 2026, own calculation; "
        "phases and their words: Library of Congress 1994.",
    )


def _title(known: pd.DataFrame) -> str:
    sure = {"Moscow": known["year"][known["lean_low"] > 0], "Beijing": known["year"][known["lean_high"] < 0]}
    home, away = sorted(sure, key=lambda side: -len(sure[side]))
    settled = set(sure[home]) | set(sure[away])
    open_ = max(runs(y for y in known["year"] if y not in settled), key=len, default=[])
    title = f"The pendulum hung on {home}’s side"
    if len(sure[away]):
        title += f" and swung to {away} in {written_years(sure[away])}"
    if open_:
        title += f"; who led in {written_years(open_)} depends on what is counted"
    return title


def _alone(data: pd.DataFrame) -> str:
    """Return the single years in which Beijing led, which a mean of three years may hide."""
    alone = data["year"][data["lean_year"] < 0]
    return f"; Beijing led in {written_years(alone)}" if len(alone) else ""


def _alt(known: pd.DataFrame, data: pd.DataFrame) -> str:
    at = known.set_index("year")["lean"]
    low, first, last = at.idxmin(), at.index[0], at.index[-1]
    steps = at.diff().iloc[1:].dropna()
    text = (
        f"{_title(known)}. Lean by year, from +1, all Moscow, to −1, all Beijing: {signed(at[first])} in {first}, "
        f"lowest {signed(at[low])} in {low}; "
    )
    if len(steps):
        up, down = steps.idxmax(), steps.idxmin()
        text += f"it rises most into {up} (to {signed(at[up])}), falls most into {down} (to {signed(at[down])}) and "
    text += f"ends at {signed(at[last])} in {last}."
    direct = known.set_index("year")["lean_direct"].dropna()
    if len(direct):
        text += f" Without licensed production the lowest is {signed(direct.min())} in {direct.idxmin()}."
    big = known.loc[known["intensity"].idxmax()]
    text += f" The mean volume peaks in {int(big['year'])} at {amount(big['intensity'])} million TIV a year."
    return text + (f" In single years {_alone(data).removeprefix('; ')}." if _alone(data) else "")


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw the lean down the page, markers by volume, single years, dated events, and the margin with the phases."""
    phases = draw_bands(ax, "y", data["year"].min() - 0.5, data["year"].max() + 0.5)
    _axes(ax, data)
    years = data["year"].astype(float)
    ax.fill_betweenx(years, data["lean_low"], data["lean_high"], color="#c9c9c9", alpha=0.85, lw=0, zorder=1)
    ax.plot(data["lean_direct"], years, color=QUIET, lw=1, ls=(0, (3, 2)), zorder=2)
    ax.plot(data["lean"], years, color=INK, lw=1.5, zorder=3)
    _single(ax, data)
    known = data.dropna(subset=["lean"])
    _markers(ax, known)
    _notes(ax, known)
    _moments(ax, known)
    pendulum_margin.draw_legend(ax)
    pendulum_margin.draw_phases(ax, data, phases)


def _axes(ax: Axes, data: pd.DataFrame) -> None:
    artists.set_lean_axis(ax, LEFT, RIGHT)
    ax.set_ylim(data["year"].max() + 1.2, data["year"].min() - 0.9)
    ax.set_yticks(artists.five_years(data["year"].min(), data["year"].max()))
    ax.tick_params(axis="x", length=3, pad=2)
    ax.tick_params(axis="y", pad=3)
    for tie, x, align, text in (("moscow", 1.1, "left", "◀ MOSCOW"), ("beijing", RIGHT + 0.03, "right", "BEIJING ▶")):
        style = {"ha": align, "va": "bottom", "weight": "bold", "fontsize": 10, "color": artists.colour(tie)}
        artists.annotate_axes(ax, text, (x, 1), (0, 4), "x", **style)


def _single(ax: Axes, data: pd.DataFrame) -> None:
    """Draw the lean of each single year, small and hollow, joined to the marker of the mean."""
    for row in data.dropna(subset=["lean", "lean_year"]).itertuples():
        style = artists.actor(pendulum_margin.leading_patron(row.lean_year, row.year))
        ax.plot([row.lean, row.lean_year], [row.year] * 2, color="#9a9a9a", lw=0.6, zorder=3.2)
        ax.plot(row.lean_year, row.year, style["marker"], mfc="white", mec=style["colour"], ms=3.6, mew=0.9, zorder=3.4)


def _markers(ax: Axes, known: pd.DataFrame) -> None:
    leads = pd.Series([pendulum_margin.leading_patron(*row) for row in zip(known["lean"], known["year"], strict=True)], known.index)
    for code, rows in known.groupby(leads):
        style = artists.actor(code)
        ax.scatter(
            rows["lean"], rows["year"], s=rows["intensity"] * pendulum_margin.AREA + 6, color=style["colour"], marker=style["marker"],
            edgecolor="white", lw=0.9, zorder=4,
        )  # fmt: skip


def _notes(ax: Axes, known: pd.DataFrame) -> None:
    """Label the largest volume, and the year in which licensed production matters most."""
    big = known.loc[known["intensity"].idxmax()]
    radius = math.sqrt(big["intensity"] * pendulum_margin.AREA + 6) / 2
    room = max(abs(big["lean"]) / (LEFT - RIGHT) * points_per_axes(ax) - radius - 16, 80)
    text = f"largest mean of~three~years: {amount(big['intensity'])}~million~TIV a~year~({int(big['year'])})"
    text = text.replace("~", "\N{NO-BREAK SPACE}")
    artists.label(ax, "\n".join(wrap(text, room)), (big["lean"], big["year"]), (radius + 13, 0))
    direct = known.dropna(subset=["lean_direct"])
    gap = (direct["lean"] - direct["lean_direct"]).abs()
    if len(gap) and gap.max() > 0.5:
        wide = direct.loc[gap.idxmax()]
        side = 1 if wide["lean_direct"] < wide["lean"] else -1
        style = {"color": "#444444", "ha": "left" if side > 0 else "right"}
        artists.label(ax, "without\nlicensed\nproduction", (wide["lean_direct"], wide["year"]), (6 * side, 0), **style)


def _moments(ax: Axes, known: pd.DataFrame) -> None:
    """Label dated events, each joined to the lean of its time; the words avoid the stripes of a shared year."""
    shared = shared_years(phase_spans())
    before = -np.inf
    for at, when, text in pendulum_margin.moments():
        if not known["year"].min() <= at <= known["year"].max():
            continue
        lean_then = np.interp(at, known["year"], known["lean"])
        ax.plot([lean_then, LABELS + 0.02], [at, at], color="#777777", lw=0.8, ls=(0, (1, 2)), zorder=1.5)
        striped = round(at) in shared
        y, align = (round(at) + 0.5, "top") if striped else (at, "top" if at - before < CLOSE else "center")
        label = "\n".join([when, *even(text, 110)])
        artists.label(ax, label, (LABELS, y), (0, 3 if striped else 0), linespacing=1.2, va=align)
        before = at


CHART = Chart("pendulum", __doc__, data, words, draw, size=(WIDTH, 8.2), margins=(222, 32, 8, 20), columns=COLUMNS)
