"""What a measure gave is kept: until a table changes, and out of reach of whoever was handed it."""

import pandas as pd
from small import arms_data, copy_of_data

import nkdata


def test_a_changed_table_is_noticed(tmp_path):
    folder = arms_data(tmp_path / "data", [("SUN", 1960, 10.0), ("CHN", 1961, 10.0)])
    before = nkdata.lean(data=folder).set_index("year").loc[1960, "moscow"]
    table = (folder / "deliveries.csv").read_text(encoding="utf-8")
    (folder / "deliveries.csv").write_text(table.replace(",1960,1,10.0,", ",1960,1,12.5,"), encoding="utf-8")
    after = nkdata.lean(data=folder).set_index("year").loc[1960, "moscow"]
    assert (before, after) == (10.0, 12.5)


def test_what_is_no_part_of_the_dataset_does_not_matter(tmp_path):
    folder = copy_of_data(tmp_path / "data")
    (folder / ".#events.csv").symlink_to("reader@machine.1953")  # as Emacs locks a file
    (folder / "events.csv").with_suffix(".csv~").mkdir()
    assert len(nkdata.evidence(data=folder)) == len(nkdata.evidence())


def test_what_a_reader_writes_into_a_result_does_not_come_back():
    for measure in (nkdata.verdicts, nkdata.boundary_test, nkdata.robustness, nkdata.break_probabilities, nkdata.evidence):
        fresh = measure()
        spoilt = measure()
        spoilt.iloc[:, 0] = spoilt.iloc[0, 0]
        pd.testing.assert_frame_equal(measure(), fresh)
