"""One HTML file with everything inside, to be mailed: styles, pictures, the plotted data, the rows of the coded tables."""

import base64
import re
import urllib.parse
from pathlib import Path

from nkdata.report.content import records
from nkdata.report.formats.contents import CHAPTERS, with_contents

STYLE = Path(__file__).resolve().parent / "style" / "single.css"
DOWNLOADS = re.compile(r'<p class="downloads">.*?</p>', re.DOTALL)
FILE_LINK = re.compile(r'<a href="([^"]+)"( aria-label="[^"]*")>(.*?)</a>', re.DOTALL)
SOURCE = re.compile(r'src="([^":]+)"')
CHART = re.compile(r'src="_images/([\w-]+)\.svg"')
SCROLLED = {"table": re.compile(r"<table.*?</table>", re.DOTALL), "chart": re.compile(r"<img [^>]*>")}
SUMMARY = re.compile(r'<summary>\s*<p class="collapsed admonition-title">(.*?)</p>.*?</summary>', re.DOTALL)
CHAPTER = re.compile(r"(<h2>.*?</h2>)", re.DOTALL)
BACK = '<p class="back"><a href="#contents">Back to the contents</a></p>'
DATA = {".csv": "text/csv", ".json": "application/json", ".bib": "application/x-bibtex"}
TYPES = DATA | {".svg": "image/svg+xml", ".png": "image/png"}


def write_single(page: Path, target: Path) -> None:
    """Write the bare one-page HTML `page` as a file that needs no other."""
    html = show_png(fix_anchors(page.read_text(encoding="utf-8")))
    html = with_contents(html.replace("</main>", f"{_rows()}</main>"))
    first, mark, chapters = html.partition(CHAPTERS)
    html = first + mark + CHAPTER.sub(rf"\1\n{BACK}", chapters)
    html = DOWNLOADS.sub(lambda line: _embedded_downloads(line[0], page.parent), html)
    html = SOURCE.sub(lambda found: f'src="{_embedded(page.parent / urllib.parse.unquote(found[1]))}"', html)
    html = SUMMARY.sub(r"<summary>\1</summary>", html)
    html = html.replace("<pre>", '<pre tabindex="0">')  # the keyboard must be able to reach everything that scrolls
    for name, part in SCROLLED.items():
        html = part.sub(rf'<div class="scroll" role="group" aria-label="{name}" tabindex="0">\g<0></div>', html)
    html = html.replace("</head>", f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>")
    target.write_text(html, encoding="utf-8", newline="\n")


def fix_anchors(html: str) -> str:
    """Shorten the links that Sphinx writes as ``#document-page#place``: within one page the place is enough."""
    return re.sub(r'href="(?:index\.html)?#document-[^"#]*(#[^"]+)"', r'href="\1"', html)


def show_png(html: str) -> str:
    """Show the charts as PNG, which for these is half as large as SVG."""
    return CHART.sub(r'src="figures/\1.png"', html)


def _rows() -> str:
    """Return the rows of the coded tables, as the last chapter."""
    links = {key: f"#{place}" for key, (_, place) in records.targets({})["keys"].items()}
    parts = [
        f'<section id="rows-{table}"><h3>Rows of {table}</h3>\n<details><summary>Show the rows of {table}</summary>\n'
        f"{records.rows_as_html(table, links, level=4)}</details></section>"
        for table in records.TABLES
    ]
    return '<section id="rows"><h2>Rows</h2>\n' + "\n".join(parts) + "</section>\n"


def _embedded(file: Path) -> str:
    """Return the content of a file as an address."""
    content = base64.b64encode(file.read_bytes()).decode()
    return f"data:{TYPES[file.suffix]};base64,{content}"


def _embedded_downloads(line: str, folder: Path) -> str:
    """Keep the links to data, with the data inside, and those to rows, which are in this file."""
    kept = []
    for path, label, text in FILE_LINK.findall(line):
        file = folder / path
        if path.startswith("rows-"):
            kept.append(f'<a href="#{file.stem}"{label}>{text}</a>')
        elif file.suffix in DATA:
            kept.append(f'<a download="{file.name}" href="{_embedded(file)}"{label}>{text}</a>')
    return f'<p class="downloads">{" · ".join(kept)}</p>' if kept else ""
