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
    for frame, table, folder, allowed in (
        (phases.drop(columns="name"), "phases", copy, r"column 'name' is missing; allowed are the columns of nkdata\.load\('phases'\)\.$"),
        (phases.assign(more=1), "phases", copy, "column 'more' is unknown; allowed are the columns"),
        (phases.rename(columns={"name": 3}), "phases", copy, "column 3 is unknown, 'name' is missing; allowed"),
        (pd.concat([phases, phases[["name"]]], axis=1), "phases", copy, "column 'name' is there twice; allowed"),
        (phases.assign(name="\ud800"), "phases", copy, "which is no character; allowed is text"),
        (phases.to_dict(), "phases", copy, "allowed is a frame"),
        (phases, "phase", copy, "allowed are 'sources'"),
        (phases, "phases", copy / "nowhere", "allowed is an edited copy"),
        (phases, "phases", codebook.SHIPPED, "allowed is a copy of it"),
    ):
        with pytest.raises(NkdataError, match=allowed):
            nkdata.save(frame, table, folder)
    assert (copy / "phases.csv").read_bytes() == (codebook.SHIPPED / "phases.csv").read_bytes()
    assert not list(copy.glob("*.part"))


def test_a_link_to_the_shipped_folder_is_not_a_copy(tmp_path):
    (tmp_path / "link").symlink_to(codebook.SHIPPED, target_is_directory=True)
    with pytest.raises(NkdataError, match="which holds the shipped tables; allowed is a copy of it"):
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
    with pytest.raises(NkdataError, match=r"^phases\.csv cannot be written to .* \(.*\); allowed is a folder of your own\.$"):
        nkdata.save(nkdata.load("phases"), "phases", copy)
    assert not list(copy.glob("*.part"))


def test_numbers_that_pandas_turned_into_floats_are_written_as_they_were(copy):
    phases = nkdata.load("phases")
    floats = phases.assign(start=phases["start_year"].astype(float), credibility=phases["credibility"].astype(float))
    nkdata.save(floats, "phases", copy)
    assert set(nkdata.diff(codebook.SHIPPED, copy)["column"]) <= {"start"}
    assert nkdata.load("phases", data=copy)["start"].str.fullmatch(r"\d{4}").all()
