"""One HTML file that holds everything, to be mailed: styles, pictures and the plotted data are inside it."""

import base64
import re
import urllib.parse
from pathlib import Path

STYLE = Path(__file__).resolve().parent / "style" / "single.css"
DOWNLOADS = re.compile(r'<p class="downloads">.*?</p>', re.DOTALL)
DATA_LINK = re.compile(r'<a [^>]*href="(figures/([\w-]+\.csv))"[^>]*>(.*?)</a>', re.DOTALL)
CHART = re.compile(r'src="_images/([\w-]+)\.svg"')
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv"}


def write_single(page: Path, target: Path) -> None:
    """Write the bare one-page HTML `page` as a file that needs no other."""
    html = own_anchors(page.read_text(encoding="utf-8"))
    html = as_png(html)
    html = DOWNLOADS.sub(lambda line: _data_inside(line[0], page.parent), html)
    html = re.sub(r'src="([^":]+)"', lambda found: f'src="{_inside(page.parent / urllib.parse.unquote(found[1]))}"', html)
    html = html.replace("<pre>", '<pre tabindex="0">')  # what scrolls, the keyboard must be able to reach
    html = TABLE.sub(r'<div class="scroll" role="group" aria-label="table" tabindex="0">\g<0></div>', html)
    html = html.replace("</head>", f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>")
    target.write_text(html, encoding="utf-8", newline="\n")


def own_anchors(html: str) -> str:
    """Mend the links that Sphinx writes as ``#document-page#place``: within one page the place is enough."""
    return re.sub(r'href="(?:index\.html)?#document-[^"#]*(#[^"]+)"', r'href="\1"', html)


def as_png(html: str) -> str:
    """Show the charts as PNG, which for these is half as large as SVG, and which WeasyPrint places at once."""
    return CHART.sub(r'src="figures/\1.png"', html)


def _inside(file: Path) -> str:
    """A file as an address that holds its content."""
    content = base64.b64encode(file.read_bytes()).decode()
    return f"data:{TYPES[file.suffix]};base64,{content}"


def _data_inside(line: str, folder: Path) -> str:
    """Keep of the links below a chart the one to its data, with the data inside."""
    kept = [f'<a download="{name}" href="{_inside(folder / path)}">{text}</a>' for path, name, text in DATA_LINK.findall(line)]
    return f'<p class="downloads">{"".join(kept)}</p>' if kept else ""
