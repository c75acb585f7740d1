"""An edited table goes back into its file as it came: the same bytes but for what was changed, and never half."""

import pandas as pd
import pytest
from small import copy_of_data

import nkdata
from nkdata import NkdataError
from nkdata.record import codebook


@pytest.fixture
def copy(tmp_path):
    return copy_of_data(tmp_path / "mine")


@pytest.mark.parametrize("table", codebook.names())
def test_an_unchanged_table_has_the_same_bytes(copy, table):
    shuffled = nkdata.load(table)[sorted(nkdata.load(table).columns)]
    (copy / f"{table}.csv").write_text("spoilt", encoding="utf-8")
    assert nkdata.save(shuffled, table, copy) == copy / f"{table}.csv"
    assert (copy / f"{table}.csv").read_bytes() == (codebook.SHIPPED / f"{table}.csv").read_bytes()


def test_a_change_is_the_only_one_and_is_read_back(copy):
    frame = nkdata.load("transfers").set_index("transfer", drop=False)
    frame.loc["sipri-4589", ["licensed", "tiv", "number_best"]] = [pd.NA, 1.5, pd.NA]
    nkdata.save(frame, "transfers", copy)
    changed = nkdata.diff(codebook.SHIPPED, copy)
    assert set(changed["column"]) == {"licensed", "tiv", "number_best"}
    assert set(changed["key"]) == {"sipri-4589"}
    pd.testing.assert_frame_equal(nkdata.load("transfers", data=copy), frame.reset_index(drop=True), check_dtype=False)


def test_what_cannot_be_saved_leaves_the_file_alone(copy):
    phases = nkdata.load("phases")
    none = pd.Series(["\ud800"] * len(phases), dtype=object)
    wanted = r"^frame must be a frame with the columns of nkdata\.load\('phases'\); "
    for frame, table, folder, allowed in (
        (phases.drop(columns="name"), "phases", copy, wanted + r"column 'name' is missing\.$"),
        (phases.assign(more=1), "phases", copy, wanted + r"column 'more' is unknown\.$"),
        (phases.rename(columns={"name": 3}), "phases", copy, wanted + r"column 3 is unknown, 'name' is missing\.$"),
        (pd.concat([phases, phases[["name"]]], axis=1), "phases", copy, wanted + r"column 'name' is there twice\.$"),
        (phases.assign(name=none), "phases", copy, r"^frame must hold text in UTF-8; got '\\ud800', which is no character\.$"),
        (phases.to_dict(), "phases", copy, wanted + "got {'phase': "),
        (phases, "phase", copy, "^table must be one of 'sources', "),
        (phases, "phases", copy / "nowhere", "^data must be an edited copy of nkdata's data folder; got .*, which has no datapackage.json"),
        (phases, "phases", codebook.SHIPPED, "^folder must be a copy of nkdata's data folder; got .*, which holds the shipped tables"),
    ):
        with pytest.raises(NkdataError, match=allowed):
            nkdata.save(frame, table, folder)
    assert (copy / "phases.csv").read_bytes() == (codebook.SHIPPED / "phases.csv").read_bytes()
    assert not list(copy.glob("*.part"))


def test_a_link_to_the_shipped_folder_is_not_a_copy(tmp_path):
    (tmp_path / "link").symlink_to(codebook.SHIPPED, target_is_directory=True)
    with pytest.raises(NkdataError, match=r"^folder must be a copy of nkdata's data folder; got .*, which holds the shipped tables"):
        nkdata.save(nkdata.load("phases"), "phases", tmp_path / "link")


def test_a_link_to_a_shipped_file_is_replaced_and_the_file_left_alone(copy):
    sound = (codebook.SHIPPED / "phases.csv").read_bytes()
    (copy / "phases.csv").unlink()
    (copy / "phases.csv").symlink_to(codebook.SHIPPED / "phases.csv")
    nkdata.save(nkdata.load("phases").assign(name="x"), "phases", copy)
    assert (codebook.SHIPPED / "phases.csv").read_bytes() == sound
    assert set(nkdata.load("phases", data=copy)["name"]) == {"x"}


def test_a_place_that_cannot_be_written_is_one_sentence(copy):
    (copy / "phases.csv").unlink()
    (copy / "phases.csv").mkdir()
    with pytest.raises(NkdataError, match=r"^folder must be a folder of your own; phases\.csv cannot be written to .* \(.*\)\.$"):
        nkdata.save(nkdata.load("phases"), "phases", copy)
    assert not list(copy.glob("*.part"))


def test_numbers_that_pandas_turned_into_floats_are_written_as_they_were(copy):
    phases = nkdata.load("phases")
    floats = phases.assign(start=phases["start_year"].astype(float), credibility=phases["credibility"].astype(float))
    nkdata.save(floats, "phases", copy)
    assert set(nkdata.diff(codebook.SHIPPED, copy)["column"]) <= {"start"}
    assert nkdata.load("phases", data=copy)["start"].str.fullmatch(r"\d{4}").all()


@pytest.mark.parametrize(
    ("old", "new", "changed"), [("5.0,0.5,5.0,0.5", "5,.5,5.00,0.50", ["tiv"]), ("5.0,0.5,5.0,0.5", "5,0.5,5.00,0.5", [])]
)
def test_two_spellings_of_a_number_are_no_change(copy, old, new, changed):
    path = copy / "deliveries.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert nkdata.diff(codebook.SHIPPED, copy)["column"].tolist() == changed


def test_a_column_of_text_that_looks_like_numbers_at_first_is_marked(copy):
    rows = nkdata.load("deliveries").assign(note=None)
    nkdata.save(rows.assign(phase=["", *["5"] * 200, *["5;6"] * (len(rows) - 201)]), "deliveries", copy)
    lines = (copy / "deliveries.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].split(",")[9] == '""'
    assert lines[1].endswith(",value,")
