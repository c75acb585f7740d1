"""Share of defensible specifications under which each headline holds, in all and by indicator."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, QUIET, WIDTH, Words, no_data
from nkdata.charts.line_breaks import SMALL, even
from nkdata.measures.multiverse import specification_curve
from nkdata.record.formatting import amount, listing, percent

INDICATORS = ("arms", "deals", "orders", "events", "words")
COLUMNS = {
    "hypothesis": "key of the headline",
    "sentence": "the headline",
    "combinations": "number of combinations of choices",
    "share": "share of them in which it holds",
    **{f"share_{name}": f"share among those that read the ties from {name}" for name in INDICATORS},
    "sensitive_to": "choice that moves the share most",
    "best": "option of that choice under which it holds most often",
    "worst": "option under which it holds least often",
}
HEADS = ("all\nchoices", "arms\n(TIV)", "deals", "orders", "events", "the study’s\nwords")
FIRM, MOST, WEAK = 0.95, 0.75, 0.25  # from which shares a headline is firm, holds in most ways, is open
GREEN = "#1b6e5a"


def data() -> pd.DataFrame:
    """Return every headline, as ``nkdata.robustness()`` does."""
    return specification_curve.robustness()[list(COLUMNS)]


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    if data.empty:
        return no_data("robustness")
    share = data["share"]
    firm, open_, weak = data[share >= FIRM], data[share.ge(WEAK) & share.lt(MOST)], data[share < WEAK]
    in_most = len(data) - len(firm) - len(open_) - len(weak)
    rest = [(in_most, "in most ways to count"), (len(open_), "{be} open"), (len(weak), "mostly fail{s}")]
    parts = [
        f"{count}\N{NO-BREAK SPACE}{text.format(be='is' if count == 1 else 'are', s='s' * (count == 1))}" for count, text in rest if count
    ]
    title = f"{len(firm)} of {len(data)} headlines hold almost whatever one chooses"
    title += f", {listing(parts)}" if parts else ""
    examples = [f" {name}: {_sentences(rows)}." for name, rows in (("Firm", firm), ("Weakest", data.nsmallest(1, "share"))) if len(rows)]
    least, most = (amount(number) for number in (data["combinations"].min(), data["combinations"].max()))
    return Words(
        title=title,
        subtitle=f"Share of {least} to {most} ways to count in which each headline holds, in all and by what the "
        f"ties are read from. Bold: headlines that hold in {percent(FIRM)} or more; grey: open, in {percent(WEAK)} to "
        f"{percent(MOST)}; grey and slanted: mostly fail, in less.",
        caption="Share of the defensible ways to count in which each headline holds",
        alt=f"{title}. Share of {least} to {most} ways to count.{''.join(examples)}",
        source="Source: SIPRI Arms Transfers Database (2022, 2024, 2026); events and words of this record; own calculation. "
        "After Steegen et al. 2016.",
    )  # fmt: skip


def _sentences(rows: pd.DataFrame) -> str:
    return "; ".join(f"{row.sentence} ({percent(row.share)})" for row in rows.itertuples())


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a row for each headline and a column for each indicator, the darker the larger the share."""
    ax.set_xlim(-0.5, len(HEADS) - 0.5)
    ax.set_ylim(len(data) - 0.5, -0.5)
    ax.spines[:].set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])
    for x, head in enumerate(HEADS):
        style = {"weight": "bold", "color": INK} if x == 0 else {"color": QUIET}
        ax.annotate(head, (x, -0.5), (0, 5), textcoords="offset points", ha="center", va="bottom", **style)
    for y, row in enumerate(data.itertuples()):
        style = {"weight": "bold" if row.share >= FIRM else "normal", "style": "normal" if row.share >= WEAK else "italic"}
        text = "\n".join(even(row.sentence, 200, weight=style["weight"], least=0.6))
        ax.annotate(text, (-0.5, y), (-8, 0), textcoords="offset points", ha="right", va="center", annotation_clip=False,
                    color=INK if row.share >= MOST else QUIET, **style)  # fmt: skip
        for x, share in enumerate([row.share, *(getattr(row, f"share_{name}") for name in INDICATORS)]):
            _cell(ax, x, y, share)
    ax.axvline(0.5, color=INK, lw=1)


def _cell(ax: Axes, x: int, y: int, share: float) -> None:
    if pd.isna(share):
        ax.annotate("no sizes", (x, y), ha="center", va="center", color=QUIET)
        return
    ax.add_patch(Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, fc=artists.tint(GREEN, 0.05 + 0.95 * share), lw=0))
    ax.annotate(percent(share, short=True), (x, y), ha="center", va="center", color="white" if share > 0.55 else INK,
                weight="bold" if x == 0 else "normal", fontsize=SMALL + (x == 0))  # fmt: skip


CHART = Chart("robustness", __doc__, data, words, draw, size=(WIDTH, 6.2), margins=(216, 4, 8, 34), columns=COLUMNS)
