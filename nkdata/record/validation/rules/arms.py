"""Transfers, deliveries and the yearly series: a deal, its deliveries and the sums agree."""

from collections import defaultdict

import pandas as pd

from nkdata.record.validation.rules.fault import differ, faults

# Filled for a line of the register, empty for a system that the text names; those in the second list may be empty for both.
REGISTER = [
    "designation", "order_year", "order_year_uncertain", "number_ordered", "number_ordered_uncertain", "number_best", "number_uncertain",
    "condition", "condition_doubtful", "licensed", "local_part", "tiv_unit", "tiv",
]  # fmt: skip


MAYBE = ["aid", "number_low", "number_high", "number_local"]


def lines_are_whole(tables):
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


def deals_span_their_deliveries(tables):
    """A deal runs from its first delivery to its last; a system of the text through the phase."""
    deals, rows = tables["transfers"], tables["deliveries"].dropna(subset="number")
    phases = tables["phases"].set_index("phase")
    register = deals["basis"].eq("register")
    for side, pick in (("start", "min"), ("end", "max")):
        years = deals["transfer"].map(rows.groupby("transfer")["year"].agg(pick))
        years = years.where(register, deals["phase"].map(phases[f"{side}_year"]))
        yield from faults("transfers", deals, differ(deals[f"delivery_{side}"], years), f"delivery_{side}", years)
    whole = deals["number_ordered"]
    yield from faults(
        "transfers", deals, differ(whole, deals["number_best"]), "number_ordered", "number_best: SIPRI books orders as delivered"
    )
    early = deals["order_year"].lt(deals["delivery_start"] - 20)
    yield from faults("transfers", deals, early, "order_year", "at most twenty years before the first delivery")


def transfers_fit(tables):
    """Phase, keys, units and neighbours of a transfer agree with one another."""
    deals, phases = tables["transfers"], tables["phases"]
    register = deals["basis"].eq("register")
    keyed = deals["transfer"].str.startswith("sipri-").eq(register)
    yield from faults("transfers", deals, ~keyed, "basis", "register for sipri- keys, text for the others")
    line = "register line, deal " + deals["transfer"].str.removeprefix("sipri-")
    yield from faults("transfers", deals, register & deals["locator"].ne(line), "locator", line)
    off = (deals["number_best"] * deals["tiv_unit"] - deals["tiv"]).abs()
    yield from faults("transfers", deals, off.gt(0.01 + deals["number_best"] * 0.0051), "tiv", "number delivered times TIV per piece")

    of = {}  # where two phases share a year, it belongs to the later
    for phase, first, last in zip(phases["phase"], phases["start_year"], phases["end_year"], strict=True):
        of |= dict.fromkeys(range(first, last + 1), phase)
    expected = deals["delivery_start"].map(of).astype("Int64")
    yield from faults("transfers", deals, differ(expected, deals["phase"]), "phase", expected.astype(str).replace("<NA>", "empty"))
    keys = set(deals["transfer"])
    strange = deals["matches"].map(lambda text: pd.notna(text) and not set(text.split(";")) <= keys)
    yield from faults("transfers", deals, strange, "matches", "keys of transfers, joined by semicolons")
    yield from faults("transfers", deals, register & deals["recipient"].ne("PRK"), "recipient", "PRK")


def local_production_is_one_story(tables):
    """What was built in North Korea is licensed, in part or in all, and less than what was delivered."""
    deals = tables["transfers"]
    local = deals["local_part"]
    wrong = deals["licensed"].eq(local.eq("none")) | (~deals["licensed"].fillna(False) & local.isin(["all", "part", "unspecified"]))
    yield from faults(
        "transfers", deals, local.notna() & wrong & local.ne("possible"), "local_part", "none where licensed is no, and only there"
    )
    strange = deals["number_local"].notna() & (local.ne("part") | deals["number_local"].ge(deals["number_best"]))
    yield from faults("transfers", deals, strange, "number_local", "fewer than were delivered, where a part was built locally")
    said = pd.to_numeric(deals["note"].str.extract(r"^([0-9]{1,9}) of the [0-9]+ built under licence$")[0])
    yield from faults("transfers", deals, differ(deals["number_local"], said), "number_local", said)


def rivals_are_known(tables):
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
    line = deals.set_index("transfer").reindex(deal)
    for column, theirs in (
        ("best", "number_best"),
        ("start_year", "delivery_start"),
        ("end_year", "delivery_end"),
        ("supplier", "supplier"),
    ):
        expected = pd.Series(line[theirs].to_numpy(), index=rivals.index)
        yield from faults("estimates", rivals, known & rivals[column].ne(expected), column, expected)
    claims = dict(zip(deal[known], rivals["quantity"][known], strict=True))
    figures = rivals.melt("quantity", ["low", "best", "high"]).dropna().groupby("quantity")["value"].agg(set)
    said = deals["transfer"].map(claims).map(figures)
    lost = [not isinstance(found, set) or high not in found for found, high in zip(said, deals["number_high"], strict=True)]
    yield from faults("transfers", deals, bounds & pd.Series(lost, index=deals.index), "number_high", "a figure of its claim in estimates")


def deliveries_are_whole(tables):
    """A yearly delivery stands in one release or in both, whole, with the phase, the grade and the remark that follow."""
    rows = tables["deliveries"]
    newer, older = rows["number"].notna(), rows["number_2024"].notna()
    yield from faults("deliveries", rows, newer.ne(rows["tiv"].notna()), "tiv", "a value where there is a number, and only there")
    for column in ("tiv_2024", "number_estimated", "year_estimated"):
        yield from faults("deliveries", rows, older.ne(rows[column].notna()), column, "a value where number_2024 has one, and only there")
    yield from faults(
        "deliveries", rows, newer.eq(rows["status"].eq("none_found")), "status", "none_found where there is no number of 2026"
    )
    yield from faults("deliveries", rows, (newer & older).eq(rows["note"].notna()), "note", "a remark where one release lacks the delivery")
    known = newer & older & rows["number_estimated"].eq(False) & rows["year_estimated"].eq(False)
    grade = known.fillna(False).astype(bool).map({True: 2, False: 3})
    yield from faults("deliveries", rows, rows["credibility"].ne(grade), "credibility", grade)
    line = "deal " + rows["transfer"].str.removeprefix("sipri-") + ", " + rows["year"].astype(str)
    yield from faults("deliveries", rows, rows["locator"].ne(line), "locator", line)
    release = newer.map({True: "sipri_2026", False: "sipri_2024"})
    yield from faults("deliveries", rows, rows["source"].ne(release), "source", release)
    deals = tables["transfers"]
    guessed = deals["transfer"].map(rows["number_estimated"].fillna(False).astype(bool).groupby(rows["transfer"]).any())
    wrong = deals["basis"].eq("register") & guessed.ne(deals["number_uncertain"]).fillna(True)
    yield from faults("transfers", deals, wrong, "number_uncertain", "yes where the number of a delivery is estimated")
    of = defaultdict(list)
    for phase, first, last in tables["phases"][["phase", "start_year", "end_year"]].itertuples(index=False):
        for year in range(first, last + 1):
            of[year].append(str(phase))
    expected = pd.Series([";".join(of[year]) or None for year in rows["year"]], index=rows.index, dtype=object)
    yield from faults("deliveries", rows, differ(rows["phase"], expected), "phase", expected.fillna("empty"))


def deliveries_add_up(tables):
    """Yearly deliveries add up to their transfer and to the yearly series, and lie within its years."""
    deals, rows = tables["transfers"].set_index("transfer"), tables["deliveries"]
    for part, whole, slack in (("number", "number_best", 1e-6), ("tiv", "tiv", 0.06)):
        total = rows["transfer"].map(rows.groupby("transfer")[part].sum()) - rows["transfer"].map(deals[whole])
        first = ~rows["transfer"].duplicated()
        yield from faults("deliveries", rows, first & total.abs().gt(slack), part, f"parts that add up to {whole} of the transfer")
    unit = rows["transfer"].map(deals["tiv_unit"])
    off = (rows["number"] * unit - rows["tiv"]).abs()
    yield from faults("deliveries", rows, off.gt(0.01 + rows["number"] * 0.0051), "tiv", (rows["number"] * unit).round(3))
    sound = rows["number"].notna()
    early = rows["year"].lt(rows["transfer"].map(deals["delivery_start"])) | rows["year"].gt(rows["transfer"].map(deals["delivery_end"]))
    yield from faults("deliveries", rows, sound & early, "year", "a year between the first and the last of the transfer")
    yield from faults(
        "deliveries", rows, rows["delivery"].ne(rows["transfer"] + "-" + rows["year"].astype(str)), "delivery", "transfer and year"
    )


def releases_keep_the_value_of_a_piece(tables):
    """Within a deal a piece has one value in the release of 2024; another number than in 2026 has another value."""
    rows = tables["deliveries"]
    unit = (rows["tiv_2024"] / rows["number_2024"]).groupby(rows["transfer"]).transform("median")
    off = (rows["number_2024"] * unit - rows["tiv_2024"]).abs()
    yield from faults("deliveries", rows, off.gt(0.01 + 0.01 * rows["tiv_2024"]), "tiv_2024", (rows["number_2024"] * unit).round(3))
    other = differ(rows["number"], rows["number_2024"]) & (rows["tiv"] - rows["tiv_2024"]).abs().lt(0.01 * rows["tiv"])
    yield from faults("deliveries", rows, other, "number_2024", "the number of 2026, which has the same value")


def deliveries_make_the_series(tables):
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
    key = series["release"].astype(str) + "-" + series["supplier"] + "-" + series["year"].astype(str)
    yield from faults("tiv", series, key.ne(series["tiv_row"]), "tiv_row", key)


RULES = [
    lines_are_whole,
    deals_span_their_deliveries,
    transfers_fit,
    local_production_is_one_story,
    rivals_are_known,
    deliveries_are_whole,
    deliveries_add_up,
    releases_keep_the_value_of_a_piece,
    deliveries_make_the_series,
]
