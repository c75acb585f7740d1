"""The one-page HTML as Typst markup, element by element; the look of each is in ``style/print.typ``.

>>> typeset('<main><p>Moscow <em>and</em> Beijing</p></main>')
'#paragraph()[#"Moscow ";#emph[#"and";]#" Beijing";]\\n\\n'
"""

import html as html_text
import re
from itertools import zip_longest

from lxml import html as parser

from nkdata.errors import NkdataError
from nkdata.report.formats.contents import edition
from nkdata.report.formats.typst_values import array, formula, string, text
from nkdata.report.sphinx_ext.columns import BREAK

# Code, and the codebook's long tables: on paper they would be most of the pages. The rows that keys lead to are not printed either.
NOT_PRINTED = "//details | //script | //*[@class='headerlink' or @class='downloads'] | //table[starts-with(@id, 'codebook-')]"
ROW_LINKS = "//a[contains(concat(' ', @class, ' '), ' row ')]"
HEADINGS = {"h2": 2, "h3": 3, "h4": 4, "h5": 5}
EMPHASIS = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "mark": "highlight"}
SHORT = 12  # lines of a table that is not broken over two pages
TOGETHER = 3  # last rows of a long table, which stay on one page
SUMMARY_HEIGHT = "156mm"  # of a picture on the first page, which is to hold the answer too


def typeset(page: str, partial: bool = False) -> str:
    """Return the ``<main>`` of a page as Typst markup.

    Raises
    ------
    NkdataError
        If the page holds an element without a rule, or a link that leads nowhere; where notebooks were left out (`partial`)
        such a link is text.
    """
    main = parser.document_fromstring(page.replace("<wbr>", "\N{ZERO WIDTH SPACE}")).find(".//main")
    for node in main.xpath(NOT_PRINTED):
        node.drop_tree()
    for node in main.xpath(ROW_LINKS):
        node.drop_tag()
    writer = _Writer(main, partial)
    return ("#[#show: summary\n" if writer.in_summary else "") + writer.blocks(main)


class _Writer:
    def __init__(self, main: parser.HtmlElement, partial: bool) -> None:
        linked = {to.removeprefix("#") for to in main.xpath("//a/@href") if to.startswith("#")}
        self.places = linked & set(main.xpath("//@id"))
        if not partial and linked - self.places:
            raise NkdataError(f"every link of the report must lead somewhere; got links to {', '.join(sorted(linked - self.places))}.")
        self.marked: set[str] = set()
        self.in_summary = bool(main.xpath("//div[starts-with(@class, 'toctree-wrapper')]"))  # until the contents

    def blocks(self, node) -> str:
        return "".join(self.block(child) for child in node if isinstance(child.tag, str))

    def block(self, node) -> str:
        tag, kinds = node.tag, node.get("class", "").split()
        if tag == "section":
            return self.section(node)
        if tag == "table":
            return self.table(node)
        if tag == "div" and "toctree-wrapper" in kinds:
            self.in_summary = False
            return f"]\n#contents()\n{self.blocks(node)}"
        if tag in ("main", "div", "nav"):
            return self.mark(node) + self.blocks(node)
        if tag == "h1":
            return f"#heading(level: 1)[{self.words(node)}]\n#edition[{text(html_text.unescape(edition()))}]\n\n"
        if tag in ("ul", "ol"):
            items = [f"[{self.mark(item)}{self.item(item)}]" for item in node.findall("li")]
            return f"#{'list' if tag == 'ul' else 'enum'}(tight: true, {', '.join(items)})\n\n"
        if tag == "dl":
            pairs = zip(node.findall("dt"), node.findall("dd"), strict=True)
            items = [f"terms.item([{self.mark(term)}{self.words(term)}], [{self.words(meaning)}])" for term, meaning in pairs]
            return f"#terms({', '.join(items)})\n\n"
        if tag == "figure":
            caption = self.words(node.find("figcaption/p"))
            return f"{self.mark(node)}#figure({self.picture(node.find('.//img'))}, caption: [{caption}])\n\n"
        if tag == "pre":
            return f"#raw(block: true, {string(node.text_content().rstrip())})\n\n"
        if tag == "p":
            words, next_node = self.words(node), node.getnext()
            options = "sticky: true" if next_node is not None and next_node.tag == "dl" else ""  # it names the list after it
            return f"{self.mark(node)}#paragraph({options})[{words}]\n\n"
        return f"{self.mark(node)}{self.inline(node)}\n\n"

    def section(self, node) -> str:
        """Return a section; links lead to its heading."""
        heading = next((child for child in node if child.tag in HEADINGS), None)
        chapter = heading is not None and heading.tag == "h2" and not self.in_summary
        inside = []
        for child in node:
            if heading is None or child is not heading:
                inside.append(self.block(child))
            elif chapter:
                inside.append(f"#chapter([{self.words(child)}])\n")
            else:
                unlisted = self.in_summary or "codebook" in {above.get("id") for above in node.iterancestors()}
                outlined = "false" if unlisted else "true"
                inside.append(f"#heading(level: {HEADINGS[child.tag]}, outlined: {outlined})[{self.words(child)}]\n")
        whole = self.mark(node) + "".join(inside)
        if node.get("id") == "bibliography":
            return f"#[#set text(8.5pt); #set par(leading: .5em, spacing: .8em)\n{whole}]\n"
        return whole

    def item(self, node) -> str:
        """Return a list item, which holds either words or blocks."""
        return self.blocks(node).strip() if any(child.tag in ("p", "ul", "ol") for child in node) else self.words(node)

    def table(self, node) -> str:
        """Return a table with its caption and the longest word of each column, by which Typst sees whether it fits."""
        lines = node.findall(".//tr")
        head = [line for line in lines if line.getparent().tag == "thead"]
        body = [line for line in lines if line not in head]
        last = body[-TOGETHER:] if len(body) > 3 * TOGETHER and not node.xpath(".//@rowspan") else []
        texts = [[cell.text_content().strip() for cell in line] for line in lines]
        words = [[part.strip() for cell in column for part in BREAK.split(cell)] for column in zip_longest(*texts, fillvalue="")]
        count = max(sum(int(cell.get("colspan", 1)) for cell in line) for line in lines)
        shares = re.findall(r"width: ([\d.]+)%", " ".join(column.get("style", "") for column in node.iter("col")))
        named = {
            "columns": array([f"{share}fr" for share in shares] or ["auto"] * count),
            "longest": array(string(max(column, key=len)) for column in words),
            "dense": "true" if "dense" in node.get("class", "").split() else "false",
            "header": array(self.cell(cell) for line in head for cell in line),
            "last": array(self.cell(cell) for line in last for cell in line),
        }
        cells = [self.cell(cell) for line in body[: len(body) - len(last)] for cell in line]
        parts = [string(node.get("id", "")), *(f"{name}: {value}" for name, value in named.items()), *cells]
        rows = f"rows({', '.join(parts)})"
        caption = node.find("caption")
        if caption is None:
            return f"{self.mark(node)}#{rows}\n\n"
        whole = "true" if len(lines) <= SHORT else "false"
        return f"{self.mark(node)}#captioned({rows}, [{self.words(caption)}], {whole})\n\n"

    def cell(self, node) -> str:
        spans = "".join(f"{name}: {node.get(name)}, " for name in ("colspan", "rowspan") if node.get(name))
        side = "right" if "text-right" in node.get("class", "").split() else "left"
        words = self.words(node)
        return f"table.cell({spans}align: {side} + top)[{f'#strong[{words}]' if node.tag == 'th' else words}]"

    def words(self, node) -> str:
        """Return the content of a line or a cell, without blanks at its ends."""
        node.text = (node.text or "").lstrip()
        if len(node) and isinstance(node[-1].tag, str):
            node[-1].tail = (node[-1].tail or "").rstrip()
        else:
            node.text = node.text.rstrip()
        return self.flow(node)

    def flow(self, node) -> str:
        return text(node.text) + "".join(self.inline(child) + text(child.tail) for child in node)

    def inline(self, node) -> str:
        tag = node.tag
        if tag == "a":
            return self.link(node)
        if tag in ("span", "p"):
            return self.mark(node) + self.flow(node)
        if tag in EMPHASIS:
            return f"#{EMPHASIS[tag]}[{self.flow(node)}]"
        if tag == "code":
            return f"#raw({string(node.text_content())})"
        if tag == "math":
            return formula(node)
        if tag == "img":
            return f"#{self.picture(node)}"
        if tag == "br":
            return "#linebreak();"
        raise NkdataError(f"the PDF must have a rule for every element; got <{tag}>, for which there is none.")

    def link(self, node) -> str:
        to, words = node.get("href", ""), self.flow(node)
        if not to.startswith("#"):
            return f"#link({string(to)})" + (f"[{words}]" if node.text_content() != to else ";")
        return f"#link(label({string(to[1:])}))[{words}]" if to[1:] in self.places else words

    def picture(self, node) -> str:
        most = f", most: {SUMMARY_HEIGHT}" if self.in_summary else ""
        return f"picture({string('/' + node.get('src'))}, {string(node.get('alt', ''))}{most})"

    def mark(self, node) -> str:
        """Return the label of a node, if a link leads to it and no other node had its name."""
        place = node.get("id")
        if place not in self.places or place in self.marked:
            return ""
        self.marked.add(place)
        return f"#metadata(none)#label({string(place)})"
