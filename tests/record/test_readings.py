"""Balanced extraction: what each source of events gave of either tie, what it left, and who speaks in it."""

import pandas as pd
import pytest
from small import copy_of_data

import nkdata
from nkdata.record.tables import TEXT


@pytest.fixture(scope="module")
def acts():
    return nkdata.load("events").query("source != @TEXT")


def test_every_source_of_events_has_one_row(acts):
    readings = nkdata.load("readings")
    assert readings["source"].is_unique
    assert set(readings["source"]) == set(acts["source"])


def test_the_counts_are_those_of_the_rows(acts):
    readings = nkdata.load("readings").set_index("source")
    for tie in ("moscow", "beijing"):
        counted = acts[f"tie_{tie}"].ne("0").groupby(acts["source"]).sum()
        assert readings[f"acts_{tie}"].astype(int).to_dict() == counted.to_dict()


def test_a_page_that_speaks_of_both_is_coded_for_both_or_says_why():
    both = nkdata.load("readings").query("speaks_of == 'both'")
    one_sided = both[both["acts_moscow"].eq(0) | both["acts_beijing"].eq(0)]
    assert len(both) > 50
    assert one_sided["left"].str.len().gt(15).all()
    assert not one_sided["left"].str.startswith(("nothing", "Not known")).any()


def test_a_page_once_read_for_one_side_gives_both():
    page = nkdata.load("readings").set_index("source").loc["time_1960_flying_horse"]
    assert page["acts_moscow"] >= 2
    assert page["acts_beijing"] >= 1


def test_one_in_five_of_the_pages_read_was_read_twice():
    read = nkdata.load("readings").query("read != 'not_again'")
    assert read["checked"].mean() >= 0.2


def test_every_act_says_who_speaks():
    rows = nkdata.load("events")
    assert rows["vantage"].notna().all()
    assert set(rows.loc[rows["source"].eq(TEXT), "vantage"]) == {"country_study"}
    assert not rows.loc[rows["source"].ne(TEXT), "vantage"].eq("country_study").any()


def test_the_years_of_the_split_have_acts_in_both_directions(acts):
    years = acts[acts["start"].dt.year.between(1961, 1964)]
    group = years["event_group"].fillna(years["event"])

    def count(tie, sign):
        return group[years[tie].eq(sign)].nunique()

    assert count("tie_moscow", "+") >= 5
    assert count("tie_moscow", "-") >= 16
    assert count("tie_beijing", "+") >= 18
    assert count("tie_beijing", "-") >= 2


@pytest.mark.parametrize(
    ("column", "value", "asked"), [("date", "", "a value"), ("parties", "", "a value"), ("vantage", "witness", "participant")]
)
def test_an_act_without_date_parties_or_speaker_is_one_sentence(tmp_path, column, value, asked):
    data = copy_of_data(tmp_path / "d")
    frame = pd.read_csv(data / "events.csv", dtype=str, keep_default_na=False)
    frame.loc[len(frame) - 1, column] = value
    frame.to_csv(data / "events.csv", index=False, lineterminator="\n")
    faults = nkdata.check(data)
    named = faults[faults["row"].eq(len(frame) + 1) & faults["column"].eq(column)]
    assert len(named) == 1, faults
    assert asked in named["allowed"].iloc[0]
