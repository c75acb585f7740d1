"""The house style: what a chart is, the style sheet, and where title, subtitle and source line stand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts.line_breaks import SMALL, even
from nkdata.errors import NkdataError, short_repr

WIDTH = 7.2  # inches: 720 pixels on a page
INK, QUIET, FAINT = "#222222", "#555555", "#8a8a8a"
TITLE, SUBTITLE = 12.5, 9.5  # points
LARGEST = 1e15  # no axis is drawn for larger numbers
EDGE = 5  # points between the words and the edge of the figure


@dataclass(frozen=True)
class Words:
    """What a chart says: every number in it is computed from the plotted data."""

    title: str
    subtitle: str
    caption: str
    alt: str
    source: str


@dataclass(frozen=True)
class Chart:
    """A chart of the catalogue.

    ``data()`` gives the plotted numbers, ``words(data)`` what is said about them, ``draw(ax, data)`` the picture;
    ``size`` is width and height in inches, ``pad`` the room in points left of, below, right of and above the axes,
    ``columns`` what the data must hold.
    """

    name: str
    data: Callable
    draw: Callable
    words: Callable
    size: tuple
    margins: tuple
    columns: tuple


def style():
    """The style of every chart, as a context; it sets aside whatever style the reader has chosen.

    >>> import matplotlib
    >>> with style():
    ...     matplotlib.rcParams["svg.hashsalt"]
    'nkdata'
    """
    return plt.style.context(_sheet(), after_reset=True)


@cache
def _sheet():
    with as_file(files("nkdata.charts") / "nkdata.mplstyle") as sheet:
        return mpl.rc_params_from_file(sheet, use_default_template=False)


def render(chart, paint, ax, data):
    """Check what was given, draw with `paint` into the axes, add the words, and return the axes."""
    if ax is not None and not isinstance(ax, Axes):
        raise NkdataError(f"ax must be a matplotlib Axes or None; got {short_repr(ax)}.")
    if data is None:
        return _drawn(chart, paint, ax, chart.data())
    try:
        return _drawn(chart, paint, ax, check(chart, data))
    except NkdataError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:  # what a reader's own numbers can do
        raise NkdataError(
            f"data of the chart {chart.name} must hold columns like those of nkdata.figure({chart.name!r}).data; "
            f"got {type(error).__name__}: {short_repr(str(error))}."
        ) from error


def _drawn(chart, paint, ax, data):
    words = chart.words(data)
    with style():
        own = ax is None
        ax = _page(chart, words) if own else ax
        try:
            if data.empty:
                ax.set_axis_off()
            else:
                paint(ax, data)
            _headings(ax, chart, words, own)
        except Exception:
            if own:
                plt.close(ax.figure)
            raise
    return ax


def check(chart, data):
    """The data, if it is a frame with the columns that the chart plots."""
    if not isinstance(data, pd.DataFrame):
        raise NkdataError(f"data of the chart {chart.name} must be a pandas DataFrame; got {short_repr(data)}.")
    held, needed = list(data.columns), ", ".join(chart.columns)
    if missing := [column for column in chart.columns if column not in held]:
        raise NkdataError(f"data of the chart {chart.name} must have the columns {needed}; got none named {', '.join(missing)}.")
    if repeated := [column for column in chart.columns if held.count(column) > 1]:
        raise NkdataError(f"data of the chart {chart.name} must have each of the columns {needed} once; got {', '.join(repeated)} twice.")
    for column in chart.columns:
        if pd.to_numeric(data[column], errors="coerce").abs().gt(LARGEST).any():
            raise NkdataError(f"{column} in the data of the chart {chart.name} must be finite and at most {LARGEST:g}; got a larger one.")
    return data


def no_data(name):
    """The words of a chart whose data are empty."""
    return Words(f"No data for the chart {name}", "", "No data.", "An empty chart: there are no data to plot.", "")


def _page(chart, words):
    width, height = (inches * 72 for inches in chart.size)
    left, below, right, above = chart.margins
    top = height - EDGE - _height(words, width - 2 * EDGE) - above
    bottom = below + _source_height(words, width - 2 * EDGE) + EDGE
    figure = plt.figure(figsize=chart.size)
    return figure.add_axes((left / width, bottom / height, (width - left - right) / width, (top - bottom) / height))


@lru_cache(maxsize=64)
def _lines(words, width):
    return (
        even(words.title, width, TITLE, "bold", least=0.7),
        even(words.subtitle, width, SUBTITLE),
        even(words.source, width, SMALL),
    )


def _height(words, width):
    title, subtitle, _ = _lines(words, width)
    return len(title) * TITLE * 1.25 + 3 + len(subtitle) * SUBTITLE * 1.3 + 8


def _source_height(words, width):
    return len(_lines(words, width)[2]) * SMALL * 1.3 + 6


def _headings(ax, chart, words, own):
    left, below, right, above = chart.margins
    box = ax.get_window_extent()
    inner = box.width * 72 / ax.figure.dpi
    width = inner + left + right - 2 * EDGE if own else inner
    title, subtitle, source = _lines(words, width)
    x, y = (EDGE - left if own else 0), above + _height(words, width)

    def put(lines, corner, y, size, **kind):
        ax.annotate(
            "\n".join(lines), (0, corner), (x, y), "axes fraction", "offset points", fontsize=size, va="top",
            linespacing=1.2, annotation_clip=False, **kind,
        )  # fmt: skip

    put(title, 1, y, TITLE, weight="bold", color=INK)
    put(subtitle, 1, y - len(title) * TITLE * 1.25 - 3, SUBTITLE, color=QUIET)
    put(source, 0, -below - 6, SMALL, color=QUIET)
