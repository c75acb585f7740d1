"""The trend test against scipy's, and the findings on pace words on made-up series and on the record."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, norm
from small import TAIL, arms_data, copy_of_data, write

import nkdata
from nkdata import NkdataError
from nkdata.measures.breaks import trend
from nkdata.measures.breaks.trend import mann_kendall

FIXED = settings(derandomize=True, max_examples=200, deadline=None, database=None)
WHOLE = st.integers(-50, 50)


def oracle(values):
    """Tau and p of scipy, with the correction for continuity, which scipy leaves out, where p is approximated."""
    n, score = len(values), sum(np.sign(b - a) for i, a in enumerate(values) for b in values[i + 1 :])
    exact = len(set(values)) == n <= trend.EXACT
    tau, p = kendalltau(range(n), values, method="exact" if exact else "asymptotic")
    if exact:
        return tau, p
    if score == 0:
        return tau, 1.0
    return tau, 2 * norm.sf(norm.isf(p / 2) * (abs(score) - 1) / abs(score))


@FIXED
@given(st.lists(WHOLE, min_size=2, max_size=45, unique=True))
def test_a_series_without_ties_is_tested_as_by_scipy(values):
    found = mann_kendall(values)
    assert (found["tau"], found["p"]) == pytest.approx(oracle(values), abs=1e-9)


@FIXED
@given(st.lists(st.integers(0, 6), min_size=3, max_size=45).filter(lambda values: len(set(values)) > 1))
def test_a_series_with_ties_is_tested_as_by_scipy(values):
    found = mann_kendall(values)
    assert (found["tau"], found["p"]) == pytest.approx(oracle(values), abs=1e-9)


@FIXED
@given(st.lists(WHOLE, min_size=2, max_size=20))
def test_a_series_read_backwards_has_the_opposite_tau_and_the_same_p(values):
    there, back = mann_kendall(values), mann_kendall(values[::-1])
    assert there["p"] == back["p"]
    assert 0 < there["p"] <= 1
    assert there["tau"] == pytest.approx(-back["tau"], nan_ok=True)
    assert there["rises"] == np.mean([a < b for a, b in pairwise(values)])


def test_equal_values_have_no_tau_and_no_trend():
    found = mann_kendall([3, 3, 3, 3])
    assert np.isnan(found["tau"])
    assert (found["p"], found["n"], found["rises"]) == (1.0, 4, 0.0)


@pytest.mark.parametrize(
    "values", [[], [1], 3, None, "12", b"12", ["a", "b"], [1, np.nan], [1, np.inf], [[1, 2], [3, 4]], [1, None], [10**400, 1], {1: 2}]
)
def test_what_is_no_series_is_one_sentence(values):
    with pytest.raises(NkdataError, match=r"^values must be two or more finite numbers in the order of time; got .*\.$"):
        mann_kendall(values)


def test_any_sequence_is_taken():
    wanted = mann_kendall([1, 3, 2, 5])
    assert all(mann_kendall(kind([1, 3, 2, 5])) == wanted for kind in (tuple, np.array, pd.Series))


@pytest.mark.parametrize(("values", "sign", "finding"), [
    ([1, 2, 3], 1, "too few years"),
    ([1, 2, 3, 4], 1, "steady"),
    ([1, 2, 4, 3], 1, "no trend"),
    ([4, 3, 2, 1], 1, "no trend"),  # against the word
    ([4, 3, 2, 1], -1, "steady"),
    ([4, 3, 2, 1], None, "steady"),  # a word without a direction goes with the trend
    ([1, 1, 1, 1, 9, 9], 1, "in steps"),
    ([1, 1, 1, 1, 9, 9], -1, "no trend"),
    ([1, 1, 1, 9, 9], 1, "no trend"),  # five values: a step may be chance
    ([1, 9, 1, 1, 1, 1], 1, "no trend"),  # up and down again is no step
    ([0, 9, 8, 7, 6, 5], 1, "in steps"),  # a jump outweighs the fall after it
    ([0, 0, 0, 4, 4, 4, 8, 8, 8], 1, "in steps"),  # a trend by two steps
    ([1, 3, 2, 4, 6, 5, 7, 9, 10], 1, "steady"),
    ([5, 5, 5, 5, 5, 5], 1, "no trend"),
    ([5, 5, 5, 5, 5, 5], None, "no trend"),
])  # fmt: skip
def test_the_finding_follows_the_rule(values, sign, finding):
    found = trend._tested(pd.Series(values, index=range(1970, 1970 + len(values)), dtype=float), sign)
    assert found["finding"] == finding
    assert found["finding"] in trend.FINDINGS


def test_the_largest_step_is_a_share_of_all_movement_and_has_its_year():
    found = trend._tested(pd.Series([0.0, 9, 8, 7, 6, 5], index=range(1984, 1990)), 1)
    assert (found["largest_step"], found["step_year"]) == (pytest.approx(9 / 13), 1985)
    even = trend._tested(pd.Series([1.0, 2, 3, 4, 5], index=range(1984, 1989)), 1)
    assert even["largest_step"] == pytest.approx(1 / 4)
    assert "largest_step" not in trend._tested(pd.Series([5.0] * 5, index=range(5)), 1)


def test_the_constants_are_those_that_the_rule_gives_reasons_for():
    assert mann_kendall(range(trend.LEAST_YEARS))["p"] < trend.LEVEL <= mann_kendall(range(trend.LEAST_YEARS - 1))["p"]
    steps = np.diff(np.random.default_rng(0).lognormal(size=(20_000, trend.STEP_YEARS)), axis=1)
    assert (steps.max(axis=1) > trend.STEP * np.abs(steps).sum(axis=1)).mean() < 0.1


def test_every_coded_pace_word_is_tested_on_every_line():
    found = nkdata.pace()
    coded = nkdata.load("assistance").dropna(subset="pace")
    assert list(found) == trend.COLUMNS
    assert found["assistance"].unique().tolist() == coded["assistance"].tolist()
    for _, rows in found.groupby("assistance"):
        assert {"arms", "orders", "politics"} <= set(rows["line"])
    assert set(found["finding"]) <= set(trend.FINDINGS)
    assert found["source"].notna().eq(found["line"].isin(["trade", "oil"])).all()
    assert (found["n"] <= found["last_year"] - found["first_year"] + 1).all()


def test_the_record_tells_the_steady_rise_from_the_surge():
    found = nkdata.pace().set_index(["word", "line"])["finding"]
    assert set(found["steadily"]) == {"no trend"}
    assert found["dramatically", "arms"] == "in steps"


def test_arms_of_an_edited_copy_are_tested(tmp_path):
    rising = arms_data(tmp_path / "d", [("CHN", 1973 + i, 10.0 * (i + 1)) for i in range(12)])
    row = nkdata.pace(rising).query("word == 'steadily' and line == 'arms'").iloc[0]
    assert (row["tau"], row["n"], row["rises"], row["finding"]) == (1.0, 12, 1.0, "steady")
    assert row["largest_step"] == pytest.approx(1 / 11)


def oil_data(folder, years, **cells):
    """A copy of the data whose table of oil has one delivery from China a year; `cells` change every row."""
    row = {
        "partner": "CHN",
        "product": "crude oil",
        "measure": "supply",
        "stage": "delivery",
        "unit": "thousand tonnes",
        "basis": "made up",
        "origin": "printed",
    }
    write(copy_of_data(folder), "oil", [
        TAIL | row | {"oil": f"oil{year - 1900:03d}", "quantity": f"q_{year}", "start_year": year, "end_year": year, "best": year} | cells
        for year in years
    ])  # fmt: skip
    return folder


@pytest.mark.parametrize(("years", "cells", "lines"), [
    (range(1974, 1978), {}, ["steady"]),
    (range(1974, 1977), {}, []),
    (range(1981, 1988), {}, ["steady"]),  # four of these years lie in the phase
    (range(1982, 1988), {}, []),
    (range(1974, 1978), {"stage": "plan"}, []),
    (range(1974, 1978), {"measure": "capacity"}, []),
    (range(1974, 1978), {"partner": "SUN"}, []),
    (range(1974, 1978), {"end_year": 1983}, []),
    (range(1974, 1978), {"best": "", "low": 5}, []),
])  # fmt: skip
def test_oil_counts_from_four_yearly_deliveries_of_one_source(tmp_path, years, cells, lines):
    found = nkdata.pace(oil_data(tmp_path / "d", years, **cells)).query("word == 'steadily' and line == 'oil'")
    assert found["finding"].tolist() == lines
    assert set(found["source"]) <= {TAIL["source"]}
    assert set(found["n"]) <= {4}


def test_without_pace_words_the_frame_is_empty(tmp_path):
    data = copy_of_data(tmp_path / "d")
    write(data, "assistance", [])
    assert nkdata.pace(data).columns.tolist() == trend.COLUMNS
    assert nkdata.pace(data).empty
