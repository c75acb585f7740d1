"""Notebook outputs that carry a name, a caption and an alt text become numbered figures and tables.

``nkdata.figure`` and ``nkdata.table`` put these words into the output's metadata (key "nkdata"). The settings of
the report name this renderer (``nb_render_plugin``); other outputs are rendered as myst-nb does.
"""

import re

from docutils import nodes
from myst_nb.core.render import NbElementRenderer

from nkdata.report.content.chart_files import downloads, shown_kind
from nkdata.report.content.pages import plain

EMPTY_HEADER = re.compile(r"<th([^>]*)>\s*</th>")
FRAME_STYLE = re.compile(r"<style scoped>.*?</style>", re.DOTALL)


class NumberedOutputs(NbElementRenderer):
    """The renderer that the settings of the report name; other sites of the same environment keep their own."""

    def render_mime_type(self, data):
        """Return nodes for outputs that are ours, and those of myst-nb for the rest."""
        words = data.output_metadata.get("nkdata")
        if words and words["kind"] == "figure" and data.mime_type == "image/png":
            return [_figure(self, data, words)]
        if data.mime_type == "text/html" and 'class="dataframe"' in data.string:
            return [nodes.raw(text=accessible_frame(data.string), format="html", classes=["output", "text_html"])]
        return super().render_mime_type(data)


def accessible_frame(html: str) -> str:
    """Make the table that pandas prints readable by ear: no empty header cells, a scope for the others.

    >>> accessible_frame('<table class="dataframe"><tr><th></th><th>a</th></tr></table>')
    '<table class="dataframe"><tr><td></td><th scope="col">a</th></tr></table>'
    """
    html = EMPTY_HEADER.sub(r"<td\1></td>", FRAME_STYLE.sub("", html))
    head, mark, body = html.partition("</thead>")
    if not mark:
        return head.replace("<th>", '<th scope="col">')
    return head.replace("<th>", '<th scope="col">') + mark + body.replace("<th>", '<th scope="row">')


def _figure(renderer, data, words) -> nodes.Element:
    """A numbered figure: the picture with its alt text, the caption, and links to the data and the pictures."""
    notebook, name = renderer.renderer, words["name"]
    known = notebook.sphinx_env.config.nkdata_figures[name]
    file = f"{name}.{shown_kind(known['files'])}"
    picture = nodes.reference("", "", nodes.image(uri=f"/figures/{file}", alt=words["alt"]), refuri=f"_images/{file}")
    if known["home"] != notebook.sphinx_env.docname:
        return _preview(notebook, picture, words, data.line)
    figure = nodes.figure("", picture, align="center", classes=["nkdata-figure"])
    caption = nodes.caption("", "")
    with notebook.current_node_context(caption):
        notebook.nested_render_text(plain(f"{words['caption'].rstrip('.')}."), data.line, inline=True)
    figure += [caption, nodes.legend("", nodes.raw("", downloads(name, known["files"]), format="html"))]
    figure["names"].append(nodes.fully_normalize_name(f"fig-{name}"))
    notebook.document.note_explicit_target(figure, figure)
    return figure


def _preview(notebook, picture, words, line) -> nodes.container:
    """A chart whose page is another one: it keeps its one number, so here it stands without, with a link to it."""
    block = nodes.container("", picture, classes=["nkdata-figure", "nkdata-preview"])
    with notebook.current_node_context(block):
        notebook.nested_render_text(f"{plain(words['caption'])} ([Figure](#fig-{words['name']}))", line)
    return block
