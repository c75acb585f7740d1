"""The folder of figures: every chart of the catalogue, and an index page made from their words."""

import os
import re
from collections.abc import Sequence

from nkdata.charts.catalogue import CATALOGUE, figure
from nkdata.charts.figure import Figure
from nkdata.errors import NkdataError, ensure_folder, short_repr


def save_all(folder: str | os.PathLike[str]) -> list[Figure]:
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


def index(figures: Sequence[Figure]) -> str:
    """Return the index page of figures in Markdown: finding, picture, caption and alt text of each.

    Parameters
    ----------
    figures : list of nkdata.charts.figure.Figure
        Figures as ``nkdata.figure`` returns them.

    Returns
    -------
    str
        The page.

    Raises
    ------
    NkdataError
        If `figures` is no list of figures.

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
        name, title, caption, alt = drawn.name, *map(_escape, (drawn.title, drawn.caption, drawn.alt))
        parts += [
            f"## {title}",
            f"![{alt}]({name}.svg)",
            f"{caption}. Files: [SVG]({name}.svg), [PNG]({name}.png), [data]({name}.csv).",
            f"Alt text: {alt}",
        ]
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    """Return text on one line, with a backslash before the marks that Markdown reads; a dollar sign stays as it is."""
    return re.sub(r"[\\`*_\[\]<>|]", r"\\\g<0>", re.sub(r"[ \t\r\n]+", " ", text))
