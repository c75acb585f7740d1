"""Ties, lean, intensity and shifts: answers worked out by hand, and what must hold whatever the data."""

from inspect import isfunction, signature

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import arms_data, copy_of_data, write

import nkdata
from nkdata.measures.series.averages import average, averaging_matrix, measures
from nkdata.measures.series.draws import draw
from nkdata.measures.series.indicators import INDICATORS
from nkdata.measures.series.phases import YEARS


def by_year(data, **options):
    return nkdata.lean(data=data, **options).set_index("year")


def test_one_supplier_is_all_moscow(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0)])
    row = by_year(data).loc[1960]
    assert row.tolist() == [40.0, 0.0, 1.0, 40.0]


def test_two_transfers_make_a_half(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 30.0), ("CHN", 1960, 10.0), ("KAZ", 1960, 5.0)])
    assert by_year(data).loc[1960].tolist() == [30.0, 10.0, 0.5, 40.0]


def test_nothing_sent_has_no_lean(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0)])
    row = by_year(data).loc[1961]
    assert row["intensity"] == 0
    assert np.isnan(row["lean"])


def test_a_window_of_three_averages_the_ties_first(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 30.0), ("CHN", 1961, 10.0)])
    row = by_year(data, window=3).loc[1960]
    assert row.tolist() == pytest.approx([10.0, 10 / 3, 0.5, 40 / 3])


def test_1984_counts_in_both_phases_or_in_one(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1984, 12.0)])
    ties = {
        year_1984: nkdata.lean(by="phase", year_1984=year_1984, data=data).set_index("phase")["moscow"]
        for year_1984 in ("both", "phase_5", "phase_6")
    }
    assert [ties["both"][5], ties["both"][6]] == pytest.approx([1.0, 2.0])
    assert [ties["phase_5"][5], ties["phase_5"][6]] == pytest.approx([1.0, 0.0])
    assert [ties["phase_6"][5], ties["phase_6"][6]] == pytest.approx([0.0, 2.0])


def test_1984_has_one_phase_only_by_a_reading_that_is_named():
    assert [nkdata.phase_of(1984, reading) for reading in ("phase_5", "phase_6")] == [5, 6]
    with pytest.raises(nkdata.NkdataError, match=r"^year_1984 must be 'phase_5' or 'phase_6' for .* share; got 'both' for 1984\.$"):
        nkdata.phase_of(1984)
    spans = {reading: nkdata.phase_years(reading) for reading in ("phase_5", "phase_6")}
    for year in set(range(1953, 1994)) - {1984}:
        phase = nkdata.phase_of(year)
        assert all(span.at[phase, "start_year"] <= year <= span.at[phase, "end_year"] for span in spans.values())


def test_every_measure_reads_1984_alike_unless_told():
    takes = {name: signature(getattr(nkdata, name)).parameters for name in nkdata.__all__ if isfunction(getattr(nkdata, name))}
    defaults = {name: parameters["year_1984"].default for name, parameters in takes.items() if "year_1984" in parameters}
    assert set(defaults) >= {"lean", "shifts", "phase_of", "phase_years", "evidence", "scorecard", "verdicts", "agreement"}
    assert set(defaults.values()) == {"both"}


def test_licensed_production_can_be_left_out(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0)], licensed="yes")
    assert by_year(data, licensed=False).loc[1960, "intensity"] == 0


def test_orders_count_lines_not_volume(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0), ("SUN", 1960, 1.0), ("CHN", 1960, 500.0)])
    assert by_year(data, indicator="orders").loc[1960].tolist() == pytest.approx([2, 1, 1 / 3, 3])


def test_events_count_net_effects_and_each_event_once(tmp_path):
    data = copy_of_data(tmp_path / "d")
    common = {
        "kind": "visit",
        "parties": "PRK;SUN",
        "precision": "day",
        "source": "sipri_2026",
        "locator": "x",
        "vantage": "reference",
        "reliability": "B",
        "status": "value",
    }
    rows = [("e001", "", "+", "0"), ("e002", "", "-", "+"), ("e003", "g", "+", "0"), ("e004", "g", "0", "0")]
    write(data, "events", [
        common | {"event": e, "event_group": g, "date": "1970-01-01", "start": "1970-01-01", "end": "1970-01-01", "title": "t",
                  "tie_moscow": m, "tie_beijing": b, "credibility": 3}
        for e, g, m, b in rows
    ])  # fmt: skip
    row = by_year(data, indicator="events").loc[1970]
    assert row[["moscow", "beijing", "intensity"]].tolist() == [0.5, 1.0, 3.5]
    assert row["lean"] == pytest.approx(-0.5 / 3.5)
    weighted = by_year(data, indicator="events", weight="credibility").loc[1970]
    assert weighted["intensity"] == pytest.approx(3.5 * 0.6)
    found = nkdata.acts(data=data)
    assert len(found) == 164
    of_1970 = found[found["year"].eq(1970)].set_index(["tie", "sign"])["acts"]
    assert of_1970.to_dict() == {("moscow", "+"): 2, ("moscow", "-"): 1, ("beijing", "+"): 1, ("beijing", "-"): 0}
    assert found["acts"].sum() == 4


def test_acts_in_doubt_and_acts_that_cancel_do_not_count(tmp_path):
    data = copy_of_data(tmp_path / "d")
    common = {
        "kind": "visit", "parties": "PRK;SUN", "date": "1970-01-01", "precision": "day", "start": "1970-01-01", "end": "1970-01-01",
        "title": "t", "source": "sipri_2026", "locator": "x", "vantage": "reference", "reliability": "B", "status": "value",
    }  # fmt: skip
    rows = [("e001", "", "+", 5), ("e002", "g", "+", 3), ("e003", "g", "-", 3), ("e004", "", "-", 4)]
    write(data, "events", [
        common | {"event": e, "event_group": g, "tie_moscow": sign, "tie_beijing": "0", "credibility": c} for e, g, sign, c in rows
    ])  # fmt: skip
    found = nkdata.acts(data=data).query("acts > 0")
    assert found[["year", "tie", "sign", "acts"]].to_numpy().tolist() == [[1970, "moscow", "-", 1]]


def test_votes_begin_in_1991_and_treaties_in_1961():
    votes = nkdata.lean(indicator="votes").set_index("year")
    assert votes.loc[1953:1990, "lean"].isna().all()
    assert (votes.loc[1991:, "lean"] < 0).all()
    treaties = nkdata.lean(indicator="treaties").set_index("year")
    assert treaties.loc[1953:1960, "intensity"].eq(0).all()
    assert treaties.loc[1961:, "lean"].eq(0).all()


series = st.lists(st.floats(0, 1e4), min_size=len(YEARS), max_size=len(YEARS)).map(np.array)


@settings(deadline=None, max_examples=60)
@given(series, series, st.sampled_from(["year", "phase"]), st.sampled_from([1, 3, 5]))
def test_swapping_the_patrons_negates_the_lean(moscow, beijing, by, window):
    matrix, _ = averaging_matrix(by, window)
    one = measures(np.column_stack([moscow, beijing, moscow + beijing]), matrix)
    other = measures(np.column_stack([beijing, moscow, moscow + beijing]), matrix)
    np.testing.assert_allclose(one[:, 2], -other[:, 2])
    np.testing.assert_allclose(one[:, 3], other[:, 3])
    known = one[:, 2][~np.isnan(one[:, 2])]
    assert (np.abs(known) <= 1 + 1e-9).all()


@settings(deadline=None, max_examples=60)
@given(series, series, st.floats(0.01, 100))
def test_scaling_both_ties_changes_no_lean(moscow, beijing, factor):
    matrix, _ = averaging_matrix("phase")
    ties = np.column_stack([moscow, beijing])
    ties[ties < 1e-3] = 0
    values = np.column_stack([ties, ties.sum(axis=1)])
    one, other = measures(values, matrix), measures(values * factor, matrix)
    known = ~np.isnan(one[:, 2])
    assert (known == ~np.isnan(other[:, 2])).all()
    one, other = one[known], other[known]
    rounding = 1e-9 + 3e-9 / np.fmin(one[:, 3], other[:, 3])  # ties end at nine decimals
    assert (np.abs(one - other)[:, 2] <= rounding).all()


def test_averages_pass_over_missing_years():
    matrix, labels = averaging_matrix("phase")
    values = np.full((len(YEARS), 1), np.nan)
    values[YEARS.get_loc(1992)] = 4.0
    means = average(values, matrix)[:, 0]
    assert means[labels["phase"].eq(7)].tolist() == [4.0]
    assert np.isnan(means[:6]).all()


def test_the_words_have_one_mean_however_many_draws_give_its_interval():
    mean = nkdata.lean("phase", "words")[["moscow", "beijing", "lean"]]
    pd.testing.assert_frame_equal(nkdata.lean("phase", "words", draws=20)[["moscow", "beijing", "lean"]], mean)
    assert nkdata.shifts("words", draws=20)["size"].tolist() == mean["lean"].diff()[1:].tolist()


@pytest.mark.parametrize("indicator", list(INDICATORS))
def test_draws_are_the_same_for_a_seed_and_differ_for_another(indicator):
    one, again, other = draw(indicator, 20, 1), draw(indicator, 20, 1), draw(indicator, 20, 2)
    np.testing.assert_array_equal(one, again)
    assert np.array_equal(one, other, equal_nan=True) == (indicator in ("votes", "treaties"))


def test_draws_of_a_certain_record_are_the_record(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0), ("CHN", 1962, 10.0)])
    drawn = draw("arms", 50, data=data)
    assert drawn[:, YEARS.get_loc(1960), 0].tolist() == [40.0] * 50
    assert drawn[:, YEARS.get_loc(1962), 1].tolist() == [10.0] * 50


def test_estimated_years_of_a_deal_move_together_and_sure_ones_stay(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0)])
    text = (data / "deliveries.csv").read_text(encoding="utf-8").splitlines()
    guess = text[1].replace(",no,no,", ",no,yes,")
    rows = [text[1].replace("1960", "1970"), guess, guess.replace("1960", "1961"), guess.replace("1960", "1962")]
    (data / "deliveries.csv").write_text("\n".join([text[0], *rows]) + "\n", encoding="utf-8")
    drawn = draw("arms", 1000, data=data, release=2026)[:, :, 0]
    first = (drawn > 0).argmax(axis=1) + YEARS[0]
    assert set(first) == {1959, 1960, 1961}
    np.testing.assert_allclose([(first == year).mean() for year in (1959, 1960, 1961)], [0.25, 0.5, 0.25], atol=0.05)
    assert (np.count_nonzero(drawn, axis=1) == 4).all()
    np.testing.assert_allclose(drawn[:, YEARS.get_loc(1970)], 40.0)


def test_uncertain_years_keep_the_total_of_a_deal(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0)])
    text = (data / "deliveries.csv").read_text(encoding="utf-8").splitlines()
    row = text[1].replace(",no,no,", ",no,yes,")
    (data / "deliveries.csv").write_text("\n".join([text[0], row, row.replace("1960", "1961")]) + "\n", encoding="utf-8")
    (data / "tiv.csv").write_text((data / "tiv.csv").read_text(encoding="utf-8").replace(",40.0,", ",40.0,"), encoding="utf-8")
    drawn = draw("arms", 200, data=data, release=2026)[:, :, 0]
    np.testing.assert_allclose(drawn.sum(axis=1), 80.0)
    assert drawn[:, YEARS.get_loc(1960)].std() > 5


def test_numbers_stay_between_the_rivals(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0)], number_best=4, number_low=2, number_high=6, number_uncertain="yes")
    drawn = draw("arms", 500, data=data, release=2026)[:, YEARS.get_loc(1960), 0]
    assert drawn.min() >= 20
    assert drawn.max() <= 60
    assert drawn.min() < 22
    assert drawn.max() > 57


def test_more_draws_narrow_the_error_of_their_mean():
    spread = [np.std([draw("arms", n, seed)[:, YEARS.get_loc(1975), 2].mean() for seed in range(12)]) for n in (25, 400)]
    assert 2 < spread[0] / spread[1] < 8  # a factor of 16 in draws, hence about 4


def test_shifts_agree_with_the_lean_of_the_phases():
    lean = nkdata.lean(by="phase")["lean"]
    shifts = nkdata.shifts("arms", draws=50)
    np.testing.assert_allclose(shifts["size"], np.diff(lean))
    assert shifts["toward_moscow"].between(0, 1).all()
    assert set(nkdata.shifts(draws=20)["indicator"]) == {*INDICATORS, "words"}


def test_the_words_have_a_lean_by_phase_that_keeps_to_the_constraints():
    words = nkdata.lean(by="phase", indicator="words", draws=500).set_index("phase")
    assert words["lean"].between(words["lean_low"], words["lean_high"]).all()
    for row in nkdata.load("constraints").itertuples():
        assert words.at[row.greater_phase, row.greater_tie] > words.at[row.lesser_phase, row.lesser_tie], row.constraint


@pytest.mark.parametrize(
    "options",
    [
        {"draws": -1}, {"draws": 1.5}, {"draws": True}, {"seed": "x"}, {"seed": -3}, {"window": 0}, {"window": 4}, {"window": "3"},
        {"year_1984": "none"}, {"by": None}, {"by": ["year"]}, {"indicator": "gdp"}, {"indicator": float("nan")}, {"release": 2025},
        {"licensed": "no"}, {"indicator": "words"}, {"indicator": "words", "by": "phase", "release": 2024}, {"indicator": "votes", "release": 2024}, {"indicator": "events", "weight": "grade"}, {"draws": 10**9 + 0.5},
    ],
)  # fmt: skip
def test_bad_arguments_are_one_sentence(options):
    with pytest.raises(nkdata.NkdataError, match=r" must (be|hold) .*; got "):
        nkdata.lean(**options)


def test_overlapping_and_reversed_phases_are_refused(tmp_path):
    data = copy_of_data(tmp_path / "d")
    text = (data / "phases.csv").read_text(encoding="utf-8")
    for old, new, message in [
        ("year,1957,1960", "year,1955,1960", "begins before"),
        ("year,1961,1964", "year,1965,1964", "not after the last"),
    ]:
        (data / "phases.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(nkdata.NkdataError, match=message):
            nkdata.lean(by="phase", data=data)
