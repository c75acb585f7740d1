"""Rules of meaning: each names the cell that breaks it, and a sound table breaks none."""

import pandas as pd
import pytest

import nkdata
from nkdata.record import codebook
from nkdata.record.validation import rules

RULES = {rule.__name__: rule for rule in rules.RULES}
# Rule, table, key of the row, column, and a value that breaks the rule there.
BROKEN = [
    ("lines_are_whole", "transfers", "sipri-29903", "condition", None),
    ("lines_are_whole", "transfers", "text-sa-3", "number_best", 8),
    ("lines_are_whole", "transfers", "text-sa-3", "supplier", "CHN"),
    ("derived_columns_follow", "transfers", "sipri-4589", "delivery_end", 1988),
    ("derived_columns_follow", "transfers", "text-jets", "delivery_start", 1985),
    ("derived_columns_follow", "transfers", "sipri-14090", "number_local", 12),
    ("rivals_are_known", "transfers", "sipri-4589", "number_high", 61),
    ("derived_columns_follow", "estimates", "est034", "best", 66),
    ("derived_columns_follow", "deliveries", "sipri-29903-1953", "phase", "2"),
    ("derived_columns_follow", "transfers", "sipri-4589", "number_uncertain", False),
    ("releases_keep_the_value_of_a_piece", "deliveries", "sipri-26426-1951", "tiv_2024", 25),
    ("ties_fit_parties", "events", "t05", "tie_beijing", "+"),
    ("ties_fit_parties", "events", "t05", "parties", "PRK;CHN"),
    ("ties_fit_parties", "events", "t09", "tie_moscow", "-"),
    ("patrons_are_named", "statements", "s003a", "patron", "SUN"),
    ("derived_columns_follow", "events", "t05", "precision", "day"),
    ("sources_do_not_foresee", "trade", "sun-1955-total-cow_trade_v4", "year", 2025),
    ("derived_columns_follow", "actors", "SUN", "end", pd.Timestamp("1992-12-31")),
    ("ties_pass_to_successors", "actors", "KAZ", "tie", "moscow"),
    ("derived_columns_follow", "assistance", "a14", "direction", "down"),
    ("derived_columns_follow", "assistance", "a21", "level", "warm"),
    ("derived_columns_follow", "assistance", "a13", "pace", "dramatically"),
    ("derived_columns_follow", "assistance", "a10", "patron", "CHN"),
    ("derived_columns_follow", "constraints", "c13", "margin", "any"),
    ("words_decide_inequalities", "constraints", "c07", "lesser_phase", 5),
    ("inequalities_do_not_clash", "constraints", "c05", "lesser_tie", "beijing"),
    ("words_of_one_passage", "constraints", "c16", "passage", "p3s5"),
    ("passages_have_one_phase", "assistance", "a09", "phase", 4),
    ("derived_columns_follow", "phases", "7", "end_precision", "year"),
    ("derived_columns_follow", "drivers", "d05", "phase", 6),
    ("statements_fit_their_phase", "statements", "s002a", "reading", "high"),
    ("statements_fit_their_phase", "statements", "s024", "phase", 6),
    ("agreement_is_earned", "statements", "s038", "agrees", "no"),
    ("agreement_is_earned", "statements", "s048", "agrees", "yes"),
    ("numbered_keys_rise", "drivers", "d12", "driver", "d15"),
    ("derived_columns_follow", "sources", "newsis_2017_documents", "year", 2007),
    ("event_keys_say_whose_they_are", "events", "t05", "event_group", "kim_moscow_1985"),
    ("trade_adds_up", "trade", "rus-1995-total-cow_trade_v4", "value", 93),
    ("derived_columns_follow", "trade", "rus-1995-total-cow_trade_v4", "quantity", "soviet_trade_1995"),
    ("datasets_number_states", "trade", "rus-1995-total-cow_trade_v4", "partner", "CHN"),
    ("derived_columns_follow", "treaties", "y04", "element", "signed"),
    ("derived_columns_follow", "treaties", "y39", "partner", "SUN"),
    ("estimate_claims_say_what_they_hold", "estimates", "est003", "supplier", "CHN"),
    ("estimate_claims_say_what_they_hold", "estimates", "est001", "end_year", 1985),
    ("votes_are_of_their_session", "votes", "46 CHN", "s_score", 0.95),
    ("alike", "transfers", "sipri-5880", "category", "missiles"),
    ("derived_columns_follow", "treaties", "y41", "element", "notice"),
    ("said_once", "actors", "RUS", "colour", "#b2222e"),
    ("notes_name_rows", "corrections", "k002", "note", "Rows t19 and e998"),
    ("grade_fits_status", "assistance", "a08", "credibility", 1),
    ("phases_follow", "phases", "3", "start", "about 1961"),
    ("phases_follow", "phases", "3", "end", "١٩٦٤"),
    ("derived_columns_follow", "transfers", "sipri-14090", "note", "٣ of the ٣ built under licence"),
    ("gaps_are_empty", "estimates", "est009", "high", None),
    ("status_fits_value", "transfers", "sipri-4589", "status", "reported_zero"),
    ("disputes_have_two_sides", "estimates", "est001", "status", "disputed"),
    ("groups_are_shared", "events", "e086", "event_group", "one_alone"),
    ("sources_are_used", "sources", "newsis_2017_documents", "source", "nobody_2017"),
    ("actors_can_be_told_apart", "actors", "RUS", "hatch", None),
    ("choices_can_be_made", "choices", "release 2024", "default", True),
    ("choices_can_be_made", "choices", "window 3", "option", "4"),
    ("claims_fit_their_sentence", "claims", "register", "low", 1.0),
    ("corrections_change_something", "corrections", "k003", "used", "General Samonov"),
    ("passages_have_their_measure", "passages", "p5s1", "tokens", 15),
    ("places_fit_the_source", "events", "e043", "locator", "register line, deal 4589"),
    ("addresses_are_addresses", "sources", "newsis_2017_documents", "seen", pd.Timestamp("2016-11-22")),
    ("derived_columns_follow", "assistance", "a01", "reliability", "A"),
    ("derived_columns_follow", "passages", "p5s1", "coded", False),
    ("derived_columns_follow", "phases", "5", "shares_1984", False),
    ("derived_columns_follow", "phases", "2", "wording", "1957-61"),
    ("derived_columns_follow", "events", "t05", "start", pd.Timestamp("1984-05-02")),
    ("derived_columns_follow", "events", "t05", "locator", "p2s7"),
    ("derived_columns_follow", "events", "t05", "source", "sipri_2026"),
    ("derived_columns_follow", "deliveries", "sipri-29903-1950", "credibility", 2),
    ("derived_columns_follow", "deliveries", "sipri-29903-1950", "locator", "deal 29903, 1951"),
    ("derived_columns_follow", "tiv", "2026-SUN-1950", "tiv_row", "2026-SUN-1951"),
    ("derived_columns_follow", "transfers", "sipri-4589", "phase", 5),
    ("derived_columns_follow", "transfers", "sipri-4589", "locator", "register line, deal 4590"),
    ("derived_columns_follow", "votes", "46 CHN", "share", 0.9411),
    ("derived_columns_follow", "votes", "46 CHN", "first_year", 1990),
    ("derived_columns_follow", "trade", "sun-1955-total-cow_trade_v4", "locator", "dyad 731-710, 1955"),
    ("derived_columns_follow", "estimates", "est034", "end_year", 1990),
    ("derived_columns_follow", "claims", "holds_toward_beijing_1957_60", "share", 0.5),
    ("derived_columns_follow", "choices", "indicator arms", "indicators", "deals"),
    ("phases_follow", "phases", "2", "start_year", 1959),
    ("phases_follow", "phases", "7", "origin", "text"),
    ("patrons_are_parties", "assistance", "a10", "patron", "RUS"),
    ("directions_have_inequalities", "assistance", "a10", "direction", "down"),
    ("drivers_fit_their_phase", "drivers", "d08", "phase", None),
    ("known_actors", "events", "t05", "parties", "PRK;XXX"),
    ("actors_keep_to_their_years", "tiv", "2026-SUN-1950", "supplier", "RUS"),
    ("status_fits_value", "tiv", "2026-SUN-1950", "tiv", None),
    ("gaps_are_empty", "events", "t05", "status", "none_found"),
    ("transfers_fit", "transfers", "sipri-4589", "tiv", 1.0),
    ("local_production_is_one_story", "transfers", "sipri-14090", "local_part", "none"),
    ("transfers_fit", "transfers", "sipri-4589", "order_year", 1960),
    ("deliveries_are_whole", "deliveries", "sipri-29903-1950", "tiv", None),
    ("deliveries_add_up", "deliveries", "sipri-29903-1950", "number", 6),
    ("deliveries_make_the_series", "tiv", "2026-SUN-1951", "tiv", 1.0),
    ("bounds_in_order", "estimates", "est034", "start_year", 1999),
    ("trade_keys_say_what_they_hold", "trade", "rus-1995-total-cow_trade_v4", "year", 1994),
    ("trade_keys_say_what_they_hold", "trade", "rus-1995-total-cow_trade_v4", "unit", "percent"),
    ("treaty_claims_say_what_they_hold", "treaties", "y04", "quantity", None),
    ("choices_fit_indicators", "choices", "release 2024", "indicators", "arms;words"),
    ("exclusions_name_options", "choices", "release 2024", "excludes", "release=2026"),
    ("corrections_hit", "corrections", "k002", "target_key", "p9s9"),
    ("derived_columns_follow", "actors", "PRK", "iso3", "KOR"),
    ("states_have_codes", "actors", "KOR", "cow", 731),
    ("states_have_codes", "actors", "SUN", "cow", 364),
    ("states_have_codes", "actors", "UNC", "cow", 999),
    ("derived_columns_follow", "actors", "SUN", "iso3_source", "iso_3166_1"),
    ("derived_columns_follow", "actors", "SUN", "cow_source", None),
    ("codes_keep_to_their_years", "actors", "SUN", "iso3_end", None),
    ("codes_keep_to_their_years", "actors", "PRK", "iso3_end", 1992),
    ("codes_keep_to_their_years", "actors", "KAZ", "cow_start", 1992),
    ("derived_columns_follow", "actors", "DDR", "cow_end", None),
    ("derived_columns_follow", "actors", "SUN", "cow_end", 1991),
    ("sources_of_events_are_read", "readings", "wilson_1988_dedo", "source", "sipri_2026"),
    ("sources_of_events_are_read", "events", "e080", "source", "sipri_2026"),
    ("readings_count_their_acts", "readings", "wilson_1988_dedo", "acts_beijing", 4),
    ("readings_count_their_acts", "readings", "wilson_1988_dedo", "speaks_of", "moscow"),
    ("readings_say_what_was_left", "readings", "wilson_1967_gdr_october", "left", "nothing"),
    ("readings_say_what_was_left", "readings", "newsis_2017_documents", "checked", True),
    ("vantage_fits_the_source", "events", "t05", "vantage", "press"),
    ("vantage_fits_the_source", "events", "e080", "vantage", "country_study"),
    ("vantage_fits_the_source", "events", "e163", "vantage", "participant"),
    ("money_has_figures", "aid", "aid001", "status", "none_found"),
    ("money_has_figures", "oil", "oil013", "low", 800),
    ("money_is_of_one_currency", "aid", "aid004", "unit", "SUR million"),
    ("money_is_of_one_currency", "aid", "aid048", "unit", "SUR million (before 1961)"),
    ("money_has_a_date", "aid", "aid031", "date", "some day in 1960"),
    ("money_has_a_date", "aid", "aid034", "end", pd.Timestamp("1961-10-05")),
    ("money_within_reach", "aid", "aid056", "source", "hankyung_1990_bang"),
    ("money_within_reach", "oil", "oil013", "start_year", 1979),
    ("money_has_a_giver", "aid", "aid034", "partner", "HUN"),
    ("money_names_end_with_years", "aid", "aid034", "partner", "SUN"),
    ("money_has_a_giver", "oil", "oil022", "partner", "IRN"),
    ("money_has_a_stage", "aid", "aid007", "kind", "debt"),
    ("money_has_a_stage", "oil", "oil018", "unit", "percent"),
    ("derived_money_adds_up", "aid", "aid017", "best", 2158),
    ("derived_money_adds_up", "oil", "oil045", "computation", "500 + 700 + 700"),
    ("money_rivals_differ", "aid", "aid030", "status", "disputed"),
    ("money_computations_are_sums", "oil", "oil045", "computation", "500 / 0"),
    ("money_names_hold", "aid", "aid036", "purpose", "economic"),
    ("money_names_end_with_years", "aid", "aid044", "start_year", 1977),
    ("sums_agree_with_estimates", "aid", "aid038", "best", 108),
    ("four_roubles_make_a_dollar", "aid", "aid005", "best", 205),
]


@pytest.fixture(scope="module")
def tables():
    return {name: nkdata.load(name) for name in codebook.names()}


def test_every_rule_says_what_it_asks():
    for name, rule in RULES.items():
        assert (rule.__doc__ or "").endswith("."), name


def test_no_sound_table_breaks_a_rule(tables):
    assert [fault for rule in RULES.values() for fault in rule(tables)] == []


@pytest.mark.parametrize(("rule", "table", "key", "column", "value"), BROKEN)
def test_a_broken_rule_names_the_place(tables, rule, table, key, column, value):
    frame = tables[table].copy()
    label = frame[codebook.key_of(table)].astype(str).agg(" ".join, axis=1)
    i = frame.index[label.eq(key)][0]
    frame[column] = frame[column].astype(object).where(frame.index != i, value).astype(frame[column].dtype)
    found = list(RULES[rule](tables | {table: frame}))
    assert found, "no fault"
    assert any(file == f"{table}.csv" and row == i + 2 for file, row, *_ in found), found


def test_every_rule_is_tried():
    assert {rule for rule, *_ in BROKEN} == set(RULES)


@pytest.mark.parametrize("key", ["mine", "e", "٣", "e٣", "e99999999999999999999999999"])
@pytest.mark.parametrize("table", rules.consistency.NUMBERED)
def test_a_key_of_another_form_is_a_fault_and_the_keys_after_it_are_none(tables, table, key):
    frame, column = tables[table].copy(), codebook.key_of(table)[0]
    frame[column] = frame[column].astype(object).where(frame.index != len(frame) - 2, key).astype(frame[column].dtype)
    allowed = f"letters and a number of at most nine digits, like {rules.consistency.NUMBERED[table]}"
    assert list(rules.consistency.numbered_keys_rise(tables | {table: frame})) == [(f"{table}.csv", len(frame), column, key, allowed)]


def test_the_examples_of_keys_are_the_first_keys(tables):
    for table, example in rules.consistency.NUMBERED.items():
        assert tables[table][codebook.key_of(table)[0]].min().startswith(example[:2])
