"""What a printed page must not show: a table beyond its edge, a letter that no font of the report has."""

import html as html_text
import re
from importlib.resources import files

from fontTools.ttLib import TTFont
from weasyprint.formatting_structure.boxes import TableBox

from nkdata.errors import NkdataError

UNPRINTED = re.compile(r"<(style|pre|math|script)\b.*?</\1>|<[^>]+>", re.DOTALL)
INVISIBLE = {"\N{ZERO WIDTH SPACE}", "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"}
SLACK = 1  # pixels


def lay_out(document, **options):
    """Lay out the pages; a table that is wider than its page is an error that names it."""
    rendered = document.render(**options)
    for page in rendered.pages:
        root = page._page_box
        edge = root.content_box_x() + root.width + SLACK
        for box in root.descendants():
            if isinstance(box, TableBox) and box.position_x + box.margin_width() > edge:
                raise NkdataError(f"the table {box.element.get('id') or ''} is wider than its page in the PDF: break or drop a column.")
    return rendered


def check_letters(html: str, fonts: dict[str, tuple[str, str]]) -> None:
    """Every letter of the text must be in every font of `fonts`: another machine has no others."""
    text = set(html_text.unescape(UNPRINTED.sub("", html))) - INVISIBLE
    for package, name in fonts.values():
        with TTFont(files(package) / "files" / name, lazy=True) as font:
            missing = sorted(letter for letter in text if ord(letter) not in font.getBestCmap() and not letter.isspace())
        if missing:
            raise NkdataError(f"the PDF's font {name} has no {' '.join(missing)}: write it in letters that it has, or add a font.")
