"""Plain links made precise: "Figure" becomes "Figure 3", wherever the figure stands.

Notebooks write ``[Figure](#fig-pendulum)``, which reads well in JupyterLab and on GitHub too; only Sphinx knows the number.
"""

from docutils import nodes

KINDS = {"Figure": "figure", "Table": "table"}


def number_links(app, doctree, docname):
    """Append the number to every link that says only "Figure" or "Table"."""
    for link in doctree.findall(nodes.reference):
        kind = KINDS.get(link.astext())
        target = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
        if kind and (number := _number(app.env.toc_fignumbers, kind, target)):
            text = next(link.findall(nodes.Text))
            text.parent.replace(text, nodes.Text(f"{text} {number}"))


def _number(numbers, kind, target) -> str:
    """The number of a figure or table; names are unique in the report, so the page does not matter."""
    found = (page.get(kind, {}).get(target) for page in numbers.values())
    return next((".".join(map(str, number)) for number in found if number), "")


def setup(app):
    """Number the links once all references are resolved."""
    app.connect("doctree-resolved", number_links)
