"""Find the inputs of a build: the notebooks, and the figures in the folder beside them."""

import json
import os
from contextlib import suppress
from pathlib import Path

from nkdata.errors import NkdataError, check_path, list_options, short_repr
from nkdata.report.execution import fingerprint

PATTERN = "[0-9][0-9]-*.ipynb"


def find_notebooks(named: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of the notebooks: `named`, else ``notebooks`` in the working directory, else the one beside the package."""
    places = [Path("notebooks"), fingerprint.PACKAGE.parent / "notebooks"]
    if named is not None:
        places = [check_path(named, "notebooks", "a folder of notebooks")]
    for place in places:
        with suppress(OSError):  # a name that is too long, or a folder without permission
            if any(place.glob(PATTERN)):
                return place
    searched = " or ".join(short_repr(str(place)) for place in places)
    raise NkdataError(f"notebooks must be a folder with files such as 00-name.ipynb; got {searched}.")


def choose_notebooks(folder: Path, only: str | None = None) -> list[Path]:
    """Return the notebooks in order, or those whose names begin with `only`."""
    every = sorted(folder.glob(PATTERN))
    chosen = [path for path in every if only is None or (isinstance(only, str) and path.name.startswith(only))]
    if not chosen:
        names = list_options([path.stem for path in every])
        raise NkdataError(f"only must begin the name of a notebook, one of {names}; got {short_repr(only)}.")
    return chosen


def committed_figures(folder: Path) -> Path:
    """Return the folder of the figures that belong to the notebooks in `folder`."""
    return folder.resolve().parent / "figures"


def fingerprint_of(notebooks: list[Path], formats: tuple[str, ...]) -> str:
    """Hash everything that a report is made from."""
    sources = []
    for path in notebooks:
        try:
            sources.append(f"{path.name} {fingerprint.of_source(json.loads(path.read_text(encoding='utf-8')))}")
        except (ValueError, KeyError, TypeError) as error:
            raise NkdataError(f"{path.name} must be a notebook; reading it gave: {error}.") from error
    figures = committed_figures(notebooks[0].parent)
    drawn = fingerprint.of_folder(figures) if figures.is_dir() else ""
    package = fingerprint.of_folder(fingerprint.PACKAGE)
    return fingerprint.of_text(*sources, drawn, package, fingerprint.of_environment(), *formats)
