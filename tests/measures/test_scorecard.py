"""Scorecard, agreement between sources, verdicts: worked by hand, and against Krippendorff's own example."""

import shutil

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import copy_of_data

import nkdata
from nkdata.charts import CATALOGUE
from nkdata.measures.breaks.changepoint_posterior import DRAWS
from nkdata.measures.verdicts.agreement import alpha, bootstrap_interval, table_of_codes
from nkdata.measures.verdicts.boundary_evidence import SEEN, _status, boundary_status
from nkdata.measures.verdicts.evidence import CREDIBILITY, RELIABILITY
from nkdata.measures.verdicts.source_claims import delivery_checks, source_claims
from nkdata.record import codebook

_ = np.nan
# Four observers, twelve units: Krippendorff, "Computing Krippendorff's Alpha-Reliability", also the example "C" of the
# R package irr. Published: nominal 0.743, ordinal 0.815, interval 0.849, ratio 0.797.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
).T


def test_published_example():
    assert alpha(PUBLISHED) == pytest.approx(0.815, abs=0.0005)


def test_two_coders_worked_by_hand():
    # units (0, 0), (0, 1), (1, 1), (1, 1): values 0 three times, 1 five times; 2 of 8 pairs differ, by chance 30 of 56
    assert alpha([[0, 0], [0, 1], [1, 1], [1, 1]]) == pytest.approx(1 - (2 / 8) / (30 / 56))


CODES = st.lists(st.lists(st.sampled_from([0.0, 1.0, 2.0, _]), min_size=4, max_size=4), min_size=3, max_size=10)


@settings(max_examples=300, deadline=None)
@given(CODES)
def test_alpha_is_that_of_an_independent_library(codes):
    codes = np.array(codes)
    paired = codes[(~np.isnan(codes)).sum(axis=1) >= 2]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        assert np.isnan(alpha(codes))
        return
    assert alpha(codes) == pytest.approx(krippendorff.alpha(reliability_data=codes.T, level_of_measurement="ordinal"), abs=1e-12)
    assert alpha(codes) <= 1 + 1e-12


def test_agreement_is_one_and_undefined_where_it_should_be():
    assert alpha([[0, 0], [2, 2], [1, _]]) == pytest.approx(1)
    assert np.isnan(alpha([[1, 1], [1, 1]]))
    assert np.isnan(alpha([[0, _], [_, 2]]))
    with pytest.raises(nkdata.NkdataError, match="units by coders"):
        alpha([0, 1])


def test_interval_holds_the_estimate_and_repeats_itself():
    low, high = bootstrap_interval(PUBLISHED, 500, seed=4)
    assert low < alpha(PUBLISHED) < high <= 1
    assert (low, high) == bootstrap_interval(PUBLISHED, 500, seed=4)
    assert (low, high) != bootstrap_interval(PUBLISHED, 500, seed=5)


def test_agreement_of_the_sources():
    found = nkdata.agreement(draws=400).set_index("what")
    assert (found["low"] <= found["alpha"]).all()
    assert (found["alpha"] <= found["high"]).all()
    for what in found.index:
        coded = table_of_codes(what)
        assert coded.notna().sum(axis=1).min() >= 2
        assert set(np.unique(coded.to_numpy()[coded.notna()])) <= {0, 1, 2}
        assert "loc_country_study_1994" not in coded.columns


@pytest.mark.parametrize("bad", [{"draws": 0}, {"draws": 2.5}, {"draws": True}, {"seed": -1}, {"seed": "x"}])
def test_bad_draws(bad):
    with pytest.raises(nkdata.NkdataError, match=r"(draws|seed) must be a whole number from (0|1 to 100,000); got "):
        nkdata.agreement(**bad)


@pytest.fixture(scope="module")
def rows():
    return nkdata.evidence("phase_6")


@pytest.fixture(scope="module")
def card():
    return nkdata.scorecard("phase_6")


def test_scorecard_counts_the_evidence(rows, card):
    assert card[["yes", "partly", "no"]].to_numpy().sum() == len(rows)
    assert card[["yes_weighted", "partly_weighted", "no_weighted"]].to_numpy().sum() == pytest.approx(rows["weight"].sum())
    assert rows["weight"].between(0, 1).all()
    assert not rows.duplicated(["phase", "tie", "kind", "key", "verdict"]).any()


def test_statements_stand_as_coded(rows):
    own = nkdata.load("statements")
    own = own[own["source"].ne("loc_country_study_1994") & own["reading"].ne("cumulative")]
    both = own["patron"].eq("both").sum()
    assert rows["kind"].eq("statement").sum() == len(own) + both
    coded = own.set_index("statement")
    for row in rows[rows["kind"].eq("statement")].itertuples():
        source = coded.loc[row.key]
        assert row.verdict == source["agrees"]
        assert row.weight == pytest.approx(RELIABILITY[source["reliability"]] * CREDIBILITY[source["credibility"]])


def test_the_text_is_no_witness_for_itself(rows):
    assert "loc_country_study_1994" not in set(rows["source"])


def test_events_worked_by_hand(rows):
    events = rows[rows["kind"].eq("event")].set_index(["phase", "tie", "key"])["verdict"]
    assert events[6, "moscow", "mig23"] == "yes"  # a delivery warms the tie; the text has assistance grow
    assert events[3, "moscow", "e023"] == "no"  # aircraft arrive in 1962; the text has little assistance
    assert events[7, "moscow", "samsonov_visit"] == "partly"  # the text says cooler and renewed both
    assert (3, "beijing", "e023") not in events.index  # Beijing was no party: not assistance from it
    assert (3, "moscow", "treaty_ussr_1961") not in events.index  # relations, of which the text says nothing there


def test_where_an_event_of_1984_counts():
    in_five, in_both = nkdata.evidence("phase_5"), nkdata.evidence()
    # arms promised in November 1984: against the fifth phase, for the sixth
    assert in_five.query("key == 'kapitsa_1984'")[["phase", "verdict"]].to_numpy().tolist() == [[5, "no"]]
    assert in_both.query("key == 'kapitsa_1984'")[["phase", "verdict"]].to_numpy().tolist() == [[5, "no"], [6, "yes"]]
    with pytest.raises(nkdata.NkdataError, match=r"year_1984 must be one of .*; got 'none'"):
        nkdata.scorecard("none")


def test_claims_and_checks_of_deliveries():
    claims = source_claims().set_index("assistance")
    assert claims.loc["a11", ["phase", "tie", "sign"]].tolist() == [4, "beijing", "-"]
    assert "a18" not in claims.index  # changed, without a direction
    checks = delivery_checks().set_index("assistance")
    # 0 before 1957 and 278.7 a year after: borne out; 6.2 a year in 1961-64 and 81.6 after: no drop from there
    assert checks.loc["a07", "verdict"] == "yes"
    assert checks.loc["a11", "verdict"] == "no"
    assert checks["share"].between(0, 1).all()


def test_boundaries_against_the_posterior():
    edges = boundary_status()
    assert len(edges) == 12
    seen = edges.drop_duplicates("year").set_index("year")
    chance = nkdata.break_probabilities("arms", draws=DRAWS).set_index("year")
    assert seen["probability"].to_dict() == pytest.approx(chance.loc[seen.index, "probability"].to_dict())
    assert seen.loc[1961, ["status", "likeliest"]].tolist() == ["seen", 1961]
    assert seen.loc[1957, ["status", "likeliest"]].tolist() == ["seen", 1958]
    assert seen.loc[1965, ["status", "likeliest"]].tolist() == ["moves", 1966]
    assert edges["same"].between(0, 1).all()
    assert edges["status"].eq("not seen").equals(edges["prob_within_1y"].lt(edges["average"].clip(lower=SEEN)))


def test_a_boundary_is_seen_only_where_a_break_is_no_less_probable_than_beside_the_average_year():
    even = pd.DataFrame({"year": range(1953, 1994), "probability": 0.3, "prob_within_1y": 0.75, "prior": 0.2}).set_index("year")
    less = even.copy()
    less.loc[1973, "prob_within_1y"] = 0.625
    assert _status(even, 1973)[0] == "seen"
    assert _status(less, 1973)[0] == "not seen"


def test_verdicts_follow_the_rule():
    judged = nkdata.verdicts("phase_6").set_index("phase")
    edges = boundary_status().groupby("phase")["status"].agg(set)
    assert judged["verdict"].isin(["holds", "holds with a changed boundary", "contested"]).all()
    for phase, row in judged.iterrows():
        assert (row["verdict"] == "holds") == row["because"].startswith("deliveries break within a year of")
        if row["verdict"] == "holds":
            assert edges[phase] == {"seen"}
        if row["verdict"] == "holds with a changed boundary":
            assert "moves" in edges[phase]
            assert row["because"].startswith("it ")


def folder_with(tmp_path, table, change):
    """A copy of the tables with one of them changed."""
    folder = tmp_path / "data"
    shutil.copytree(codebook.SHIPPED, folder)
    path = folder / f"{table}.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    change(frame).to_csv(path, index=False, lineterminator="\n")
    return folder


def test_more_against_than_for_makes_a_phase_contested(tmp_path):
    def against(frame):
        return frame.assign(agrees=frame["agrees"].mask(frame["phase"].eq("5") & frame["patron"].eq("SUN"), "no"))

    data = folder_with(tmp_path, "statements", against)
    before, after = (nkdata.verdicts("phase_6", data=folder).set_index("phase") for folder in (None, data))
    assert "on Moscow" not in before.loc[5, "because"]
    assert after.loc[5, "verdict"] == "contested"
    assert "on Moscow more contradicts" in after.loc[5, "because"]
    assert before.drop(5)["verdict"].equals(after.drop(5)["verdict"])


def test_a_moved_boundary_is_noticed_and_mended(tmp_path):
    def mended(frame):
        frame.loc[frame["phase"].eq("6"), ["end", "end_year"]] = "1990"
        frame.loc[frame["phase"].eq("7"), ["start", "start_year"]] = "1991"
        return frame

    before, after = (nkdata.verdicts(data=data).set_index("phase") for data in (None, folder_with(tmp_path, "phases", mended)))
    assert before.loc[6, ["verdict", "because"]].tolist() == ["holds with a changed boundary", "it closes with 1990 rather than 1989"]
    assert after.loc[6, "verdict"] == "holds"
    assert "opens in 1991" in before.loc[7, "because"]
    assert "opens" not in after.loc[7, "because"]


def test_the_words_of_the_chart_come_from_its_numbers(card):
    chart = CATALOGUE["scorecard"]
    data = chart.data()
    assert data[["yes", "partly", "no"]].sum().tolist() == card[["yes", "partly", "no"]].sum().tolist()
    words = chart.words(data)
    for number in card[["yes", "partly", "no"]].sum():
        assert str(number) in words.alt
    assert chart.words(data.assign(verdict="holds", said="holds")).title == "Of 7 phases, 7 hold"


def test_unweighted_verdicts_and_bad_flag():
    assert len(nkdata.verdicts(weighted=False)) == 7
    with pytest.raises(nkdata.NkdataError, match="weighted must be True or False; got 'yes'"):
        nkdata.verdicts(weighted="yes")


def test_delivery_checks_weigh_as_their_source_is_graded(tmp_path):
    data = copy_of_data(tmp_path / "d")
    path = data / "sources.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame.loc[frame["source"].eq("sipri_2026"), "reliability"] = "E"
    frame.to_csv(path, index=False, lineterminator="\n")
    checks = nkdata.evidence(data=data).query("kind == 'deliveries'")
    assert checks["weight"].round(9).unique().tolist() == [0.12]
