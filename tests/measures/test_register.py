"""The register, the series counted from it with every option, and the draws that keep an option fixed."""

import numpy as np
import pandas as pd
import pytest
from small import arms_data

import nkdata
from nkdata.measures.series.arms import arms, deals, orders
from nkdata.measures.series.draws import draw, values
from nkdata.measures.series.phases import YEARS


def test_the_register_has_every_delivery_once_with_its_deal():
    rows, deliveries = nkdata.register(), nkdata.load("deliveries")
    assert rows["delivery"].tolist() == deliveries["delivery"].tolist()
    pd.testing.assert_series_equal(rows["tiv"], deliveries["tiv"])
    assert not rows.columns.has_duplicates
    deal = nkdata.load("transfers").set_index("transfer")
    for column in ("supplier", "designation", "category", "order_year", "licensed", "number_best"):
        assert rows[column].tolist() == deal.loc[rows["transfer"], column].tolist()
    assert set(rows.loc[rows["tie"].isna(), "supplier"]) == {"KAZ"}


def test_the_open_register_is_empty_and_has_its_columns():
    free = nkdata.register(open_only=True)
    assert free.empty
    assert free.columns.tolist() == nkdata.register().columns.tolist()


def test_a_frame_may_be_changed_without_changing_the_next():
    rows = nkdata.register()
    rows["tiv"] = 0.0
    assert nkdata.register()["tiv"].sum() > 0


def test_categories_part_the_deliveries_and_the_orders():
    every = nkdata.register()["category"].unique().tolist()
    for count, whole in ((arms, arms()), (deals, deals()), (orders, orders())):
        parts = sum(count(categories=[category]) for category in every)
        np.testing.assert_allclose(parts, whole)


def test_years_move_a_year_back_or_to_the_order(tmp_path):
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0), ("CHN", 1962, 10.0)], order_year=1957)
    for option, years in (("delivery", [1960, 1962]), ("before", [1959, 1961]), ("order", [1957, 1957])):
        found = arms(delivery_year=option, data=data)
        assert found.at[years[0], "moscow"] == 40
        assert found.at[years[1], "beijing"] == 10


@pytest.mark.parametrize("options", [
    {"licensed": False}, {"categories": ["ships"]}, {"number": "low"}, {"estimated_years": False}, {"delivery_year": "order"},
])  # fmt: skip
def test_the_release_without_deals_cannot_choose_among_them(options):
    with pytest.raises(nkdata.NkdataError, match=r"^release with a choice among deals must be one of 2024, 2026; got 2022\.$"):
        arms(release=2022, **options)


@pytest.mark.parametrize(("options", "sentence"), [
    ({"categories": "ships"}, "categories must be a list of categories; got 'ships'."),
    ({"categories": []}, "categories must be a list of categories; got []."),
    ({"categories": ["tanks"]}, "category must be one of 'aircraft', "),
    ({"number": "most"}, "number must be one of 'best', 'low', 'high'; got 'most'."),
    ({"estimated_years": "no"}, "estimated_years must be True or False; got 'no'."),
    ({"delivery_year": 1960}, "delivery_year must be one of 'delivery', 'before', 'order'; got 1960."),
])  # fmt: skip
def test_a_wrong_option_is_one_sentence(options, sentence):
    for count in (arms, lambda **chosen: nkdata.lean(**chosen), lambda **chosen: draw("arms", 2, **chosen)):
        with pytest.raises(nkdata.NkdataError) as error:
            count(**options)
        assert sentence in str(error.value)


def test_the_lean_takes_every_option_of_the_arms():
    options = {"categories": ["aircraft", "ships"], "number": "high", "estimated_years": False, "delivery_year": "before"}
    series = arms(**options).loc[1953:1993]
    found = nkdata.lean(**options, draws=20).set_index("year")
    np.testing.assert_allclose(found[["moscow", "beijing"]], series)
    assert (found["moscow_low"] <= found["moscow_high"]).all()


def test_draws_keep_to_the_options_that_are_fixed(tmp_path):
    deal = {"number_best": 4, "number_low": 2, "number_high": 6, "number_uncertain": "yes", "order_year": 1958, "category": "ships"}
    data = arms_data(tmp_path / "d", [("SUN", 1960, 40.0), ("CHN", 1962, 10.0)], **deal)
    fixed = {"release": 2026, "licensed": True, "number": "low", "delivery_year": "order"}
    drawn = draw("arms", 30, data=data, **fixed)
    assert (drawn == values(arms(data=data, **fixed))).all()
    assert drawn[:, YEARS.get_loc(1958), 0].tolist() == [20.0] * 30
    assert draw("arms", 30, data=data, categories=["aircraft"]).sum() == 0
    assert len(np.unique(draw("arms", 30, data=data, release=2026, number="low")[:, YEARS.get_loc(1960), 0])) == 1


def test_draws_without_licensed_production_take_either_kind_of_false():
    ours, numpys = (draw("arms", 10, licensed=false) for false in (False, np.False_))
    np.testing.assert_array_equal(ours, numpys)
