"""Tables for a paper: LaTeX that compiles in form, Markdown and HTML that hold the same cells."""

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import nkdata

FRAME = pd.DataFrame({"name": ["a_b & 50%", "x|y"], "tiv": [1234.5, -2.0]})
TABLE = nkdata.table(FRAME, "toy", "Two rows & a caption")


def test_the_three_forms_hold_the_same_cells():
    html = re.sub(r"<[^>]+>", "\t", TABLE.to_html()).replace("&amp;", "&")
    markdown = TABLE.to_markdown().replace("\\", "")
    for cell in ("a_b & 50%", "x|y", "1,234.50", "\N{MINUS SIGN}2.00"):
        assert cell in html
        assert cell in markdown
    latex = TABLE.to_latex()
    for cell in (r"a\_b \& 50\%", "x|y", "1,234.50", "$-$2.00"):
        assert cell in latex


def test_latex_is_well_formed():
    latex = TABLE.to_latex()
    assert re.findall(r"\\begin{(\w+)}", latex) == re.findall(r"\\end{(\w+)}", latex)[::-1]
    assert r"\caption{Two rows \& a caption}" in latex
    assert r"\label{tab:toy}" in latex
    assert latex.count(r" \\") == 3


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=30))
def test_no_cell_breaks_out_of_a_latex_table(text):
    row = nkdata.table(pd.DataFrame({"cell": [text], "n": [1]}), "toy", "Toy").to_latex().splitlines()[8]
    bare = re.sub(r"\\text(backslash|asciitilde|asciicircum) |\\[&%$#_{}]|\$-\$", "", row.removesuffix(r" \\"))
    assert not set(re.sub(r" & 1$", "", bare)) & set("&%$#_{}\\")


def test_markdown_has_as_many_pipes_in_every_row():
    rows = TABLE.to_markdown().splitlines()[2:]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}
