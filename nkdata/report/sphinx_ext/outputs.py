"""Notebook outputs that carry a name, a caption and an alt text become numbered figures and tables.

``nkdata.figure`` and ``nkdata.table`` put them into the output's metadata (key "nkdata"). The settings of the report
name this renderer (``nb_render_plugin``).
"""

import re
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from nkdata.report.content.chart_files import Chart
from nkdata.report.content.markdown import plain

EMPTY_HEADER = re.compile(r"<th([^>]*)>\s*</th>")
FRAME_STYLE = re.compile(r"<style scoped>.*?</style>", re.DOTALL)


class NumberedOutputs(NbElementRenderer):
    """Renderer of the report; other Sphinx sites of the same environment keep their own."""

    def render_mime_type(self, data: MimeData) -> list[nodes.Element]:
        """Return nodes for charts and frames, and leave other outputs to myst-nb."""
        words = data.output_metadata.get("nkdata")
        if words and words["kind"] == "figure" and data.mime_type == "image/png":
            chart = self.renderer.sphinx_env.config.nkdata_charts[words["name"]]
            return _figure(self.renderer, chart, data.line)
        if data.mime_type == "text/html" and 'class="dataframe"' in data.string:
            return [nodes.raw(text=accessible_frame(data.string), format="html", classes=["output", "text_html"])]
        return super().render_mime_type(data)


def accessible_frame(html: str) -> str:
    """Make the table that pandas prints readable for screen readers: no empty header cells, a scope for the others.

    >>> accessible_frame('<table class="dataframe"><tr><th></th><th>a</th></tr></table>')
    '<table class="dataframe"><tr><td></td><th scope="col">a</th></tr></table>'
    """
    html = EMPTY_HEADER.sub(r"<td\1></td>", FRAME_STYLE.sub("", html))
    head, mark, body = html.partition("</thead>")
    if not mark:
        return head.replace("<th>", '<th scope="col">')
    return head.replace("<th>", '<th scope="col">') + mark + body.replace("<th>", '<th scope="row">')


def _figure(notebook: Any, chart: Chart, line: int) -> list[nodes.Element]:
    """Return the numbered figure on its home page; on another page the picture without number, with a link to it."""
    if chart.home == notebook.sphinx_env.docname:
        block, text = nodes.container(), chart.markdown()
    else:
        picture = nodes.image(uri=f"/figures/{chart.picture}", alt=chart.alt)
        link = nodes.reference("", "", picture, refuri=f"_images/{chart.picture}")
        block = nodes.container("", link, classes=["nkdata-figure", "nkdata-preview"])
        text = f"{plain(chart.caption)} ([Figure](#fig-{chart.name}))"
    with notebook.current_node_context(block):
        notebook.nested_render_text(text, line)
    return [block] if block["classes"] else block.children
