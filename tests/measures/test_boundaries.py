"""The text's boundaries against every other cut, and against those of other authors."""

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkdata
from nkdata.measures.breaks.periodisations import other_boundaries, text_boundaries

QUICK = settings(max_examples=20, deadline=None)


def series(values, first=1960):
    return pd.Series(list(values), index=range(first, first + len(values)), dtype=float)


def score(start_years, values, **more):
    return nkdata.explained(start_years, series(values), until=1959 + len(values), **more)


def test_hand_worked_percentile():
    # ten years, one break, at least three years: cuts at 3, 4, 5, 6 or 7; the best is 5
    values = [0] * 5 + [1] * 5
    assert score([1965], values)["segmentations"] == 5
    assert score([1965], values)["percentile"] == 100
    assert score([1965], values)["explained"] == pytest.approx(1)
    # at 4: 0 0 0 0 | 0 1 1 1 1 1, within 5/6 of a total of 2.5; as good as the cut at 6, better than 3 and 7
    assert score([1964], values)["explained"] == pytest.approx(1 - (5 / 6) / 2.5)
    assert score([1964], values)["percentile"] == pytest.approx(100 * 4 / 5)
    assert score([1963], values)["percentile"] == pytest.approx(100 * 2 / 5)


@QUICK
@given(st.lists(st.integers(-20, 20), min_size=12, max_size=20).filter(lambda v: len(set(v)) > 1), st.integers(1, 3))
def test_the_best_cut_stands_at_100(values, breaks):
    first = score([1963, 1966, 1969][:breaks], values)
    best = score([int(year) for year in first["best"].split(";")], values)
    assert best["percentile"] == 100
    assert best["explained"] == pytest.approx(first["best_explained"])
    assert first["segmentations"] == comb(len(values) - 3 * (breaks + 1) + breaks, breaks)


@QUICK
@given(st.lists(st.floats(-20, 20), min_size=12, max_size=20).filter(lambda v: np.ptp(v) > 1e-3), st.floats(0.1, 9))
def test_shift_and_scale_change_nothing(values, factor):
    plain, moved = score([1964], values), score([1964], np.array(values) * factor + 7)
    assert plain["explained"] == pytest.approx(moved["explained"], abs=1e-6)


def test_swapping_the_patrons_changes_nothing():
    ties = nkdata.lean().set_index("year")[["moscow", "beijing"]]
    swapped = ties.rename(columns={"moscow": "beijing", "beijing": "moscow"})
    opens = text_boundaries("phase_5")
    for measure in ("ties", "lean", "levels"):
        a, b = (nkdata.explained(opens, t, measure)["percentile"] for t in (ties, swapped))
        assert a == pytest.approx(b)


@pytest.fixture(scope="module")
def tested():
    return nkdata.boundary_test()


def test_the_text_prints_these_boundaries():
    assert text_boundaries("phase_5") == [1957, 1961, 1965, 1973, 1985, 1990]
    assert text_boundaries("phase_6") == [1957, 1961, 1965, 1973, 1984, 1990]
    assert text_boundaries() == [1957, 1961, 1965, 1973, 1984, 1985, 1990]
    assert text_boundaries("phase_6", until=1989) == [1957, 1961, 1965, 1973, 1984]


def test_every_reading_is_there_once(tested):
    keys = ["indicator", "measure", "release", "licensed", "weight", "window", "sixth_opens"]
    assert len(tested) == (5 + 2 + 2) * 3 * 3 * 2
    assert not tested.duplicated(keys).any()
    assert tested["segmentations"].eq(230_230).all()
    assert tested["percentile"].between(0, 100).all()
    assert (tested["explained"] <= tested["best_explained"] + 1e-12).all()
    assert tested.groupby("indicator")["independent"].first().to_dict() == {
        "arms": True,
        "events": False,
        "orders": True,
    }


def test_the_table_agrees_with_one_score(tested):
    row = tested.query("indicator == 'arms' and release == 2024 and ~licensed and window == 3 and measure == 'lean'")
    one = nkdata.explained(text_boundaries("phase_6"), "arms", "lean", window=3, release=2024, licensed=False)
    assert row.set_index("sixth_opens").loc[1984, ["explained", "percentile"]].tolist() == pytest.approx(
        one[["explained", "percentile"]].tolist()
    )


def test_trial_figures_of_the_design(tested):
    """As they come out: 1985 beats 1984 in the yearly deliveries, and smoothing turns it round for the lean."""
    yearly = tested.query("indicator == 'arms' and window == 1").groupby("sixth_opens")["percentile"]
    assert yearly.min().round().to_dict() == {1984: 86, 1985: 95}
    assert yearly.max().round().to_dict() == {1984: 99, 1985: 99}
    pairs = tested.query("indicator == 'arms'").pivot_table(
        index=["measure", "release", "licensed", "window"], columns="sixth_opens", values="explained"
    )
    later = pairs[1985] > pairs[1984]
    assert later.xs(1, level="window").all()
    assert not later.xs(3, level="window").loc["lean"].any()


def test_only_the_six_phases_of_the_text():
    six = nkdata.boundary_test("arms", until=1989)
    assert six["boundaries"].str.count(";").eq(4).all()
    assert six["segmentations"].eq(42_504).all()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"indicator": "votes"}, "indicator must be one of 'arms', 'orders', 'events'; got 'votes'."),
        ({"until": 2001}, "until must be a year from 1953 to 1993; got 2001."),
        ({"until": "1993"}, "until must be a year from 1953 to 1993; got '1993'."),
        ({"min_length": 6}, "min_length must be from 1 to 5 for 6 breaks in 41 years; got 6."),
        ({"min_length": -1}, "min_length must be a whole number from 1; got -1."),
    ],
)
def test_bad_input_of_the_table(arguments, sentence):
    with pytest.raises(nkdata.NkdataError) as error:
        nkdata.boundary_test(**{"indicator": "orders", **arguments})
    assert sentence in str(error.value)


@pytest.mark.parametrize("start_years", [[1961, 1957], [1957, 1958], [1940], [], [1957.5], ["x"], 1957, None])
def test_bad_boundaries(start_years):
    with pytest.raises(nkdata.NkdataError, match=r"must be rising years that cut 1953 to 1993 .*; got "):
        nkdata.explained(start_years)


def test_distances_worked_by_hand():
    compared = nkdata.compare_periodisations("phase_5").set_index("author")
    # 1957, 1961, 1966, 1970, 1977 against 1957, 1961, 1965, 1973, 1985, 1990: 0, 0, 1, 3, 4 and back 0, 0, 1, 3
    own = compared.loc["Shen and Xia"]
    assert own[["to_text_mean", "to_text_max", "from_text_mean", "from_text_max"]].tolist() == [1.6, 4, 1, 3]
    assert own["compared"] == 4


def test_a_period_that_ends_with_its_document_has_no_second_boundary():
    opens = other_boundaries().groupby("author")["year"].agg(list)
    assert opens["SNIE 14.2-68"] == [1965]
    assert opens["Shen Zhihua"] == [1965, 1970]
    assert opens["Wikipedia user draft"] == [1960, 1969, 1979]


def test_the_book_of_the_text_is_not_another_author():
    assert not other_boundaries()["author"].str.startswith("Country study").any()


def test_either_1984_or_1985_will_do():
    by = {year_1984: nkdata.compare_periodisations(year_1984).set_index("author") for year_1984 in ("both", "phase_5", "phase_6")}
    assert by["phase_6"].loc["CIA 1986", "to_text_max"] == by["both"].loc["CIA 1986", "to_text_max"] == 0
    assert by["phase_5"].loc["CIA 1986", "to_text_max"] == 1
    with pytest.raises(nkdata.NkdataError, match=r"year_1984 must be one of .*; got 'none'"):
        nkdata.compare_periodisations("none")
