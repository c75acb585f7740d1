"""The PDF: tagged, with its own fonts, every letter and link there, and nothing that paper cannot show."""

import html
import re
from itertools import pairwise

import pikepdf
import pytest
from PIL import Image

from nkdata.errors import NkdataError
from nkdata.report.formats.pdf import write_pdf


def test_the_pdf_is_tagged(report):
    tags, figures = {}, []
    with pikepdf.open(report / "nkdata-report.pdf") as pdf:

        def walk(node):
            if isinstance(node, pikepdf.Array):
                for part in node:
                    walk(part)
            elif isinstance(node, pikepdf.Dictionary):
                kind = str(node.get("/S", ""))
                tags[kind] = tags.get(kind, 0) + 1
                figures.append(bool(str(node.get("/Alt", "")))) if kind == "/Figure" else None
                if "/K" in node and not isinstance(node["/K"], int):
                    walk(node["/K"])

        walk(pdf.Root["/StructTreeRoot"])
        assert pdf.Root["/Lang"] == "en"
        assert pdf.Root["/MarkInfo"]["/Marked"]
        assert "/Outlines" in pdf.Root
        assert b"pdfuaid" in bytes(pdf.Root["/Metadata"].read_bytes())
    assert all(figures)
    assert tags["/H1"] == 1
    assert tags["/Figure"] >= 1
    assert tags["/TH"] > tags["/Table"] > 0


def test_the_first_page_holds_a_chart_large_enough_to_read(report):
    widths, scales = [], [1.0]
    with pikepdf.open(report / "nkdata-report.pdf") as pdf:
        first = pdf.pages[0]
        for operands, operator in pikepdf.parse_content_stream(first):
            if str(operator) == "q":
                scales.append(scales[-1])
            elif str(operator) == "Q":
                scales.pop()
            elif str(operator) == "cm":
                scales[-1] *= abs(float(operands[0]))
            elif str(operator) == "Do" and first["/Resources"]["/XObject"][str(operands[0])]["/Subtype"] == "/Image":
                widths.append(scales[-1])
    assert [width > 0.8 * (210 - 2 * 24) / 25.4 * 72 for width in widths] == [True]


def test_the_last_rows_of_a_long_table_stay_on_one_page(tmp_path):
    page = tmp_path / "index.html"
    for rows in range(40, 60):
        lines = "".join(f"<tr><td>{row}</td></tr>" for row in range(rows))
        table = f"<table><caption>Many</caption><thead><tr><th>a</th></tr></thead>{lines}</table>"
        page.write_text(f"<html lang=en><head><title>t</title></head><body><main>{table}</main></body></html>", encoding="utf-8")
        write_pdf(page, tmp_path / "out.pdf")
        with pikepdf.open(tmp_path / "out.pdf") as pdf:
            cells = [sum(str(operator) in ("Tj", "TJ") for _, operator in pikepdf.parse_content_stream(one)) for one in pdf.pages]
        assert len(cells) == 1 or cells[-1] >= 1 + 3 + 1, (rows, cells)  # the heading, three rows, the number of the page


def lines_at_the_left(pdf):
    """Page by page, height above the foot and size of type of each line at the left edge, from above."""
    for page in pdf.pages:
        places, sizes, found = [pikepdf.Matrix()], [0.0], []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "q":
                    places.append(places[-1])
                case "Q":
                    places.pop()
                case "cm":
                    places[-1] = pikepdf.Matrix(operands) @ places[-1]
                case "Tf":
                    sizes.append(float(operands[1]))
                case "Tm":
                    at = (pikepdf.Matrix(operands) @ places[-1]).transform((0, 0))
                    found.append((round(at[1], 1), round(at[0], 1), sizes[-1]))
        edge = min(x for _, x, _ in found) + 20
        yield sorted({(y, size) for y, x, size in found if x < edge}, reverse=True)


@pytest.mark.parametrize("before", ["<p>One</p>", "<ul><li>One</li><li>Two</li></ul>", "<dl><dt>One</dt><dd>Two</dd></dl>"])
@pytest.mark.parametrize("rows", [3, 60])
def test_no_line_is_printed_over_another(tmp_path, before, rows):
    page = tmp_path / "index.html"
    lines = "".join(f"<tr><td>{row}</td></tr>" for row in range(rows))
    table = f"<table><caption>Many</caption><thead><tr><th>a</th></tr></thead>{lines}</table>"
    body = f"<main>{before}{table}<p>After</p></main>"
    page.write_text(f"<html lang=en><head><title>t</title></head><body>{body}</body></html>", encoding="utf-8")
    write_pdf(page, tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        for number, found in enumerate(lines_at_the_left(pdf)):
            for (above, _), (below, size) in pairwise(found):
                assert above - below >= size, (number, above, below)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (f"<table id='wide'><tr>{'<td>abcdefghijkl</td>' * 40}</tr></table>", "the table wide is wider than its page"),
        ("<table id='long'><tr><td>" + "a" * 200 + "</td></tr></table>", "the table long is wider than its page"),
        ("<p>조선</p>", "조.* could not be displayed"),
        ("<p><a href='#nowhere'>there</a></p>", "every link of the report must lead somewhere; got links to nowhere"),
        ("<p><video></video></p>", "the PDF must have a rule for every element; got <video>"),
        ("<p><img src='none.png' alt='none'></p>", "none.png"),
        ("<p><img src='dot.png'></p>", "missing alt"),
    ],
)
def test_what_paper_cannot_show_stops_the_pdf(tmp_path, body, message):
    Image.new("RGB", (1, 1)).save(tmp_path / "dot.png")
    page = tmp_path / "index.html"
    page.write_text(f"<html lang=en><head><title>t</title></head><body><main>{body}</main></body></html>", encoding="utf-8")
    with pytest.raises(NkdataError, match=message):
        write_pdf(page, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_a_table_with_cells_over_several_columns_is_printed(tmp_path):
    page = tmp_path / "index.html"
    table = "<table><tr><th colspan=2>a</th><th rowspan=2>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    page.write_text(f"<html><head><title>t</title></head><body><main>{table}</main></body></html>", encoding="utf-8")
    write_pdf(page, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_marked_words_have_a_ground_of_their_own(tmp_path):
    page, grounds = tmp_path / "index.html", []
    for words in ("three", "<mark>three</mark>"):
        page.write_text(f"<html><head><title>t</title></head><body><main><p>One {words}.</p></main></body></html>", encoding="utf-8")
        write_pdf(page, tmp_path / "out.pdf")
        with pikepdf.open(tmp_path / "out.pdf") as pdf:
            grounds.append(sum(str(operator) == "f" for _, operator in pikepdf.parse_content_stream(pdf.pages[0])))
    assert grounds == [0, 1]


def test_the_text_of_a_page_reaches_its_pdf_as_it_is(tmp_path):
    odd = '*a* _b_ #panic() $x$ <c> @d \\ // [e] "f" = - + ~ `g`'
    page = tmp_path / "index.html"
    page.write_text(f"<html><head><title>t</title></head><body><main><p>{html.escape(odd)}</p></main></body></html>", encoding="utf-8")
    write_pdf(page, tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        fonts = pdf.pages[0]["/Resources"]["/Font"]
        letters = b"".join(bytes(fonts[name]["/ToUnicode"].read_bytes()) for name in fonts.keys())  # noqa: SIM118
    assert {f"{ord(letter):04x}" for letter in odd if letter != " "} <= set(re.findall("<([0-9a-f]{4})>", letters.decode().lower()))


def test_the_pdf_has_chapters_contents_author_and_its_own_fonts(report):
    with pikepdf.open(report / "nkdata-report.pdf") as pdf:
        assert pdf.docinfo["/Author"] == "The nkdata authors"
        with pdf.open_outline() as outline:
            top = [str(item.title) for item in outline.root[0].children]
        assert {"Contents", "Start here", "The record", "Bibliography"} <= set(top)
        assert "The pages" not in top
        fonts = {str(o["/BaseFont"]).partition("+")[2] for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontDescriptor" in o}
    assert {re.match("[A-Za-z]+", font)[0] for font in fonts} <= {"SourceSerif", "SourceSans", "DejaVuSansMono"}
