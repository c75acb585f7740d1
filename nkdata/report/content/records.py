"""The rows of the coded tables, one by one, with an anchor each, so that a key in a table can be followed to its grounds.

The rows are written as HTML: Sphinx would need more time to read them as Markdown than for all other pages together.
"""

import html
import re

from docutils.nodes import make_id

import nkdata
from nkdata.record import codebook
from nkdata.record.labels import UNSEEN, texts
from nkdata.report.content.markdown import hidden_contents
from nkdata.report.content.source_labels import source_names

TABLES = tuple(
    "passages phases assistance drivers constraints events statements estimates treaties corrections periodisations transfers".split()
)
TOKEN = re.compile(r"[\w-]+")


def targets(notebooks: dict[str, list[str]]) -> dict[str, dict]:
    """Return page and anchor of every key: of sources, rows, groups of events and cells of the notebooks; apart, of the tables.

    The entry ``names`` holds the text that replaces a key on the pages.
    """
    keys = {key: ("bibliography", make_id(key)) for key in nkdata.load("sources")["source"]}
    for table in TABLES:
        if table != "phases":  # their keys are plain numbers
            keys |= {key: (f"rows-{table}", f"{table}-{key}") for key in nkdata.load(table)[_key(table)]}
    keys |= {f"{page}/{cell}": (page, cell_anchor(page, cell)) for page, cells in notebooks.items() for cell in cells}
    groups = nkdata.load("events").dropna(subset="event_group").drop_duplicates("event_group").set_index("event_group")["event"]
    keys = {group: ("rows-events", f"events-{event}") for group, event in groups.items()} | keys
    tables = {name: ("codebook", f"table-{name.replace('_', '-')}") for name in codebook.names()}
    return {"keys": keys, "tables": tables, "names": source_names() | {group: group.replace("_", " ") for group in groups.index}}


def cell_anchor(page: str, cell: str) -> str:
    """Return the anchor of a cell of a notebook.

    >>> cell_anchor("04-alignment", "c02")
    'cell-04-c02'
    """
    return make_id(f"cell-{page.partition('-')[0]}-{cell}")


def pages() -> dict[str, str]:
    """Return the page that lists the tables, and a page for each of them, as Markdown."""
    about = (
        "The coded tables, row by row, with source, place, words and grades. The large tables of numbers are in the "
        "[codebook](codebook.md), with all others, as CSV."
    )
    row_is = nkdata.tables().set_index("table")["row"]
    listed = [f"- [{table}](rows-{table}.md): a row is {row_is[table]}" for table in TABLES]
    text = {"rows": "\n".join(["# Rows", "", about, "", *listed, "", *hidden_contents(f"rows-{table}" for table in TABLES)])}
    links = {key: f"{page}.html#{place}" for key, (page, place) in targets({})["keys"].items()}
    for table in TABLES:
        rows = rows_as_html(table, links)
        text[f"rows-{table}"] = f"# Rows of {table}\n\nA row is {row_is[table]}.\n\n```{{raw}} html\n{rows}\n```\n"
    return text


def rows_as_html(table: str, links: dict[str, str], level: int = 2) -> str:
    """Return every row of a table: its key as a heading, then its cells as a list of terms; keys in `links` become links."""
    key, titles = _key(table), {field["name"]: field["title"] for field in codebook.resource(table)["schema"]["fields"]}
    names = source_names()

    def link(found: re.Match) -> str:
        if not (address := links.get(found[0])):
            return found[0]
        name = names.get(found[0])
        return f'<a href="{address}" title="{found[0]}">{html.escape(name)}</a>' if name else f'<a href="{address}">{found[0]}</a>'

    def cell(text: str) -> str:
        text = html.escape(text)
        return f'<a href="{text}">{text}</a>' if text.startswith(("http:", "https:")) else TOKEN.sub(link, text)

    frame = nkdata.load(table)
    shown = [column for column in frame if column != key and not UNSEEN.match(column)]
    columns = [[(titles[column], cell(text)) for text in texts(frame[column], None)] for column in shown]
    parts = []
    for name, *cells in zip(frame[key].astype(str).map(html.escape), *columns, strict=True):
        terms = "".join(f"<dt>{html.escape(title)}</dt><dd>{text}</dd>" for title, text in cells if text)
        parts.append(f'<section class="row-of-table" id="{table}-{name}"><h{level}>{name}</h{level}><dl>{terms}</dl></section>')
    return "\n".join(parts)


def _key(table: str) -> str:
    return codebook.key_of(table)[0]
