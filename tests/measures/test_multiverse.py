"""The multiverse: its combinations, the ties under each of them, what turns a hypothesis, and what was found."""

import shutil

import numpy as np
import pandas as pd
import pytest
from small import DEAL, TAIL, copy_of_data, write

from nkdata.errors import NkdataError
from nkdata.measures.multiverse.hypotheses import HYPOTHESES
from nkdata.measures.multiverse.specification_curve import multiverse, robustness, sensitivity
from nkdata.measures.multiverse.specifications import _from_series, _made, combinations, specifications
from nkdata.measures.series.alignment import lean
from nkdata.record.codebook import folder
from nkdata.record.tables import load


@pytest.fixture(scope="module")
def every():
    return specifications()


@pytest.fixture(scope="module")
def shares():
    return robustness().set_index("hypothesis")


def test_every_combination_is_there_once(every):
    found, _ = every
    assert len(found) >= 500
    assert not found.duplicated().any()
    table = load("choices")
    assert set(table["choice"]) == set(found.columns)
    for choice, options in table.groupby("choice")["option"]:
        assert set(found[choice].dropna()) == set(options)


def test_what_cannot_exist_is_left_out(every):
    found, _ = every
    oldest = found[found["release"] == "2022"]
    assert oldest["licensed"].eq("in").all()
    assert not oldest["delivery_year"].eq("order").any()
    assert found.loc[found["indicator"] != "words", ["reading", "margins"]].isna().all(axis=None)
    assert found.loc[found["indicator"] == "words", "window"].isna().all()


def test_each_choice_has_one_default_for_every_indicator_that_it_concerns():
    table = load("choices")
    assert table.groupby("choice")["default"].sum().eq(1).all()
    assert table["reason"].notna().all()
    curve = multiverse("toward_moscow_1984_89")
    assert curve[curve["default"]].groupby("indicator").size().eq(1).all()
    assert set(curve.loc[curve["default"], "indicator"]) == set(curve["indicator"])


LEANS = [
    ({"indicator": "arms"}, {}),
    ({"indicator": "arms", "release": "2024", "licensed": "out"}, {"release": 2024, "licensed": False}),
    ({"indicator": "arms", "release": "2022", "window": "3"}, {"release": 2022, "window": 3}),
    ({"indicator": "arms", "phase_edges": "phase_6", "window": "5"}, {"year_1984": "phase_6", "window": 5}),
    ({"indicator": "orders", "licensed": "out", "phase_edges": "phase_5"}, {"licensed": False, "year_1984": "phase_5"}),
    ({"indicator": "events", "weight": "credibility"}, {"weight": "credibility"}),
]


@pytest.mark.parametrize(("chosen", "options"), LEANS)
def test_the_same_choices_give_the_same_lean_as_lean_itself(every, chosen, options):
    found, ties = every
    table = load("choices")
    ours = table[table["default"].astype(bool)].set_index("choice")["option"].to_dict() | chosen
    same = np.all([found[choice].isna() | found[choice].eq(option) for choice, option in ours.items()], axis=0)
    (row,) = np.flatnonzero(same)
    expected = lean("phase", chosen["indicator"], **options)[["moscow", "beijing", "lean"]].to_numpy()
    np.testing.assert_allclose(ties[row][:, :3], expected)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A folder with two deliveries: 100 from Moscow in 1960, ordered in 1958; 50 from Beijing in 1962, licensed, year estimated.

    A third one of 1949, ordered in 1948, lies outside the years and never counts.
    """
    data = copy_of_data(tmp_path_factory.mktemp("two") / "data")
    deal = DEAL | {"number_best": 2, "tiv_unit": 1, "tiv": 1}
    moscow = {"supplier": "SUN", "order_year": 1958, "number_low": 1, "number_high": 4, "category": "aircraft", "delivery_start": 1960}
    beijing = {"supplier": "CHN", "order_year": 1961, "licensed": "yes", "category": "artillery", "delivery_start": 1962}
    early = {"supplier": "CHN", "order_year": 1948, "category": "ships", "delivery_start": 1949}
    write(data, "transfers", [
        deal | deal_of | {"transfer": f"sipri-{i}", "delivery_end": deal_of["delivery_start"]} for i, deal_of in enumerate((moscow, beijing, early), 1)
    ])  # fmt: skip
    sent = TAIL | {"number": 2, "number_estimated": "no"}
    write(data, "deliveries", [
        sent | {"delivery": "sipri-1-1960", "transfer": "sipri-1", "year": 1960, "tiv": 100, "tiv_2024": 90, "year_estimated": "no"},
        sent | {"delivery": "sipri-2-1962", "transfer": "sipri-2", "year": 1962, "tiv": 50, "year_estimated": "yes"},
        sent | {"delivery": "sipri-3-1949", "transfer": "sipri-3", "year": 1949, "tiv": 7, "year_estimated": "no"},
    ])  # fmt: skip
    return data


PLAIN = {
    "indicator": "arms", "release": "2026", "licensed": "in", "categories": "all", "delivery_year": "delivery", "estimated_years": "in",
    "number": "best", "weight": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, {(1960, 0): 100, (1962, 1): 50}),
        ({"release": "2024"}, {(1960, 0): 90}),
        ({"licensed": "out"}, {(1960, 0): 100}),
        ({"categories": "artillery+ships"}, {(1962, 1): 50}),
        ({"estimated_years": "out"}, {(1960, 0): 100}),
        ({"delivery_year": "before"}, {(1959, 0): 100, (1961, 1): 50}),
        ({"delivery_year": "order"}, {(1958, 0): 100, (1961, 1): 50}),
        ({"number": "low"}, {(1960, 0): 50, (1962, 1): 50}),
        ({"number": "high"}, {(1960, 0): 200, (1962, 1): 50}),
        ({"indicator": "deals", "release": None, "number": None}, {(1960, 0): 1, (1962, 1): 1}),
        (
            {"indicator": "orders", "release": None, "number": None, "delivery_year": None, "estimated_years": None},
            {(1958, 0): 1, (1961, 1): 1},
        ),
    ],
)
def test_a_series_by_hand(two, chosen, expected):
    series = _made(pd.Series(PLAIN | chosen), two)
    by_hand = np.zeros((46, 2))
    for (year, tie), value in expected.items():
        by_hand[year - 1950, tie] = value
    np.testing.assert_array_equal(series, np.column_stack([by_hand, by_hand.sum(axis=1)]))


def test_phases_by_hand():
    series = np.zeros((1, 46, 3))
    series[0, 1953 - 1950] = 30, 10, 40  # first year of the first phase
    series[0, 1955 - 1950] = 0, 20, 20
    mean = _from_series(series, 1, "both", "mean", None)[0, 0]
    np.testing.assert_allclose(mean, [30 / 4, 30 / 4, 0, 60 / 4])
    median = _from_series(series, 1, "both", "median", None)[0, 0]
    np.testing.assert_allclose(median, [0, 5, -1, 5])  # of the ties; the lean is that of the two medians
    trimmed = _from_series(series, 1, "trimmed", "mean", None)[0, 0]
    np.testing.assert_allclose(trimmed, [0, 10, -1, 10])


def test_swapping_the_patrons_negates_the_lean():
    rng = np.random.default_rng(0)
    ties = rng.gamma(0.3, size=(5, 46, 2))
    series = np.concatenate([ties, ties.sum(axis=2, keepdims=True)], axis=2)
    for summary in ("mean", "median"):
        ours = _from_series(series, 3, "phase_6", summary, None)
        theirs = _from_series(series[..., [1, 0, 2]], 3, "phase_6", summary, None)
        np.testing.assert_allclose(ours[..., 2], -theirs[..., 2])
        np.testing.assert_allclose(ours[..., [0, 1]], theirs[..., [1, 0]])


def test_an_even_result_is_no_move():
    rounding = np.array([-6.5e-17, 5e-10, 0.0, -5e-10])
    for hypothesis in HYPOTHESES.values():
        assert not hypothesis.holds(hypothesis.bar + rounding).any()
        assert hypothesis.holds(np.array([hypothesis.bar - 1e-3, hypothesis.bar + 1e-3])).tolist() == [
            not hypothesis.above,
            hypothesis.above,
        ]


def test_an_option_that_cannot_touch_a_claim_is_left_out(every):
    found, _ = every
    early, late = multiverse("toward_beijing_1957_60"), multiverse("toward_moscow_1984_89")
    assert set(early["phase_edges"].dropna()) == {"both", "trimmed"}
    assert set(early["number"].dropna()) == {"best"}
    assert len(late) == len(found)
    assert not multiverse("soviet_growth_1984_89").duplicated().any()


def curve(rows, choices):
    frame = pd.DataFrame(rows, columns=[*choices, "holds"])
    frame.insert(len(choices), "default", False)
    frame.insert(len(choices) + 1, "value", 0.0)
    return frame.astype({"holds": "boolean"})


def test_the_choice_that_decides_is_named():
    rows = [(a, b, a == "x") for a in "xy" for b in "12"]
    found = sensitivity(curve(rows, ["first", "second"]))
    assert found["choice"].tolist() == ["first", "first", "second", "second"]
    assert found["range"].tolist() == [1, 1, 0, 0]
    assert found["share"].tolist() == [1, 0, 0.5, 0.5]


def test_options_are_compared_over_the_same_combinations():
    # z exists with 1 only, where everything holds; beside 1 the options x, y and z do not differ.
    rows = [("x", "1", True), ("y", "1", True), ("z", "1", True), ("x", "2", False), ("y", "2", False)]
    found = sensitivity(curve(rows, ["first", "second"])).set_index(["choice", "option"])
    assert found.loc["first", "range"].tolist() == [0, 0, 0]
    assert found.loc[("first", "x"), "combinations"] == 1
    assert found.loc["second", "range"].tolist() == [1, 1]


def test_a_missing_value_neither_holds_nor_fails(every):
    _, ties = every
    for hypothesis in HYPOTHESES.values():
        value = hypothesis.value(ties)
        assert np.isfinite(value[~np.isnan(value)]).all()
    one = multiverse("moscow_alone_1953_56")
    assert one.loc[one["value"].isna(), "holds"].isna().all()
    assert one.loc[one["value"].notna(), "holds"].notna().all()
    assert "words" not in set(one["indicator"])


def test_every_headline_has_five_hundred_combinations(shares):
    assert list(shares.index) == list(HYPOTHESES)
    assert shares["combinations"].ge(500).all()
    assert shares["share"].between(0, 1).all()
    assert (shares["low"] <= shares["high"]).all()


def test_what_was_found(shares):
    """Four headlines stand whatever one chooses; four others hang on what is counted."""
    robust = ["toward_beijing_1957_60", "soviet_return_1965_72", "toward_beijing_1973_84", "toward_moscow_1984_89"]
    assert shares.loc[robust, "share"].gt(0.95).all()
    open_ = ["toward_moscow_1965_72", "beijing_ahead_1973_84", "chinese_decline_1984_89", "toward_beijing_1990_93"]
    assert shares.loc[open_, "share"].lt(0.5).all()
    assert shares.loc["chinese_decline_1984_89", "share_arms"] < 0.25
    assert shares.loc["toward_moscow_1965_72", "share_words"] == 1


def test_an_edited_copy_of_the_choices_counts(tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(folder(), copy)
    lines = (copy / "choices.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("window,5", "indicator,events"))]
    (copy / "choices.csv").write_text("".join(kept), encoding="utf-8")
    found = combinations(copy)
    assert set(found["window"].dropna()) == {"1", "3"}
    assert "events" not in set(found["indicator"])
    assert len(multiverse("toward_moscow_1984_89", data=copy)) == len(found)


@pytest.mark.parametrize("bad", ["nothing", None, 3, ["toward_moscow_1984_89"]])
def test_an_unknown_claim_is_one_sentence(bad):
    with pytest.raises(NkdataError, match=r"hypothesis must be one of 'moscow_alone_1953_56', .*; got "):
        multiverse(bad)
