"""Every table against its codebook, and the codebook against itself."""

import hashlib
import re
from pkgutil import resolve_name

import pandas as pd
import pytest
from frictionless import Package

import nkdata
from nkdata.record import codebook

TABLES = codebook.names()
SHIPPED = codebook.folder(codebook.SHIPPED)
OWN_GROUNDS = {
    "passages",
    "sources",
    "choices",
    "claims",
    "readings",
}  # the source text itself, the sources themselves, and what is ours alone


def test_frictionless_finds_no_fault():
    package = Package(str(SHIPPED / "datapackage.json"))
    report = package.validate()
    faults = [(task.name, error.message) for task in report.tasks for error in task.errors] + report.errors
    assert faults == []


@pytest.mark.parametrize("table", TABLES)
def test_columns_have_title_processing_and_a_reason_for_gaps(table):
    described = nkdata.describe(table)
    assert described["title"].str.len().gt(0).all()
    assert set(described["processing"]) <= {"as_printed", "coded", "computed", "ours"}
    gaps = described[described["missing"].gt(0)]
    assert gaps[gaps["why_missing"].eq("")]["column"].tolist() == []
    assert gaps[gaps["required"]]["column"].tolist() == []


@pytest.mark.parametrize("table", TABLES)
def test_checksum_in_the_codebook_is_that_of_the_file(table):
    resource = codebook.resource(table)
    raw = (SHIPPED / resource["path"]).read_bytes()
    assert (len(raw), "sha256:" + hashlib.sha256(raw).hexdigest()) == (resource["bytes"], resource["hash"]), (
        f"{resource['path']} changed: run `python -m nkdata update` and say in CHANGELOG.md what changed"
    )


@pytest.mark.parametrize("table", TABLES)
def test_files_are_plain_utf8_with_unix_lines(table):
    raw = (SHIPPED / codebook.resource(table)["path"]).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.decode("utf-8").endswith("\n")


@pytest.mark.parametrize("table", sorted(set(TABLES) - OWN_GROUNDS))
def test_every_row_names_a_source_and_where_in_it(table):
    frame = nkdata.load(table)
    known = set(nkdata.load("sources")["source"])
    assert set(frame["source"]) <= known
    assert frame["source"].notna().all()
    place = frame["locator"] if "locator" in frame else frame["passage"]
    assert place.notna().all()


GRADED = [t for t in TABLES if "credibility" in nkdata.load(t)]


@pytest.mark.parametrize("table", GRADED)
def test_the_two_grades_agree_with_the_source(table):
    frame = nkdata.load(table)
    reliability = nkdata.load("sources").set_index("source")["reliability"]
    assert (frame["source"].map(reliability) == frame["reliability"]).all()
    assert frame["credibility"].between(1, 6).all()


def test_all_tables_but_our_own_are_graded():
    assert set(TABLES) - set(GRADED) == {"actors", "passages", "sources", "readings", "choices", "claims"}


def test_every_source_is_used():
    used = set()
    for table in set(TABLES) - {"sources"}:
        frame = nkdata.load(table)
        used |= set().union(*(frame[column].dropna() for column in frame if column.endswith("source")))
    corrections = nkdata.load("corrections")
    used |= set(corrections[corrections["target_table"].eq("sources")]["target_key"])
    assert set(nkdata.load("sources")["source"]) - used == set()


def test_north_korea_is_prk_everywhere():
    for table in TABLES:
        text = (SHIPPED / codebook.resource(table)["path"]).read_text(encoding="utf-8")
        assert not re.search(r"(?<=[;,])(DPRK|NKOR|NK|PRC)(?=[;,])", text), table
    assert set(nkdata.load("transfers")["recipient"]) == {"PRK"}
    parties = nkdata.load("events")["parties"].str.split(";")
    alone = nkdata.load("events")[~parties.map(lambda codes: "PRK" in codes)]
    assert alone["parties"].isin(["CHN;SUN", "SUN;KOR", "CHN;KOR"]).all(), alone[["event", "parties"]]


def test_codes_stand_in_actors():
    known = set(nkdata.load("actors")["actor"]) | {"all", "both"}
    for table, column in [
        ("events", "parties"), ("transfers", "supplier"), ("tiv", "supplier"), ("estimates", "supplier"),
        ("trade", "partner"), ("votes", "partner"), ("treaties", "partner"), ("statements", "patron"), ("assistance", "patron"),
    ]:  # fmt: skip
        used = set(nkdata.load(table)[column].str.split(";").explode())
        assert used <= known, (table, used - known)


def test_the_soviet_union_ends_in_1991_and_russia_begins_in_1992():
    deliveries = nkdata.load("deliveries").merge(nkdata.load("transfers")[["transfer", "supplier"]], on="transfer")
    assert deliveries.query("supplier == 'SUN'")["year"].max() <= 1991
    assert deliveries.query("supplier == 'RUS'")["year"].min() >= 1992
    for table in ("tiv", "trade"):
        frame = nkdata.load(table)
        column = "supplier" if table == "tiv" else "partner"
        assert frame[frame[column].eq("SUN")]["year"].max() <= 1991, table
        assert frame[frame[column].eq("RUS")]["year"].min() >= 1992, table
    events = nkdata.load("events")
    only = events["parties"].str.split(";")
    assert (events[only.map(lambda p: "SUN" in p and "RUS" not in p)]["start"].dropna() < pd.Timestamp("1992-01-01")).all()
    assert (events[only.map(lambda p: "RUS" in p and "SUN" not in p)]["end"].dropna() >= pd.Timestamp("1991-12-01")).all()


def test_wordings_have_one_to_four_words():
    for table in TABLES:
        frame = nkdata.load(table)
        if "wording" in frame:
            words = frame["wording"].dropna().str.split().str.len()
            assert words.between(1, 4).all(), table


@pytest.mark.parametrize("table", [t for t in TABLES if "end" in [f["name"] for f in codebook.resource(t)["schema"]["fields"]]])
def test_dates_lie_within_their_bounds(table):
    frame = nkdata.load(table)
    if table == "phases":
        assert (frame["start_year"] <= frame["end_year"]).all()
        return
    both = frame.dropna(subset=["start", "end"])
    assert (both["start"] <= both["end"]).all()
    if "date" in frame:
        first = both["date"].dropna().str.replace("X", "0").str.extract(r"(\d{4})")[0].astype(int)
        assert (both.loc[first.index, "start"].dt.year == first).all()


def test_zero_is_never_a_gap():
    for table in TABLES:
        frame = nkdata.load(table)
        if "status" not in frame:
            continue
        for column in {"tiv", "value", "best", "number"} & set(frame.columns):
            found_none = frame["status"].isin(["none_found", "not_searched"])
            assert frame.loc[found_none, column].isna().all(), (table, column)
            zero = frame[column].eq(0)
            assert frame.loc[zero, "status"].isin(["reported_zero", "disputed"]).all(), (table, column)


def test_open_only_leaves_no_restricted_row():
    restricted = set(nkdata.load("sources").query("terms == 'restricted'")["source"])
    for table in set(TABLES) - {"sources"}:
        frame = nkdata.load(table, open_only=True)
        if "source" in frame:
            assert not set(frame["source"]) & restricted, table
    assert nkdata.load("deliveries", open_only=True).empty


@pytest.mark.parametrize("table", TABLES)
def test_the_licence_of_a_table_says_whether_rows_are_kept_apart(table):
    kept_apart = len(nkdata.load(table, open_only=True)) < len(nkdata.load(table))
    assert ("LicenseRef" in nkdata.licence(table)) == kept_apart


def test_loaders_give_a_fresh_frame_each_time():
    first = nkdata.load("phases")
    first.loc[0, "name"] = "changed"
    assert nkdata.load("phases").loc[0, "name"] == "Moscow alone"


def test_tables_counts_what_load_gives():
    listed = nkdata.tables().set_index("table")["rows"]
    assert listed.to_dict() == {table: len(nkdata.load(table)) for table in TABLES}


@pytest.mark.parametrize(
    "call",
    [
        lambda: nkdata.load("transfer"), lambda: nkdata.describe(3), lambda: nkdata.licence(None),
        lambda: nkdata.load("phases", open_only="yes"), lambda: nkdata.load("phases", data=7),
        lambda: nkdata.load("phases", data="no/such/folder"), lambda: nkdata.cite("phases", 9), lambda: nkdata.cite(form="ris"),
        lambda: nkdata.lean(by="month"), lambda: nkdata.lean(indicator="trade"), lambda: nkdata.lean(window=2),
        lambda: nkdata.lean(release=2023), lambda: nkdata.phase_of(1994), lambda: nkdata.trace("events", "zzz"),
        lambda: nkdata.lean(release=2022, licensed=False), lambda: nkdata.disagreements("phases"),
        lambda: nkdata.diff("no/such/folder"), lambda: nkdata.figure("pie"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_that_names_what_is_allowed(call):
    with pytest.raises(nkdata.NkdataError) as caught:
        call()
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_no_module_hides_a_public_name():
    """Importing a module nkdata.x puts it in the place of a function nkdata.x: the two may not share a name."""
    modules = {path.stem for path in SHIPPED.parent.glob("*.py")} | {p.name for p in SHIPPED.parent.iterdir() if p.is_dir()}
    assert modules & set(nkdata.__all__) == {"charts"}


def test_import_loads_neither_pandas_nor_matplotlib():
    import subprocess
    import sys

    code = "import sys, nkdata; print(sorted({'pandas', 'numpy', 'matplotlib', 'IPython'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_every_name_in_the_words_of_the_package_is_there_after_one_import(root):
    code = " ".join(path.read_text(encoding="utf-8") for path in (root / "nkdata").rglob("*.py"))
    for name in sorted(set(re.findall(r"``nkdata((?:\.\w+)+)", code))):
        assert getattr(nkdata, name.split(".")[1])
        assert resolve_name(f"nkdata{name}")
