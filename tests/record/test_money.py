"""Money: the tables of aid, oil and trade, the faults that their rules name, and the facts that the pages carry."""

import pandas as pd
import pytest
from small import copy_of_data

import nkdata
from nkdata.record import codebook
from nkdata.record.validation import rules
from nkdata.record.validation.rules import money, money_names

RULES = {rule.__name__: rule for rule in rules.RULES}
OLD = "SUR million (before 1961)"
# Table, key of the row, cells to change, the rule that must notice, and the column that it must name.
FAULTS = [
    ("aid", "aid004", {"best": 1100.0}, "four_roubles_make_a_dollar", "best"),
    ("aid", "aid035", {"gist": "Peking announces a loan of 420 million roubles"}, "money_is_of_one_currency", "gist"),
    ("aid", "aid009", {"unit": "CNY million (before 1955)", "end": pd.Timestamp("1956-11-30")}, "money_is_of_one_currency", "unit"),
    ("aid", "aid035", {"unit": OLD, "source": "xinhua_2013_huanqiu"}, "money_is_of_one_currency", "unit"),
    ("aid", "aid031", {"date": None}, "money_has_a_date", "date"),
    ("aid", "aid031", {"date": "1960-10/.."}, "money_has_a_date", "date"),
    ("aid", "aid031", {"precision": "day"}, "money_has_a_date", "precision"),
    ("aid", "aid036", {"partner": "HUN"}, "money_has_a_giver", "partner"),
    ("aid", "aid036", {"partner": "RUS"}, "money_has_a_giver", "partner"),
    ("oil", "oil013", {"partner": "LBY"}, "money_has_a_giver", "partner"),
    ("aid", "aid051", {"stage": "delivery"}, "money_has_a_stage", "stage"),
    ("aid", "aid031", {"stage": "outstanding"}, "money_has_a_stage", "stage"),
    ("aid", "aid044", {"stage": "commitment"}, "money_has_a_stage", "stage"),
    ("oil", "oil019", {"unit": "USD a barrel"}, "money_has_a_stage", "unit"),
    ("aid", "aid025", {"best": 4800.0}, "derived_money_adds_up", "best"),
    ("aid", "aid025", {"computation": None}, "derived_money_adds_up", "computation"),
    ("aid", "aid026", {"computation": "1300 + 0"}, "derived_money_adds_up", "computation"),
    ("aid", "aid047", {"computation": "365 / 0"}, "money_computations_are_sums", "computation"),
    ("aid", "aid055", {"source": "joongang_1993_protest", "end": pd.Timestamp("1994-01-31")}, "money_within_reach", "source"),
    ("oil", "oil043", {"source": "joongang_1987_oil"}, "money_within_reach", "source"),
    ("aid", "aid052", {"low": 600.0}, "money_has_figures", "low"),
    ("aid", "aid040", {"status": "value"}, "money_has_figures", "status"),
    ("aid", "aid052", {"low": None, "high": None}, "money_has_figures", "status"),
    ("aid", "aid019", {"best": 1700.0}, "sums_agree_with_estimates", "best"),
    ("aid", "aid032", {"best": 670.0}, "four_roubles_make_a_dollar", "best"),
    ("aid", "aid031", {"kind": "credit"}, "money_names_hold", "quantity"),
    ("oil", "oil044", {"stage": "delivery"}, "money_names_hold", "quantity"),
    ("aid", "aid030", {"end_year": 1959, "start_year": 1957}, "money_names_end_with_years", "start_year"),
    ("oil", "oil033", {"quantity": "soviet_oil"}, "money_names_end_with_years", "quantity"),
    ("oil", "oil033", {"oil": "oil099"}, "money_rivals_differ", "oil"),
    ("aid", "aid004", {"status": "disputed", "quantity": "soviet_grant_1954"}, "money_rivals_differ", "status"),
]


@pytest.fixture(scope="module")
def tables():
    return {name: nkdata.load(name) for name in codebook.names()}


def changed(frame, key, cells):
    column = frame.columns[0]
    i = frame.index[frame[column].eq(key)][0]
    frame = frame.copy()
    for name, value in cells.items():
        frame[name] = frame[name].astype(object).where(frame.index != i, value).astype(frame[name].dtype)
    return frame, i + 2


@pytest.mark.parametrize(("table", "key", "cells", "rule", "column"), FAULTS)
def test_a_fault_names_its_cell(tables, table, key, cells, rule, column):
    frame, row = changed(tables[table], key, cells)
    assert list(RULES[rule](tables)) == []
    found = [(file, line, name) for file, line, name, *_ in RULES[rule](tables | {table: frame})]
    assert (f"{table}.csv", row, column) in found


def test_every_rule_is_tried():
    assert {rule for *_, rule, _ in FAULTS} == {rule.__name__ for module in (money, money_names) for rule in module.RULES}


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("unit", None, "an empty cell is not"),
        ("basis", None, "an empty cell is not"),
        ("date", None, "an empty cell is not"),
        ("stage", None, "an empty cell is not"),
        ("unit", "roubles", "USD million"),
        ("unit", "USD million; SUR million (before 1961)", "USD million"),
    ],
)
def test_a_sum_without_a_ground_is_refused_in_one_sentence(tmp_path, column, value, allowed):
    data = copy_of_data(tmp_path / "d")
    frame = nkdata.load("aid")
    frame.loc[3, column] = value
    text = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    (data / "aid.csv").write_text(text, encoding="utf-8")
    with pytest.raises(nkdata.NkdataError, match=rf"aid\.csv, row 5, {column}") as error:
        nkdata.load("aid", data=data)
    assert allowed in str(error.value)
    assert str(error.value).count("\n") == 0


@pytest.mark.parametrize(("text", "value"), [("4750 * 0.46", 2185), ("500 + 500 + 700", 1700), ("10 - 4 / 2", 3)])
def test_a_computation_is_worked_from_left_to_right(text, value):
    assert money.value_of(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "4 *", "365 / 0", "x + 1"])
def test_a_computation_that_is_none_has_no_value(text):
    assert pd.isna(money.value_of(text))


def test_each_kind_of_aid_has_its_stages():
    kinds = next(f for f in codebook.resource("aid")["schema"]["fields"] if f["name"] == "kind")["constraints"]["enum"]
    assert set(money.STAGES) == set(kinds)


def test_each_measure_of_oil_has_its_units():
    measures = next(f for f in codebook.resource("oil")["schema"]["fields"] if f["name"] == "measure")["constraints"]["enum"]
    assert set(money.UNITS) == set(measures)


def test_china_promised_more_than_all_others_after_the_armistice(tables):
    aid = tables["aid"].set_index("quantity")
    china, bloc = aid.loc["china_grants_1954"], aid.loc["bloc_grants_1953_54"]
    for unit in (OLD, "USD million"):
        mine = china[china["unit"].eq(unit)]
        assert mine["best"].fillna(mine["low"]).iloc[0] > bloc.loc[bloc["unit"].eq(unit), "best"].iloc[0]


def test_both_patrons_acted_in_1960(tables):
    aid = tables["aid"]
    year = aid[aid["start"].dt.year.eq(1960) & aid["stage"].eq("commitment")]
    assert set(year["partner"]) == {"SUN", "CHN"}


def test_trade_was_even_in_1978_then_soviet_then_chinese(tables):
    trade = tables["trade"].query("flow == 'total' and unit == 'USD million'").groupby(["year", "partner"])["value"].agg(["min", "max"])
    assert trade.loc[(1978, "CHN"), "min"] == pytest.approx(trade.loc[(1978, "SUN"), "max"], rel=0.15)
    assert trade.loc[(1988, "SUN"), "min"] > 4 * trade.loc[(1988, "CHN"), "max"]
    assert trade.loc[(1992, "CHN"), "min"] > 2 * trade.loc[(1992, "RUS"), "max"]


def test_chinese_oil_was_to_pass_the_soviet_in_1978(tables):
    oil = tables["oil"].set_index("quantity")
    assert oil.loc["china_oil_plan_1978", ["low", "best"]].min().min() >= oil.loc["soviet_oil_plan_1978", "high"]


def test_pages_that_speak_of_both_patrons_are_coded_for_both(tables):
    aid = tables["aid"]
    for source in ("time_1960_flying_horse", "time_1953_big_brother", "xinhua_2013_huanqiu", "joongang_oecd_aid", "joongang_1977_us_aid"):
        assert {"SUN", "CHN"} <= set(aid.loc[aid["source"].eq(source), "partner"]), source
