"""Build the report, format by format, from the executed notebooks."""

import os
from collections.abc import Sequence
from concurrent.futures import as_completed
from contextlib import ExitStack
from pathlib import Path

from nkdata.errors import NkdataError, check_bool, check_option, check_path, list_options, short_repr
from nkdata.record import codebook
from nkdata.record.validation import form
from nkdata.report import staging
from nkdata.report.content import edition
from nkdata.report.execution import processes
from nkdata.report.execution.inputs import choose_notebooks, committed_figures, find_notebooks, fingerprint_of
from nkdata.report.execution.interrupts import uninterrupted
from nkdata.report.progress import Progress

FILES = {"html": "index.html", "single": "nkdata-report.html", "pdf": "nkdata-report.pdf"}


def build(
    out: str | Path = "reports",
    only: str | None = None,
    formats: Sequence[str] = ("html",),
    notebooks: str | Path | None = None,
    cache: str | Path | None = None,
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
    check_bool(quiet, "quiet")
    folder = find_notebooks(notebooks)
    if os.environ.get("NKDATA_DATA"):  # an edited copy is looked through as a whole before anything is executed
        form.refuse(codebook.folder())
        for sentence in filter(None, (edition.notice(), edition.faults())):
            Progress(1, quiet=quiet).say(sentence)
    chosen = choose_notebooks(folder, only)
    wanted = fingerprint_of(chosen, formats)
    files = [out / FILES[name] for name in formats]
    if staging.stamp_of(out).get("built_from") == wanted and all(file.exists() for file in files):
        staging.tidy(out)
        Progress(1, quiet=quiet).say("nothing has changed since the last build")
        return files
    with staging.staged(out) as work:
        new = work / "report"
        _build(
            new,
            work.resolve(),
            chosen,
            committed_figures(folder),
            _writable(cache or folder.parent / ".cache" / "executed"),
            set(formats),
            bool(only),
            quiet,
        )
        staging.write_stamp(new, built_from=wanted)
    return files


def _build(
    new: Path, work: Path, notebooks: list[Path], figures: Path, cache: Path | None, formats: set, partial: bool, quiet: bool
) -> None:
    """Build every format into the empty folder `new`."""
    from nkdata.report.execution.notebooks import executing

    (work / "kernels").mkdir()
    progress = Progress(len(notebooks) + len(formats), quiet=quiet)
    with executing(notebooks, work / "kernels", cache, progress=progress) as running:  # this process does what needs no notebook
        with uninterrupted():
            from nkdata.report.content.layout import lay_out, prepare
            from nkdata.report.formats.site import SPHINX

            processes.load(SPHINX)
            prepared = prepare(notebooks)
        executed = running.result()
    _write(lay_out(executed, prepared, figures, work), new, work, formats, partial, progress)
    progress.close()


def _write(layout, new: Path, work: Path, formats: set, partial: bool, progress: Progress) -> None:
    """Write the site in a second process and the PDF in a third, while this one makes the page from which it and the single file come."""
    from nkdata.report.formats.pdf import write_pdf
    from nkdata.report.formats.single_file import write_single
    from nkdata.report.formats.site import SPHINX, build_one_page, build_site

    site = layout, new, work / "doctrees", partial
    if formats == {"html"}:
        build_site(*site)
        progress.done("site")
        return
    waiting = {}

    def start_site(*_):
        waiting[second(build_site, *site)] = "site"

    with ExitStack() as ending:  # the two import what they take while the pages are read
        second = ending.enter_context(processes.another(SPHINX)) if "html" in formats else None
        third = ending.enter_context(processes.another([write_pdf.__module__])) if "pdf" in formats else None
        page = build_one_page(layout, work / "page", work / "doctrees", partial, when_read=start_site if second else None)
        if third:
            waiting[third(write_pdf, page, new / FILES["pdf"], partial)] = "PDF"
        if "single" in formats:
            write_single(page, new / FILES["single"])
            progress.done("single file")
        for done in as_completed(waiting):
            done.result()
            progress.done(waiting[done])


def _writable(folder: str | Path) -> Path | None:
    """The folder, made if need be; `None` where nothing can be written, as a report can do without earlier results."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Path(folder) if os.access(folder, os.W_OK) else None
