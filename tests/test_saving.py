"""An edited table goes back into its file as it came: the same bytes but for what was changed, and never half."""

import pandas as pd
import pytest
from small import copy_of_data

import nkdata
from nkdata import NkdataError, codebook


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
    phases = nkdata.phases()
    for frame, table, folder, allowed in (
        (phases.drop(columns="name"), "phases", copy, "with the columns phase, name"),
        (phases.assign(more=1), "phases", copy, "with the columns phase, name"),
        (phases.to_dict(), "phases", copy, "allowed is a frame"),
        (phases, "phase", copy, "allowed are 'sources'"),
        (phases, "phases", copy / "nowhere", "allowed is an edited copy"),
        (phases, "phases", codebook.SHIPPED, "allowed is a copy of it"),
    ):
        with pytest.raises(NkdataError, match=allowed):
            nkdata.save(frame, table, folder)
    assert (copy / "phases.csv").read_bytes() == (codebook.SHIPPED / "phases.csv").read_bytes()
    assert not list(copy.glob("*.part"))
