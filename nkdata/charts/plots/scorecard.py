"""Statements, events and deliveries that agree with the text, agree in part or contradict it."""

import re
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, WIDTH, Words, no_data
from nkdata.charts.phase_bands import phase_labels
from nkdata.charts.text import format_years
from nkdata.measures import TIES
from nkdata.measures.verdicts.evidence import scorecard
from nkdata.measures.verdicts.phase_verdicts import verdicts
from nkdata.record.formatting import listing
from nkdata.record.tables import load

COLUMNS = {
    "phase": "phase",
    "name": "name of the phase",
    "tie": "moscow or beijing",
    "yes": "number that agree",
    "partly": "number that agree in part",
    "no": "number that contradict",
    "yes_weighted": "those that agree, weighted by grade",
    "partly_weighted": "those that agree in part, weighted by grade",
    "no_weighted": "those that contradict, weighted by grade",
    "verdict": "verdict on the phase",
    "said": "the verdict and its reason in a few words",
}
TEXT = -221  # points left of the axes
NUMBERS = ["yes", "partly", "no", "yes_weighted", "partly_weighted", "no_weighted"]


def data() -> pd.DataFrame:
    """Return evidence of every kind added up by phase and tie, with the verdict on the phase; a tie without any has zeros."""
    judged = verdicts("phase_6").set_index("phase")
    frame = scorecard("phase_6").groupby(["phase", "tie"])[NUMBERS].sum()
    frame = frame.reindex([(phase, tie) for phase in judged.index for tie in TIES], fill_value=0).reset_index()
    judged["said"] = [_shorten(row.verdict, row.because) for row in judged.itertuples()]
    for column in ("name", "verdict", "said"):
        frame[column] = frame["phase"].map(judged[column])
    return frame[list(COLUMNS)]


def _shorten(verdict: str, because: str) -> str:
    """Return the verdict with its reason, in a few words.

    >>> _shorten("holds with a changed boundary", "it closes with 1957 rather than 1956")
    'holds, but closes with 1957'
    """
    if verdict == "contested":
        over = [tie.title() for tie in TIES if f"on {tie.title()}" in because] + ["its years"] * ("no break" in because)
        return f"contested over {listing(over)}"
    moved = re.findall(r"it (opens in \d+|closes with \d+)", because)
    return f"holds, but {listing(moved)}" if moved else verdict


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    if data.empty:
        return no_data("scorecard")
    verdict = data.drop_duplicates("phase").set_index("phase")["verdict"]
    counts = verdict.value_counts()
    many = {"holds": "hold", "holds with a changed boundary": "hold with a changed boundary", "contested": "are contested"}
    one = {"holds": "holds", "holds with a changed boundary": "holds with a changed boundary", "contested": "is contested"}
    parts = [f"{counts[v]} {(many if counts[v] > 1 else one)[v]}" for v in many if counts.get(v)]
    over = data.drop_duplicates("phase")["said"].str.extract("^contested over (.*)")[0].dropna()
    disputed = {tie.title(): int(over.str.contains(tie.title()).sum()) for tie in TIES}
    reasons = [f"{count} over {tie}’s part" for tie, count in disputed.items() if count]
    parts[-1:] = [parts[-1] + (f", {listing(reasons)}" if reasons else "")]
    total = data[["yes", "partly", "no"]].sum()
    against = data.sort_values("no", ascending=False, kind="stable").iloc[0]
    spans = phase_labels()
    outcomes = [f"{said}: {listing(spans[phase] for phase in rows['phase'].unique())}" for said, rows in data.groupby("said", sort=False)]
    title = f"Of {len(verdict)} phases, {listing(parts)}"
    return Words(
        title=title,
        subtitle="Statements, events and checks of deliveries that agree with the country study (to the right of zero), contradict it "
        "(to the left, striped) or agree in part (apart, pale), weighted by grade. Figures: each counted as one.",
        caption="Evidence for and against the country study’s account of each phase, by tie, with the verdict on the phase",
        alt=f"{title}. In all {total['yes']} pieces of evidence agree, {total['partly']} agree in part and {total['no']} contradict; "
        f"most contradict {spans[against['phase']]} on {against['tie'].title()}: {against['no']}, where {against['yes']} agree. "
        f"{'. '.join(outcome[0].upper() + outcome[1:] for outcome in outcomes)}.",
        source="Source: statements, dated events, words and SIPRI deliveries of this record; counts are exact, the grades are ours.",
    )  # fmt: skip


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a row for each phase and tie, with bars for the evidence, and name the phase and its verdict."""
    phases = load("phases").set_index("phase")
    data = data.reset_index(drop=True)
    left, right, part = (data[f"{side}_weighted"].max() or 1 for side in ("no", "yes", "partly"))
    room = 0.09 * (left + right + part)  # for a figure beside the longest bar
    apart = right + 1.6 * room
    y = 0.0
    for phase, own in data.groupby("phase", sort=True):
        ax.axhspan(y - 0.75, y + 0.85 * len(own) + 0.1, color="#efefef" if phase % 2 else "#ffffff", lw=0, zorder=-2)
        head = f"{format_years(phases.loc[phase])}  {own['name'].iloc[0]}"
        artists.annotate_axes(ax, head, (0, y + 0.1), (TEXT, 0), "y", color=INK, weight="bold")
        artists.annotate_axes(ax, own["said"].iloc[0], (0, y + 0.8), (TEXT, 0), "y")
        for row in own.itertuples():
            _bars(ax, row, y, apart)
            y += 0.85
        y += 0.85
    ax.set_ylim(y - 0.75, -0.75)
    ax.set_xlim(-left - room, apart + part + room)
    for zero, side, text, align in ((0, -1, "◀ contradicts", "right"), (0, 1, "agrees ▶", "left"), (apart, 1, "in part ▶", "left")):
        ax.axvline(zero, color=INK, lw=0.8, zorder=5)
        artists.annotate_axes(ax, text, (zero, 1), (5 * side, 4), "x", ha=align, va="bottom", weight="bold")
    artists.hide_y_axis(ax, [])
    step = 2 if left + right + part < 30 else 4  # figures of two digits would touch
    ticks: list[tuple[float, int]] = [(t, abs(t)) for t in range(-80, 81, step) if -left <= t <= right]
    ticks += [(apart + t, t) for t in range(0, 81, step) if t <= part]
    ax.set_xticks([at for at, _ in ticks], [str(number) for _, number in ticks])
    ax.set_xlabel("weighted evidence", labelpad=2)


def _bars(ax: Axes, row: Any, y: float, apart: float) -> None:
    """Draw agreement and contradiction from one zero, and agreement in part from another, at `apart`."""
    colour = artists.colour(row.tie)
    artists.annotate_axes(ax, row.tie.title(), (0, y), (-8, 0), "y", ha="right", color=colour)
    styles: dict[str, tuple[float, int, dict[str, Any]]] = {
        "yes": (0, 1, {"color": colour}),
        "no": (0, -1, {"color": "white", "edgecolor": colour, "hatch": "/////", "lw": 0.9}),
        "partly": (apart, 1, {"color": artists.tint(colour, 0.3)}),
    }
    for side, (zero, way, style) in styles.items():
        count, weight = getattr(row, side), getattr(row, f"{side}_weighted") * way
        if count:
            ax.barh(y, weight, left=zero, height=0.62, zorder=3, **style)
            artists.label(ax, str(count), (zero + weight, y), (5 * way, 0), ha="left" if way > 0 else "right", color=QUIET)
    if not row.yes + row.partly + row.no:
        artists.label(ax, "no evidence", (0, y), (5, 0), color=QUIET)


CHART = Chart("scorecard", __doc__, data, words, draw, size=(WIDTH, 5.8), margins=(226, 34, 10, 18), columns=COLUMNS)
