"""Columns of tables: mark those that hold words, and set the widths where a table must fit one page.

>>> widths([[4, 4], [10, 300]], [10, 9])
[12, 88]
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

PAGE = 112  # characters that fit one line of a table in the PDF, the space between columns counted as PAD
PAD = 3
NARROW = 0.6  # a table that needs less of the line is set narrow
MANY = 24  # a column with a cell longer than this holds words
BREAK = re.compile(r"(?<=[\s_;/])|(?<=-)(?=[a-z])")  # where a line may end


def mark_columns(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark each cell of a column of words; in the one page, set the widths of a table that would not fit by itself."""
    for table in doctree.findall(nodes.table):
        rows = [list(row) for row in table.findall(nodes.row)]
        if not rows or len({len(row) for row in rows}) > 1:
            continue
        texts = [[cell.astext().replace("<wbr>", "") for cell in row] for row in rows]
        lengths = [[len(text) for text in row] for row in texts]
        wordy = [max(column) > MANY for column in zip(*lengths, strict=True)]
        for row in rows:
            for cell, words in zip(row, wordy, strict=True):
                cell["classes"] += ["words"] * words
        if app.builder.name == "singlehtml":
            least = [max(len(part.strip()) for text in column for part in BREAK.split(text)) for column in zip(*texts, strict=True)]
            _set_widths(table, lengths, least)


def _set_widths(table: nodes.table, lengths: list[list[int]], least: list[int]) -> None:
    natural = sum(max(column) + PAD for column in zip(*lengths, strict=True))
    if natural < NARROW * PAGE:
        table["classes"] += ["narrow"]
        return
    table["classes"] = [name for name in table["classes"] if name != "colwidths-auto"]
    table["classes"] += ["colwidths-given", "wide"] + ["dense"] * (sum(least) + PAD * len(least) > PAGE)
    for column, width in zip(table.findall(nodes.colspec), widths(lengths, least), strict=True):
        column["colwidth"] = width


def widths(lengths: list[list[int]], least: list[int]) -> list[int]:
    """Divide 100 per cent among columns: at least the longest word for each, the rest by amount of text.

    Parameters
    ----------
    lengths : list of list of int
        Characters of each cell, row by row.
    least : list of int
        Characters of the longest word of each column.
    """
    columns = list(zip(*lengths, strict=True))
    natural = [max(column) + PAD for column in columns]
    if sum(natural) <= PAGE:  # nothing need be broken
        return _percent(natural)
    minimum = [word + PAD + 1 for word in least]  # a heading, in bold, needs more
    text = [max(sum(column) / len(column), max(column) / 4) + PAD for column in columns]
    given = dict(enumerate(minimum))
    free, left = set(given), max(PAGE, sum(minimum))
    while free:  # columns that their longest word makes wider than their share are set first
        share = {i: left * text[i] / sum(text[j] for j in free) for i in free}
        tight = {i for i in free if share[i] < minimum[i]}
        if not tight:
            given |= share
            break
        free -= tight
        left -= sum(minimum[i] for i in tight)
    return _percent(list(given.values()))


def _percent(given: list[float]) -> list[int]:
    scaled = [round(100 * width / sum(given)) for width in given]
    scaled[scaled.index(max(scaled))] += 100 - sum(scaled)
    return scaled


def setup(app: Sphinx) -> None:
    """Act after the keys have become links."""
    app.connect("doctree-resolved", mark_columns, priority=800)
