r"""Formulas as MathML, written when the page is built: the page then needs no script and nothing from the network.

>>> inline("T_M > 0")[:36]
'<math xmlns="http://www.w3.org/1998/'
"""

from docutils import nodes
from latex2mathml.converter import convert


def inline(latex: str) -> str:
    """One formula within a line."""
    return convert(latex)


def block(latex: str) -> str:
    """A formula on a line of its own; wide ones scroll, so the keyboard must be able to reach them."""
    return f'<div class="math-block" role="group" aria-label="formula" tabindex="0">{convert(latex, display="block")}</div>'


def _visit_inline(self, node):
    self.body.append(inline(node.astext()))
    raise nodes.SkipNode


def _visit_block(self, node):
    self.body.append(block(node.astext()))
    raise nodes.SkipNode


def setup(app):
    """Make this the HTML builders' way of showing formulas."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))
