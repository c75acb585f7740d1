"""Text in tables is text everywhere: in HTML, Markdown, TeX, charts, CSV files, and in a real browser."""

import csv
import re

import pandas as pd
import pytest
from small import copy_of_data
from toys import notebook

import nkdata
from nkdata import NkdataError
from nkdata.charts.figure import Figure
from nkdata.report import build
from nkdata.report.content.markdown import plain

EVIL = (
    'x <script>alert(1)</script> "><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](x) **b** `c` | $\\frac{1$ '
    "{{ 7*7 }} {x!r} {raw}`<b>` <!-- --> &lt;i&gt; a_b^c ~ \\ % # ::: </td></p>"
)
FORMULAS = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1+1", "\t=1"]
TEXTS = {
    "phases": ["name", "note"], "drivers": ["title", "note"], "assistance": ["note"], "choices": ["label"], "passages": ["gist"],
    "sources": ["author", "title", "publisher", "reliability_reason", "licence"],
}  # fmt: skip


@pytest.fixture(scope="module")
def evil(tmp_path_factory):
    """A copy of the data whose names, titles and notes are hostile."""
    data = copy_of_data(tmp_path_factory.mktemp("evil") / "data")
    for table, columns in TEXTS.items():
        frame = pd.read_csv(data / f"{table}.csv", dtype=str, keep_default_na=False)
        for column in columns:
            frame[column] = [f"{EVIL} {i}" for i in range(len(frame))]
        frame.to_csv(data / f"{table}.csv", index=False, lineterminator="\n")
    frame = pd.read_csv(data / "claims.csv", dtype=str, keep_default_na=False)
    frame.loc[frame["claim"].isin(["lean_1957_60", "holds_toward_beijing_1957_60"]), "sentence"] = re.sub(r"[{}]", "", EVIL) + " {value}"
    frame.to_csv(data / "claims.csv", index=False, lineterminator="\n")
    return data


@pytest.fixture(scope="module")
def site(evil):
    """A report built from it."""
    folder = evil.parent
    notebook(
        folder / "notebooks" / "00-evil.ipynb",
        "# Evil",
        "import nkdata",
        "nkdata.claim('lean_1957_60', 'lean_1961_64')",
        "nkdata.table(nkdata.load('phases')[['phase', 'name', 'note']], 'phases', nkdata.load('phases').loc[0, 'name'])",
        "nkdata.trace('drivers', 'd08')",
        "nkdata.figure('phase-matrix')",
        "nkdata.figure('tie-plane')",
        "nkdata.figure('pendulum')",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NKDATA_DATA", str(evil))
        build(folder / "reports", formats=("html", "single"), notebooks=folder / "notebooks", quiet=True)
    return folder / "reports"


def test_no_script_runs_and_no_element_is_injected(browser, site):
    page, faults = browser.new_page(), []
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(("file:", "data:", "blob:")) else None)
    page.on("requestfailed", lambda request: faults.append(request.url))
    seen = 0
    for file in sorted(site.glob("*.html")):
        page.goto(file.as_uri())
        faults += [f"{file.name}: {html}" for html in page.eval_on_selector_all(
            "img[src='x'], img[alt='y'], [onerror], a[href^='javascript'], script", "all => all.map(e => e.outerHTML).filter(h => "
            "!/^<script/.test(h) || /^<script[^>]*>alert/.test(h))")]  # fmt: skip
        seen += (
            page.eval_on_selector_all("article, body > *", "all => all.filter(e => e.textContent.includes('<script>alert(1)')).length") > 0
        )
    page.close()
    assert faults == []
    assert seen >= 2, "the hostile text is shown, as text"


def test_bibtex_stays_whole(evil):
    entry = nkdata.cite("phases", 1, form="bibtex", data=evil)
    assert entry.count("{") == entry.count("}")
    assert not re.search(r"(?<!\\)[$#%]", entry)
    assert r"\textbackslash{}" in entry


def test_html_and_markdown_of_tables_and_traces_are_inert(evil):
    shown = nkdata.table(nkdata.load("phases", data=evil), "evil", EVIL)._repr_mimebundle_()[0]
    assert "<script" not in shown["text/html"] + nkdata.trace("drivers", "d08", data=evil)._repr_html_()
    for mark in ("<", "`", "](", "$", "**", "{x"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", shown["text/markdown"].replace(":::{table}", "")), mark
    assert not re.search(r"(?<!\\)[<`$*]", plain(EVIL))


@pytest.mark.parametrize("sentence", ["{x!r}", "{value.__class__}", "{0}", "{", "{value:zz}"])
def test_a_ledger_sentence_fills_in_numbers_and_nothing_else(tmp_path, sentence):
    data = copy_of_data(tmp_path / "d")
    frame = pd.read_csv(data / "claims.csv", dtype=str, keep_default_na=False)
    frame.loc[frame["claim"].eq("passages"), "sentence"] = sentence
    frame.to_csv(data / "claims.csv", index=False, lineterminator="\n")
    with pytest.raises(NkdataError, match="allowed are the fields value, low, high, share"):
        nkdata.claim("passages", data=data)


@pytest.mark.parametrize(("claim", "of"), [
    ("total_moscow", "moscow @pd.io.common.os.mkdir('ran') 1993"), ("total_moscow", "moscow 1953 1993)|(@pd.io.common.os.mkdir('ran')"),
    ("total_moscow", "__class__ 1953 1993"), ("votes_china", "CHN to_csv"), ("percentile_1984", "arms ties 1984 __repr__"),
    ("answer_shifts", "max toward_beijing_1957_60"),
])  # fmt: skip
def test_what_a_ledger_row_counts_is_looked_up_and_never_run(tmp_path, monkeypatch, claim, of):
    data = copy_of_data(tmp_path / "d")
    frame = pd.read_csv(data / "claims.csv", dtype=str, keep_default_na=False)
    frame.loc[frame["claim"].eq(claim), "arguments"] = of
    frame.to_csv(data / "claims.csv", index=False, lineterminator="\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NkdataError, match=r"^claims\.csv, \w+: \w+ must be one of [^\n]*\.$"):
        nkdata.claim(claim, data=data)
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_no_cell_of_a_figure_is_run_by_a_spreadsheet(tmp_path):
    figure = nkdata.figure("grades")
    own = figure.data.astype({"reliability": object})
    own = pd.concat([own.iloc[:1].assign(reliability=text, rows=-1) for text in [*FORMULAS, "A"]], ignore_index=True)
    Figure._bytes, kept = lambda self, kind: b"", Figure._bytes
    try:
        Figure("grades", "", "", "", own, None).save(tmp_path)
    finally:
        Figure._bytes = kept
    with open(tmp_path / "grades.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["reliability"] for row in rows] == [*(f"'{text}" for text in FORMULAS), "A"]
    assert {row["rows"] for row in rows} == {"-1"}


@pytest.mark.parametrize("text", [*FORMULAS, "a\u200fb", "\u202eab", "a\u2066b", "a\u061cb"])
def test_check_names_what_cannot_be_legitimate(tmp_path, text):
    data = copy_of_data(tmp_path / "d")
    path = data / "phases.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Moscow alone", text), encoding="utf-8")
    assert nkdata.check(data)["column"].tolist()[:1] == ["name"]
