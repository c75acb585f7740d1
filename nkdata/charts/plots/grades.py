"""Rows by reliability of the source and credibility of the item."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, WIDTH, Words, no_data
from nkdata.record.formatting import amount, percent
from nkdata.record.quality import grades

COLUMNS = {
    "reliability": "grade of the source, A to F",
    "credibility": "grade of the item, 1 to 6",
    "rows": "number of rows with both grades",
}
SOURCE = {
    "A": "record of the act",
    "B": "state papers, datasets",
    "C": "press, scholars",
    "D": "encyclopedias",
    "E": "blogs, mirrors",
    "F": "cannot be judged",
}
ITEM = {1: "confirmed", 2: "direct\nrecord", 3: "plausible", 4: "doubtful", 5: "contradicted", 6: "cannot\nbe judged"}


def data() -> pd.DataFrame:
    """Return the joint table of the two grades, a row for each pair."""
    return grades().rename_axis(columns="credibility").stack().rename("rows").reset_index()[list(COLUMNS)]


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted counts."""
    total = int(data["rows"].sum())
    if not total:
        return no_data("grades")
    diagonal = data["rows"][data["reliability"].map("ABCDEF".index) + 1 == data["credibility"]].sum() / total
    top = data.loc[data["rows"].idxmax()]
    empty = int((data["rows"] == 0).sum())
    doubt = data["rows"][data["credibility"] >= 4].sum() / total
    plausible = data["rows"][data["credibility"] == 3].sum() / total
    title = f"{percent(plausible)} of {amount(total)} rows are plausible but unchecked; {percent(doubt)} are doubtful, "
    title += "contradicted or cannot be judged"
    if diagonal > 0.5:
        title = f"{percent(diagonal)} of the rows have matching grades: the two grades have collapsed into one"
    return Words(
        title=title,
        subtitle="Rows of all tables by reliability of the source (down) and credibility of the item (across), exact counts. Outlined: "
        f"matching grades, A1 to F6, {percent(diagonal)} of the rows"
        + ("; source and item are graded apart." if diagonal <= 0.5 else "."),
        caption="Reliability of sources and credibility of items, over every graded row",
        alt=f"{title}. A table of six by six cells, sources from A to F down, items from 1 to 6 across: most rows, "
        f"{amount(top['rows'])}, have {top['reliability']}{top['credibility']}; {empty} pairs are empty. "
        f"{percent(diagonal)} of the rows lie on the diagonal from A1 to F6, where both grades match.",
        source="Source: all tables of this record; grades by the rules of its codebook.",
    )  # fmt: skip


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a table of the two grades, the darker the more rows, with the matching grades outlined."""
    table = data.pivot_table(index="reliability", columns="credibility", values="rows", aggfunc="sum")
    table = table.reindex(index=list(SOURCE), columns=list(ITEM)).fillna(0)
    most = max(table.max().max(), 1)
    for i, row in enumerate(table.index):
        for j, column in enumerate(table.columns):
            value = int(table.loc[row, column])
            share = 0 if not value else 0.05 + 0.5 * math.log1p(value) / math.log1p(most)
            edge = {"ec": INK, "lw": 1.8, "zorder": 3} if i == j else {"ec": "white", "lw": 1.5, "zorder": 2}
            ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, fc=artists.tint("#333f48", share), **edge))
            ax.annotate(amount(value) if value else "–", (j, i), ha="center", va="center", fontsize=10, zorder=4, color=INK)
    ax.set_xlim(-0.52, 5.52)
    ax.set_ylim(5.52, -0.52)
    ax.set_yticks(range(6), [f"{name}  {key}" for key, name in SOURCE.items()])
    ax.set_xticks(range(6), [f"{key}\n{name}" for key, name in ITEM.items()])
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=4)
    ax.spines[:].set_visible(False)


CHART = Chart("grades", __doc__, data, words, draw, size=(WIDTH, 5.0), margins=(136, 4, 6, 42), columns=COLUMNS)
