"""`python -m nkdata check`: every fault in one pass, said with file, row, column, value and what is allowed."""

import random
import subprocess
import sys

import pandas as pd
import pytest
from small import copy_of_data

import nkdata
from nkdata import codebook, rules
from nkdata.checking import check


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
        (lambda raw: raw.replace(b"phase,name", b"name,phase", 1), "phase,name"),
        (lambda raw: raw.replace(b"\n", b",extra\n"), "phase,name"),
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


# Mutants: one cell changed at a time. Without checksums and snapshots only checks that understand the data are left.
KINDS = ("another number", "another code", "swapped supplier", "shifted year", "emptied source", "KOR for PRK", "0 for empty")


def mutate(rng, tables):
    """One change of one cell: (kind, table, row, column, value), or None where the kind does not fit."""
    kind, name = rng.choice(KINDS), rng.choice([t for t in tables if t not in ("claims", "choices")])
    frame = tables[name]
    fields = {f["name"]: f for f in codebook.resource(name)["schema"]["fields"]}
    column, i = rng.choice(list(frame.columns)), rng.randrange(len(frame))
    field, value = fields[column], frame.at[i, column]
    limits = field.get("constraints", {})
    if kind == "another number" and field["type"] in ("number", "integer") and value:
        return kind, name, i, column, f"{float(value) * rng.choice([0.5, 1.1, 2, 10]) + rng.choice([0, 1]):.6g}"
    if kind == "another code" and "enum" in limits and value:
        return kind, name, i, column, str(rng.choice([v for v in limits["enum"] if str(v) != value] or [value]))
    if kind == "swapped supplier" and value in ("SUN", "CHN", "RUS"):
        return kind, name, i, column, {"SUN": "CHN", "CHN": "SUN", "RUS": "CHN"}[value]
    if kind == "shifted year" and ("year" in column or field["type"] == "date") and value:
        return kind, name, i, column, str(int(value[:4]) + rng.choice([-10, -1, 1, 10])) + value[4:]
    if kind == "emptied source" and column in ("source", "locator", "passage") and value:
        return kind, name, i, column, ""
    if kind == "KOR for PRK" and "PRK" in value:
        return kind, name, i, column, value.replace("PRK", "KOR")
    if kind == "0 for empty" and field["type"] in ("number", "integer") and not value:
        return kind, name, i, column, "0"
    return None


def caught(data, tables, mutant):
    """Whether the checks of form or of meaning see the mutant."""
    _, name, i, column, value = mutant
    path = data / f"{name}.csv"
    sound = path.read_bytes()
    frame = tables[name].copy()
    frame.at[i, column] = value
    frame.to_csv(path, index=False, lineterminator="\n")
    try:
        return not check(data).empty
    finally:
        path.write_bytes(sound)


def test_most_mutants_are_caught_without_checksums(data):
    rng = random.Random(5)
    tables = {t: pd.read_csv(data / f"{t}.csv", dtype=str, keep_default_na=False) for t in codebook.names()}
    mutants = []
    while len(mutants) < 24:
        mutant = mutate(rng, tables)
        if mutant and mutant[4] != tables[mutant[1]].at[mutant[2], mutant[3]]:
            mutants.append(mutant)
    survivors = [m for m in mutants if not caught(data, tables, m)]
    assert len(survivors) / len(mutants) < 0.4, survivors


def test_every_rule_passes_on_its_own():
    tables = {name: nkdata.load(name) for name in codebook.names()}
    for rule in rules.RULES:
        assert list(rule(tables)) == [], rule.__name__
