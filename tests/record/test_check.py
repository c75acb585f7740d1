"""`python -m nkdata check`: every fault in one pass, said with file, row, column, value and what is allowed."""

import re
import subprocess
import sys

import pytest
from small import copy_of_data

import nkdata
from nkdata import NkdataError
from nkdata.record import codebook
from nkdata.record.validation.check import check, main


def faults(data):
    return check(data).itertuples(index=False)


def edit(data, table, old, new, count=1):
    path = data / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


@pytest.fixture
def data(tmp_path):
    return copy_of_data(tmp_path / "d")


def test_the_shipped_tables_have_no_fault():
    assert check().empty


@pytest.mark.parametrize(("table", "old", "new"), [
    ("tiv", ",SUN,", ",RUS,"), ("trade", ",SUN,", ",RUS,"), ("transfers", ",SUN,PRK", ",RUS,PRK"), ("transfers", ",RUS,PRK", ",SUN,PRK"),
])  # fmt: skip
def test_an_actor_out_of_its_years_is_named_once(data, table, old, new):
    edit(data, table, old, new)
    assert [fault.allowed for fault in faults(data) if fault.column in ("supplier", "partner")] == ["an actor of that year"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("table", codebook.names())
def test_a_table_without_rows_is_checked_and_traced_like_any_other(data, table):
    path = data / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    assert len(check(data)) or table in ("choices", "claims"), "others rest on its rows"
    with pytest.raises(NkdataError, match=r"^key must be a value of .*, of which the table has none; got '1'\.$"):
        nkdata.trace(table, "1", data=data)


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "allowed"),
    [
        ("phases", "1,Moscow alone,1953,1956", "x,Moscow alone,1953,1956", "phase", "a whole number"),
        ("phases", ",text,p2s2", ",book,p2s2", "origin", "text, ours"),
        ("transfers", "sipri-29903,SUN,PRK", "sipri-29903,SUN,KOR", "recipient", "PRK"),
        ("transfers", "sipri-29903,SUN", "sipri-29903,URS", "supplier", "SUN, RUS, CHN, KAZ"),
        ("deliveries", "sipri-29903-1950,sipri-29903,1950,5.0,0.5", "sipri-29903-1950,sipri-29903,1950,-5.0,0.5", "number", "a number from 0"),
        ("events", "t05,kim_moscow_1984,1984-05,1984-05-01", "t05,kim_moscow_1984,1984-05,1984-05-32", "start", "a day as YYYY-MM-DD"),
        ("drivers", "d01,", "d02,", "driver", "stands in row"),
        ("assistance", ",p2s5,certain,loc_country_study_1994", ",p2s5,certain,", "source", "an empty cell is not"),
        ("events", ",p2s8,visit to Moscow,loc_country_study_1994", ",p9s9,visit to Moscow,loc_country_study_1994", "passage", "a passage of passages.csv"),
        ("phases", "Moscow alone", " Moscow alone", "name", "text without blanks at its ends"),
        ("phases", "Moscow alone", "Moscow \u202ealone", "name", "marks that turn its direction"),
        ("transfers", ",3,value,Flown at night", ",7,value,Flown at night", "credibility", "a whole number from 1 to 6"),
    ],
)  # fmt: skip
def test_a_fault_of_form_is_named(data, table, old, new, column, allowed):
    edit(data, table, old, new)
    found = list(faults(data))
    assert any(f.file == f"{table}.csv" and f.column == column and allowed in f.allowed and f.row > 1 for f in found), found


@pytest.mark.parametrize(
    ("table", "old", "new", "column"),
    [
        ("phases", "year,1957,1960", "year,1956,1960", "start_year"),
        ("deliveries", "sipri-29903-1950,sipri-29903,1950,5.0,0.5", "sipri-29903-1950,sipri-29903,1950,6.0,0.6", "number"),
        ("tiv", "2026-SUN-1950,1950,SUN,2026,", "2026-SUN-1950,1950,SUN,2026,1", "tiv"),
        ("votes", "46,1991,1991,CHN,51.0,48.0,0.9412", "46,1991,1991,CHN,51.0,47.0,0.9412", "share"),
        ("events", "t05,kim_moscow_1984,1984-05,1984-05-01", "t05,kim_moscow_1984,1984-05,1984-06-01", "start"),
        ("events", "t16,,../1993-06,,1993-06-30,open,diplomacy,PRK;RUS", "t16,,../1993-06,,1993-06-30,open,diplomacy,SUN", "parties"),
        ("assistance", "a01,1,SUN,assistance,sole,unstated,,supplied assistance unilaterally,p2s2,certain,loc_country_study_1994,B", "a01,1,SUN,assistance,sole,unstated,,supplied assistance unilaterally,p2s2,certain,loc_country_study_1994,A", "reliability"),
        ("assistance", "a10,4,SUN,assistance,unstated,renewed", "a10,4,SUN,assistance,unstated,down", "direction"),
        ("passages", ",gist", ",gist", "gist"),
    ][:-1],
)  # fmt: skip
def test_a_fault_of_meaning_is_named(data, table, old, new, column):
    edit(data, table, old, new)
    found = list(faults(data))
    assert any(f.file == f"{table}.csv" and f.column == column for f in found), found


@pytest.mark.parametrize(
    ("spoil", "allowed"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "UTF-8 without one"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "line feed"),
        (lambda raw: raw.replace(b"Moscow", b"M\xf6scow", 1), "UTF-8"),
        (lambda raw: raw[: len(raw) // 2], "line feed"),
        (lambda raw: b"", "line feed"),
        (lambda raw: raw.replace(b"phase,name", b"name,phase", 1), "the columns of nkdata.describe('phases')"),
        (lambda raw: raw.replace(b",", b";").replace(b"\n", b"\r\n"), "commas"),
        (lambda raw: raw.replace(b"\n", b",extra\n"), "the columns of nkdata.describe('phases')"),
        (lambda raw: raw + raw.splitlines(keepends=True)[1], "stands once"),
        (lambda raw: raw.replace(b"Moscow alone", b'"' + b"x" * 200_000 + b'"'), "2,000 characters"),
        (lambda raw: raw.replace(b"Moscow alone", b"Moscow, alone"), "cells"),
    ],
)  # fmt: skip
def test_a_spoiled_file_is_named_and_not_half_loaded(data, spoil, allowed):
    path = data / "phases.csv"
    path.write_bytes(spoil(path.read_bytes()))
    found = [f for f in faults(data) if f.file == "phases.csv"]
    assert found, "no fault"
    assert any(allowed in f.allowed for f in found), found


def test_every_fault_is_listed_in_one_pass(data):
    edit(data, "phases", "Moscow alone", " Moscow alone")
    edit(data, "votes", ",CHN,51.0,48.0", ",CHN,51.0,x")
    (data / "tiv.csv").unlink()
    assert set(check(data)["file"]) == {"phases.csv", "votes.csv", "tiv.csv"}


def test_the_command_prints_faults_and_fails(data):
    edit(data, "phases", "Moscow alone", " Moscow alone")
    bad = subprocess.run([sys.executable, "-m", "nkdata", "check", str(data)], capture_output=True, text=True)
    assert bad.returncode == 1
    assert "phases.csv, row 2, name: ' Moscow alone'; allowed:" in bad.stdout
    good = subprocess.run([sys.executable, "-m", "nkdata", "check"], capture_output=True, text=True)
    assert (good.returncode, good.stdout.strip().startswith("0 faults")) == (0, True)


def test_many_faults_of_one_kind_are_told_in_a_few_lines(tmp_path, capsys):
    data = copy_of_data(tmp_path / "d")
    path = data / "tiv.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",SUN,", ",USSR,"), encoding="utf-8")
    assert main(str(data)) == 1
    said = capsys.readouterr().out.splitlines()
    many = len(check(data))
    assert many > 100
    assert len(said) < 20
    assert f"tiv.csv: and {many - 3} more rows of column supplier" in said
    assert said[-1] == f"{many} faults in 23 tables"


EXCEL = {  # what spreadsheets make of a file, and the faults of form that this is
    "in Europe": (lambda text: text.replace(";", "|").replace(",", ";").replace("\n", "\r\n").encode("cp1252", "replace"), {"commas", "lines that end with a line feed"}),
    "UTF-8": (lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), {"UTF-8 without one", "lines that end with a line feed"}),
    "tabs": (lambda text: text.replace(",", "\t").encode(), {"commas"}),
    "Latin-1": (lambda text: text.replace("Beijing", "B\xe9ijing").encode("latin-1"), {"UTF-8"}),
    "another order": (lambda text: re.sub("^(.*?),(.*?),", r"\2,\1,", text, flags=re.MULTILINE).encode(), {"the columns of nkdata.describe('phases')"}),
    "a column more": (lambda text: text.replace("\n", ",\n").replace(",\n", ",more\n", 1).encode(), {"the columns of nkdata.describe('phases')"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", EXCEL)
def test_the_form_of_a_file_does_not_hide_its_other_faults(data, kind):
    spoil, form = EXCEL[kind]
    text = (data / "phases.csv").read_text(encoding="utf-8").replace(",text,p2s2", ",book,p2s2", 1)
    assert '"' not in text
    (data / "phases.csv").write_bytes(spoil(text))
    found = check(data)
    assert set(found[found["column"].eq("")]["allowed"]) == form
    assert found[found["column"].ne("")][["file", "row", "column", "value"]].to_numpy().tolist() == [["phases.csv", 2, "origin", "book"]]


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda path: path.unlink(), "votes.csv is missing; allowed: a file of this name"),
    (lambda path: path.write_bytes(path.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n")), "votes.csv, row 1: columns are separated by semicolons; allowed: commas"),
    (lambda path: path.write_bytes(path.read_bytes().replace(b",share,", b",part,")), "votes.csv, row 1: column 'part' is unknown, 'share' is missing; allowed: the columns of nkdata.describe('votes')"),
])  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_in_plain_words(data, capsys, spoil, said):
    spoil(data / "votes.csv")
    assert main(data) == 1
    assert capsys.readouterr().out.splitlines()[0] == said
    with pytest.raises(NkdataError, match=f"^{re.escape(said)}; `python -m nkdata check` lists every fault\\.$"):
        nkdata.load("votes", data=data)


@pytest.mark.parametrize(("table", "old", "new"), [("drivers", "d01,", "d02,"), ("votes", "46,1991,1991,CHN", "46,1991,1991,SUN")])
def test_a_key_that_stands_twice_is_told_once(data, table, old, new):
    edit(data, table, old, new)
    assert [fault.allowed.partition(";")[0] for fault in faults(data)] == ["a key that stands once"]


def test_a_whole_number_with_a_point_is_told_what_is_wrong(data):
    edit(data, "phases", "year,year,1953,", "year,year,1953.0,")
    assert [fault.allowed for fault in faults(data)] == ["a whole number, without a point or thousands marks"]


@pytest.mark.parametrize(
    ("rows", "last"), [(3, None), (4, "phases.csv: and 1 more row of column origin"), (5, "phases.csv: and 2 more rows of column origin")]
)
def test_the_rows_left_out_are_counted(data, capsys, rows, last):
    edit(data, "phases", ",text,", ",book,", rows)
    main(data)
    *said, total = capsys.readouterr().out.splitlines()
    assert said[3:] == ([last] if last else [])
    assert (len(said[:3]), total, len(check(data))) == (3, f"{rows} faults in 23 tables", rows)
