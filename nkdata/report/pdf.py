"""The PDF: WeasyPrint on the one-page HTML, tagged for screen readers (PDF/UA-1), without any network."""

import gc
import html as html_text
import logging
import re
import urllib.parse
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import weasyprint
import ziamath

from nkdata.errors import NkdataError
from nkdata.report.contents import with_contents
from nkdata.report.fitting import check_letters, lay_out
from nkdata.report.single import as_png, own_anchors

STYLE = Path(__file__).resolve().parent / "style" / "print.css"
BASE = "file:///report/"  # no folder of this machine reaches the PDF: WeasyPrint names pictures after their address
FONTS = {
    "serif": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
    "serif-italic": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf"),
    "sans": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf"),
}
# Code, and the codebook's long tables: on paper they would be most of the pages.
NOT_PRINTED = re.compile(r'<details\b.*?</details>|<table[^>]* id="codebook-.*?</table>', re.DOTALL)
ROW_LINK = re.compile(r'<a class="[^"]*\brow\b[^"]*"[^>]*>(.*?)</a>', re.DOTALL)  # the rows are not printed either
MATHML = re.compile(r"<math .*?</math>", re.DOTALL)


def write_pdf(page: Path, target: Path, partial: bool = False) -> None:
    """Write the bare one-page HTML `page` as a tagged PDF."""
    ziamath.config.svg2 = False
    with _errors_raised(partial):
        html = MATHML.sub(_formula, as_png(own_anchors(page.read_text(encoding="utf-8"))))
        html = with_contents(ROW_LINK.sub(r"\1", NOT_PRINTED.sub("", html.replace("<wbr>", "\N{ZERO WIDTH SPACE}"))))
        check_letters(html, FONTS)
        html = html.replace("</head>", f"<style>{STYLE.read_text(encoding='utf-8')}</style></head>")
        document = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=Local(page.parent))
        gc.disable()  # the process ends here; collecting takes a fifth of the time
        lay_out(document, pdf_variant="pdf/ua-1").write_pdf(target, pdf_variant="pdf/ua-1")


class Local(weasyprint.urls.URLFetcher):
    """Serve the built folder and the fonts under one made-up address; refuse everything else."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder.resolve()

    def fetch(self, url, headers=None):
        """Return what stands at `url`."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if not url.startswith(BASE):
            raise NkdataError(f"the PDF would load {url}, which is not part of the report.")
        path = urllib.parse.unquote(url.removeprefix(BASE).partition("?")[0])
        if path.startswith("font/"):
            package, name = FONTS[path.removeprefix("font/")]
            file = Path(str(files(package) / "files" / name))
        else:
            file = self.folder / path
        return super().fetch(file.as_uri(), headers)


def _formula(found: re.Match) -> str:
    """A formula as a picture with the formula in words: WeasyPrint cannot set MathML."""
    formula = ziamath.Math(html_text.unescape(found[0]), size=14.5)
    words = " ".join(html_text.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())
    return (
        f'<img class="formula" alt="{html_text.escape(words)}" style="vertical-align:{formula.getyofst():.2f}px" '
        f'src="data:image/svg+xml,{urllib.parse.quote(formula.svg())}">'
    )


@contextmanager
def _errors_raised(partial: bool):
    """WeasyPrint only logs a missing picture, font or anchor; a report that lacks one is not published.

    (Where notebooks were left out, links to them are dead, and may be.)
    """
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record):
            if not (partial and record.getMessage().startswith("No anchor")):
                said.append(record.getMessage())

    logger, handler = logging.getLogger("weasyprint"), Collect(logging.ERROR)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if said:
        raise NkdataError("WeasyPrint reports: " + "; ".join(said))
