"""Keys and names that say what the row holds: partner, year, flow, element, source."""

from nkdata.record.validation.rules.fault import faults

NAMES = {"SUN": "soviet", "RUS": "russia", "CHN": "china", "all": "all", "SUN;CHN": "soviet_china"}
TREATIES = {"SUN": "ussr", "RUS": "ussr", "CHN": "prc"}
NUMBERS = {"365": ["SUN", "RUS"], "3440": ["SUN", "RUS"], "710": ["CHN"], "3445": ["CHN"]}  # in the data sets of COW and ATOP
NUMBERED = {
    "assistance": "assistance", "drivers": "driver", "constraints": "constraint", "events": "event", "estimates": "estimate",
    "statements": "statement", "treaties": "treaty", "periodisations": "periodisation", "corrections": "correction",
}  # fmt: skip
EXAMPLES = {
    "assistance": "a01", "drivers": "d01", "constraints": "c01", "events": "e001", "estimates": "est001",
    "statements": "s001", "treaties": "y01", "periodisations": "q01", "corrections": "k001",
}  # fmt: skip
COUNTED = [
    "aircraft", "vehicles", "boats", "guns", "missiles", "systems", "battalions", "sites", "small arms", "division sets",
]  # fmt: skip
SOVIET_END = "1991-12-01"  # Russia takes over in this month


def numbered_keys_rise(tables):
    """Keys are letters and a number that rises row by row, leaving out one number at most."""
    for name, column in NUMBERED.items():
        rows = tables[name]
        parts = rows[column].str.extract(r"^([a-z]+)([0-9]{1,9})(?![0-9])")  # longer numbers would not fit into 64 bits
        strange = parts[1].isna()
        yield from faults(name, rows, strange, column, f"letters and a number of at most nine digits, like {EXAMPLES[name]}")
        rows, letter, number = rows[~strange], parts[0][~strange], parts[1][~strange].astype("int64")
        step = number - number.groupby(letter).shift(fill_value=0)
        least = 0 if name == "statements" else 1  # several rows of one statement share its number
        yield from faults(name, rows, ~step.between(least, 2), column, "a key that follows the one before")


def sources_keys_hold_their_year(tables):
    """A year in the key of a source is the year of the source."""
    rows = tables["sources"]
    year = rows["source"].str.extract(r"_((?:19|20)\d\d)(?:_|$)")[0].astype("Int64")
    dataset = rows["source"].str.startswith("sipri_")
    yield from faults("sources", rows, (year.notna() | dataset) & year.ne(rows["year"]).fillna(True), "year", year.astype(str))


def event_keys_say_whose_they_are(tables):
    """Keys with t rest on a passage, those with e do not; a year in the name of a group is that of its acts."""
    rows = tables["events"]
    text = rows["event"].str.startswith("t")
    yield from faults("events", rows, text.ne(rows["passage"].notna()), "passage", "a passage for keys with t, none for the others")
    yield from faults("events", rows, text.ne(rows["wording"].notna()), "wording", "words for keys with t, none for the others")
    year = rows["event_group"].str.extract(r"((?:19|20)\d\d)")[0].astype("Int64")
    yield from faults("events", rows, year.ne(rows["start"].dt.year), "event_group", "a group with the year of the act in its name")


def trade_claims_say_what_they_hold(tables):
    """A claim of trade is named after partner, flow, unit and year; the key ends with the source."""
    rows = tables["trade"]
    kind = rows["basis"].str.extract(r"^(share|change) of")[0]
    flow = rows["flow"].replace({"total": "trade"}) + ("_" + kind).fillna("")
    claim = rows["partner"].map(NAMES) + "_" + flow + "_" + rows["year"].astype(str)
    yield from faults("trade", rows, claim.ne(rows["quantity"]), "quantity", claim)
    yield from faults("trade", rows, kind.notna().ne(rows["unit"].eq("percent")), "unit", "percent for a share or a change, and only there")
    publisher = rows["source"].str.split("_").str[0]
    named = rows["trade"].str.extract(r"-([a-z]+)_[^-]*$")[0]
    yield from faults("trade", rows, named.ne(publisher), "source", "the source that the key ends with")
    year = rows["trade"].str.extract(r"_((?:19|20)\d\d)(?:_|$)")[0]
    in_source = rows["source"].str.extract(r"_((?:19|20)\d\d)(?:_|$)")[0]
    yield from faults("trade", rows, year.notna() & year.ne(in_source), "source", "the source that the key ends with")
    dyad = rows["source"].eq("cow_trade_4")
    last = rows["locator"].str.extract(r"^dyad 731-\d+, (\d{4})$")[0]
    yield from faults("trade", rows, dyad & last.ne(rows["year"].astype(str)), "locator", "dyad and year of the row")
    sums = rows["basis"].str.contains("our sum", na=False)
    yield from faults("trade", rows, sums & rows["flow"].ne("total"), "flow", "total for our sum of the flows")


def datasets_number_states(tables):
    """The number of a state or treaty in a locator is that of the partner."""
    for name in ("trade", "treaties"):
        rows = tables[name]
        number = rows["locator"].str.extract(r"(?:dyad (?:731-)?|atopid )(\d+)")[0]
        allowed = number.map(NUMBERS)
        wrong = [isinstance(codes, list) and code not in codes for codes, code in zip(allowed, rows["partner"], strict=True)]
        yield from faults(name, rows, wrong, "partner", allowed.map(lambda codes: " or ".join(codes) if isinstance(codes, list) else ""))


def treaty_claims_say_what_they_hold(tables):
    """A claim of a treaty begins with the partner and names the element; Russia follows the Soviet Union."""
    rows = tables["treaties"]
    elements = ("signed", "in_force", "term", "renewal", "notice", "expiry")
    part = rows["quantity"].str.split("_", n=1).str[1].fillna("")
    element = part.map(lambda text: next((e for e in elements if text.startswith(e)), "obligation"))
    yield from faults("treaties", rows, element.ne(rows["element"]), "element", element)
    yield from faults("treaties", rows, rows["quantity"].isna(), "quantity", "the name of what the row is about")
    prefix = rows["partner"].map(TREATIES)
    yield from faults(
        "treaties", rows, prefix.ne(rows["quantity"].str.split("_").str[0]), "partner", "the partner that the claim begins with"
    )
    late = rows["start"].ge(SOVIET_END)
    partner = rows["partner"].where(~rows["partner"].isin(["SUN", "RUS"]), late.map({True: "RUS", False: "SUN"}))
    yield from faults("treaties", rows, partner.ne(rows["partner"]), "partner", partner)


def estimate_claims_say_what_they_hold(tables):
    """A claim of estimates that names a supplier or years is of that supplier and within those years."""
    rows = tables["estimates"]
    for supplier in ("SUN", "CHN"):
        named = rows["quantity"].str.contains(rf"(?:^|_){NAMES[supplier]}(?:_|$)")
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


def votes_are_of_their_session(tables):
    """A row of votes says its session in its locator; each session has three partners and ends in its year or the next."""
    rows = tables["votes"]
    place = "session " + rows["session"].astype(str) + ", roll calls on which both voted yes, no or abstain"
    yield from faults("votes", rows, rows["locator"].ne(place), "locator", place)
    yield from faults("votes", rows, ~(rows["last_year"] - rows["first_year"]).isin([0, 1]), "last_year", "first_year or the year after")
    count = rows.groupby("session")["partner"].transform("nunique")
    yield from faults("votes", rows, count.ne(3), "partner", "CHN, RUS and USA once in each session")
    apart = rows["votes"] - rows.groupby("session")["votes"].transform("median")
    yield from faults("votes", rows, apart.abs().gt(5), "votes", "about as many roll calls as with the other partners")
    against = rows["s_score"] * rows["votes"]
    odd = (against - against.round()).abs().gt(0.0001 * rows["votes"]) | against.lt(2 * rows["identical"] - rows["votes"] - 0.01)
    yield from faults("votes", rows, odd, "s_score", "identical votes less opposite ones, divided by votes")


RULES = [
    numbered_keys_rise,
    sources_keys_hold_their_year,
    event_keys_say_whose_they_are,
    trade_claims_say_what_they_hold,
    datasets_number_states,
    treaty_claims_say_what_they_hold,
    estimate_claims_say_what_they_hold,
    votes_are_of_their_session,
]
