"""The contents of the one page, made from its own headings, and the line below its title."""

import html as html_text
import re

import nkdata
from nkdata.record import codebook
from nkdata.report.content.edition import notice

CHAPTERS = '<div class="toctree-wrapper'
HEADING = re.compile(
    r'<section [^>]*\bid="([^"]+)">\s*(?:<span id="[^"]*"></span>)*\s*<h([23])>(.*?)(?:<a class="headerlink".*?)?</h\2>', re.DOTALL
)
WITHOUT_SECTIONS = ("codebook",)  # one for each table


def with_contents(html: str) -> str:
    """Put authors, version and date below the title, and the contents before the first chapter."""
    html = html.replace("</h1>", f'</h1>\n<p class="edition">{edition()}</p>', 1)
    first, mark, chapters = html.partition(CHAPTERS)
    return f"{first}{_list(chapters)}\n{mark}{chapters}" if mark else html


def edition() -> str:
    """Return authors, version, the day on which a source was last read, and a notice if the data are an edited copy."""
    day = nkdata.load("sources")["seen"].max()
    names = ", ".join(person["title"] for person in codebook.package()["contributors"])
    return html_text.escape(f"{names}. Version {nkdata.__version__}, data of {day.day} {day:%B %Y}. {notice()}".strip())


def _list(chapters: str) -> str:
    lines: list[str] = []
    sections = False
    for place, level, title in HEADING.findall(chapters):
        link = f'<a href="#{place}">{title.strip()}</a>'
        if level == "2":
            lines.append(f"{'</ol></li>' * bool(lines)}<li>{link}<ol>")
            sections = place not in WITHOUT_SECTIONS
        elif sections:
            lines.append(f"<li>{link}</li>")
    lines.append("</ol></li>" if lines else "")
    inner = "\n".join(lines).replace("<ol></ol>", "")
    return f'<nav class="contents" id="contents" aria-labelledby="contents-title"><h2 id="contents-title">Contents</h2>\n<ol>\n{inner}\n</ol></nav>'
