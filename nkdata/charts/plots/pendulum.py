"""The pendulum: the lean of arms deliveries between Moscow and Beijing, time running down the page."""

import math

import numpy as np
import pandas as pd

from nkdata.charts import artists
from nkdata.charts.frame import INK, QUIET, WIDTH, Chart, Words, no_data, render
from nkdata.charts.line_breaks import even, wrap
from nkdata.charts.phase_bands import draw_bands, phase_spans, shared_years
from nkdata.charts.plots import margin as gutter
from nkdata.measures.breaks.boundaries import VARIANTS
from nkdata.measures.series.alignment import lean
from nkdata.record.formatting import amount, runs, signed, written_years

WINDOW = 3
RIGHT, LABELS = -1.43, -0.47  # lean at the right edge, and where the words of the moments begin
CLOSE = 2.5  # years within which the words of a moment stand below its line
COLUMNS = ("year", "lean", "lean_low", "lean_high", "lean_direct", "moscow", "beijing", "intensity", "lean_year")


def pendulum(ax=None, data=None):
    """Lean of arms deliveries by year, 1953-93, with the phases of the text beside it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Axes to draw into; a new figure otherwise.
    data : pandas.DataFrame, optional
        Other numbers with the columns of the chart's own data: ``year``; ``lean`` from -1 (all Beijing) to 1 (all
        Moscow) with ``lean_low``, ``lean_high``; ``lean_direct`` without licensed production; ``moscow``,
        ``beijing`` and ``intensity`` in million TIV a year; ``lean_year``, the lean of the single year. A year without
        lean stays open.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn into.

    Raises
    ------
    NkdataError
        If `ax` is no Axes or `data` lacks a column.

    Examples
    --------
    >>> import matplotlib.pyplot as plt, nkdata
    >>> axes = nkdata.charts.pendulum()
    >>> bool(axes.yaxis_inverted())
    True
    >>> plt.close(axes.figure)
    """
    return render(CHART, paint, ax, data)


def data():
    """Three-year means in the 2026 release, and the lowest and highest lean of all releases and both ways to count."""
    frame = lean(window=WINDOW)
    others = [lean(window=WINDOW, **options)["lean"] for options in VARIANTS["arms"]]
    every = pd.concat(others, axis=1)
    frame["lean_low"], frame["lean_high"] = every.min(axis=1), every.max(axis=1)
    frame["lean_direct"] = lean(window=WINDOW, licensed=False)["lean"]
    frame["lean_year"] = lean()["lean"]
    return frame[list(COLUMNS)]


def words(data):
    """Title, subtitle, caption, alt text and source line, from the plotted numbers."""
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


def _title(known):
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


def _alone(data):
    """The single years in which Beijing led, which a mean of three years may hide."""
    alone = data["year"][data["lean_year"] < 0]
    return f"; Beijing led in {written_years(alone)}" if len(alone) else ""


def _alt(known, data):
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


def paint(ax, data):
    phases = draw_bands(ax, "y", data["year"].min() - 0.5, data["year"].max() + 0.5)
    _axes(ax, data)
    years = data["year"].astype(float)
    ax.fill_betweenx(years, data["lean_low"], data["lean_high"], color="#c9c9c9", alpha=0.85, lw=0, zorder=1)
    ax.plot(data["lean_direct"], years, color=QUIET, lw=1, ls=(0, (3, 2)), zorder=2)
    ax.plot(data["lean"], years, color=INK, lw=1.5, zorder=3)
    _single(ax, data)
    _bobs(ax, data)
    _notes(ax, data)
    gutter.key(ax)
    gutter.annotate_axes(ax, data, phases)


def _axes(ax, data):
    ax.set_xlim(1.12, RIGHT)  # Moscow on the left, as on the map
    ax.set_ylim(data["year"].max() + 1.2, data["year"].min() - 0.9)
    ax.axvline(0, color="#8a8a8a", lw=0.8, zorder=0)
    ax.set_xticks([1, 0.5, 0, -0.5, -1], ["+1\nall Moscow", "+0.5\n3 to 1", "0\neven", "−0.5\n1 to 3", "−1\nall Beijing"])
    ax.tick_params(axis="x", length=3, pad=2)
    ticks = [y for y in range(1900, 2100, 5) if data["year"].min() <= y <= data["year"].max()]
    ax.set_yticks(ticks)
    ax.tick_params(axis="y", length=0, pad=3)
    ax.spines["left"].set_visible(False)
    for tie, x, align, text in (("moscow", 1.1, "left", "◀ MOSCOW"), ("beijing", RIGHT + 0.03, "right", "BEIJING ▶")):
        ax.annotate(
            text, (x, 1), (0, 4), artists.blended_transform(ax, "x"), textcoords="offset points", ha=align, va="bottom",
            weight="bold", fontsize=10, color=artists.actor(artists.PATRONS[tie])["colour"], annotation_clip=False,
        )  # fmt: skip


def _single(ax, data):
    """The lean of each single year, small and hollow, on a hair from its bob; where the two agree the bob covers it."""
    for row in data.dropna(subset=["lean", "lean_year"]).itertuples():
        style = artists.actor(gutter.ahead(row.lean_year, row.year))
        ax.plot([row.lean, row.lean_year], [row.year] * 2, color="#9a9a9a", lw=0.6, zorder=3.2)
        ax.plot(row.lean_year, row.year, style["marker"], mfc="white", mec=style["colour"], ms=3.6, mew=0.9, zorder=3.4)


def _bobs(ax, data):
    known = data.dropna(subset=["lean"])
    leads = pd.Series([gutter.ahead(*row) for row in zip(known["lean"], known["year"], strict=True)], known.index)
    for code, rows in known.groupby(leads):
        style = artists.actor(code)
        ax.scatter(
            rows["lean"], rows["year"], s=rows["intensity"] * gutter.AREA + 6, color=style["colour"], marker=style["marker"],
            edgecolor="white", lw=0.9, zorder=4,
        )  # fmt: skip


def _notes(ax, data):
    known = data.dropna(subset=["lean"])
    big = known.loc[known["intensity"].idxmax()]
    bob = math.sqrt(big["intensity"] * gutter.AREA + 6) / 2
    room = max(abs(big["lean"]) / (1.12 - RIGHT) * ax.get_window_extent().width * 72 / ax.figure.dpi - bob - 16, 80)
    said = f"largest mean of~three~years: {amount(big['intensity'])}~million~TIV a~year~({int(big['year'])})"
    said = said.replace("~", "\N{NO-BREAK SPACE}")
    artists.label(ax, "\n".join(wrap(said, room)), (big["lean"], big["year"]), (bob + 13, 0))
    direct = known.dropna(subset=["lean_direct"])
    gap = (direct["lean"] - direct["lean_direct"]).abs()
    if len(gap) and gap.max() > 0.5:
        wide = direct.loc[gap.idxmax()]
        side = 1 if wide["lean_direct"] < wide["lean"] else -1
        artists.label(
            ax, "without\nlicensed\nproduction", (wide["lean_direct"], wide["year"]), (6 * side, 0), color="#444444",
            ha="left" if side > 0 else "right",
        )  # fmt: skip
    shared = shared_years(phase_spans())
    before = -np.inf
    for at, when, text in gutter.moments():
        if known["year"].min() <= at <= known["year"].max():
            lean_then = np.interp(at, known["year"], known["lean"])
            ax.plot([lean_then, LABELS + 0.02], [at, at], color="#777777", lw=0.8, ls=(0, (1, 2)), zorder=1.5)
            striped = round(at) in shared  # the stripes of a shared year stay free of words
            where, align = (round(at) + 0.5, "top") if striped else (at, "top" if at - before < CLOSE else "center")
            said = "\n".join([when, *even(text, 110)])
            artists.label(ax, said, (LABELS, where), (0, 3 if striped else 0), linespacing=1.2, va=align)
            before = at


CHART = Chart("pendulum", data, pendulum, words, size=(WIDTH, 8.2), margins=(222, 32, 8, 20), columns=COLUMNS)
