"""Text around the words that the search finds: Sphinx fetches it, which a browser refuses to pages opened from a folder."""

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

FILE = "texts.js"
UNREAD = re.compile(r'<(script|style|details|math)\b.*?</\1>|<a class="headerlink".*?</a>', re.DOTALL)
INLINE = re.compile(r"</?(?:a|b|code|em|i|span|strong|wbr)\b[^>]*>")
MARK = re.compile(r"<[^>]+>")
SCRIPT = """// The text of every page, in place of the pages that searchtools.js would fetch.
const TEXTS = {texts};
window.fetch = async (address) => ({{ text: async () => `<div role="main">${{TEXTS[address.match(/([^/]+)\\.html/)[1]]}}</div>` }});
"""


def keep_text(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Keep the text of a page; let the search page load the texts."""
    if app.builder.name != "html":
        return
    if pagename == "search":
        app.add_js_file(FILE)
    elif body := context.get("body"):
        app.nkdata_texts[pagename] = text_of(body)


def text_of(body: str) -> str:
    """Return the text of a page; entities stay, as it will be read as HTML again.

    >>> text_of('<h1>Ships<a class="headerlink">#</a></h1><p>MiG &amp; <b>T-62</b>s</p><details>code</details>')
    'Ships MiG &amp; T-62s'
    """
    return " ".join(MARK.sub(" ", INLINE.sub("", UNREAD.sub("", body))).split())


def write_texts(app: Sphinx, exception: Exception | None) -> None:
    """Write the texts of all pages beside the search's own files."""
    if app.builder.name == "html" and not exception:
        texts = json.dumps(app.nkdata_texts, ensure_ascii=False, sort_keys=True)
        (Path(app.outdir) / "_static" / FILE).write_text(SCRIPT.format(texts=texts), encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> None:
    """Act after everything else that changes the page."""
    app.nkdata_texts = {}
    app.connect("html-page-context", keep_text, priority=950)
    app.connect("build-finished", write_texts)
