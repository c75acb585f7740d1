"""The rows of the coded tables, one by one, with an anchor each, so that a key in a table can be followed to its grounds.

The rows are written as HTML at once: as Markdown, reading them would take longer than all other pages together.
"""

import html
import re

from docutils.nodes import make_id

import nkdata
from nkdata.record import codebook
from nkdata.record.labels import UNSEEN, texts
from nkdata.report.content.source_labels import source_names

TABLES = (
    "passages",
    "phases",
    "assistance",
    "drivers",
    "constraints",
    "events",
    "statements",
    "estimates",
    "treaties",
    "corrections",
    "periodisations",
    "transfers",
)
TOKEN = re.compile(r"[\w-]+")


def targets(notebooks: dict[str, list[str]]) -> dict[str, dict[str, tuple[str, str]]]:
    """Page and anchor of every key: of sources, rows, groups of events, cells of the notebooks; apart from these, of the tables.

    Under ``names`` stands what is shown in place of a key that says little.
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
    """The anchor of a cell of a notebook.

    >>> cell_anchor("04-alignment", "c02")
    'cell-04-c02'
    """
    return make_id(f"cell-{page.partition('-')[0]}-{cell}")


def pages() -> dict[str, str]:
    """The page that lists the tables, and a page for each of them, as Markdown."""
    listed = [f"- [{table}](rows-{table}.md): a row is {_what(table)}" for table in TABLES]
    about = (
        "The coded tables, row by row, with source, place, words and grades. The large tables of numbers are in the "
        "[codebook](codebook.md), with all others, as CSV."
    )
    text = {
        "rows": "\n".join(["# Rows", "", about, "", *listed, "", "```{toctree}", ":hidden:", "", *(f"rows-{t}" for t in TABLES), "```", ""])
    }
    linked = {key: (f"{page}.html", place) for key, (page, place) in targets({})["keys"].items()}
    for table in TABLES:
        body = fragment(table, linked)
        text[f"rows-{table}"] = f"# Rows of {table}\n\nA row is {_what(table)}.\n\n```{{raw}} html\n{body}\n```\n"
    return text


def fragment(table: str, linked: dict[str, tuple[str, str]], level: int = 2) -> str:
    """Every row of a table as HTML: its key as a heading, then what its cells hold; keys in `linked` are links."""
    key, titles = _key(table), {field["name"]: field["title"] for field in codebook.resource(table)["schema"]["fields"]}
    names = source_names()

    def link(found):
        page, place = linked.get(found[0], ("", ""))
        name = names.get(found[0])
        said = f' title="{found[0]}">{html.escape(name)}' if name else f">{found[0]}"
        return f'<a href="{page}#{place}"{said}</a>' if place else found[0]

    def value(text):
        text = html.escape(text)
        return f'<a href="{text}">{text}</a>' if text.startswith(("http:", "https:")) else TOKEN.sub(link, text)

    frame = nkdata.load(table)
    seen = [column for column in frame if column != key and not UNSEEN.match(column)]
    columns = [[(titles[column], value(text)) for text in texts(frame[column], None)] for column in seen]
    parts = []
    for name, *cells in zip(frame[key].astype(str).map(html.escape), *columns, strict=True):
        terms = "".join(f"<dt>{html.escape(title)}</dt><dd>{text}</dd>" for title, text in cells if text)
        parts.append(f'<section class="row-of-table" id="{table}-{name}"><h{level}>{name}</h{level}><dl>{terms}</dl></section>')
    return "\n".join(parts)


def _key(table: str) -> str:
    return codebook.key_of(table)[0]


def _what(table: str) -> str:
    return nkdata.tables().set_index("table").at[table, "row"]
