"""Write the formats: the site in a second process and the PDF in a third, while this one makes the page for it and the single file."""

from collections.abc import Sequence
from concurrent.futures import as_completed
from contextlib import ExitStack
from pathlib import Path

from nkdata.report.content.sphinx_source import Layout
from nkdata.report.execution.processes import worker_process
from nkdata.report.formats import FILES
from nkdata.report.formats.pdf import write_pdf
from nkdata.report.formats.single_file import write_single
from nkdata.report.formats.site import SPHINX, build_one_page, build_site
from nkdata.report.progress import Progress


def write(layout: Layout, folder: Path, formats: Sequence[str], progress: Progress) -> None:
    """Write every format into `folder`."""
    if tuple(formats) == ("html",):
        build_site(layout, folder)
        progress.done("site")
        return
    running = {}
    with ExitStack() as processes:  # they import their libraries while the pages are read
        submit_site = processes.enter_context(worker_process(SPHINX)) if "html" in formats else None
        submit_pdf = processes.enter_context(worker_process([write_pdf.__module__])) if "pdf" in formats else None

        def start_site(*_: object) -> None:
            if submit_site:
                running[submit_site(build_site, layout, folder)] = "site"

        page = build_one_page(layout, when_read=start_site)
        if submit_pdf:
            running[submit_pdf(write_pdf, page, folder / FILES["pdf"], layout.partial)] = "PDF"
        if "single" in formats:
            write_single(page, folder / FILES["single"])
            progress.done("single file")
        for finished in as_completed(running):
            finished.result()
            progress.done(running[finished])
