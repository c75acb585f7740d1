"""Parts of a page as Markdown: text without marks, web addresses, lines of downloads, lists of pages, tables."""

import html
import re
import string
import urllib.parse
from collections.abc import Iterable

import pandas as pd

import nkdata
from nkdata.record.formatting import BLOCK, escape_markdown

ADDRESS = re.compile(r"(https?://[^\s<>]*[^\s<>.,;)])")


def plain(text: str) -> str:
    r"""Return text that Markdown reads as it is.

    >>> print(plain("a|b <i>"))
    a\|b \<i\>
    """
    return escape_markdown(text, block=True)


def linked(text: str) -> str:
    r"""Return plain text with its web addresses as links; letters that not every font has are percent-encoded in them.

    >>> print(linked("Seen at https://a.org/b_가. Twice."))
    Seen at [https\://a\.org/b\_%EA%B0%80](<https://a.org/b_%EA%B0%80>)\. Twice\.
    """
    parts = ADDRESS.split(text)
    parts[1::2] = [urllib.parse.quote(address, safe=string.punctuation) for address in parts[1::2]]
    escaped = [BLOCK.sub(r"\\\g<0>", part) for part in parts]
    escaped[1::2] = [f"[{text}](<{address}>)" for text, address in zip(escaped[1::2], parts[1::2], strict=True)]
    return "".join(escaped)


def downloads(files: Iterable[tuple[str, str]], of: str) -> str:
    """Return a line of links to files, given as address and title, as HTML.

    >>> downloads([("data/tiv.csv", "CSV")], "tiv")
    '<p class="downloads"><a href="data/tiv.csv" aria-label="CSV of tiv">CSV</a></p>'
    """
    links = (f'<a href="{html.escape(file)}" aria-label="{title} of {html.escape(of)}">{title}</a>' for file, title in files)
    return f'<p class="downloads">{" · ".join(links)}</p>'


def hidden_contents(pages: Iterable[str]) -> list[str]:
    """Return the lines that give a page its subpages, without a list in the page."""
    return ["```{toctree}", ":hidden:", "", *pages, "```", ""]


def table(frame: pd.DataFrame, name: str, caption: str) -> str:
    """Return a numbered table, in the form that the notebooks give it."""
    return nkdata.table(frame, name, caption)._repr_mimebundle_()[0]["text/markdown"] + "\n"
