"""Widths of text in points, and lines broken to a width."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

SMALL = 8.5  # points, the size of all text but title and subtitle


def text_width(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """Return the width of a line of text in points, the sum of its words and blanks."""
    words = text.split(" ")
    return sum(_word_width(word, size, weight) for word in words) + (len(words) - 1) * _word_width(" ", size, weight)


@lru_cache(maxsize=4096)
def _word_width(word: str, size: float, weight: str) -> float:
    font = FontProperties(family="DejaVu Sans", weight=weight, size=size)
    return text_to_path.get_text_width_height_descent(word, font, ismath=False)[0] if word else 0.0


def wrap(text: str, width: float, size: float = SMALL, weight: str = "normal") -> list[str]:
    """Break text at blanks, but not at no-break spaces, into lines of at most `width` points.

    >>> wrap("North Korea between Moscow and Beijing", 90)
    ['North Korea', 'between Moscow', 'and Beijing']
    """
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def even(text: str, width: float, size: float = SMALL, weight: str = "normal", least: float = 0.25) -> list[str]:
    """Break text as ``wrap`` does, with a last line of at least `least` of the width where no line more is needed.

    >>> even("North Korea between Moscow and Beijing", 150, least=0.6)
    ['North Korea between', 'Moscow and Beijing']
    """
    lines, narrow = wrap(text, width, size, weight), width
    while len(lines) > 1 and text_width(lines[-1], size, weight) < least * width:
        narrow *= 0.96
        closer = wrap(text, narrow, size, weight)
        if len(closer) > len(lines) or max(text_width(line, size, weight) for line in closer) > narrow:
            break
        lines = closer
    return lines
