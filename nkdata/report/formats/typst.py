"""The one-page HTML as Typst markup, element by element; how each looks is the business of ``style/print.typ``.

>>> typeset('<main><p>Moscow <em>and</em> Beijing</p></main>')
'#paragraph()[#"Moscow ";#emph[#"and";]#" Beijing";]\\n\\n'
"""

import html as html_text
import re
from itertools import zip_longest

from lxml import etree
from lxml import html as parser

from nkdata.errors import NkdataError
from nkdata.report.formats.contents import edition
from nkdata.report.sphinx_ext.columns import BREAK

# Code, and the codebook's long tables: on paper they would be most of the pages. Nor are the rows printed, to which keys lead.
NOT_PRINTED = "//details | //script | //*[@class='headerlink' or @class='downloads'] | //table[starts-with(@id, 'codebook-')]"
ROW_LINKS = "//a[contains(concat(' ', @class, ' '), ' row ')]"
HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5}
SPACE = re.compile(r"[ \t\r\n]+")
BEFORE_A_BREAK = re.compile(r"(?<=[/;])(?=\w)")  # where a line may end as in a browser: 1990/1992
SHORT = 12  # lines of a table that is not broken over two pages
TOGETHER = 3  # last rows of a long table, which stay on one page
SUMMARY_HEIGHT = "156mm"  # of a picture on the first page, which is to hold the answer too


def typeset(page: str, partial: bool = False) -> str:
    """The ``<main>`` of a page as Typst markup.

    Raises
    ------
    NkdataError
        If the page holds an element of which paper knows nothing, or (unless `partial`, where notebooks were left out) a link
        that leads nowhere.
    """
    main = parser.document_fromstring(page.replace("<wbr>", "\N{ZERO WIDTH SPACE}")).find(".//main")
    for node in main.xpath(NOT_PRINTED):
        node.drop_tree()
    for node in main.xpath(ROW_LINKS):
        node.drop_tag()
    writer = _Writer(main, partial)
    return ("#[#show: summary\n" if writer.front else "") + writer.blocks(main)


class _Writer:
    def __init__(self, main, partial):
        linked = {to.removeprefix("#") for to in main.xpath("//a/@href") if to.startswith("#")}
        self.places = linked & set(main.xpath("//@id"))
        if not partial and linked - self.places:
            raise NkdataError(f"every link of the report must lead somewhere; got links to {', '.join(sorted(linked - self.places))}.")
        self.marked = set()
        self.front = bool(main.xpath("//div[starts-with(@class, 'toctree-wrapper')]"))  # until the contents

    def blocks(self, node) -> str:
        """What stands in a block, each part a block of its own."""
        return "".join(self.block(child) for child in node if isinstance(child.tag, str))

    def block(self, node) -> str:
        """One block."""
        tag, kinds = node.tag, node.get("class", "").split()
        if tag == "section":
            return self.section(node)
        if tag == "div" and "toctree-wrapper" in kinds:
            self.front = False
            return f"]\n#contents()\n{self.blocks(node)}"
        if tag in ("main", "div", "nav"):
            return self.mark(node) + self.blocks(node)
        if tag == "h1":
            return f"#heading(level: 1)[{self.words(node)}]\n#edition[{_text(html_text.unescape(edition()))}]\n\n"
        if tag in ("ul", "ol"):
            items = [f"[{self.mark(item)}{self.item(item)}]" for item in node.findall("li")]
            return f"#{'list' if tag == 'ul' else 'enum'}(tight: true, {', '.join(items)})\n\n"
        if tag == "dl":
            pairs = zip(node.findall("dt"), node.findall("dd"), strict=True)
            items = [f"terms.item([{self.mark(term)}{self.words(term)}], [{self.words(said)}])" for term, said in pairs]
            return f"#terms({', '.join(items)})\n\n"
        if tag == "figure":
            caption = self.words(node.find("figcaption/p"))
            return f"{self.mark(node)}#figure({self.picture(node.find('.//img'))}, caption: [{caption}])\n\n"
        if tag == "table":
            return self.table(node)
        if tag == "pre":
            return f"#raw(block: true, {_string(node.text_content().rstrip())})\n\n"
        if tag == "p":
            words, follows = self.words(node), node.getnext()
            stays = follows is not None and follows.tag == "dl"  # it names what follows
            return f"{self.mark(node)}#paragraph({'sticky: true' if stays else ''})[{words}]\n\n"
        return f"{self.mark(node)}{self.inline(node)}\n\n"

    def section(self, node) -> str:
        """A section: its heading carries the place to which links lead."""
        heading = next((child for child in node if child.tag in HEADINGS), None)
        chapter = heading is not None and heading.tag == "h2" and not self.front
        inside = []
        for child in node:
            if child is not heading:
                inside.append(self.block(child))
            elif chapter:
                inside.append(f"#chapter([{self.words(child)}])\n")
            else:
                listed = "false" if self.front or "codebook" in {above.get("id") for above in node.iterancestors()} else "true"
                inside.append(f"#heading(level: {HEADINGS[child.tag]}, outlined: {listed})[{self.words(child)}]\n")
        text = self.mark(node) + "".join(inside)
        if node.get("id") == "bibliography":
            return f"#[#set text(8.5pt); #set par(leading: .5em, spacing: .8em)\n{text}]\n"
        return text

    def item(self, node) -> str:
        """A list item, which holds either words or blocks."""
        return self.blocks(node).strip() if any(child.tag in ("p", "ul", "ol") for child in node) else self.words(node)

    def table(self, node) -> str:
        """A table with its caption; the longest word of each column goes with it, so that Typst can see whether it fits."""
        lines = node.findall(".//tr")
        head = [line for line in lines if line.getparent().tag == "thead"]
        body = [line for line in lines if line not in head]
        last = body[-TOGETHER:] if len(body) > 3 * TOGETHER and not node.xpath(".//@rowspan") else []
        texts = [[cell.text_content().strip() for cell in line] for line in lines]
        words = [[part.strip() for text in column for part in BREAK.split(text)] for column in zip_longest(*texts, fillvalue="")]
        count = max(sum(int(cell.get("colspan", 1)) for cell in line) for line in lines)
        shares = re.findall(r"width: ([\d.]+)%", " ".join(column.get("style", "") for column in node.iter("col")))
        named = {
            "columns": _list([f"{share}fr" for share in shares] or ["auto"] * count),
            "longest": _list(_string(max(column, key=len)) for column in words),
            "dense": "true" if "dense" in node.get("class", "").split() else "false",
            "header": _list(self.cell(cell) for line in head for cell in line),
            "last": _list(self.cell(cell) for line in last for cell in line),
        }
        cells = [self.cell(cell) for line in body[: len(body) - len(last)] for cell in line]
        parts = [_string(node.get("id", "")), *(f"{name}: {value}" for name, value in named.items()), *cells]
        rows = f"rows({', '.join(parts)})"
        caption = node.find("caption")
        if caption is None:
            return f"{self.mark(node)}#{rows}\n\n"
        whole = "true" if len(lines) <= SHORT else "false"
        return f"{self.mark(node)}#captioned({rows}, [{self.words(caption)}], {whole})\n\n"

    def cell(self, node) -> str:
        """One cell; one of a heading is set in bold."""
        spans = "".join(f"{name}: {node.get(name)}, " for name in ("colspan", "rowspan") if node.get(name))
        side = "right" if "text-right" in node.get("class", "").split() else "left"
        words = self.words(node)
        return f"table.cell({spans}align: {side} + top)[{f'#strong[{words}]' if node.tag == 'th' else words}]"

    def words(self, node) -> str:
        """What stands in a line or a cell, without blanks at its ends."""
        if len(node) and isinstance(node[-1].tag, str):
            node[-1].tail = (node[-1].tail or "").rstrip()
            node.text = (node.text or "").lstrip()
        else:
            node.text = (node.text or "").strip()
        return self.flow(node)

    def flow(self, node) -> str:
        """Text and what stands within it."""
        return _text(node.text) + "".join(self.inline(child) + _text(child.tail) for child in node)

    def inline(self, node) -> str:
        """One element within a line."""
        tag = node.tag
        if tag == "a":
            return self.link(node)
        if tag in ("span", "p"):
            return self.mark(node) + self.flow(node)
        if tag in ("strong", "b", "em", "i"):
            return f"#{'strong' if tag in ('strong', 'b') else 'emph'}[{self.flow(node)}]"
        if tag == "code":
            return f"#raw({_string(node.text_content())})"
        if tag == "math":
            return _formula(node)
        if tag == "img":
            return f"#{self.picture(node)}"
        if tag == "br":
            return "#linebreak();"
        raise NkdataError(f"the PDF must have a rule for every element; got <{tag}>, for which there is none.")

    def link(self, node) -> str:
        """A link; one to a notebook that was left out is text only."""
        to, words = node.get("href", ""), self.flow(node)
        if to.startswith("#") and to[1:] not in self.places:
            return words
        if to.startswith("#"):
            return f"#link(label({_string(to[1:])}))[{words}]"
        return f"#link({_string(to)})" + (f"[{words}]" if node.text_content() != to else ";")

    def picture(self, node) -> str:
        """A picture with its alt text."""
        most = f", most: {SUMMARY_HEIGHT}" if self.front else ""
        return f"picture({_string('/' + node.get('src'))}, {_string(node.get('alt', ''))}{most})"

    def mark(self, node) -> str:
        """The place to which a link leads, if one does; the first of its name."""
        place = node.get("id")
        if place not in self.places or place in self.marked:
            return ""
        self.marked.add(place)
        return f"#metadata(none)#label({_string(place)})"


def _formula(node) -> str:
    """A formula as a picture with the formula in words: Typst has a language of its own for formulas."""
    import ziamath  # it takes as long as all the rest, and few notebooks hold a formula

    mathml = etree.tostring(node, encoding="unicode", with_tail=False)
    ziamath.config.svg2 = False
    drawn = ziamath.Math(mathml, size=14.5)
    alt = " ".join(node.itertext())
    return f"#formula({_string(drawn.svg())}, {_string(' '.join(alt.split()))}, {-drawn.getyofst() * 0.75:.2f}pt)"


def _text(text) -> str:
    text = BEFORE_A_BREAK.sub("\N{ZERO WIDTH SPACE}", SPACE.sub(" ", text or ""))
    return f"#{_string(text)};" if text else ""


def _string(text) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _list(parts) -> str:
    return f"({''.join(f'{part}, ' for part in parts)})"
