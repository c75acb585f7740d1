"""A chart of the catalogue: its data, its words, its drawing, and the checks of data that a reader gives."""

from collections.abc import Callable
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts.frame import Words, add_axes, draw_headings, style
from nkdata.errors import NkdataError, short_repr

LARGEST = 1e15  # no axis is drawn for larger numbers


@dataclass(frozen=True, eq=False, repr=False)
class Chart:
    """A chart of the catalogue; ``print(chart)`` lists the columns of its data.

    Attributes
    ----------
    name : str
        Name in the catalogue, as ``nkdata.figure`` takes it.
    summary : str
        The content of the chart in a sentence, the docstring of its module.
    data : callable
        Returns the plotted numbers as a frame; its options are those of ``nkdata.figure``.
    words : callable
        Returns the `Words` on such a frame: title, subtitle, caption, alt text and source line.
    marks : callable
        Draws such a frame into axes, without title, subtitle and source line.
    size : tuple of float
        Width and height in inches.
    margins : tuple of float
        Points left of, below, right of and above the axes.
    columns : dict
        Meaning of each column that the data must hold.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.charts.grades
    <Chart grades: Rows by reliability of the source and credibility of the item.>
    >>> print(nkdata.charts.grades)
    grades: Rows by reliability of the source and credibility of the item.
    Columns of the data:
      reliability  grade of the source, A to F
      credibility  grade of the item, 1 to 6
      rows         number of rows with both grades
    """

    name: str
    summary: str
    data: Callable[..., pd.DataFrame]
    words: Callable[[pd.DataFrame], Words]
    marks: Callable[[Axes, pd.DataFrame], None]
    size: tuple[float, float]
    margins: tuple[float, float, float, float]
    columns: dict[str, str]

    def __repr__(self) -> str:
        return f"<Chart {self.name}: {self.summary}>"

    def __str__(self) -> str:
        width = max(map(len, self.columns))
        lines = [f"  {column:{width}}  {meaning}" for column, meaning in self.columns.items()]
        return "\n".join([f"{self.name}: {self.summary}", "Columns of the data:", *lines])

    def draw(self, ax: Axes | None = None, data: pd.DataFrame | None = None) -> Axes:
        """Draw the chart with title, subtitle and source line.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Axes to draw into; a new figure otherwise. A chart of several panels divides them.
        data : pandas.DataFrame, optional
            Other rows with the ``columns`` of the chart; those of ``chart.data()`` otherwise.

        Returns
        -------
        matplotlib.axes.Axes
            The axes that were drawn into.

        Raises
        ------
        NkdataError
            If `ax` is no Axes, or `data` is no frame, lacks a column or holds values that cannot be drawn.

        Examples
        --------
        >>> import matplotlib.pyplot as plt
        >>> import nkdata
        >>> axes = nkdata.charts.pendulum.draw()
        >>> bool(axes.yaxis_inverted())
        True
        >>> plt.close(axes.figure)
        """
        if ax is not None and not isinstance(ax, Axes):
            raise NkdataError(f"ax must be a matplotlib Axes or None; got {short_repr(ax)}.")
        if data is None:
            return self._draw(ax, self.data())
        try:
            self._check(data)
            return self._draw(ax, data)
        except NkdataError:
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:  # a reader's own cells can be anything
            raise NkdataError(
                f"data of the chart {self.name} must hold columns like those of nkdata.figure({self.name!r}).data; "
                f"got {type(error).__name__}: {short_repr(str(error))}."
            ) from error

    def _draw(self, ax: Axes | None, data: pd.DataFrame) -> Axes:
        words = self.words(data)
        with style():
            axes = add_axes(words, self.size, self.margins) if ax is None else ax
            try:
                if data.empty:
                    axes.set_axis_off()
                else:
                    self.marks(axes, data)
                draw_headings(axes, words, self.margins, whole_page=ax is None)
            except Exception:
                if ax is None:
                    plt.close(axes.figure)
                raise
        return axes

    def _check(self, data: pd.DataFrame) -> None:
        what, needed = f"data of the chart {self.name}", ", ".join(self.columns)
        if not isinstance(data, pd.DataFrame):
            raise NkdataError(f"{what} must be a pandas DataFrame; got {short_repr(data)}.")
        held = list(data.columns)
        if missing := [column for column in self.columns if column not in held]:
            raise NkdataError(f"{what} must have the columns {needed}; got none named {', '.join(missing)}.")
        if repeated := [column for column in self.columns if held.count(column) > 1]:
            raise NkdataError(f"{what} must have each of the columns {needed} once; got {', '.join(repeated)} twice.")
        for column in self.columns:
            if pd.to_numeric(data[column], errors="coerce").abs().gt(LARGEST).any():
                raise NkdataError(f"{column} in the {what} must be finite and at most {LARGEST:g}; got a larger one.")
