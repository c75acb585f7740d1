"""Numbers that must agree: sums, shares, bounds, and values with their status."""

import pandas as pd

from nkdata.record.validation.rules.fault import differ, faults


def status_fits_value(tables):
    """A gap has no value, a reported zero is zero, a zero is reported or disputed."""
    for name, column in (("tiv", "tiv"), ("trade", "value"), ("estimates", "best"), ("deliveries", "number")):
        frame = tables[name]
        gap = frame["status"].isin(["none_found", "not_searched"])
        yield from faults(name, frame, gap & frame[column].notna(), column, "empty where the status is that of a gap")
        zero = frame[column].eq(0) & ~frame["status"].isin(["reported_zero", "disputed"])
        yield from faults(name, frame, zero, column, "0 only where the status is reported_zero or disputed")
        filled = frame[column].isna() & ~gap
        if name == "estimates":
            filled &= frame["low"].isna() & frame["high"].isna()
        yield from faults(name, frame, filled, "status", "none_found or not_searched where there is no value")


def bounds_in_order(tables):
    """Low is not above best, nor best above high; years run forward."""
    for name, columns in (
        ("estimates", ["low", "best", "high"]), ("transfers", ["number_low", "number_best", "number_high"]),
        ("transfers", ["number_best", "number_ordered"]), ("transfers", ["order_year", "delivery_start", "delivery_end"]),
        ("estimates", ["start_year", "end_year"]), ("periodisations", ["start_year", "end_year"]), ("phases", ["start_year", "end_year"]),
    ):  # fmt: skip
        frame = tables[name]
        for i, lower in enumerate(columns):
            for upper in columns[i + 1 :]:
                yield from faults(name, frame, frame[lower].gt(frame[upper]), lower, f"not more than {upper}")


def votes_add_up(tables):
    """Shares are identical votes by votes; sessions open in consecutive years."""
    votes = tables["votes"]
    share = votes["identical"] / votes["votes"]
    yield from faults("votes", votes, (share - votes["share"]).abs().gt(0.00006), "share", share.round(4))
    yield from faults("votes", votes, votes["first_year"].ne(votes["session"] + 1945), "first_year", "1945 and the number of the session")
    yield from faults("votes", votes, votes["s_score"].gt(votes["share"] + 1e-9), "s_score", "not more than the share")


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


def trade_adds_up(tables):
    """Exports and imports by one source add up to its total: to the digit where the sum is ours, else but for rounding."""
    rows = tables["trade"]
    flows = rows.pivot_table(index=["source", "year", "partner", "unit"], columns="flow", values="value", aggfunc="first")
    flows = flows.reindex(columns=["exports", "imports"])
    place = pd.MultiIndex.from_frame(rows[["source", "year", "partner", "unit"]])
    sums = pd.Series((flows["exports"] + flows["imports"]).reindex(place).to_numpy(), index=rows.index)
    slack = (rows["value"] * 0.02).where(~rows["basis"].str.contains("our sum", na=False), 1e-6)
    off = rows["flow"].eq("total") & (rows["value"] - sums).abs().gt(slack)
    yield from faults("trade", rows, off, "value", sums.round(3))
    lost = rows["basis"].str.contains("our sum", na=False) & sums.isna() & ~rows["basis"].str.contains("over", na=False)
    yield from faults("trade", rows, lost, "basis", "our sum only where both flows stand in the table")


def trade_keys_say_what_they_hold(tables):
    """The key of a trade row begins with its partner, year and flow."""
    rows = tables["trade"]
    start = rows["partner"].str.lower().str.replace(";", "_") + "-" + rows["year"].astype(str) + "-" + rows["flow"]
    wrong = pd.Series([not key.startswith(s) for key, s in zip(rows["trade"], start, strict=True)], index=rows.index)
    yield from faults("trade", rows, wrong, "trade", start)
    negative = rows["value"].lt(0) & rows["unit"].ne("percent")
    yield from faults("trade", rows, negative, "value", "a number below 0 only as a change in percent")


RULES = [
    status_fits_value,
    bounds_in_order,
    votes_add_up,
    deliveries_add_up,
    deliveries_make_the_series,
    transfers_fit,
    trade_adds_up,
    trade_keys_say_what_they_hold,
]
