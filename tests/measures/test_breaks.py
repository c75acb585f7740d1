"""Change points: known answers, planted breaks, exact sums checked against counting every cut by hand."""

import subprocess
import sys
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkdata
from nkdata.charts import CATALOGUE
from nkdata.measures.breaks.changepoint_posterior import DRAWS, GRID, posterior
from nkdata.measures.breaks.segments import count_segmentations, explained_by, prepare_series, segmentations, standardise

QUICK = settings(max_examples=25, deadline=None)
NUMBERS = st.lists(st.floats(-50, 50), min_size=9, max_size=16).filter(lambda values: np.ptp(values) > 1e-3)


def series(values, first=1960):
    return pd.Series(list(values), index=range(first, first + len(values)), dtype=float)


def years(frame, **chosen):
    for column, value in chosen.items():
        frame = frame[frame[column].eq(value)]
    return frame["year"].dropna().astype(int).tolist()


def test_hand_worked_series_with_one_break():
    found = nkdata.breaks(series([0, 0, 0, 4, 4, 4]), penalties=[0.5], max_breaks=1)
    assert years(found, method="dynp") == years(found, method="pelt") == [1963]
    assert found["explained"].tolist() == pytest.approx([1, 1])


def test_hand_worked_share_explained():
    # 0 0 3 3 6 6 cut into 0 0 3 | 3 6 6: means 1 and 5, within 6 + 6 of a total of 36
    gain = explained_by(np.array([[0.0], [0], [3], [3], [6], [6]]) - 3)
    assert gain[0, 3] + gain[3, 6] == pytest.approx(24)


@QUICK
@given(st.integers(3, 8), st.integers(3, 8), st.floats(2, 100), st.floats(-10, 10))
def test_a_planted_break_is_found(before, after, jump, level):
    values = series([level] * before + [level + jump] * after)
    assert years(nkdata.breaks(values, penalties=[0.1], max_breaks=1), method="pelt") == [1960 + before]
    found = nkdata.break_probabilities(values, max_breaks=1)
    assert found.loc[found["probability"].idxmax(), "year"] == 1960 + before


def test_two_planted_breaks_in_noise():
    noise = np.random.default_rng(1).normal(0, 0.3, 30)
    values = series(np.repeat([0.0, 3.0, 1.0], 10) + noise)
    assert years(nkdata.breaks(values), method="dynp", breaks=2) == [1970, 1980]
    found = nkdata.break_probabilities(values).set_index("year")
    assert found.loc[[1970, 1980], "prob_within_1y"].min() > 0.95


def test_probabilities_are_calibrated():
    """Series drawn from the model itself: of the years given a probability of p, a share of p are breaks."""
    rng = np.random.default_rng(0)
    given_to, true = [], []
    for _ in range(200):
        every = segmentations(24, k := rng.integers(0, 6), 3)
        opens = np.isin(np.arange(24), every[rng.integers(len(every))])
        scatter = rng.random()
        means = rng.normal(0, np.sqrt(1 - scatter), k + 1)
        values = means[opens.cumsum()] + rng.normal(0, np.sqrt(scatter), 24)
        given_to.append(posterior(values[:, None], 5, 3)[0])
        true.append(opens)
    given_to, true = np.concatenate(given_to), np.concatenate(true)
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.7), (0.7, 1.01)):
        these = (given_to >= low) & (given_to < high)
        assert true[these].mean() == pytest.approx(given_to[these].mean(), abs=0.06)


def test_a_constant_series_has_no_break():
    found = nkdata.breaks(series([5.0] * 20))
    assert found["breaks"].eq(0).all()
    assert found["year"].isna().all()
    chance = nkdata.break_probabilities(series([5.0] * 20))
    assert chance["probability"].max() < 0.02
    assert chance.attrs["breaks"][0] > 0.9


@QUICK
@given(NUMBERS, st.floats(-100, 100), st.floats(0.1, 100))
def test_shift_and_scale_change_nothing(values, shift, factor):
    plain, moved = nkdata.break_probabilities(series(values)), nkdata.break_probabilities(series(np.array(values) * factor + shift))
    np.testing.assert_allclose(plain["probability"], moved["probability"], atol=1e-6)


@QUICK
@given(NUMBERS)
def test_reversed_time_reverses_the_breaks(values):
    forth, back = (nkdata.break_probabilities(series(v))["probability"].to_numpy() for v in (values, values[::-1]))
    np.testing.assert_allclose(forth[1:], back[1:][::-1], atol=1e-9)


@QUICK
@given(NUMBERS, st.integers(1, 4), st.integers(1, 3))
def test_probabilities_sum_to_the_expected_number_of_breaks(values, most, least):
    found = nkdata.break_probabilities(series(values), max_breaks=most, min_length=least)
    number = found.attrs["breaks"]
    assert sum(number.values()) == pytest.approx(1)
    assert found["probability"].sum() == pytest.approx(sum(k * p for k, p in number.items()))
    assert found["probability"].between(-1e-12, 1 + 1e-9).all()
    assert found["prior"].sum() == pytest.approx(np.mean(list(number)))


def by_hand(values, most, least):
    """The posterior by listing every cut and integrating each on the grid: slow, and independent of the recursions."""
    n, weight = len(values), {}
    for k in range(most + 1):
        every = [c for c in combinations(range(1, n), k) if min(np.diff([0, *c, n])) >= least]
        for cut in every:
            total = 0.0
            for r in (np.arange(GRID) + 0.5) / GRID:
                log = 0.0
                for i, j in pairwise([0, *cut, n]):
                    part = values[i:j]
                    cov = r * np.eye(j - i) + (1 - r)
                    log += -0.5 * (np.linalg.slogdet(cov)[1] + part @ np.linalg.solve(cov, part))
                total += np.exp(log)
            weight[cut] = total / len(every)
    whole = sum(weight.values())
    at = np.zeros(n)
    for cut, w in weight.items():
        at[list(cut)] += w / whole
    return at


@pytest.mark.parametrize("least", [1, 2, 3])
def test_posterior_is_exact(least):
    values = standardise(np.random.default_rng(least).normal(size=(9, 1)) + np.repeat([[0.0], [2.0], [1.0]], 3, axis=0))
    np.testing.assert_allclose(posterior(values, 2, least)[0], by_hand(values[:, 0], 2, least), rtol=1e-9, atol=1e-12)


def test_a_finer_grid_changes_little(monkeypatch):
    coarse = nkdata.break_probabilities("arms")["probability"]
    monkeypatch.setattr("nkdata.measures.breaks.changepoint_posterior.GRID", 48)
    assert np.abs(coarse - nkdata.break_probabilities("arms")["probability"]).max() < 0.01


def test_draws_blur_the_breaks_and_are_the_same_for_a_seed():
    found = nkdata.break_probabilities("arms", draws=20, seed=1).set_index("year")
    again = nkdata.break_probabilities("arms", draws=20, seed=1).set_index("year")
    pd.testing.assert_frame_equal(found, again)
    assert (found["low"] <= found["high"]).all()
    assert found.loc[1985, "low"] < found.loc[1985, "booked"] < found.loc[1985, "high"]
    assert found["booked"].to_numpy() == pytest.approx(nkdata.break_probabilities("arms")["probability"].to_numpy())


def test_a_full_record_is_not_blurred():
    """No draw moves a treaty: every draw is the record, but for the coarser grid."""
    found = nkdata.break_probabilities("treaties", draws=3, max_breaks=2)
    assert found["low"].to_numpy() == pytest.approx(found["high"].to_numpy())
    assert found["probability"].to_numpy() == pytest.approx(found["booked"].to_numpy(), abs=0.05)


def test_stacked_draws_are_judged_as_each_alone():
    values = standardise(np.random.default_rng(5).normal(size=(3, 12, 2)))
    each, number = posterior(values, 3, 3, 12)
    for i, one in enumerate(values):
        alone, breaks = posterior(one, 3, 3, 12)
        assert each[i] == pytest.approx(alone)
        assert number[i] == pytest.approx(breaks)


def test_three_years_are_no_plain_sum_where_two_may_break():
    assert nkdata.break_probabilities("arms", min_length=2)["prob_within_1y"].isna().all()


def test_two_columns_that_agree_are_surer_than_one():
    ties = pd.DataFrame({"moscow": [1.0, 2, 1, 2, 1, 2, 5, 6, 5, 6, 5, 6], "beijing": 0.0}, index=range(1960, 1972))
    both = ties.assign(beijing=ties["moscow"])
    chances = [nkdata.break_probabilities(t, "levels").set_index("year").loc[1966, "probability"] for t in (ties, both)]
    assert chances[0] <= chances[1]


def test_a_missing_year_costs_nothing_and_keeps_its_place():
    ties = pd.DataFrame({"moscow": [1.0] * 4 + [0, 0] + [0] * 4, "beijing": [0.0] * 6 + [1.0] * 4}, index=range(1960, 1970))
    assert years(nkdata.breaks(ties, "lean", max_breaks=1), method="dynp")[0] in (1964, 1965, 1966)
    chance = nkdata.break_probabilities(ties, "lean", max_breaks=1).set_index("year")["probability"]
    assert chance[1964] == pytest.approx(chance[1965]) == pytest.approx(chance[1966])


@pytest.mark.parametrize("measure", ["ties", "lean", "levels"])
def test_pelt_and_dynp_agree_on_the_best_cut(measure):
    found = nkdata.breaks("arms", measure)
    dynp = found[found["method"].eq("dynp")].groupby("breaks")["explained"].first()
    dynp[0] = 0.0
    for penalty, cut in found[found["method"].eq("pelt")].groupby("penalty"):
        cost = 1 - cut["explained"].iloc[0] + penalty * cut["breaks"].iloc[0]
        assert cost == pytest.approx((1 - dynp + penalty * dynp.index).min())


def test_dynp_finds_the_best_of_segmentations():
    span, values = prepare_series("arms")
    gain = explained_by(values)
    every = segmentations(41, 3, 3)
    edges = np.column_stack([np.zeros(len(every), int), every, np.full(len(every), 41)])
    best = every[sum(gain[edges[:, i], edges[:, i + 1]] for i in range(4)).argmax()] + span[0]
    assert years(nkdata.breaks("arms"), method="dynp", breaks=3) == best.tolist()


def test_breaks_of_deliveries_are_where_the_record_says():
    found = nkdata.break_probabilities("arms").set_index("year")
    assert found["probability"].nlargest(4).index.tolist() == [1958, 1961, 1985, 1966]
    assert found["probability"].sum() == pytest.approx(7.8, abs=0.1)


@pytest.mark.parametrize(("length", "breaks", "least"), [(7, 0, 3), (7, 1, 3), (10, 2, 3), (12, 3, 2), (9, 4, 1)])
def test_every_cut_is_listed_once(length, breaks, least):
    every = segmentations(length, breaks, least)
    assert len({tuple(row) for row in every.tolist()}) == len(every) == count_segmentations(length, breaks, least)
    edges = np.column_stack([np.zeros(len(every), int), every, np.full(len(every), length)])
    assert np.diff(edges, axis=1).min() >= least


def test_too_many_cuts_are_sampled_the_same_way_each_time():
    sample = segmentations(41, 10, 1, seed=3)
    assert len(sample) == 200_000 < count_segmentations(41, 10, 1)
    assert (sample == segmentations(41, 10, 1, seed=3)).all()
    assert np.diff(sample, axis=1).min() >= 1
    assert sample.min() >= 1
    assert sample.max() <= 40
    # each of the 40 years is as likely as any other to open a segment
    assert np.bincount(sample.ravel(), minlength=41)[1:] / len(sample) == pytest.approx(10 / 40, abs=0.01)


def test_the_words_of_the_chart_come_from_its_numbers():
    chart = CATALOGUE["break-years"]
    data = chart.data()
    words = chart.words(data)
    chance = nkdata.break_probabilities("arms", draws=DRAWS).set_index("year")["probability"]
    assert str(chance.idxmax()) in words.title
    assert f"{chance.sum():.1f}" in words.alt
    assert (data["low"] <= data["value"] + 1e-12)[data["row"].eq("posterior")].all()
    assert (data["high"] >= data["value"] - 1e-12)[data["row"].eq("posterior")].all()
    assert data["value"].between(0, 1).all()
    moved = data.assign(year=data["year"] + 1)
    assert chart.words(moved).title != words.title


GOOD = series(range(12))
TIES = pd.DataFrame({"moscow": np.arange(12.0), "beijing": 1.0}, index=range(1960, 1972))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"series": "events"}, "got 'events', whose effects were coded by us"),
        ({"series": "tanks"}, "series must be one of 'arms', 'orders', 'events', 'votes', 'treaties'; got 'tanks'."),
        ({"series": "votes"}, "values in 6 years, twice min_length; got 3."),
        ({"series": GOOD.where(GOOD != 3)}, "finite numbers below 1e+100; got another in 1963."),
        ({"series": GOOD.replace(3.0, np.inf)}, "finite numbers below 1e+100; got another in 1963."),
        ({"series": TIES - 1}, "must be numbers from 0; got -1."),
        ({"series": TIES[["moscow"]]}, "column of the series must be one of 'moscow'; got 'beijing'."),
        ({"series": TIES.astype(str).replace("3.0", "three")}, "must hold finite numbers; got columns of type "),
        ({"series": GOOD.iloc[:5]}, "values in 6 years, twice min_length; got 5."),
        ({"series": GOOD.drop(1963)}, "whole years without a gap"),
        ({"series": GOOD.set_axis([f"y{i}" for i in range(12)])}, "whole years without a gap"),
        ({"measure": "tilt"}, "measure must be one of 'ties', 'lean', 'levels'; got 'tilt'."),
        ({"min_length": 21}, "values in 42 years, twice min_length; got 41."),
        ({"min_length": 0}, "min_length must be a whole number from 1; got 0."),
        ({"min_length": 2.5}, "min_length must be a whole number from 1; got 2.5."),
        ({"max_breaks": 0}, "max_breaks must be a whole number from 1; got 0."),
        ({"max_breaks": True}, "max_breaks must be a whole number from 1; got True."),
        ({"window": 2}, "window must be an odd whole number from 1 to 45; got 2."),
        ({"release": 2023}, "release must be one of 2022, 2024, 2026; got 2023."),
        (
            {"colour": "red"},
            "option of indicator 'arms' must be one of 'licensed', 'release', 'categories', 'number', 'estimated_years', 'delivery_year'; got 'colour'.",
        ),
    ],
)
@pytest.mark.parametrize("measure", [nkdata.breaks, nkdata.break_probabilities])
def test_bad_input_gets_one_clear_sentence(measure, arguments, sentence):
    with pytest.raises(nkdata.NkdataError) as error:
        measure(**arguments)
    assert sentence in str(error.value)
    assert str(error.value).endswith(".")


def test_a_missing_library_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ruptures", None)  # to import it now fails as where it is not installed
    with pytest.raises(nkdata.NkdataError, match=r"^breaks\(\) needs ruptures: pip install 'nkdata\[breaks\]'\.$"):
        nkdata.breaks()
    assert len(nkdata.break_probabilities()) == 41


def test_only_breaks_needs_ruptures_and_nothing_needs_krippendorff():
    code = (
        "import sys; sys.modules.update(ruptures=None, krippendorff=None, scipy=None); import nkdata; "
        "nkdata.agreement(draws=5); nkdata.boundary_status(); nkdata.boundary_test('orders')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("penalties", [[], [0], [-1], [np.nan], ["a"], 3])
def test_bad_penalties(penalties):
    with pytest.raises(nkdata.NkdataError, match="penalties must be numbers above 0; got "):
        nkdata.breaks(GOOD, penalties=penalties)
