"""Numbers in plain links: "Figure" becomes "Figure 3", on whichever page the figure is.

Notebooks write ``[Figure](#fig-pendulum)``, which reads well in JupyterLab and on GitHub too; only Sphinx knows the number.
"""

from docutils import nodes
from sphinx.application import Sphinx

KINDS = {"Figure": "figure", "Table": "table"}


def number_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Append the number to every link whose text is only "Figure" or "Table"."""
    for link in doctree.findall(nodes.reference):
        kind, target = KINDS.get(link.astext()), target_of(link)
        numbers = (page.get(kind, {}).get(target) for page in app.env.toc_fignumbers.values())  # names are unique in the report
        if number := next(filter(None, numbers), None):
            text = next(link.findall(nodes.Text))
            text.parent.replace(text, nodes.Text(f"{text} {'.'.join(map(str, number))}"))


def target_of(link: nodes.reference) -> str:
    """Return the anchor to which a link leads."""
    return link.get("refid") or link.get("refuri", "").rpartition("#")[2]


def setup(app: Sphinx) -> None:
    """Number the links once all references are resolved."""
    app.connect("doctree-resolved", number_links)
