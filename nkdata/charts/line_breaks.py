"""Widths of text in points, and lines broken to a width."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

SMALL = 8.5  # points, the size of all text but title and subtitle


def text_width(text, size=SMALL, weight="normal"):
    """Width of a line of text in points: that of its words and blanks, each measured once."""
    words = text.split(" ")
    return sum(_width(word, size, weight) for word in words) + (len(words) - 1) * _width(" ", size, weight)


@lru_cache(maxsize=4096)
def _width(word, size, weight):
    font = FontProperties(family="DejaVu Sans", weight=weight, size=size)
    return text_to_path.get_text_width_height_descent(word, font, ismath=False)[0] if word else 0.0


def wrap(text, width, size=SMALL, weight="normal"):
    """Break text at blanks into lines that are not wider than `width` points; a no-break space holds.

    >>> wrap("North Korea between Moscow and Beijing", 90)
    ['North Korea', 'between Moscow', 'and Beijing']
    """
    lines = []
    for word in filter(None, text.split(" ")):
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def even(text, width, size=SMALL, weight="normal", least=0.25):
    """As ``wrap``, but the last line is not shorter than `least` of the width, where the number of lines allows it.

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
