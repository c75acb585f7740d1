"""Links in place of keys, in every table: of a source to the bibliography, of a row to its page, of a table to the codebook.

The text of a link to a source is its name, "Author year"; the key is the title of the link.
"""

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from nkdata.report.sphinx_ext.links import target_of

TOKEN = re.compile(r"[^\s;,()]+")
TABLE_COLUMNS = ("table", "rests on")  # in these columns the name of a table is a link, too
BREAKS = re.compile(r"(?<=[_/])")


def link_keys(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the keys in the cells of tables and in lists of terms."""
    targets = app.config.nkdata_links
    if not targets:
        return
    for table in doctree.findall(nodes.table):
        head, *rows = table.findall(nodes.row)
        for row in rows:
            for title, cell in zip(head, row, strict=False):
                tables = targets["tables"] if title.astext() in TABLE_COLUMNS else {}
                _link_texts(app, docname, cell, targets["keys"] | tables)
    for term in doctree.findall(nodes.definition):
        _link_texts(app, docname, term, targets["keys"])
    _letter_citations(doctree, targets)


def _letter_citations(doctree: nodes.document, targets: dict[str, dict]) -> None:
    """Give a citation in prose the letter that tells its source from others of its author and year."""
    names = {targets["keys"][key][1]: name for key, name in targets["names"].items()}
    for link in doctree.findall(nodes.reference):
        name = names.get(target_of(link))
        if name and link.astext() == name[:-1]:
            text = next(link.findall(nodes.Text))
            text.parent.replace(text, nodes.Text(f"{text}{name[-1]}"))


def _link_texts(app: Sphinx, docname: str, cell: nodes.Element, targets: dict[str, tuple[str, str]]) -> None:
    for text in list(cell.findall(nodes.Text)):
        if isinstance(text.parent, (nodes.reference, nodes.raw)):
            continue
        if any(token in targets for token in TOKEN.findall(text)):
            text.parent.replace(text, list(_pieces(app, docname, text.astext(), targets)))
        elif "_" in text:
            text.parent.replace(text, _breakable(text.astext()))


def _pieces(app: Sphinx, docname: str, text: str, targets: dict[str, tuple[str, str]]) -> Iterator[nodes.Node]:
    """Yield the text with links in place of its keys."""
    end, names = 0, app.config.nkdata_links["names"]
    for found in TOKEN.finditer(text):
        if (key := found[0]) in targets:
            yield nodes.Text(text[end : found.start()])
            end = found.end()
            page, place = targets[key]
            address = f"{app.builder.get_relative_uri(docname, page)}#{place}"
            title = {"reftitle": key} if key in names else {}
            yield nodes.reference("", "", *_breakable(names.get(key, key)), refuri=address, internal=True, classes=["key"], **title)
    yield nodes.Text(text[end:])


def _breakable(text: str) -> list[nodes.Node]:
    """Return the text, free to break after each underscore and slash."""
    first, *rest = BREAKS.split(text)
    return [nodes.Text(first), *(node for part in rest for node in (nodes.raw("", "<wbr>", format="html"), nodes.Text(part)))]


def anchor_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Give each cell of a notebook the anchor to which the claim ledger links."""
    for cell in doctree.findall(nodes.container):
        if anchor := cell.get("cell_metadata", {}).get("anchor"):
            cell["ids"].append(anchor)


def setup(app: Sphinx) -> None:
    """Link the keys once all references are resolved."""
    app.connect("doctree-read", anchor_cells)
    app.connect("doctree-resolved", link_keys, priority=700)
