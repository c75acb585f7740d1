"""Read a text file or a saved HTML page, as a reader may keep it, as plain text."""

import html
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

from nkdata.errors import NkdataError, short_repr

INLINE = {"a", "abbr", "b", "cite", "em", "font", "i", "span", "strong", "sub", "sup", "u", "wbr"}


class _Text(HTMLParser):
    """The readable text of a page: markup dropped, scripts and styles skipped."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.skipping += tag in ("script", "style")
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in ("script", "style") and self.skipping > 0
        self._part(tag)

    def _part(self, tag: str) -> None:
        """Part the words on the two sides of a mark, unless it stands within a line."""
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(data)


def read_text(file: Path, what: str) -> str:
    """Return the text of a file, without markup and with plain quotation marks and hyphens; an error calls it `what`."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise NkdataError(
            f"{what} must be a text file or a saved HTML page; {short_repr(str(file))} cannot be read ({error.strerror})."
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if re.search(r"<(html|body|p|div|br)\b", text, flags=re.IGNORECASE):
        parser = _Text()
        parser.feed(text)
        text = "".join(parser.parts)
    text = unicodedata.normalize("NFKC", html.unescape(text)).replace("\N{SOFT HYPHEN}", "")
    quotes = {ord(mark): "'" for mark in "‘’ʼ`´"} | {ord(mark): '"' for mark in "“”„"} | {ord(m): "-" for m in "‐‑‒–—"}
    return text.translate(quotes)
