"""A spoiled copy of the data folder: `check` lists the fault, loading says one sentence, and nothing is half loaded.

Spoiled bytes of a single table are in test_check.py; here is the rest, and every way by which a copy is used.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress

import pandas as pd
import pytest
from small import copy_of_data, write
from toys import notebook

import nkdata
from nkdata import NkdataError
from nkdata.report import build
from nkdata.report.content.edition import faults, notice
from nkdata.report.formats.contents import edition


@pytest.fixture
def data(tmp_path):
    return copy_of_data(tmp_path / "a copy 조선")


def described(change):
    """A change of the description of the tables."""

    def spoil(data):
        descriptor = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
        change(descriptor)
        (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    return spoil


def lines(change):
    """A change of the lines of phases.csv."""

    def spoil(data):
        path = data / "phases.csv"
        path.write_bytes(change(path.read_bytes()))

    return spoil


def folder_for_file(data):
    (data / "phases.csv").unlink()
    (data / "phases.csv").mkdir()


def lost_source(data):
    path = data / "sources.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if not row.startswith("loc_country_study_1994,")), encoding="utf-8")


SPOILED = {
    "truncated": lines(lambda raw: raw[:-9]),
    "empty": lines(lambda raw: b""),
    "header only": lines(lambda raw: raw.splitlines(keepends=True)[0][:-1]),
    "byte-order mark": lines(lambda raw: b"\xef\xbb\xbf" + raw),
    "carriage returns": lines(lambda raw: raw.replace(b"\n", b"\r\n")),
    "Latin-1": lines(lambda raw: raw.replace(b"Moscow", b"M\xf6scow", 1)),
    "NUL": lines(lambda raw: raw.replace(b"Moscow", b"Mos\0cow", 1)),
    "open quote": lines(lambda raw: raw.replace(b"Moscow alone", b'"Moscow alone', 1)),
    "column lost": lines(lambda raw: b"".join(line.partition(b",")[2] for line in raw.splitlines(keepends=True))),
    "huge field": lines(lambda raw: raw.replace(b"Moscow alone", b"x" * 1_000_000, 1)),
    "negative year": lines(lambda raw: raw.replace(b"year,year,1953", b"year,year,-1953", 1)),
    "NaN": lines(lambda raw: raw.replace(b"year,year,1953", b"year,year,nan", 1)),
    "formula": lines(lambda raw: raw.replace(b"Moscow alone", b"=1+1", 1)),
    "plus": lines(lambda raw: raw.replace(b"Moscow alone", b"+1", 1)),
    "right to left": lines(lambda raw: raw.replace(b"Moscow alone", "Moscow\u200f alone".encode(), 1)),
    "missing": lambda data: (data / "phases.csv").unlink(),
    "a folder": folder_for_file,
    "dangling": lost_source,
    "no JSON": lambda data: (data / "datapackage.json").write_text("{"),
    "deep JSON": lambda data: (data / "datapackage.json").write_text("[" * 100_000),
    "no text": lambda data: (data / "datapackage.json").write_bytes(b"\xff\xfe"),
    "a list": lambda data: (data / "datapackage.json").write_text("[1]"),
    "no tables": described(lambda found: found.pop("resources")),
    "table lost": described(lambda found: found["resources"].pop(3)),
    "type changed": described(lambda found: found["resources"][3]["schema"]["fields"][0].update(type="string")),
    "bad pattern": described(lambda found: found["resources"][3]["schema"]["fields"][1].update(constraints={"pattern": "("})),
    "path elsewhere": described(lambda found: found["resources"][3].update(path="../phases.csv")),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_a_fault_is_listed_and_nothing_is_half_loaded(data, fault, monkeypatch):
    SPOILED[fault](data)
    found = nkdata.check(data)
    assert set(found["file"]) & {"phases.csv", "datapackage.json"}, found
    with pytest.raises(NkdataError) as refused:
        nkdata.load("phases", data=data)
    said = str(refused.value)
    assert "; allowed: " in said or said.startswith("datapackage.json must ") or "missing" in said
    assert "\n" not in said
    assert len(said) < 1000
    monkeypatch.setenv("NKDATA_DATA", str(data))
    with pytest.raises(NkdataError):
        nkdata.lean(by="phase")
    with pytest.raises(NkdataError, match=r"has \d+ faults?, the first: \w+\.(csv|json)\b.*; allowed: "):
        build(data.parent / "reports", quiet=True)
    assert not (data.parent / "reports").exists()


def test_a_mended_copy_is_read_again(data):
    path, sound = data / "sources.csv", (data / "sources.csv").read_bytes()
    lost_source(data)
    with pytest.raises(NkdataError, match=r"a source of sources\.csv"):
        nkdata.load("phases", data=data)
    path.write_bytes(sound)
    assert len(nkdata.load("phases", data=data)) == 7


def test_a_description_that_cannot_be_used_does_not_hide_other_faults(data):
    (data / "datapackage.json").write_text("{")
    (data / "tiv.csv").unlink()
    assert set(nkdata.check(data)["file"]) == {"datapackage.json", "tiv.csv"}


def test_reversed_bounds_are_refused_where_they_are_used(data):
    path = data / "transfers.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = frame.index[frame["number_high"].ne("")][0]
    frame.loc[row, "number_high"] = "0"
    frame.to_csv(path, index=False, lineterminator="\n")
    for measure in (lambda: nkdata.lean(draws=5, data=data), lambda: nkdata.shifts("arms", draws=5, data=data)):
        with pytest.raises(NkdataError, match="bounds are reversed; allowed are"):
            measure()


def run(*arguments, data, cwd):
    return subprocess.run(
        [sys.executable, "-m", "nkdata", *arguments], cwd=cwd, capture_output=True, text=True, env=os.environ | {"NKDATA_DATA": data}
    )


def test_the_report_is_built_from_the_copy_that_the_environment_names(data, root):
    path = data / "phases.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Moscow alone", "Our own name"), encoding="utf-8")
    notebook(
        data.parent / "notebooks" / "00-toy.ipynb",
        "# Toy",
        "import nkdata\nnkdata.table(nkdata.load('phases')[['name']], 'names', 'Names')",
    )
    shutil.copytree(data.parent / "notebooks", data.parent / "here" / "notebooks")
    here = {"data": os.path.relpath(data, data.parent / "here"), "cwd": data.parent / "here"}
    built = run("report", "--only", "00", "--out", "reports", **here)
    assert built.returncode == 0, built.stderr
    page = (data.parent / "here" / "reports" / "00-toy.html").read_text(encoding="utf-8")
    assert "Our own name" in page
    assert "From an edited copy of the data (1 change in phases)" in page
    assert "From an edited copy of the data (1 change in phases)" in built.stderr
    (data / "phases.csv").write_text("phase\n", encoding="utf-8")
    refused = run("report", "--only", "00", "--out", "other", **here)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "phases.csv, row 1" in refused.stderr


def test_a_copy_says_in_every_format_and_citation_that_it_is_edited(data, monkeypatch):
    monkeypatch.setenv("NKDATA_DATA", str(data))
    assert notice() == faults() == ""
    assert "edited" not in edition()
    path = data / "constraints.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("c11,beijing,5,beijing,4", "c11,beijing,4,beijing,5"), encoding="utf-8")
    assert "(2 changes in constraints): these are not the authors" in notice()
    assert "finds 2 faults" in faults()
    assert notice() in edition()
    assert "From an edited copy" in nkdata.cite()
    assert "From an edited copy" in nkdata.cite("phases", form="bibtex")


@pytest.mark.parametrize(
    "table", ["deliveries", "events", "statements", "constraints", "periodisations", "assistance", "choices", "phases"]
)
def test_an_empty_table_is_an_answer_or_one_sentence(data, table):
    write(data, table, [])
    for measure in (
        lambda: nkdata.lean(by="phase", draws=3, data=data),
        lambda: nkdata.shifts(draws=3, data=data),
        lambda: nkdata.boundary_test("arms", data=data),
        lambda: nkdata.verdicts(data=data),
        lambda: nkdata.agreement(draws=5, data=data),
        lambda: nkdata.compare_periodisations(data=data),
        lambda: nkdata.robustness(data=data),
    ):
        with suppress(nkdata.NkdataError):
            assert measure() is not None


def test_a_phase_of_two_years_is_measured_like_any_other(data):
    path = data / "phases.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("1961,1964", "1961,1962").replace("1965,1972", "1963,1972"), encoding="utf-8")
    assert nkdata.robustness(data=data)["share"].between(0, 1).all()
