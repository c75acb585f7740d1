"""The folder of figures: every chart of the catalogue, and an index page made from their words."""

import re

from nkdata.charts.catalogue import CATALOGUE, figure
from nkdata.charts.figure import Figure
from nkdata.errors import NkdataError, ensure_folder, short_repr


def save_all(folder):
    """Draw every chart of the catalogue into a folder, with the index README.md.

    Parameters
    ----------
    folder : path
        Made if it is not there. Holds NAME.svg, NAME.png and NAME.csv for each chart afterwards.

    Returns
    -------
    list of nkdata.charts.figure.Figure
        The figures that were saved.

    Raises
    ------
    NkdataError
        If `folder` is a file.
    """
    folder = ensure_folder(folder, "folder", "a folder to write the figures to")
    figures = [figure(name) for name in CATALOGUE]
    for drawn in figures:
        drawn.save(folder)
    (folder / "README.md").write_text(index(figures), encoding="utf-8", newline="\n")
    return figures


def index(figures):
    """The index page of figures: finding, picture, caption and alt text of each, in Markdown.

    Parameters
    ----------
    figures : list of nkdata.charts.figure.Figure
        Figures as ``nkdata.figure`` returns them.

    Returns
    -------
    str
        The page.

    Examples
    --------
    >>> import nkdata
    >>> print(index([nkdata.figure("grades")]).splitlines()[0])
    # Figures
    """
    if not isinstance(figures, (list, tuple)) or not all(isinstance(each, Figure) for each in figures):
        raise NkdataError(f"figures must be a list of figures, as nkdata.figure returns them; got {short_repr(figures)}.")
    parts = [
        "# Figures",
        "Every chart of the report, drawn from the tables by `make figures` (`python -m nkdata figures`); "
        "do not edit them by hand. CSV files hold exactly what is plotted.",
    ]
    for drawn in figures:
        name = drawn.name
        parts += [
            f"## {_plain(drawn.title)}",
            f"![{_plain(drawn.alt)}]({name}.svg)",
            f"{_plain(drawn.caption)}. Files: [SVG]({name}.svg), [PNG]({name}.png), [data]({name}.csv).",
            f"Alt text: {_plain(drawn.alt)}",
        ]
    return "\n\n".join(parts) + "\n"


def _plain(text):
    """Text on one line, with the marks escaped that Markdown would read."""
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return re.sub(r"[ \t\r\n]+", " ", text)
