"""The PDF: Typst on the one-page HTML, tagged for screen readers (PDF/UA-1), without any network or system library."""

import html as html_text
import json
import re
from importlib.resources import files
from pathlib import Path

import typst

import nkdata
from nkdata.errors import NkdataError
from nkdata.record import codebook
from nkdata.report.formats.single_file import fix_anchors, show_png
from nkdata.report.formats.typst import typeset

STYLE = Path(__file__).resolve().parent / "style" / "print.typ"
FONTS = ("fontpkg_source_serif_4", "fontpkg_source_sans_3")
PANIC = re.compile(r'^panicked with: "?|"$')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def write_pdf(page: Path, target: Path, partial: bool = False) -> None:
    """Write the bare one-page HTML `page` as a tagged PDF.

    Raises
    ------
    NkdataError
        If a link leads nowhere, a picture has no alt text, a letter is in no font, or a table is wider than its page.
    """
    html = show_png(fix_anchors(page.read_text(encoding="utf-8")))
    source = STYLE.read_text(encoding="utf-8") + typeset(html, partial)
    day = nkdata.load("sources")["seen"].max()
    about = {
        "title": html_text.unescape(TITLE.findall(html)[0]),
        "authors": [person["title"] for person in codebook.package()["contributors"]],
        "date": {"year": day.year, "month": day.month, "day": day.day},
    }
    try:
        pdf, warnings = typst.compile_with_warnings(
            source.encode(),
            root=page.parent,
            font_paths=[Path(str(files(package) / "files")) for package in FONTS],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=0,
            sys_inputs={"about": json.dumps(about)},
        )
    except typst.TypstError as error:
        raise NkdataError(f"Typst reports: {PANIC.sub('', error.message)}") from error
    if warnings:
        raise NkdataError("Typst reports: " + "; ".join(warning.message for warning in warnings))
    target.write_bytes(pdf)
