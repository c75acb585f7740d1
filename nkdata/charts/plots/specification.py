"""Values of a headline hypothesis under every combination of choices, in order, over the options behind them."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import FAINT, INK, QUIET, WIDTH, Words, no_data
from nkdata.charts.line_breaks import SMALL
from nkdata.measures.multiverse.hypotheses import HYPOTHESES
from nkdata.measures.multiverse.specification_curve import multiverse, sensitivity
from nkdata.record.formatting import amount, percent, signed
from nkdata.record.tables import load

CLAIM = "chinese_decline_1984_89"
COLUMNS = {
    "hypothesis": "key of the hypothesis; further columns hold the choices, as in nkdata.multiverse",
    "indicator": "source of the ties",
    "default": "True for our own choices",
    "value": "value that the hypothesis is about",
    "holds": "whether the hypothesis holds",
}
BINS = 120
LARGE = 0.25  # a choice with this range of shares is set in bold
RARE = 0.02  # a choice that arises in fewer combinations has no row
YES, NO = "#1b6e5a", FAINT
UNITS = {
    "lean": "lean, from −1, all Beijing, to +1, all Moscow",
    "change of lean": "change of the lean, which runs from −1, all Beijing, to +1, all Moscow",
    "change of the tie": "change of the tie, as a share of its size in both phases together",
    "change of the tie that held up better": "change of the tie that held up better, as a share of its size in both phases together",
}


def data(hypothesis=CLAIM) -> pd.DataFrame:
    """Return every combination of choices, with the value of the hypothesis and whether it holds."""
    curve = multiverse(hypothesis)
    curve.insert(0, "hypothesis", hypothesis)
    return curve


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    known = data.dropna(subset=["holds"])
    if known.empty:
        return no_data("specification")
    hypothesis = HYPOTHESES[known["hypothesis"].iloc[0]]
    options = sensitivity(known.drop(columns="hypothesis"))
    most = options[options["choice"] == options["choice"].iloc[0]].set_index("option")["share"]
    label = load("choices").set_index(["choice", "option"])["label"]
    named = label[options["choice"].iloc[0]]
    share, own = known["holds"].mean(), known.loc[known["default"] & known["indicator"].eq(_default_indicator()), "value"]
    sentence = hypothesis.sentence[0].lower() + hypothesis.sentence[1:]
    range_text = "No choice turns it"
    if most.min() < most.max():
        range_text = (
            f"With “{named[most.idxmax()]}” it holds in {percent(most.max())}, with “{named[most.idxmin()]}” in {percent(most.min())}"
        )
    low, median, high = (signed(value) for value in known["value"].quantile([0, 0.5, 1]))
    ours = "".join(f", under our own choices {signed(value)}" for value in own)
    title = f"“{hypothesis.sentence}” holds in {'all' if share == 1 else f'{percent(share)} of'} {amount(len(known))} ways to count"
    return Words(
        title=title,
        subtitle=f"Value: {UNITS.get(hypothesis.unit, hypothesis.unit)}; the claim holds {'above' if hypothesis.above else 'below'} {hypothesis.bar:g}. Below, "
        "one row per option: the darker, the more of the ways to count at that place use it; right: share of its ways in which the claim "
        "holds, bold where the choice moves that share by 25 points or more. Options that do not bear on the claim are left out.",
        caption=f"Specification curve of the claim that {sentence}",
        alt=f"{title}. The {hypothesis.unit}, in order, runs from {low} to {high}; its median is {median}{ours}, and the claim holds "
        f"{'above' if hypothesis.above else 'below'} {hypothesis.bar:g}. {range_text}.",
        source=f"Source: SIPRI Arms Transfers Database ({_releases(known)}); events and words of this record; own calculation. "
        "After Simonsohn, Simmons & Nelson 2020.",
    )  # fmt: skip


def _releases(known: pd.DataFrame) -> str:
    """Return the releases behind the options."""
    return ", ".join(sorted(known["release"].dropna().unique())) if "release" in known else "2026"


def _default_indicator() -> str:
    table = load("choices")
    return table.loc[table["choice"].eq("indicator") & table["default"].astype(bool), "option"].iloc[0]


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw the curve of values, and below it a row for each option."""
    known = data.dropna(subset=["holds"]).sort_values("value", kind="stable", ignore_index=True)
    ax.set_axis_off()
    ax.set_xticks([])
    ax.set_yticks([])
    above, below = ax.inset_axes([0, 0.73, 1, 0.27]), ax.inset_axes([0, 0, 1, 0.69])
    _curve(above, known)
    _options(below, known)


def _curve(ax: Axes, known: pd.DataFrame) -> None:
    """Draw the value under each combination in order, with the shares on either side of the bar."""
    hypothesis = HYPOTHESES[known["hypothesis"].iloc[0]]
    rank, holds = np.arange(len(known)), known["holds"].to_numpy(bool)
    for colour, here in ((NO, ~holds), (YES, holds)):
        ax.scatter(rank[here], known["value"][here], s=5, color=colour, lw=0, zorder=3)
    edge = _edge(known)
    ax.axhline(hypothesis.bar, color=FAINT, lw=0.8)
    ax.axvline(edge, color=INK, lw=0.8, ls=(0, (3, 2)))
    ax.set_xlim(-0.5, len(known) - 0.5)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    low, high = ax.get_ylim()
    ax.set_yticks([tick for tick in ax.get_yticks() if low <= tick <= high])
    ax.yaxis.set_major_formatter(lambda value, _: signed(value, 1))
    shares = {"holds": holds.mean(), "fails": 1 - holds.mean()}
    left, right = ("fails", "holds") if hypothesis.above else ("holds", "fails")
    texts = {left: f"◀ {left}: {percent(shares[left])}", right: f"{right}: {percent(shares[right])} ▶"}
    if edge > 0.9 * len(known):  # no room on the right
        texts = {left: "   ".join(texts[side] for side in (left, right) if shares[side])}
    for side, text in texts.items():
        style = {"color": YES if side == "holds" else QUIET, "weight": "bold", "va": "bottom", "ha": "right" if side == left else "left"}
        if shares[side]:
            artists.annotate_axes(ax, text, (edge, 1), (-4 if side == left else 4, 4), "x", **style)
    own = known.index[known["default"] & known["indicator"].eq(_default_indicator())]
    for at in own:
        ax.plot(at, known["value"][at], "*", color=INK, mec="white", ms=12, zorder=5)
        below = known["value"][at] > known["value"].mean()
        artists.label(ax, "our own choices", (at, known["value"][at]), (4, -12 if below else 12), ha="right" if at < edge else "left")


def _edge(known: pd.DataFrame) -> float:
    """Return the rank on the curve at which the hypothesis begins or ceases to hold."""
    above = HYPOTHESES[known["hypothesis"].iloc[0]].above
    return known["holds"].astype(bool).ne(above).sum() - 0.5


def _options(ax: Axes, known: pd.DataFrame) -> None:
    """Draw a row for each option, the darker the larger the share of the combinations at that place that take it."""
    share = sensitivity(known.drop(columns="hypothesis")).set_index(["choice", "option"])["share"]
    part = np.minimum(np.arange(len(known)) * BINS // len(known), BINS - 1)
    size = np.maximum(np.bincount(part, minlength=BINS), 1)
    table = load("choices")
    height, rows = 0.0, []
    for choice in table["choice"].unique():
        options = table[table["choice"].eq(choice) & table["option"].isin(known[choice].dropna())]
        if len(options) < 2 or known[choice].notna().mean() < RARE:
            continue
        spread = share[choice].max() - share[choice].min()
        for option in options.itertuples():
            dense = np.bincount(part[known[choice].eq(option.option)], minlength=BINS) / size
            where = (0, 1, height + 0.94, height + 0.06)
            ax.imshow(dense[None], cmap="Greys", vmin=0, vmax=1, aspect="auto", extent=where)
            rows.append((height + 0.5, option.label, share[choice, option.option], spread))
            height += 1
        height += 0.5
    ax.axvline((_edge(known) + 0.5) / len(known), color=INK, lw=0.8, ls=(0, (3, 2)))
    ax.set_xlim(0, 1)
    ax.set_ylim(height, -0.2)
    ax.set_xticks([])
    ax.set_yticks([middle for middle, *_ in rows], [label for _, label, *_ in rows])
    ax.tick_params(axis="y", length=0, labelsize=SMALL)
    ax.spines[:].set_visible(False)
    for middle, _, held, spread in rows:
        style = {"weight": "bold", "color": INK} if spread >= LARGE else {}
        artists.annotate_axes(ax, percent(held, short=True), (1, middle), (32, 0), "y", ha="right", **style)
    artists.annotate_axes(ax, "holds", (1, -0.9), (32, 0), "y", ha="right")


CHART = Chart("specification", __doc__, data, words, draw, size=(WIDTH, 9.2), margins=(146, 4, 38, 20), columns=COLUMNS)
