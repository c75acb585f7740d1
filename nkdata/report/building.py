"""Build the report: check what was asked, execute, lay out, write."""

import os
from collections.abc import Sequence
from pathlib import Path

from nkdata.errors import NkdataError, check_bool, check_option, check_path, list_options, short_repr
from nkdata.record import codebook
from nkdata.report import staging
from nkdata.report.content import edition
from nkdata.report.execution.inputs import choose_notebooks, committed_figures, find_notebooks, fingerprint_of
from nkdata.report.execution.interrupts import sigint_deferred
from nkdata.report.formats import FILES
from nkdata.report.progress import Progress


def build(
    out: str | os.PathLike[str] = "reports",
    only: str | None = None,
    formats: Sequence[str] = ("html",),
    notebooks: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    quiet: bool = False,
) -> list[Path]:
    """Build the report into the folder `out`, and leave the last good one in place if anything fails.

    Parameters
    ----------
    out : path
        The folder to write; it is replaced as a whole.
    only : str, optional
        Leave out notebooks whose names do not begin with this, for example "04".
    formats : sequence of str
        Any of "html" (the site), "single" (one HTML file that holds everything) and "pdf".
    notebooks : path, optional
        Folder of the notebooks; by default ``notebooks`` here, else beside the package.
    cache : path, optional
        Folder of earlier results; by default ``.cache/executed`` beside the notebooks.
    quiet : bool
        Show no progress.

    Returns
    -------
    list of Path
        The files to open.

    Raises
    ------
    NkdataError
        If a format is unknown, there is no such notebook, a cell fails, or Sphinx or Typst warns.
    """
    out = check_path(out, "out", "the folder to write")
    if not isinstance(formats, (list, tuple, set)) or not formats:
        raise NkdataError(f"formats must be a list of any of {list_options(FILES)}; got {short_repr(formats)}.")
    for name in formats:
        check_option(name, list(FILES), "format")
    formats = tuple(name for name in FILES if name in formats)
    cache = None if cache is None else check_path(cache, "cache", "the folder of earlier results")
    progress = Progress(quiet=check_bool(quiet, "quiet"))
    folder = find_notebooks(notebooks)
    if os.environ.get("NKDATA_DATA"):  # an edited copy is checked as a whole before anything is executed
        from nkdata.record.validation import form  # with pandas, which is spared where nothing has changed

        form.refuse(codebook.folder())
        for sentence in filter(None, (edition.notice(), edition.faults())):
            progress.say(sentence)
    if os.environ.get("NKDATA_SOURCE"):
        from nkdata.record.source_text import named_copy

        named_copy()  # a file that is not the text is refused before anything is executed
    chosen = choose_notebooks(folder, only)
    fingerprint = fingerprint_of(chosen, formats)
    files = [out / FILES[name] for name in formats]
    if staging.stamp_of(out).get("built_from") == fingerprint and all(file.exists() for file in files):
        staging.tidy(out)
        progress.say("nothing has changed since the last build")
        return files
    with staging.staged(out) as work, Progress(len(chosen) + len(formats), quiet=quiet) as progress:
        _build(work.resolve(), chosen, _writable(cache or folder.parent / ".cache" / "executed"), formats, bool(only), progress)
        staging.write_stamp(work / "report", built_from=fingerprint)
    return files


def _build(work: Path, notebooks: list[Path], cache: Path | None, formats: Sequence[str], partial: bool, progress: Progress) -> None:
    """Build every format into the folder "report" of the folder `work`."""
    from nkdata.report.execution.notebooks import execute_in_background  # Jupyter is spared where nothing has changed

    (work / "kernels").mkdir()
    with execute_in_background(notebooks, work / "kernels", cache, progress) as running:
        with sigint_deferred():  # Sphinx and pandas take a second, while the kernels start
            from nkdata.report.content.sphinx_source import lay_out, prepare
            from nkdata.report.formats.writing import write

            prepared = prepare(notebooks)
        executed = running.result()
    write(lay_out(executed, prepared, committed_figures(notebooks[0].parent), work, partial), work / "report", formats, progress)


def _writable(folder: Path) -> Path | None:
    """Return the folder, made if need be; `None` where nothing can be written, as a report can do without earlier results."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
