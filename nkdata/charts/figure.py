"""A chart with its data and words: shown in a notebook or a window, cited, and saved as files.

The report builder reads the metadata, and nbval compares the plain text: a chart whose data change has another alt text, so its
test fails.
"""

import base64
import html
import io
import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends import BackendFilter, backend_registry

from nkdata.charts.chart import Chart
from nkdata.charts.frame import style
from nkdata.charts.png import DPI, compressed_png
from nkdata.errors import check_option, ensure_folder
from nkdata.record.citations import FORMS, cite_as
from nkdata.record.csv_file import without_formulas


@dataclass(repr=False)
class Figure:
    """A chart with its data and words; the last line of a notebook cell shows it.

    Attributes
    ----------
    name : str
        Name of the chart in the catalogue.
    title, caption, alt : str
        The finding, a caption, and a text in place of the picture, computed from the data.
    data : pandas.DataFrame
        The plotted numbers; ``print(nkdata.charts.CATALOGUE[name])`` lists the columns.

    Examples
    --------
    >>> import nkdata
    >>> figure = nkdata.figure("grades")
    >>> figure.caption
    'Reliability of sources and credibility of items, over every graded row'
    >>> print(figure)
    Figure grades: ... .show() opens it; .save(folder) writes SVG, PNG and CSV.
    """

    name: str
    title: str
    caption: str
    alt: str
    data: pd.DataFrame
    _chart: Chart

    def __repr__(self) -> str:
        return f"Figure {self.name}: {self.title}. .show() opens it; .save(folder) writes SVG, PNG and CSV."

    def draw(self, ax: Axes | None = None) -> Axes:
        """Draw the chart, with title and source line, into axes of yours.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Axes to draw into; a new figure otherwise.

        Returns
        -------
        matplotlib.axes.Axes
            The axes that were drawn into.

        Raises
        ------
        NkdataError
            If `ax` is no Axes.

        Examples
        --------
        >>> import matplotlib.pyplot as plt
        >>> import nkdata
        >>> page, axes = plt.subplots(figsize=(9, 6))
        >>> nkdata.figure("grades").draw(axes) is axes
        True
        >>> plt.close(page)
        """
        return self._chart.draw(ax, self.data)

    def show(self) -> None:
        """Show the chart: below the cell in Jupyter, in a window of matplotlib elsewhere.

        In a script the window stays until it is closed.

        Warns
        -----
        UserWarning
            If matplotlib has no window to open, as on a computer without a screen.
        """
        shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
        if hasattr(shell, "kernel"):
            from IPython.display import display

            display(self)
        elif plt.get_backend().lower() in backend_registry.list_builtin(BackendFilter.NON_INTERACTIVE):
            warnings.warn(f"no window can be opened for the figure {self.name}; save(folder) writes it to files", stacklevel=2)
        else:
            self.draw()
            plt.show()

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write NAME.svg, NAME.png and NAME.csv, the plotted numbers, into a folder.

        Parameters
        ----------
        folder : path
            Made if it is not there.

        Returns
        -------
        list of pathlib.Path
            The three files.

        Raises
        ------
        NkdataError
            If `folder` is no path of a folder, or cannot be made.

        Examples
        --------
        >>> import tempfile
        >>> import nkdata
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [file.name for file in nkdata.figure("grades").save(folder)]
        ['grades.svg', 'grades.png', 'grades.csv']
        """
        folder = ensure_folder(folder, "folder", "the path of a folder to write")
        files = [folder / f"{self.name}.{kind}" for kind in ("svg", "png", "csv")]
        for file in files[:2]:
            file.write_bytes(self._bytes(file.suffix[1:]))
        without_formulas(self.data).to_csv(files[2], index=False, lineterminator="\n", float_format="%.6g")
        return files

    def cite(self, form: str = "text") -> str:
        """Return the citation of the chart, with the sources of its source line.

        Parameters
        ----------
        form : {"text", "bibtex"}, default "text"
            A line of text, or a BibTeX entry.

        Returns
        -------
        str
            The citation.

        Raises
        ------
        NkdataError
            If there is no such form.

        Examples
        --------
        >>> import nkdata
        >>> "Arms Transfers Database" in nkdata.figure("revision").cite()
        True
        """
        check_option(form, FORMS, "form")
        return cite_as(f"Figure “{self.title}” in nkdata", f"nkdata_{self.name}", form, self._chart.words(self.data).source)

    def _bytes(self, kind: str) -> bytes:
        buffer = io.BytesIO()
        with style():
            drawn = self.draw().figure
            if kind == "png":
                drawn.savefig(buffer, format="rgba", dpi=DPI)
            else:
                drawn.savefig(buffer, format=kind, metadata={"Date": None, "Creator": None})
            plt.close(drawn)
        return compressed_png(buffer.getvalue(), drawn.get_size_inches()) if kind == "png" else buffer.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        picture = base64.b64encode(self._bytes("png")).decode()
        alt, caption = html.escape(self.alt), html.escape(self.caption)
        page = (
            f'<figure style="margin:0"><img alt="{alt}" src="data:image/png;base64,{picture}" '
            f'style="max-width:100%;height:auto"><figcaption>{caption}</figcaption></figure>'
        )
        plain = f"[figure {self.name}] {self.caption}\nAlt: {self.alt}"
        about = {"kind": "figure", "name": self.name, "caption": self.caption, "alt": self.alt}
        return {"text/html": page, "image/png": picture, "text/plain": plain}, {"image/png": {"alt": self.alt}, "nkdata": about}
