"""Execute notebooks and store the outputs in the notebooks themselves, the same bytes on every run."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

from nkdata.report.execution.notebooks import execute
from nkdata.report.progress import Progress


def store_outputs(notebooks: list[Path], quiet: bool = False) -> list[Path]:
    """Execute every notebook afresh; write those whose content changed, and return them.

    Nothing is written unless all of them ran to the end. A reader's own copy of the source text is left out.
    """
    with _without_source_text(), tempfile.TemporaryDirectory() as scratch, Progress(len(notebooks), quiet=quiet) as progress:
        executed = execute(notebooks, Path(scratch), progress=progress)
    changed = []
    for path, result in zip(notebooks, executed, strict=True):
        text = nbformat.writes(result.notebook).rstrip("\n") + "\n"
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


@contextmanager
def _without_source_text() -> Iterator[None]:
    """Put NKDATA_SOURCE aside: stored outputs are published, and the sentences of the source text must not be."""
    named = os.environ.pop("NKDATA_SOURCE", None)
    try:
        yield
    finally:
        if named is not None:
            os.environ["NKDATA_SOURCE"] = named
