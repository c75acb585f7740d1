"""The grades: reliability of the source against credibility of the item, over every graded row."""

import math

import pandas as pd
from matplotlib.patches import Rectangle

from nkdata.charts import artists
from nkdata.charts.frame import INK, WIDTH, Chart, Words, nothing, render
from nkdata.record.quality import grades as joint

COLUMNS = ("reliability", "credibility", "rows")
SOURCE = {
    "A": "record of the act",
    "B": "state papers, datasets",
    "C": "press, scholars",
    "D": "encyclopedias",
    "E": "blogs, mirrors",
    "F": "cannot be judged",
}
ITEM = {1: "confirmed", 2: "direct\nrecord", 3: "plausible", 4: "doubtful", 5: "contradicted", 6: "cannot\nbe judged"}


def grades(ax=None, data=None):
    """How many rows have each pair of grades; the two axes of the Admiralty grading stay two.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Axes to draw into; a new figure otherwise.
    data : pandas.DataFrame, optional
        Other numbers with the columns of the chart's own data: ``reliability`` (A to F), ``credibility`` (1 to 6)
        and ``rows``.

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
    >>> axes = nkdata.charts.grades()
    >>> plt.close(axes.figure)
    """
    return render(CHART, _paint, ax, data)


def data():
    """The joint table of the two grades, a row a pair."""
    return joint().rename_axis(columns="credibility").stack().rename("rows").reset_index()[list(COLUMNS)]


def words(data):
    """Title, subtitle, caption, alt text and source line, from the plotted counts."""
    total = int(data["rows"].sum())
    if not total:
        return nothing("grades")
    diagonal = data["rows"][data["reliability"].map("ABCDEF".index) + 1 == data["credibility"]].sum() / total
    top = data.loc[data["rows"].idxmax()]
    empty = int((data["rows"] == 0).sum())
    doubt = data["rows"][data["credibility"] >= 4].sum() / total
    plausible = data["rows"][data["credibility"] == 3].sum() / total
    title = (
        f"{artists.percent(plausible)} of {artists.amount(total)} rows are plausible but unchecked; {artists.percent(doubt)} are doubtful, "
    )
    title += "contradicted or cannot be judged"
    if diagonal > 0.5:
        title = f"{artists.percent(diagonal)} of the rows have matching grades: the two grades have collapsed into one"
    return Words(
        title=title,
        subtitle="Rows of all tables by reliability of the source (down) and credibility of the item (across), exact counts. Outlined: "
        f"matching grades, A1 to F6, {artists.percent(diagonal)} of the rows"
        + ("; source and item are graded apart." if diagonal <= 0.5 else "."),
        caption="Reliability of sources and credibility of items, over every graded row",
        alt=f"{title}. A table of six by six cells, sources from A to F down, items from 1 to 6 across: most rows, "
        f"{artists.amount(top['rows'])}, have {top['reliability']}{top['credibility']}; {empty} pairs are empty. "
        f"{artists.percent(diagonal)} of the rows lie on the diagonal from A1 to F6, where both grades match.",
        source="Source: all tables of this record; grades by the rules of its codebook.",
    )  # fmt: skip


def _paint(ax, data):
    table = data.pivot_table(index="reliability", columns="credibility", values="rows", aggfunc="sum")
    table = table.reindex(index=list(SOURCE), columns=list(ITEM))
    most = max(table.max().max(), 1)
    for i, row in enumerate(table.index):
        for j, column in enumerate(table.columns):
            value = table.loc[row, column]
            value = 0 if pd.isna(value) else int(value)
            share = 0 if not value else 0.05 + 0.5 * math.log1p(value) / math.log1p(most)
            ax.add_patch(_cell(j, i, artists.tint("#333f48", share), i == j))
            ax.annotate(artists.amount(value) if value else "–", (j, i), ha="center", va="center", fontsize=10, zorder=4,
                        color=INK)  # fmt: skip
    ax.set_xlim(-0.52, 5.52)
    ax.set_ylim(5.52, -0.52)
    ax.set_yticks(range(6), [f"{name}  {key}" for key, name in SOURCE.items()])
    ax.set_xticks(range(6), [f"{key}\n{name}" for key, name in ITEM.items()])
    ax.xaxis.tick_top()
    ax.tick_params(length=0, pad=4)
    ax.spines[:].set_visible(False)


def _cell(x, y, colour, diagonal):
    edge = {"ec": INK, "lw": 1.8, "zorder": 3} if diagonal else {"ec": "white", "lw": 1.5, "zorder": 2}
    return Rectangle((x - 0.5, y - 0.5), 1, 1, fc=colour, **edge)


CHART = Chart("grades", data, grades, words, size=(WIDTH, 5.0), pad=(136, 4, 6, 42), columns=COLUMNS)
