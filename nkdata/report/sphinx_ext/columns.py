"""The columns of a table: which hold words, and how wide each is to be where all must fit one page.

>>> widths([[4, 4], [10, 300]], [10, 9])
[12, 88]
"""

import re

from docutils import nodes

PAGE = 112  # characters that fit one line of a table in the PDF, the space between columns counted as PAD
PAD = 3
NARROW = 0.6  # a table that needs less of the line is set narrow
MANY = 24  # a column with a cell longer than this holds words
BREAK = re.compile(r"(?<=[\s_;/])|(?<=-)(?=[a-z])")  # where a line may end


def mark_columns(app, doctree, docname):
    """Mark each cell of a column of words; in the one page, give the widths of a table that would not fit by itself."""
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
            least = [max(_longest_word(row[i]) for row in texts) for i in range(len(wordy))]
            _set_widths(table, lengths, least)


def _longest_word(text: str) -> int:
    return max(len(part.strip()) for part in BREAK.split(text))


def _set_widths(table, lengths, least):
    natural = sum(max(column) + PAD for column in zip(*lengths, strict=True))
    if natural < NARROW * PAGE:
        table["classes"] += ["narrow"]
        return
    table["classes"] = [name for name in table["classes"] if name != "colwidths-auto"]
    table["classes"] += ["colwidths-given", "wide"] + ["dense"] * (sum(least) + PAD * len(least) > PAGE)
    for column, width in zip(table.findall(nodes.colspec), widths(lengths, least), strict=True):
        column["colwidth"] = width


def widths(lengths: list[list[int]], least: list[int]) -> list[int]:
    """Share out 100 per cent: to each column its longest word, the rest by how much text it holds.

    Parameters
    ----------
    lengths : list of list of int
        Characters of each cell, row by row.
    least : list of int
        Characters of the longest word of each column.
    """
    columns = list(zip(*lengths, strict=True))
    floor = [word + PAD + 1 for word in least]  # a heading, in bold, needs more
    text = [max(sum(column) / len(column), max(column) / 4) + PAD for column in columns]
    natural = [max(column) + PAD for column in columns]
    total = max(PAGE, sum(floor))
    if sum(natural) <= PAGE:  # nothing need be broken
        return _percent(natural)
    free, given = set(range(len(columns))), [0.0] * len(columns)
    while free:  # columns that their longest word makes wider than their share are set first
        left = total - sum(given)
        share = {i: left * text[i] / sum(text[j] for j in free) for i in free}
        tight = {i for i in free if share[i] < floor[i]} or free
        for i in tight:
            given[i] = max(share[i], floor[i]) if tight is free else floor[i]
        if tight is free:
            break
        free = free - tight
    return _percent(given)


def _percent(given: list[float]) -> list[int]:
    scaled = [round(100 * width / sum(given)) for width in given]
    scaled[scaled.index(max(scaled))] += 100 - sum(scaled)
    return scaled


def setup(app):
    """Come after the keys have become links."""
    app.connect("doctree-resolved", mark_columns, priority=800)
