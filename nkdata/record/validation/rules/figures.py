"""Estimates, trade, votes and treaties: numbers that agree, and keys that say what they hold."""

import pandas as pd

from nkdata.record.derived import IN_KEYS, YEAR
from nkdata.record.validation.rules.fault import Faults, Tables, faults

TREATIES = {"SUN": "ussr", "RUS": "ussr", "CHN": "prc"}
ATOP = {"3440": ["SUN", "RUS"], "3445": ["CHN"]}  # numbers of treaties
COUNTED = [
    "aircraft", "vehicles", "boats", "guns", "missiles", "systems", "battalions", "sites", "small arms", "division sets",
]  # fmt: skip
OUR_SUM = "our sum"  # a total of flows that the source gives apart


def bounds_in_order(tables: Tables) -> Faults:
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


def votes_are_of_their_session(tables: Tables) -> Faults:
    """A session has three partners and ends in its year or the next; a score is a difference of whole votes."""
    rows = tables["votes"]
    yield from faults("votes", rows, ~(rows["last_year"] - rows["first_year"]).isin([0, 1]), "last_year", "first_year or the year after")
    count = rows.groupby("session")["partner"].transform("nunique")
    yield from faults("votes", rows, count.ne(3), "partner", "CHN, RUS and USA once in each session")
    apart = rows["votes"] - rows.groupby("session")["votes"].transform("median")
    yield from faults("votes", rows, apart.abs().gt(5), "votes", "about as many roll calls as with the other partners")
    yield from faults("votes", rows, rows["s_score"].gt(rows["share"] + 1e-9), "s_score", "not more than the share")
    against = rows["s_score"] * rows["votes"]
    odd = (against - against.round()).abs().gt(0.0001 * rows["votes"]) | against.lt(2 * rows["identical"] - rows["votes"] - 0.01)
    yield from faults("votes", rows, odd, "s_score", "identical votes less opposite ones, divided by votes")


def trade_adds_up(tables: Tables) -> Faults:
    """Exports and imports by one source add up to its total: to the digit where the sum is ours, else but for rounding."""
    rows = tables["trade"]
    flows = rows.pivot_table(index=["source", "year", "partner", "unit"], columns="flow", values="value", aggfunc="first")
    flows = flows.reindex(columns=["exports", "imports"])
    place = pd.MultiIndex.from_frame(rows[["source", "year", "partner", "unit"]])
    sums = pd.Series((flows["exports"] + flows["imports"]).reindex(place).to_numpy(), index=rows.index)
    ours = rows["basis"].str.contains(OUR_SUM, na=False)
    slack = (rows["value"] * 0.02).where(~ours, 1e-6)
    off = rows["flow"].eq("total") & (rows["value"] - sums).abs().gt(slack)
    yield from faults("trade", rows, off, "value", sums.round(3))
    lost = ours & sums.isna() & ~rows["basis"].str.contains("over", na=False)
    yield from faults("trade", rows, lost, "basis", "our sum only where both flows stand in the table")
    yield from faults("trade", rows, ours & rows["flow"].ne("total"), "flow", "total for our sum of the flows")


def trade_keys_say_what_they_hold(tables: Tables) -> Faults:
    """The key of a trade row begins with its partner, year and flow, and ends with the source."""
    rows = tables["trade"]
    start = rows["partner"].str.lower().str.replace(";", "_") + "-" + rows["year"].astype(str) + "-" + rows["flow"]
    wrong = [not key.startswith(first) for key, first in zip(rows["trade"], start, strict=True)]
    yield from faults("trade", rows, wrong, "trade", start)
    publisher = rows["trade"].str.extract(r"-([a-z]+)_[^-]*$")[0]
    year = rows["trade"].str.extract(YEAR)[0]
    other = publisher.ne(rows["source"].str.split("_").str[0]) | (year.notna() & year.ne(rows["source"].str.extract(YEAR)[0]))
    yield from faults("trade", rows, other, "source", "the source that the key ends with")
    relative = rows["basis"].str.match("(?:share|change) of", na=False)
    yield from faults("trade", rows, relative.ne(rows["unit"].eq("percent")), "unit", "percent for a share or a change, and only there")
    negative = rows["value"].lt(0) & rows["unit"].ne("percent")
    yield from faults("trade", rows, negative, "value", "a number below 0 only as a change in percent")


def datasets_number_states(tables: Tables) -> Faults:
    """The number of a state or treaty in a locator is that of the partner."""
    actors = tables["actors"].dropna(subset="cow")
    numbers = actors.groupby(actors["cow"].astype(str))["actor"].agg(list).to_dict() | ATOP
    for name in ("trade", "treaties"):
        rows = tables[name]
        allowed = rows["locator"].str.extract(r"(?:dyad (?:731-)?|atopid )(\d+)")[0].map(numbers)
        wrong = [isinstance(codes, list) and code not in codes for codes, code in zip(allowed, rows["partner"], strict=True)]
        yield from faults(name, rows, wrong, "partner", allowed.map(lambda codes: " or ".join(codes) if isinstance(codes, list) else ""))


def treaty_claims_say_what_they_hold(tables: Tables) -> Faults:
    """A claim of a treaty has a name that begins with the partner."""
    rows = tables["treaties"]
    yield from faults("treaties", rows, rows["quantity"].isna(), "quantity", "the name of what the row is about")
    other = rows["partner"].map(TREATIES).ne(rows["quantity"].str.split("_").str[0])
    yield from faults("treaties", rows, other, "partner", "the partner that the claim begins with")


def estimate_claims_say_what_they_hold(tables: Tables) -> Faults:
    """A claim of estimates that names a supplier or years is of that supplier and within those years."""
    rows = tables["estimates"]
    for supplier in ("SUN", "CHN"):
        named = rows["quantity"].str.contains(rf"(?:^|_){IN_KEYS[supplier]}(?:_|$)")
        yield from faults("estimates", rows, named & rows["supplier"].ne(supplier), "supplier", supplier)
    years = rows["quantity"].str.extract(r"_(?P<to>to_)?(?P<first>(?:19|20)\d\d)(?:_(?P<last>\d\d(?:\d\d)?))?(?:_|$)")
    first = years["first"].astype("Int64")
    last = years["last"].where(years["last"].str.len().eq(4), years["first"].str[:2] + years["last"]).fillna(years["first"]).astype("Int64")
    exact = years["to"].isna() & ~rows["measure"].str.contains("promised")
    for column, limit in (("start_year", first), ("end_year", last)):
        away = exact & ~rows[column].between(first, last).fillna(False) & first.notna()
        yield from faults("estimates", rows, away, column, "a year within those that the claim names")
        alone = exact & first.notna() & rows["system"].isna() & rows[column].ne(limit)
        yield from faults("estimates", rows, alone, column, limit.astype(str))
    counted = rows["unit"].isin(COUNTED)
    yield from faults("estimates", rows, counted.ne(rows["system"].notna()), "system", "what was counted, for a unit of arms alone")
    negative = rows[["low", "best", "high"]].lt(0).any(axis=1) & ~rows["measure"].str.startswith("change")
    yield from faults("estimates", rows, negative, "best", "a number below 0 only for a change")


def disputes_have_two_sides(tables: Tables) -> Faults:
    """A disputed figure shares its claim with a rival; one that stands alone is not disputed."""
    for name in ("estimates", "trade"):
        frame = tables[name]
        alone = ~frame["quantity"].duplicated(keep=False)
        yield from faults(name, frame, alone & frame["status"].eq("disputed"), "status", "disputed only beside a rival of the same claim")
    rows = tables["treaties"]
    state = rows.groupby("quantity")["status"].transform(lambda values: values.mode()[0])
    firm = ~rows["credibility"].isin([1])
    yield from faults("treaties", rows, firm & state.ne(rows["status"]), "status", "that of the other rows of the claim")
    plain = rows[rows["status"].eq("value")]
    first, last = plain["start"].fillna(pd.Timestamp("1900-01-01")), plain["end"].fillna(pd.Timestamp("2100-01-01"))
    claim = plain["quantity"]
    apart = first.groupby(claim).transform("max").gt(last.groupby(claim).transform("min"))
    yield from faults("treaties", plain, apart, "date", "a date that the other undisputed rows of the claim allow")


RULES = [
    bounds_in_order,
    votes_are_of_their_session,
    trade_adds_up,
    trade_keys_say_what_they_hold,
    datasets_number_states,
    treaty_claims_say_what_they_hold,
    estimate_claims_say_what_they_hold,
    disputes_have_two_sides,
]
