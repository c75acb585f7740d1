"""Transfers, deliveries and the yearly series: a deal, its deliveries and the sums agree."""

import pandas as pd

from nkdata.record.derived import looked_up
from nkdata.record.validation.rules.fault import Faults, Tables, differ, faults

# Filled for a line of the register, empty for a system that the text names; those in the second list may be empty for both.
REGISTER = [
    "designation", "order_year", "order_year_uncertain", "number_ordered", "number_ordered_uncertain", "number_best", "number_uncertain",
    "condition", "condition_doubtful", "licensed", "local_part", "tiv_unit", "tiv",
]  # fmt: skip
MAYBE = ["aid", "number_low", "number_high", "number_local"]


def lines_are_whole(tables: Tables) -> Faults:
    """A line of the register has its numbers and marks; a system of the text has none of them, but the text's words."""
    deals = tables["transfers"]
    register = deals["basis"].eq("register")
    for column in REGISTER:
        yield from faults("transfers", deals, register & deals[column].isna(), column, "a value in a line of the register")
    for column in REGISTER[1:] + MAYBE:
        yield from faults("transfers", deals, ~register & deals[column].notna(), column, "empty for a system that the text names")
    for column in ("passage", "wording"):
        yield from faults("transfers", deals, register.eq(deals[column].notna()), column, "filled for systems of the text alone")
    patrons = deals["passage"].map(tables["assistance"].groupby("passage")["patron"].agg(set))
    stranger = [isinstance(codes, set) and supplier not in codes for codes, supplier in zip(patrons, deals["supplier"], strict=True)]
    yield from faults("transfers", deals, stranger, "supplier", "the patron of the passage in assistance")
    yield from faults("transfers", deals, register & deals["matches"].notna(), "matches", "empty in a line of the register")


def transfers_fit(tables: Tables) -> Faults:
    """Numbers, order, units and neighbours of a transfer agree with one another."""
    deals = tables["transfers"]
    best = deals["number_best"]
    other = differ(deals["number_ordered"], best)
    yield from faults("transfers", deals, other, "number_ordered", "number_best: SIPRI books orders as delivered")
    early = deals["order_year"].lt(deals["delivery_start"] - 20)
    yield from faults("transfers", deals, early, "order_year", "at most twenty years before the first delivery")
    off = (best * deals["tiv_unit"] - deals["tiv"]).abs().gt(0.01 + best * 0.0051)
    yield from faults("transfers", deals, off, "tiv", "number delivered times TIV per piece")
    keys = set(deals["transfer"])
    strange = deals["matches"].map(lambda text: pd.notna(text) and not set(text.split(";")) <= keys)
    yield from faults("transfers", deals, strange, "matches", "keys of transfers, joined by semicolons")
    foreign = deals["basis"].eq("register") & deals["recipient"].ne("PRK")
    yield from faults("transfers", deals, foreign, "recipient", "PRK")


def local_production_is_one_story(tables: Tables) -> Faults:
    """Arms built in North Korea are licensed, in part or in all, and fewer than the arms delivered."""
    deals = tables["transfers"]
    local = deals["local_part"]
    wrong = deals["licensed"].eq(local.eq("none")) | (~deals["licensed"].fillna(False) & local.isin(["all", "part", "unspecified"]))
    yield from faults(
        "transfers", deals, local.notna() & wrong & local.ne("possible"), "local_part", "none where licensed is no, and only there"
    )
    strange = deals["number_local"].notna() & (local.ne("part") | deals["number_local"].ge(deals["number_best"]))
    yield from faults("transfers", deals, strange, "number_local", "fewer than were delivered, where a part was built locally")


def rivals_are_known(tables: Tables) -> Faults:
    """A deal with a lowest and a highest figure is disputed, and estimates holds the rivals."""
    deals, rivals = tables["transfers"], tables["estimates"]
    bounds = deals["number_low"].notna()
    yield from faults("transfers", deals, differ(deals["number_high"].notna(), bounds), "number_high", "filled where number_low is")
    yield from faults("transfers", deals, bounds & deals["status"].ne("disputed"), "status", "disputed where there are rival figures")
    named = rivals["locator"].str.extract(r"deal (\d+)$")[0].dropna()
    rival = deals["transfer"].str.removeprefix("sipri-").isin(named)
    calm = ~bounds & ~rival & deals["status"].eq("disputed") & deals["credibility"].ne(4)
    yield from faults("transfers", deals, calm, "status", "disputed only beside rival figures or a doubtful line")
    yield from faults("transfers", deals, deals["number_low"].ge(deals["number_high"]), "number_low", "less than number_high")
    deal = "sipri-" + rivals["locator"].str.extract(r"^register line, deal (\d+)$")[0]
    known = deal.notna()
    claims = dict(zip(deal[known], rivals["quantity"][known], strict=True))
    figures = rivals.melt("quantity", ["low", "best", "high"]).dropna().groupby("quantity")["value"].agg(set)
    rival = deals["transfer"].map(claims).map(figures)
    lost = [not isinstance(found, set) or high not in found for found, high in zip(rival, deals["number_high"], strict=True)]
    yield from faults("transfers", deals, bounds & pd.Series(lost, index=deals.index), "number_high", "a figure of its claim in estimates")


def deliveries_are_whole(tables: Tables) -> Faults:
    """A yearly delivery stands in one release or in both, whole, with a remark on the second."""
    rows = tables["deliveries"]
    newer, older = rows["number"].notna(), rows["number_2024"].notna()
    yield from faults("deliveries", rows, newer.ne(rows["tiv"].notna()), "tiv", "a value where there is a number, and only there")
    for column in ("tiv_2024", "number_estimated", "year_estimated"):
        yield from faults("deliveries", rows, older.ne(rows[column].notna()), column, "a value where number_2024 has one, and only there")
    yield from faults(
        "deliveries", rows, newer.eq(rows["status"].eq("none_found")), "status", "none_found where there is no number of 2026"
    )
    yield from faults("deliveries", rows, (newer & older).eq(rows["note"].notna()), "note", "a remark where one release lacks the delivery")


def deliveries_add_up(tables: Tables) -> Faults:
    """Yearly deliveries add up to their transfer, and each to its number times the value of a piece."""
    deals, rows = tables["transfers"].set_index("transfer"), tables["deliveries"]
    for part, whole, slack in (("number", "number_best", 1e-6), ("tiv", "tiv", 0.06)):
        total = looked_up(rows["transfer"], rows.groupby("transfer")[part].sum()) - looked_up(rows["transfer"], deals[whole])
        first = ~rows["transfer"].duplicated()
        yield from faults("deliveries", rows, first & total.abs().gt(slack), part, f"parts that add up to {whole} of the transfer")
    unit = looked_up(rows["transfer"], deals["tiv_unit"])
    off = (rows["number"] * unit - rows["tiv"]).abs()
    yield from faults("deliveries", rows, off.gt(0.01 + rows["number"] * 0.0051), "tiv", (rows["number"] * unit).round(3))


def releases_keep_the_value_of_a_piece(tables: Tables) -> Faults:
    """Within a deal a piece has one value in the release of 2024; another number than in 2026 has another value."""
    rows = tables["deliveries"]
    unit = (rows["tiv_2024"] / rows["number_2024"]).groupby(rows["transfer"]).transform("median")
    off = (rows["number_2024"] * unit - rows["tiv_2024"]).abs()
    yield from faults("deliveries", rows, off.gt(0.01 + 0.01 * rows["tiv_2024"]), "tiv_2024", (rows["number_2024"] * unit).round(3))
    other = differ(rows["number"], rows["number_2024"]) & (rows["tiv"] - rows["tiv_2024"]).abs().lt(0.01 * rows["tiv"])
    yield from faults("deliveries", rows, other, "number_2024", "the number of 2026, which has the same value")


def deliveries_make_the_series(tables: Tables) -> Faults:
    """The yearly series of 2024 and 2026 are the sums of the deliveries of those releases."""
    supplier = tables["transfers"].set_index("transfer")["supplier"]
    rows = tables["deliveries"].assign(supplier=tables["deliveries"]["transfer"].map(supplier))
    series = tables["tiv"]
    for release, column in ((2024, "tiv_2024"), (2026, "tiv")):
        sums = rows.groupby(["supplier", "year"])[column].sum()
        mine = series["release"].eq(release)
        booked = [sums.get(key, 0.0) for key in zip(series["supplier"], series["year"], strict=True)]
        expected = pd.Series(booked, index=series.index, dtype=float)
        yield from faults("tiv", series, mine & (series["tiv"].fillna(0) - expected).abs().gt(0.06), "tiv", expected.round(2))


RULES = [
    lines_are_whole,
    transfers_fit,
    local_production_is_one_story,
    rivals_are_known,
    deliveries_are_whole,
    deliveries_add_up,
    releases_keep_the_value_of_a_piece,
    deliveries_make_the_series,
]
