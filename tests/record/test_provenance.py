"""Every value leads back to a source; disagreements and changes are named."""

import random
import subprocess
import sys
import zipfile

import pandas as pd
import pytest
from small import copy_of_data

import nkdata
from nkdata.record import codebook
from nkdata.record.citations import bibliography

TABLES = codebook.names()
SHIPPED = codebook.folder(codebook.SHIPPED)


@pytest.mark.parametrize("table", TABLES)
def test_every_row_leads_to_a_source_with_address_date_grade_and_terms(table):
    frame, key = nkdata.load(table), codebook.key_of(table)
    rows = frame if len(frame) <= 40 else frame.sample(40, random_state=7)
    for _, row in rows.iterrows():
        traced = nkdata.trace(table, tuple(row[key]) if len(key) > 1 else row[key[0]])
        source = traced.source
        if table in ("claims", "choices"):
            assert source is None
            assert "Ours: The nkdata authors" in str(traced)
            continue
        assert str(source["address"]).startswith(("http://", "https://")), (table, row[key].tolist())
        assert pd.notna(source["seen"])
        assert source["reliability"] in "ABCDEF"
        assert source["terms"] in {"open", "share_alike", "facts_only", "restricted"}
        assert len(source["licence"]) > 3
        assert source["title"] in str(traced).replace("  ", " ") or table == "passages"


def test_a_trace_takes_its_names_from_the_same_folder(tmp_path):
    data = copy_of_data(tmp_path / "d")
    path = data / "actors.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Soviet Union", "Union of Soviets"), encoding="utf-8")
    assert "Union of Soviets" in str(nkdata.trace("events", "t06", data=data))


def test_a_trace_shows_words_rivals_and_corrections():
    text = str(nkdata.trace("events", "t06"))
    assert "yearly joint naval" in text
    assert "Rival" in text
    assert "Correction" in text
    page = nkdata.trace("events", "t06")._repr_html_()
    assert page.count("<dt>") == page.count("<dd>") > 8


def test_a_delivery_shows_what_is_wrong_with_its_deal():
    text = str(nkdata.trace("deliveries", "sipri-25040-1960"))
    assert "Part of: transfer sipri-25040; " in text
    assert "single years not read" in text


def test_text_in_a_trace_is_inert(tmp_path):
    data = copy_of_data(tmp_path / "d")
    path = data / "drivers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Kim Il Sung in Moscow", "<script>alert(1)</script>"), encoding="utf-8")
    page = nkdata.trace("drivers", "d08", data=data)._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


EXPECTED = {
    "mig23_number": {"26", "60", "50"},
    "mig29_number": {"14", "18", "22"},
    "joint_exercises_number": {"4", "5"},
    "soviet_trade_1991": {"231", "364.743", "1,420"},
    "ussr_expiry": {"1995-09-07", "1996-09-10"},
}


@pytest.mark.parametrize("topic", EXPECTED)
def test_known_disagreements_stand_side_by_side(topic):
    rows = nkdata.disagreements().query("topic == @topic")
    assert set(rows["value"].str.split(" ").str[0]) >= EXPECTED[topic]
    assert rows["source"].nunique() > 1


def test_disagreements_differ():
    for _, rows in nkdata.disagreements().groupby(["table", "topic"]):
        assert rows["value"].nunique() > 1


def test_bibliography_and_sources_agree():
    on_disk = (SHIPPED / "references.bib").read_text(encoding="utf-8")
    assert on_disk == bibliography(), "sources.csv changed: run `python -m nkdata update`"
    assert on_disk.count("\n@") + 1 == len(nkdata.load("sources"))


@pytest.mark.parametrize("table", TABLES)
def test_cite_gives_text_and_bibtex(table):
    frame, key = nkdata.load(table), codebook.key_of(table)
    first = tuple(frame.iloc[0][key]) if len(key) > 1 else frame.iloc[0][key[0]]
    assert nkdata.__version__ in nkdata.cite(table)
    if "source" in frame:
        assert "http" in nkdata.cite(table, first)
        assert nkdata.cite(table, first, form="bibtex").startswith("@")
    entry = nkdata.cite(table, form="bibtex")
    assert entry.count("{") == entry.count("}")


def test_two_rows_of_one_source_have_two_bibtex_keys():
    entries = [nkdata.cite("transfers", key, form="bibtex") for key in ("sipri-4589", "sipri-18775")]
    assert [entry.partition(",")[0] for entry in entries] == ["@misc{sipri_2026_sipri-4589", "@misc{sipri_2026_sipri-18775"]
    assert nkdata.cite("sources", "sipri_2026", form="bibtex").startswith("@misc{sipri_2026,")


def test_a_chart_is_cited_with_its_title_and_sources():
    pendulum = nkdata.figure("pendulum")
    assert pendulum.title in pendulum.cite()
    assert "SIPRI" in pendulum.cite()
    assert nkdata.figure("grades").cite(form="bibtex").startswith("@misc{nkdata_grades,")


def test_a_key_is_cited_with_its_table():
    with pytest.raises(nkdata.NkdataError, match=r"^key must be given together with the name of its table; got 3 alone\.$"):
        nkdata.cite(key=3)


def test_grades_count_every_graded_row():
    graded = sum(len(nkdata.load(t)) for t in TABLES if "credibility" in nkdata.load(t))
    joint = nkdata.grades()
    assert joint.to_numpy().sum() == graded
    assert joint.attrs["warning"] == ""
    assert joint.attrs["diagonal"] < 0.5


def test_collapsed_grades_are_warned_of(tmp_path):
    data = copy_of_data(tmp_path / "d")
    for table in TABLES:
        frame = pd.read_csv(data / f"{table}.csv", dtype=str, keep_default_na=False)
        if "credibility" in frame:
            frame["credibility"] = frame["reliability"].map(dict(zip("ABCDEF", "123456", strict=True)))
            frame.to_csv(data / f"{table}.csv", index=False, lineterminator="\n")
    assert "collapsed" in nkdata.grades(data=data).attrs["warning"]


def test_diff_names_every_cell_of_200_random_edits(tmp_path):
    data, rng, edits = copy_of_data(tmp_path / "d"), random.Random(11), set()
    frames = {t: pd.read_csv(data / f"{t}.csv", dtype=str, keep_default_na=False) for t in TABLES}
    while len(edits) < 200:
        table = rng.choice(TABLES)
        frame, key = frames[table], codebook.key_of(table)
        column = rng.choice([c for c in frame.columns if c not in key])
        i = rng.randrange(len(frame))
        label = " ".join(frame.loc[i, key])
        if (table, label, column) not in edits:
            frame.loc[i, column] += "x"
            edits.add((table, label, column))
    for table, frame in frames.items():
        frame.to_csv(data / f"{table}.csv", index=False, lineterminator="\n")
    changes = nkdata.diff(SHIPPED, data)
    assert set(changes[["table", "key", "column"]].itertuples(index=False, name=None)) == edits
    assert (changes["new"] == changes["old"] + "x").all()


def test_diff_names_rows_and_columns_that_came_or_went(tmp_path):
    data = copy_of_data(tmp_path / "d")
    path = data / "phases.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert nkdata.diff(SHIPPED, data).to_numpy().tolist() == [["phases", "7", "(row)", "there", ""]]
    frame = pd.read_csv(data / "phases.csv", dtype=str, keep_default_na=False)
    frame.drop(columns="note").to_csv(path, index=False)
    assert ["phases", "(all)", "note", "there", ""] in nkdata.diff(SHIPPED, data).to_numpy().tolist()


def test_diff_reads_wheels(tmp_path):
    wheel = tmp_path / "nkdata-0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in SHIPPED.iterdir():
            archive.write(file, f"nkdata/data/{file.name}")
    assert nkdata.diff(wheel, SHIPPED).empty
    (tmp_path / "no.whl").write_text("no")
    with pytest.raises(
        nkdata.NkdataError, match=r"^old and new must each be a data folder or a wheel of nkdata; .* cannot be read \(.*\)\.$"
    ):
        nkdata.diff(tmp_path / "no.whl")


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_table_has_an_entry_in_the_changelog(table):
    """The changelog names each state of each table by the first eight digits of its checksum."""
    changelog = SHIPPED.parents[1] / "CHANGELOG.md"
    if not changelog.exists():
        pytest.skip("no changelog beside the package: installed from a wheel")
    state = codebook.resource(table)["hash"].removeprefix("sha256:")[:8]
    assert f"`{table}` {state}" in changelog.read_text(encoding="utf-8"), (
        f"{table} changed: say in CHANGELOG.md what and why, with the mark `{table}` {state} (`python -m nkdata update` prints it)"
    )


def test_the_copy_of_the_dataset_can_be_named_in_the_environment(tmp_path):
    data = copy_of_data(tmp_path / "d")
    path = data / "phases.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Moscow alone", "Renamed"), encoding="utf-8")
    code = "import nkdata; print(nkdata.load('phases').loc[0, 'name'])"
    out = subprocess.run(
        [sys.executable, "-c", code], env={"NKDATA_DATA": str(data), "PATH": ""}, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "Renamed"
