"""Run Sphinx, in this process, with every warning an error."""

import io
import re
from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from nkdata.errors import NkdataError
from nkdata.report.content.sphinx_source import Layout
from nkdata.report.execution.processes import import_modules
from nkdata.report.formats.sphinx_settings import PLAIN, settings, site

SPHINX = (__name__, "sphinx.builders.singlehtml", "myst_nb.sphinx_ext", "pydata_sphinx_theme", "nkdata.report.sphinx_ext")
UNUSED = ("*.map", "objects.inv", ".buildinfo", "*.LICENSE.txt", "fa-brands-*", "fa-regular-*")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")

import_modules(SPHINX[1:])  # Sphinx would do so later; at this time the build waits for the notebooks


def build_site(layout: Layout, out: Path) -> None:
    """Build the site into `out`, from the pages read by `build_one_page`, or else reading them."""
    _sphinx("html", layout, out, site())
    for pattern in UNUSED:
        for file in out.rglob(pattern):
            file.unlink()
    (out / "_sources").rmdir()


def build_one_page(layout: Layout, when_read: Callable[..., None] | None = None) -> Path:
    """Build all pages as one bare HTML page, the source of the single file and the PDF; return its path.

    `when_read` is called, with arguments that it may ignore, when all pages are read and none is written yet.
    """
    _sphinx("singlehtml", layout, layout.work / "page", PLAIN, when_read)
    return layout.work / "page" / "index.html"


def _sphinx(builder: str, layout: Layout, out: Path, theme: dict, when_read: Callable[..., None] | None = None) -> None:
    warnings = io.StringIO()
    options = {"confoverrides": settings(layout) | theme, "status": None, "warning": warnings}
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(layout.source, None, out, layout.work / "doctrees", builder, **options)
            app.builder.search &= builder == "html"  # one page needs no index of its words
            if when_read:
                app.connect("env-check-consistency", when_read)
            app.build()
    except SphinxError as error:
        raise NkdataError(f"Sphinx stopped: {error}") from error
    if found := COLOURS.sub("", warnings.getvalue()).strip():
        raise NkdataError(f"Sphinx must give no warnings; got\n{found}")
