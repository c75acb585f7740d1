r"""Formulas as MathML, written when the page is built: the page then needs no script and nothing from the network.

>>> inline("T_M > 0")[:36]
'<math xmlns="http://www.w3.org/1998/'
"""

from collections.abc import Callable

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx


def inline(latex: str) -> str:
    """Return a formula within a line."""
    return convert(latex)


def block(latex: str) -> str:
    """Return a formula on a line of its own; wide ones scroll, so the keyboard must be able to reach them."""
    return f'<div class="math-block" role="group" aria-label="formula" tabindex="0">{convert(latex, display="block")}</div>'


def _visitors(convert: Callable[[str], str]) -> tuple[Callable, None]:
    def visit(self, node: nodes.Element) -> None:
        self.body.append(convert(node.astext()))
        raise nodes.SkipNode

    return visit, None


def setup(app: Sphinx) -> None:
    """Register the renderer of the HTML builders."""
    app.add_html_math_renderer("mathml", _visitors(inline), _visitors(block))
