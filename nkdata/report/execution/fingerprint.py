"""Hashes of everything that a build depends on: the notebooks' source, the package's code and data, the installed versions.

Stored outputs of a notebook do not count. Nor does the report's own code when the question is whether to execute a notebook again.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
NOT_EXECUTED = ("report", "__main__.py")


def of_files(folder: Path, files: Iterable[Path]) -> str:
    """Hash names (relative to `folder`) and contents."""
    total = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def of_folder(folder: Path) -> str:
    """Hash every file below `folder` except compiled code."""
    return of_files(folder, _files(folder))


def of_source(notebook: dict) -> str:
    """Hash the cells of a notebook without their outputs."""
    cells = [(cell["cell_type"], "".join(cell["source"]), cell["metadata"]) for cell in notebook["cells"]]
    return of_text(json.dumps(cells, sort_keys=True))


def of_text(*parts: str) -> str:
    """Hash strings, each kept apart from the next."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def of_execution() -> str:
    """Hash everything that a notebook's outputs depend on besides its own source."""
    code = (file for file in _files(PACKAGE) if file.relative_to(PACKAGE).parts[0] not in NOT_EXECUTED)
    return of_text(of_files(PACKAGE, code), of_environment())


def of_environment() -> str:
    """Hash the Python version, the installed distributions, and a reader's edited data and copy of the source text, if named."""
    installed = sorted(
        entry.name
        for folder in sys.path
        if folder.endswith(("site-packages", "dist-packages")) and Path(folder).is_dir()  # the second is Debian's
        for entry in Path(folder).iterdir()
        if entry.suffix in (".dist-info", ".egg-info")
    )
    edited = os.environ.get("NKDATA_DATA", "")
    data = of_folder(Path(edited)) if edited and Path(edited).is_dir() else ""
    source = os.environ.get("NKDATA_SOURCE", "")
    text = of_files(Path(source).parent, [Path(source)]) if source and Path(source).is_file() else ""
    return of_text(sys.version, *installed, edited, data, source, text)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
