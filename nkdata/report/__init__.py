"""Build the report: execute the notebooks, make the site, the single file and the PDF, and put them in place at once.

>>> from nkdata.report import build
>>> build("reports", formats=("html", "single", "pdf"))                                        # doctest: +SKIP
"""

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from nkdata import checking, codebook
from nkdata.errors import NkdataError, as_path, choose, flag, shown
from nkdata.report import staging
from nkdata.report.inputs import choose_notebooks, committed_figures, find_notebooks, fingerprint_of
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
    out = as_path(out, "out", "the folder to write")
    if not isinstance(formats, (list, tuple, set)) or not formats:
        raise NkdataError(f"formats is {shown(formats)}; allowed is a list of any of {', '.join(map(repr, FILES))}.")
    for name in formats:
        choose(name, list(FILES), "format")
    if only is not None and not isinstance(only, str):
        raise NkdataError(f"only is {shown(only)}; allowed is the beginning of the names of notebooks.")
    cache = None if cache is None else as_path(cache, "cache", "the folder of earlier results")
    flag(quiet, "quiet")
    folder = find_notebooks(notebooks)
    if os.environ.get("NKDATA_DATA"):  # an edited copy is looked through as a whole before anything is executed
        checking.refuse(codebook.folder())
    chosen = choose_notebooks(folder, only)
    wanted = fingerprint_of(chosen, tuple(formats))
    files = [out / FILES[name] for name in FILES if name in formats]
    if staging.stamp_of(out).get("built_from") == wanted and all(file.exists() for file in files):
        staging.tidy(out)
        Progress(1, quiet=quiet).say("nothing has changed since the last build")
        return files
    with staging.staged(out) as work, _uncollected():
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
    from nkdata.report.execute import execute

    (work / "kernels").mkdir()
    progress = Progress(len(notebooks) + len(formats), quiet=quiet)
    with ThreadPoolExecutor(1) as beside:  # the kernels are processes of their own; this one does what needs no notebook
        running = beside.submit(execute, notebooks, work / "kernels", cache, progress=progress)
        from nkdata.report.layout import lay_out, prepare
        from nkdata.report.site import build_one_page, build_site, load_sphinx

        load_sphinx()
        prepared = prepare(notebooks)
        executed = running.result()
    files = {name: new / FILES[name] for name in ("pdf", "single") if name in formats}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as second:
        begun = [second.submit(_write, None, {}, partial)] if files else []  # it imports what it takes while the page is made
        layout = lay_out(executed, prepared, figures, work)
        if files:
            page = build_one_page(layout, work / "page", work / "doctrees", partial)
            begun.append(second.submit(_write, page, files, partial))
        if "html" in formats:
            build_site(layout, new, work / "doctrees", partial)
            progress.done("site")
        for written in begun:
            written.result()
        for name in files:
            progress.done({"pdf": "PDF", "single": "single file"}[name])
    progress.close()


def _write(page: Path | None, files: dict[str, Path], partial: bool) -> None:
    """Write the PDF and the single file from the one page; without any, only import what it takes."""
    from nkdata.report.pdf import write_pdf
    from nkdata.report.single import write_single

    if "pdf" in files:
        write_pdf(page, files["pdf"], partial)
    if "single" in files:
        write_single(page, files["single"])


def _writable(folder: str | Path) -> Path | None:
    """The folder, made if need be; `None` where nothing can be written, as a report can do without earlier results."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Path(folder) if os.access(folder, os.W_OK) else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do not look for garbage meanwhile: Sphinx makes millions of small objects and keeps them, and the search takes two fifths of its time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
