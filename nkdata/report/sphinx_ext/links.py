"""Plain links made precise: "Figure" becomes "Figure 3", wherever the figure stands.

Notebooks write ``[Figure](#fig-pendulum)``, which reads well in JupyterLab and on GitHub too; only Sphinx knows the number.
"""

from docutils import nodes

KINDS = {"Figure": "figure", "Table": "table"}


def number_links(app, doctree, docname):
    """Append the number to every link that says only "Figure" or "Table"."""
    numbers = app.env.toc_fignumbers
    for link in doctree.findall(nodes.reference):
        kind = KINDS.get(link.astext())
        if not kind:
            continue
        page, _, target = link.get("refuri", "").partition("#")
        target = target or link.get("refid", "")
        for name in (docname, *(other for other in numbers if _page(app, docname, other) == page)):
            number = numbers.get(name, {}).get(kind, {}).get(target)
            if number:
                next(link.findall(nodes.Text)).parent.replace(
                    next(link.findall(nodes.Text)), nodes.Text(f"{link.astext()} {'.'.join(map(str, number))}")
                )
                break


def _page(app, docname, other):
    return app.builder.get_relative_uri(docname, other).partition("#")[0]


def setup(app):
    """Number the links once all references are resolved."""
    app.connect("doctree-resolved", number_links)
