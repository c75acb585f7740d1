"""Run Sphinx, in this process, with every warning an error."""

import io
import re
from collections.abc import Callable
from pathlib import Path

from nkdata.errors import NkdataError
from nkdata.report.content.layout import Layout
from nkdata.report.formats.sphinx_settings import PLAIN, settings, site

SPHINX = ("sphinx.builders.singlehtml", "myst_nb.sphinx_ext", "pydata_sphinx_theme", "nkdata.report.sphinx_ext")  # it takes a second
UNUSED = ("*.map", "objects.inv", ".buildinfo", "*.LICENSE.txt", "fa-brands-*", "fa-regular-*")


def build_site(layout: Layout, out: Path, doctrees: Path, partial: bool = False) -> None:
    """Build the site into `out`, from the pages as they were read into `doctrees`, or else reading them."""
    _sphinx("html", layout, out, doctrees, site(), partial)
    for pattern in UNUSED:
        for file in out.rglob(pattern):
            file.unlink()
    (out / "_sources").rmdir()


def build_one_page(layout: Layout, out: Path, doctrees: Path, partial: bool = False, when_read: Callable | None = None) -> Path:
    """Build all pages as one bare HTML page, from which the single file and the PDF are made; return its path.

    `when_read` is called, with words that it may ignore, once all pages are read into `doctrees`, before any is written.
    """
    _sphinx("singlehtml", layout, out, doctrees, PLAIN, partial, when_read)
    return out / "index.html"


def _sphinx(builder: str, layout: Layout, out: Path, doctrees: Path, theme: dict, partial: bool, when_read: Callable | None = None) -> None:
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    warnings = io.StringIO()
    own = settings(layout, partial) | theme
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(layout.source, None, out, doctrees, builder, confoverrides=own, status=None, warning=warnings)
            app.builder.search &= builder == "html"  # one page needs no index of its words
            if when_read:
                app.connect("env-check-consistency", when_read)
            app.build()
    except SphinxError as error:
        raise NkdataError(f"Sphinx stopped: {error}") from error
    if said := re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue()).strip():
        raise NkdataError(f"Sphinx must give no warnings; got\n{said}")
