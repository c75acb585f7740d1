"""The style of every chart, and the places of axes, title, subtitle and source line on the page."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from nkdata.charts.line_breaks import SMALL, even

WIDTH = 7.2  # inches: 720 pixels on a page
INK, QUIET, FAINT = "#222222", "#555555", "#8a8a8a"
TITLE, SUBTITLE = 12.5, 9.5  # points
EDGE = 5  # points between the words and the edge of the figure
Margins = tuple[float, float, float, float]  # points left of, below, right of and above the axes


@dataclass(frozen=True)
class Words:
    """The words of a chart: every number in them is computed from the plotted data."""

    title: str
    subtitle: str
    caption: str
    alt: str
    source: str


def no_data(name: str) -> Words:
    """Return the words of a chart whose data are empty."""
    return Words(f"No data for the chart {name}", "", "No data.", "An empty chart: there are no data to plot.", "")


def style() -> AbstractContextManager[None]:
    """Return the style of every chart as a context, in which the reader's own settings have no effect.

    >>> import matplotlib
    >>> with style():
    ...     matplotlib.rcParams["svg.hashsalt"]
    'nkdata'
    """
    return plt.style.context(_style_sheet(), after_reset=True)


@cache
def _style_sheet() -> mpl.RcParams:
    with as_file(files("nkdata.charts") / "nkdata.mplstyle") as sheet:
        return mpl.rc_params_from_file(sheet, use_default_template=False)


def add_axes(words: Words, size: tuple[float, float], margins: Margins) -> Axes:
    """Return axes in a new figure of `size` inches, with room for the words and the margins around them."""
    width, height = (inches * 72 for inches in size)
    left, below, right, above = margins
    top = height - EDGE - _headings_height(words, width - 2 * EDGE) - above
    bottom = below + len(_lines(words, width - 2 * EDGE)[2]) * SMALL * 1.3 + 6 + EDGE
    figure = plt.figure(figsize=size)
    return figure.add_axes((left / width, bottom / height, (width - left - right) / width, (top - bottom) / height))


@lru_cache(maxsize=64)
def _lines(words: Words, width: float) -> tuple[list[str], list[str], list[str]]:
    return (
        even(words.title, width, TITLE, "bold", least=0.7),
        even(words.subtitle, width, SUBTITLE),
        even(words.source, width, SMALL),
    )


def _headings_height(words: Words, width: float) -> float:
    title, subtitle, _ = _lines(words, width)
    return len(title) * TITLE * 1.25 + 3 + len(subtitle) * SUBTITLE * 1.3 + 8


def draw_headings(ax: Axes, words: Words, margins: Margins, whole_page: bool) -> None:
    """Write title and subtitle above the axes and the source line below, as wide as the page or, in given axes, as the axes."""
    left, below, right, above = margins
    inner = points_per_axes(ax)
    width = inner + left + right - 2 * EDGE if whole_page else inner
    title, subtitle, source = _lines(words, width)
    x, y = (EDGE - left if whole_page else 0), above + _headings_height(words, width)

    def put(lines: list[str], corner: int, y: float, size: float, **kind: str) -> None:
        ax.annotate(
            "\n".join(lines), (0, corner), (x, y), "axes fraction", "offset points", fontsize=size, va="top",
            linespacing=1.2, annotation_clip=False, **kind,
        )  # fmt: skip

    put(title, 1, y, TITLE, weight="bold", color=INK)
    put(subtitle, 1, y - len(title) * TITLE * 1.25 - 3, SUBTITLE, color=QUIET)
    put(source, 0, -below - 6, SMALL, color=QUIET)


def points_per_axes(ax: Axes) -> float:
    """Return the width of the axes in points."""
    return ax.get_window_extent().width * 72 / ax.figure.dpi
