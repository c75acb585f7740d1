"""The folder of figures: every chart of the catalogue, and an index page made from their words."""

import re
from pathlib import Path

from nkdata.errors import NkdataError


def save_all(folder):
    """Draw every chart of the catalogue into a folder, with the index README.md.

    Parameters
    ----------
    folder : path
        Made if it is not there. Holds NAME.svg, NAME.png and NAME.csv for each chart afterwards.

    Returns
    -------
    list of nkdata.display.Figure
        The figures that were saved.

    Raises
    ------
    NkdataError
        If `folder` is a file.
    """
    from nkdata.charts import CATALOGUE
    from nkdata.display import figure

    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise NkdataError(f"{str(folder)!r} is a file; allowed is a folder to write the figures to.")
    figures = [figure(name) for name in CATALOGUE]
    for drawn in figures:
        drawn.save(folder)
    (folder / "README.md").write_text(index(figures), encoding="utf-8", newline="\n")
    return figures


def index(figures):
    """The index page of figures: finding, picture, caption and alt text of each, in Markdown.

    Parameters
    ----------
    figures : list of nkdata.display.Figure
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
    parts = [
        "# Figures",
        "Every chart of the report, drawn from the tables by `make figures` (`python -m nkdata figures`); "
        "do not edit them by hand. CSV files hold exactly what is plotted.",
    ]
    for figure in figures:
        name = figure.name
        parts += [
            f"## {_plain(figure.title)}",
            f"![{_plain(figure.alt)}]({name}.svg)",
            f"{_plain(figure.caption)}. Files: [SVG]({name}.svg), [PNG]({name}.png), [data]({name}.csv).",
            f"Alt text: {_plain(figure.alt)}",
        ]
    return "\n\n".join(parts) + "\n"


def _plain(text):
    """Text on one line, with the marks escaped that Markdown would read."""
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return re.sub(r"[ \t\r\n]+", " ", text)
