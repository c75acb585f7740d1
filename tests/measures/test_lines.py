"""Politics, money and the three lines side by side: known answers by hand, and what must hold whatever the data."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import copy_of_data

import nkdata
from nkdata.measures.series.money import _share_half
from nkdata.measures.series.politics import FEWEST


def acts_of(folder, rows):
    """A copy of the data with other events: (year, tie_moscow, tie_beijing), each an act of its own."""
    events = nkdata.load("events")
    chosen = events[events["source"].ne("loc_country_study_1994") & events["event_group"].isna()].head(len(rows)).copy()
    years, moscow, beijing = zip(*rows, strict=True)
    dates = [f"{year}-05-01" for year in years]
    chosen = chosen.assign(date=dates, start=pd.to_datetime(dates), end=pd.to_datetime(dates), precision="day", credibility=2)
    nkdata.save(chosen.assign(tie_moscow=list(moscow), tie_beijing=list(beijing), status="value"), "events", folder)
    return folder


def test_the_sides_of_acts_are_counted_by_hand(tmp_path):
    data = acts_of(
        copy_of_data(tmp_path / "d"),
        [(1962, "+", "0"), (1962, "-", "0"), (1963, "0", "+"), (1963, "-", "+"), (1964, "+", "+"), (1970, "+", "0")],
    )
    third = nkdata.politics(data=data).set_index("phase").loc[3]
    assert (third["acts"], third["to_moscow"], third["to_beijing"]) == (5, 1.5, 3.5)
    fourth = nkdata.politics(data=data).set_index("phase").loc[4]
    assert fourth["acts"] == 1
    assert fourth[["lean", "lean_low", "lean_high"]].isna().all()


def test_acts_of_one_sign_leave_doubt_that_shrinks_with_their_number(tmp_path):
    widths = []
    for number in (FEWEST, 30):
        data = acts_of(copy_of_data(tmp_path / str(number)), [(1962, "+", "0")] * number)
        row = nkdata.politics(data=data).set_index("phase").loc[3]
        assert 0 < row["lean_low"] < row["lean"] < row["lean_high"] < 1
        widths.append(row["lean_high"] - row["lean_low"])
    assert widths[1] < widths[0] / 2


def test_estimate_and_interval_come_from_the_same_draws():
    found = nkdata.politics(draws=400).dropna(subset="lean")
    assert (found["lean_low"].le(found["lean"]) & found["lean"].le(found["lean_high"])).all()
    arms = nkdata.three_lines(draws=400).query("line != 'money'").dropna(subset="lean")
    assert (arms["low"].le(arms["lean"]) & arms["lean"].le(arms["high"])).all()


def test_vantages_part_the_acts():
    every = nkdata.politics()["acts"].sum()
    parts = [
        nkdata.politics(vantage=vantage)["acts"].sum()
        for vantage in nkdata.load("events")["vantage"].unique()
        if vantage != "country_study"
    ]
    assert sum(parts) >= every  # one act may be told from several vantages
    assert max(parts) < every


def figures(folder, rows):
    """A copy of the data with trade totals alone: (year, partner, value, unit)."""
    trade = nkdata.load("trade").query("flow == 'total'").head(len(rows))
    year, partner, value, unit = zip(*rows, strict=True)
    trade = trade.assign(
        year=list(year), partner=list(partner), value=list(value), unit=list(unit), credibility=3, basis="current", status="value"
    )
    nkdata.save(trade.assign(trade=[f"k-{i}" for i in range(len(rows))]), "trade", folder)
    for table in ("oil", "aid"):
        nkdata.save(nkdata.load(table).iloc[:0], table, folder)
    return folder


def test_pairs_share_year_and_unit(tmp_path):
    data = figures(
        copy_of_data(tmp_path / "d"),
        [
            (1978, "SUN", 300.0, "USD million"),
            (1978, "CHN", 100.0, "USD million"),
            (1979, "CHN", 50.0, "USD million"),
            (1978, "CHN", 9.0, "SUR million"),
        ],
    )
    pairs = nkdata.money_pairs(data=data)
    assert pairs[["phase", "lean_low", "lean_high"]].to_numpy().tolist() == [[5, 0.5, 0.5]]
    phases = nkdata.money(data=data).set_index("phase")
    assert phases["comparisons"].tolist() == [0, 0, 0, 0, 1, 0, 0]
    assert phases.loc[5, "years"] == "1978"


def test_1984_counts_in_both_its_phases(tmp_path):
    data = figures(copy_of_data(tmp_path / "d"), [(1984, "SUN", 1.0, "USD million"), (1984, "CHN", 1.0, "USD million")])
    assert nkdata.money_pairs(data=data)["phase"].tolist() == [5, 6]


@settings(max_examples=50, deadline=None)
@given(st.tuples(*[st.integers(1953, 1993)] * 4))
def test_pairs_share_half_of_each_span(years):
    first_m, last_m, first_b, last_b = *sorted(years[:2]), *sorted(years[2:])
    both = pd.DataFrame({"first_m": [first_m], "last_m": [last_m], "first_b": [first_b], "last_b": [last_b]})
    shared = len(set(range(first_m, last_m + 1)) & set(range(first_b, last_b + 1)))
    assert bool(_share_half(both).iloc[0]) == (shared * 2 >= last_m - first_m + 1 and shared * 2 >= last_b - first_b + 1 and shared > 0)


def test_money_is_never_a_filled_line():
    found = nkdata.money()
    empty = found["comparisons"].eq(0)
    assert empty.any(), "some phases have no comparison: the record says so"
    assert found.loc[empty, ["lean_low", "lean_high"]].isna().all(axis=None)
    assert found.loc[~empty, "lean_low"].le(found.loc[~empty, "lean_high"]).all()


def test_the_three_lines_are_complete_and_say_their_side():
    lines = nkdata.three_lines(draws=300)
    assert lines.groupby("phase")["line"].agg(list).map(tuple).unique().tolist() == [("arms", "politics", "money")]
    known = lines[lines["low"].notna()]
    assert known["side"].eq(np.select([known["low"].gt(0), known["high"].lt(0)], ["Moscow", "Beijing"], "either")).all()
    assert lines.loc[lines["low"].isna(), "side"].eq("unknown").all()


def test_in_1961_64_arms_say_moscow_and_politics_beijing():
    """The textbook case, which arms alone had missed."""
    sides = nkdata.three_lines().set_index(["phase", "line"])["side"]
    assert (sides[3, "arms"], sides[3, "politics"], sides[3, "money"]) == ("Moscow", "Beijing", "unknown")


@pytest.mark.parametrize("bad", [{"vantage": "gossip"}, {"draws": 0}, {"seed": -1}])
def test_bad_arguments_are_one_sentence(bad):
    with pytest.raises(nkdata.NkdataError, match=r"^(vantage|draws|seed) must be .*; got .*\.$"):
        nkdata.politics(**bad)
