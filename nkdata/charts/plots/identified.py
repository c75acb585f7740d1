"""What the words alone pin down: the lean that they allow in each phase, and the shifts that they decide."""

from matplotlib.transforms import ScaledTranslation

from nkdata.charts import artists
from nkdata.charts.frame import INK, QUIET, WIDTH, Chart, Words, no_data, render
from nkdata.charts.phase_bands import BANDS, phase_labels
from nkdata.measures.series.alignment import lean
from nkdata.measures.wording import identified as measure
from nkdata.measures.wording.identified import DECIDE, SILENT
from nkdata.record.formatting import counted, listing, percent, signed
from nkdata.record.tables import load

COLUMNS = ("phase", "name", "lean_low", "inner_low", "lean", "inner_high", "lean_high", "strict_low", "strict_high",
           "arms", "toward_moscow", "verdict", "shift", "toward_moscow_strict", "verdict_strict")  # fmt: skip
SIDES = {"toward Moscow": "SUN", "toward Beijing": "CHN"}


def identified(ax=None, data=None):
    """Lean that the words allow in each phase, and what they say of each shift.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Axes to draw into; a new figure otherwise.
    data : pandas.DataFrame, optional
        Other numbers with the columns of the chart's own data: a row a phase with ``phase`` and ``name``; ``lean``, the
        median over the histories, with the bounds of 50 per cent (``inner_low``, ``inner_high``) and of 90 per cent
        (``lean_low``, ``lean_high``) of them, the latter also for the strict reading; ``arms``, the lean of arms
        deliveries; and ``toward_moscow``, ``shift`` and ``verdict`` of the shift from the phase before.

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
    >>> axes = nkdata.charts.identified()
    >>> plt.close(axes.figure)
    """
    return render(CHART, paint, ax, data)


def data():
    """Ten thousand histories of each reading, and beside them the lean of arms deliveries, which no word decides."""
    frame = measure.identified()
    inner, strict = measure.identified(level=0.5), measure.identified(reading="strict")
    frame["inner_low"], frame["inner_high"] = inner["lean_low"], inner["lean_high"]
    frame["strict_low"], frame["strict_high"] = strict["lean_low"], strict["lean_high"]
    frame["toward_moscow_strict"], frame["verdict_strict"] = strict["toward_moscow"], strict["verdict"]
    frame["arms"] = lean("phase")["lean"]
    return frame[list(COLUMNS)]


def words(data):
    """Title, subtitle, caption, alt text and source line, from the plotted numbers."""
    if data.empty:
        return no_data("identified")
    shifts = data.iloc[1:]
    decided, silent = (shifts[shifts["verdict"] == verdict] for verdict in (DECIDE, SILENT))
    outside = data[~data["arms"].between(data["lean_low"], data["lean_high"]) & data["arms"].notna()]
    told = ", ".join(f"{_span(row.phase)} {signed(row.lean)}" for row in data.itertuples())
    sides = data[(data["lean_low"] < 0) & (data["lean_high"] > 0)]
    title = _title(decided, silent, len(shifts))
    alt = f"{title}. Median lean of the histories that the words allow, from +1, all Moscow, to −1, all Beijing: {told}. "
    alt += f"The ranges of 90% are up to {(data['lean_high'] - data['lean_low']).max():.1f} wide"
    alt += f" and reach both sides of even in {listing(map(_span, sides['phase']))}." if len(sides) else "."
    if len(outside):
        alt += f" Arms delivered lie outside them in {listing(map(_span, outside['phase']))}."
    return Words(
        title=title,
        subtitle="Lean, (Moscow − Beijing) / (Moscow + Beijing), over every history that the coded words allow, all equally "
        "likely. Bar: 50% and 90% of the histories; line: median; thin line: 90% of those that the words read strictly allow.",
        caption="Lean that the words alone allow in each phase, and the shifts that they decide",
        alt=alt,
        source=f"Source: Library of Congress 1994, coded as {len(load('constraints'))} inequalities; "
        "diamonds, for comparison: SIPRI Arms Transfers Database 2026; own calculation.",
    )


def _title(decided, silent, shifts):
    title = f"The words fix {counted(len(decided))} of {counted(shifts)} shifts"
    if len(silent):
        title += f", leave the one into {listing(map(_span, silent['phase']))} open,"
    return title + " and fix no level"


def _span(phase):
    return phase_labels()[phase]


def paint(ax, data):
    ax.set_xlim(1.06, -1.06)  # Moscow on the left, as on the map
    ax.set_ylim(len(data) - 0.5, -0.5)
    ax.axvline(0, color="#8a8a8a", lw=0.8, zorder=0)
    ax.set_xticks([1, 0.5, 0, -0.5, -1], ["+1\nall Moscow", "+0.5\n3 to 1", "0\neven", "−0.5\n1 to 3", "−1\nall Beijing"])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    for at in range(0, len(data), 2):
        ax.axhspan(at - 0.5, at + 0.5, color=BANDS[0], lw=0, zorder=-5)
    for at, row in enumerate(data.itertuples()):
        side = artists.actor("SUN" if row.lean >= 0 else "CHN")["colour"]
        ax.barh(at, row.lean_high - row.lean_low, 0.3, row.lean_low, color=artists.tint(side, 0.28), zorder=2)
        ax.barh(at, row.inner_high - row.inner_low, 0.3, row.inner_low, color=artists.tint(side, 0.6), zorder=3)
        ax.plot([row.lean] * 2, [at - 0.2, at + 0.2], color=INK, lw=2, solid_capstyle="butt", zorder=4)
        ax.plot([row.strict_low, row.strict_high], [at + 0.26] * 2, color=QUIET, lw=1, marker="|", ms=4, zorder=3)
        ax.plot(row.arms, at, "D", mfc="white", mec=INK, mew=1.1, ms=5, zorder=5)
        artists.annotate_axes(ax, _span(row.phase), (0, 1 - (at + 0.5) / len(data)), (-116, 6), weight="bold", color=INK)
        artists.annotate_axes(ax, row.name, (0, 1 - (at + 0.5) / len(data)), (-116, -6), color=INK)
        if at:
            _shift(ax, row, 1 - at / len(data))
    odd = (data["arms"] - data["lean"]).abs().idxmax() if data["arms"].notna().any() else None
    if odd is not None:
        artists.label(ax, "arms\ndelivered", (data["arms"][odd], data.index.get_loc(odd)), (7, 0))
    for tie, x, align, text in (("moscow", 1, "left", "◀ MOSCOW"), ("beijing", -1, "right", "BEIJING ▶")):
        colour = artists.actor(artists.PATRONS[tie])["colour"]
        artists.annotate_axes(ax, text, ((1.06 - x) / 2.12, 1), (0, 8), ha=align, weight="bold", fontsize=10, color=colour)


def _shift(ax, row, height):
    """Right of the axes, between two phases: an arrow for the direction and what the words say of it."""
    sure = row.verdict == DECIDE
    if row.shift in SIDES:
        colour = artists.actor(SIDES[row.shift])["colour"]
        _arrow(ax, height, (44, 12) if row.shift == "toward Moscow" else (12, 44), colour, sure)
    else:
        colour = INK
        artists.annotate_axes(ax, "?", (1, height), (28, 0), ha="center", weight="bold", fontsize=13)
    weight = "bold" if sure else "normal"
    artists.annotate_axes(ax, row.verdict, (1, height), (52, 6), weight=weight, color=colour)
    artists.annotate_axes(ax, _second(row), (1, height), (52, -6))


def _second(row):
    share, strict = (max(value, 1 - value) for value in (row.toward_moscow, row.toward_moscow_strict))
    if row.verdict == SILENT:
        return f"{percent(row.toward_moscow)} toward Moscow"
    if row.verdict_strict == DECIDE:
        return "also if read strictly"
    return f"{percent(strict)} if read strictly" if row.verdict == DECIDE else f"{percent(share)} of histories"


def _arrow(ax, height, ends, colour, sure):
    """An arrow right of the axes, its ends in points from their edge; hollow where the words only lean."""
    start, end = (ax.transAxes + ScaledTranslation(x / 72, 0, ax.figure.dpi_scale_trans) for x in ends)
    shape = {"arrowstyle": "simple,head_width=0.9,head_length=0.8,tail_width=0.35", "shrinkA": 0, "shrinkB": 0}
    fill = {"facecolor": colour if sure else "white", "edgecolor": colour, "linewidth": 1}
    ax.annotate("", (1, height), (1, height), end, start, annotation_clip=False, arrowprops=shape | fill)


CHART = Chart("identified", data, identified, words, size=(WIDTH, 5.6), margins=(124, 34, 186, 20), columns=COLUMNS)
