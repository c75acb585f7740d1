"""Values in Typst's markup: text, strings, arrays, formulas."""

import re
from collections.abc import Iterable

from lxml import etree

SPACE = re.compile(r"[ \t\r\n]+")
BEFORE_A_BREAK = re.compile(r"(?<=[/;])(?=\w)")  # where a line may end as in a browser: 1990/1992


def text(words: str | None) -> str:
    """Return text for a line."""
    words = BEFORE_A_BREAK.sub("\N{ZERO WIDTH SPACE}", SPACE.sub(" ", words or ""))
    return f"#{string(words)};" if words else ""


def string(value: str) -> str:
    r"""Return a string literal.

    >>> string('a "word"')
    '"a \\"word\\""'
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def array(parts: Iterable[str]) -> str:
    """Return an array of parts that are Typst's markup already."""
    return f"({''.join(f'{part}, ' for part in parts)})"


def formula(node: etree.ElementBase) -> str:
    """Return a MathML element as a picture with its text: Typst has a language of its own for formulas."""
    import ziamath  # it takes as long as all the rest, and few reports hold a formula

    mathml = etree.tostring(node, encoding="unicode", with_tail=False)
    ziamath.config.svg2 = False
    drawn = ziamath.Math(mathml, size=14.5)
    alt = " ".join(" ".join(node.itertext()).split())
    return f"#formula({string(drawn.svg())}, {string(alt)}, {-drawn.getyofst() * 0.75:.2f}pt)"
