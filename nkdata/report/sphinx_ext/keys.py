"""Keys become links, in every table: of a source to the bibliography, of a row to its page, of a table to the codebook.

A source is shown by its name, "Author year", and its key is the title of the link.
"""

import re

from docutils import nodes

TOKEN = re.compile(r"[^\s;,()]+")
TABLE_COLUMNS = ("table", "rests on")  # in these columns the name of a table is a link, too
BREAKS = re.compile(r"(?<=[_/])")


def link_keys(app, doctree, docname):
    """Link what stands in the cells of tables, and in lists of terms, and is a key."""
    targets = app.config.nkdata_links
    if not targets:
        return
    for table in doctree.findall(nodes.table):
        heads = [cell.astext() for cell in next(table.findall(nodes.row))]
        for row in list(table.findall(nodes.row))[1:]:
            for head, cell in zip(heads, row, strict=False):
                _link_texts(app, docname, cell, targets["keys"] | targets["tables"] if head in TABLE_COLUMNS else targets["keys"])
    for term in doctree.findall(nodes.definition):
        _link_texts(app, docname, term, targets["keys"])
    _letter_citations(doctree, targets)


def _letter_citations(doctree, targets):
    """Give a citation in prose the letter that tells its source from others of its author and year."""
    names = {targets["keys"][key][1]: name for key, name in targets["names"].items()}
    for link in doctree.findall(nodes.reference):
        name = names.get(link.get("refid") or link.get("refuri", "").rpartition("#")[2])
        if name and link.astext() == name[:-1]:
            text = next(link.findall(nodes.Text))
            text.parent.replace(text, nodes.Text(f"{text}{name[-1]}"))


def _link_texts(app, docname, cell, targets):
    for text in list(cell.findall(nodes.Text)):
        if isinstance(text.parent, (nodes.reference, nodes.raw)):
            continue
        if any(token in targets for token in TOKEN.findall(text)):
            text.parent.replace(text, list(_pieces(app, docname, text.astext(), targets)))
        elif "_" in text:
            text.parent.replace(text, _breakable(text.astext()))


def _pieces(app, docname, text, targets):
    """The text, its keys as links."""
    end = 0
    for found in TOKEN.finditer(text):
        if found[0] in targets:
            page, place = targets[found[0]]
            yield nodes.Text(text[end : found.start()])
            address = f"{app.builder.get_relative_uri(docname, page)}#{place}"
            yield _link(address, found[0], app.config.nkdata_links["names"].get(found[0]))
            end = found.end()
    yield nodes.Text(text[end:])


def _link(address, key, name):
    shown = {"reftitle": key} if name else {}
    return nodes.reference("", "", *_breakable(name or key), refuri=address, internal=True, classes=["key"], **shown)


def _breakable(text):
    """The text, free to break after each underscore."""
    first, *rest = BREAKS.split(text)
    return [nodes.Text(first), *(node for part in rest for node in (nodes.raw("", "<wbr>", format="html"), nodes.Text(part)))]


def anchor_cells(app, doctree):
    """Give each cell of a notebook the anchor that the claim ledger links to."""
    for cell in doctree.findall(nodes.container):
        if anchor := cell.get("cell_metadata", {}).get("anchor"):
            cell["ids"].append(anchor)


def setup(app):
    """Come once all references are resolved."""
    app.connect("doctree-read", anchor_cells)
    app.connect("doctree-resolved", link_keys, priority=700)
