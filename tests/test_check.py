"""`python -m nkdata check`: every fault in one pass, said with file, row, column, value and what is allowed."""

import subprocess
import sys

import pytest
from small import copy_of_data

import nkdata
from nkdata import NkdataError, codebook
from nkdata.checking import check, main


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
    with pytest.raises(NkdataError, match=r"has no row with key '1'; allowed are values of .*, of which the table has none"):
        nkdata.trace(table, "1", data=data)


@pytest.mark.parametrize(
    ("table", "old", "new", "column", "allowed"),
    [
        ("phases", "1,Moscow alone,1953,1956", "x,Moscow alone,1953,1956", "phase", "a whole number"),
        ("phases", ",text,p2s2", ",book,p2s2", "origin", "text, ours"),
        ("transfers", "sipri-29903,SUN,PRK", "sipri-29903,SUN,KOR", "recipient", "PRK"),
        ("transfers", "sipri-29903,SUN", "sipri-29903,URS", "supplier", "SUN, RUS, CHN, KAZ"),
        ("deliveries", "sipri-29903-1950,sipri-29903,1950,5,0.5", "sipri-29903-1950,sipri-29903,1950,-5,0.5", "number", "a number from 0"),
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
        ("deliveries", "sipri-29903-1950,sipri-29903,1950,5,0.5", "sipri-29903-1950,sipri-29903,1950,6,0.6", "number"),
        ("tiv", "2026-SUN-1950,1950,SUN,2026,", "2026-SUN-1950,1950,SUN,2026,1", "tiv"),
        ("votes", "46,1991,1991,CHN,51,48,0.9412", "46,1991,1991,CHN,51,47,0.9412", "share"),
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
        (lambda raw: raw.replace(b"phase,name", b"name,phase", 1), "the columns phase, name"),
        (lambda raw: raw.replace(b",", b";").replace(b"\n", b"\r\n"), "commas between them"),
        (lambda raw: raw.replace(b"\n", b",extra\n"), "the columns phase, name"),
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
    edit(data, "votes", ",CHN,51,48", ",CHN,51,x")
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
    assert any("more rows with a value that is not allowed there" in line for line in said)
    assert said[-1] == f"{many} faults in 20 tables"
