"""The scorecard: what agrees with the text, agrees in part or contradicts it, by phase and tie."""

from nkdata.charts import marks
from nkdata.charts.house import INK, QUIET, SMALL, WIDTH, Chart, Words, nothing, render
from nkdata.loading import load
from nkdata.scores import TIES
from nkdata.scores import scorecard as counted
from nkdata.verdict import verdicts

COLUMNS = ("phase", "name", "tie", "yes", "partly", "no", "yes_weighted", "partly_weighted", "no_weighted", "verdict")
NUMBERS = ["yes", "partly", "no", "yes_weighted", "partly_weighted", "no_weighted"]


def scorecard(ax=None, data=None):
    """Statements, events and deliveries that agree with the text, agree in part or contradict it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Axes to draw into; a new figure otherwise.
    data : pandas.DataFrame, optional
        Other numbers with the columns of the chart's own data: a row for each ``phase`` (and its ``name``) and ``tie``
        with ``yes``, ``partly``, ``no``, the same with ``_weighted``, and the phase's ``verdict``.

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
    >>> axes = nkdata.charts.scorecard()
    >>> plt.close(axes.figure)
    """
    return render(CHART, _paint, ax, data)


def data():
    """Evidence of every kind added up by phase and tie, with the verdict on the phase; a tie without any has zeros."""
    judged = verdicts().set_index("phase")
    frame = counted().groupby(["phase", "tie"])[NUMBERS].sum()
    frame = frame.reindex([(phase, tie) for phase in judged.index for tie in TIES], fill_value=0).reset_index()
    frame["name"], frame["verdict"] = frame["phase"].map(judged["name"]), frame["phase"].map(judged["verdict"])
    return frame[list(COLUMNS)]


def words(data):
    """Title, subtitle, caption, alt text and source line, from the plotted numbers."""
    if data.empty:
        return nothing("scorecard")
    verdict = data.drop_duplicates("phase").set_index("phase")["verdict"]
    counts = verdict.value_counts()
    said = {"holds": "holds", "holds with a changed boundary": "hold with a changed boundary", "contested": "are contested"}
    parts = [f"{counts[v]} {said[v] if counts[v] > 1 or v == 'holds' else v}" for v in said if counts.get(v)]
    total = data[["yes", "partly", "no"]].sum()
    against = data.sort_values("no", ascending=False, kind="stable").iloc[0]
    rows = [
        f"phase {row.phase} {row.tie.title()} {row.yes}, {row.partly} and {row.no}" for row in data.itertuples()
    ]
    return Words(
        title=f"Of {len(verdict)} phases {marks.listing(parts)}",
        subtitle="Statements, events and checks of deliveries that agree with the text (right), agree in part (middle, pale) or contradict "
        "it (left, striped), weighted by grade. Figures: how many, unweighted: agree / in part / contradict.",
        caption="Evidence for and against the text's account of each phase, by tie, with the verdict on the phase",
        alt=f"Bars for each phase and tie. In all {total['yes']} agree, {total['partly']} agree in part and {total['no']} contradict: "
        f"{'; '.join(rows)}. Most against: phase {against['phase']} {against['tie'].title()}. "
        f"Verdicts: {'; '.join(f'phase {p} {v}' for p, v in verdict.items())}.",
        source="Source: tables statements, events, deliveries and assistance; counts are exact, the grades are ours.",
    )  # fmt: skip


def _paint(ax, data):
    phases = load("phases").set_index("phase")
    data = data.reset_index(drop=True)
    reach = (data[["yes_weighted", "no_weighted"]].max(axis=1) + data["partly_weighted"] / 2).max()
    y = -1
    for phase, own in data.groupby("phase", sort=True):
        y += 1.1
        ax.axhspan(y - 0.45, y + 1.3, color="#efefef" if phase % 2 else "#ffffff", lw=0, zorder=-2)
        span = phases.loc[phase]
        _text(ax, f"{span['start_year']}–{span['end_year'] % 100:02d}  {own['name'].iloc[0]}", -150, y + 0.12, weight="bold")
        _text(ax, own["verdict"].iloc[0], -150, y + 0.78, color=QUIET)
        for row in own.itertuples():
            _bar(ax, row, y)
            y += 0.83
    ax.axvline(0, color=INK, lw=0.8, zorder=5)
    ax.set_ylim(y + 0.65, -0.45)
    ax.set_xlim(-reach * 0.45, reach * 1.03)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xticks([t for t in range(-2, 12, 2) if -reach * 0.45 <= t <= reach], None)
    ax.set_xticklabels([str(abs(int(t))) for t in ax.get_xticks()])


def _bar(ax, row, y):
    colour = marks.actor(marks.PATRONS[row.tie])["colour"]
    half = row.partly_weighted / 2
    kind = {"height": 0.62, "zorder": 3}
    ax.barh(y, row.partly_weighted, left=-half, color=marks.tint(colour, 0.3), **kind)
    ax.barh(y, row.yes_weighted, left=half, color=colour, **kind)
    ax.barh(y, -row.no_weighted, left=-half, color="white", edgecolor=colour, hatch="/////", lw=0.9, **kind)
    _text(ax, row.tie.title(), -8, y, ha="right", color=colour)
    at = half + row.yes_weighted
    marks.label(ax, f"{row.yes} / {row.partly} / {row.no}", (at, y), (5, 0), color=QUIET if row.yes + row.partly + row.no else "#8a8a8a")


def _text(ax, text, x, y, **kind):
    kind = {"fontsize": SMALL, "va": "center", "color": INK, "annotation_clip": False} | kind
    ax.annotate(text, (0, y), (x, 0), marks.mixed(ax, "y"), textcoords="offset points", **kind)


CHART = Chart("scorecard", data, scorecard, words, size=(WIDTH, 5.6), pad=(210, 24, 10, 8), columns=COLUMNS)
