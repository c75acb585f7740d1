"""What rests on what: sources, grades, passages, keys of other tables."""

import re
from datetime import date

import pandas as pd

from nkdata.record import codebook
from nkdata.record.tables import TEXT
from nkdata.record.validation.rules.fault import faults


def same_reliability(tables):
    """A row carries the reliability of its source."""
    grade = tables["sources"].set_index("source")["reliability"]
    for name, frame in tables.items():
        if "reliability" in frame and "source" in frame and name != "sources":
            expected = frame["source"].map(grade)
            yield from faults(name, frame, expected.ne(frame["reliability"]), "reliability", expected)


def text_rows_stand_on_passages(tables):
    """Rows of the source text name a passage, as their locator does; rows of other sources name none."""
    for name in ("events", "transfers"):
        frame = tables[name]
        text = frame["passage"].notna()
        yield from faults(name, frame, text & frame["source"].ne(TEXT), "source", TEXT)
        yield from faults(name, frame, text & frame["locator"].ne(frame["passage"]), "locator", frame["passage"])
        yield from faults(name, frame, text & frame["wording"].isna() & frame["passage"].ne(""), "wording", "the deciding words")
    for name in ("phases", "assistance", "drivers", "constraints"):
        yield from faults(name, tables[name], tables[name]["source"].ne(TEXT), "source", TEXT)


def passages_are_in_order(tables):
    """Passages are numbered as their keys say, and one that is not coded says why."""
    rows = tables["passages"]
    key = "p" + rows["paragraph"].astype(str) + "s" + rows["sentence"].astype(str)
    yield from faults("passages", rows, key.ne(rows["passage"]), "passage", key)
    used = set()
    for name in ("phases", "assistance", "drivers", "constraints", "events", "transfers"):
        used |= set(tables[name]["passage"].dropna())
    coded = rows["passage"].isin(used)
    yield from faults("passages", rows, coded.ne(rows["coded"]), "coded", coded.map({True: "yes", False: "no"}))
    yield from faults("passages", rows, ~coded & rows["reason"].isna(), "reason", "a reason where a passage is not coded")


def groups_are_shared(tables):
    """A group of events has at least two rows, or one of the source text, which others may come to join."""
    rows = tables["events"]
    alone = rows["event_group"].notna() & ~rows["event_group"].duplicated(keep=False)
    yield from faults("events", rows, alone & rows["source"].ne(TEXT), "event_group", "a group of at least two rows, or empty")


def directions_have_inequalities(tables):
    """A rise or fall that the text states has a strict inequality that says the same."""
    rows, strict = tables["assistance"], tables["constraints"].query("reading == 'strict' and greater_tie == lesser_tie")
    stated = {(r.greater_tie, r.greater_phase, r.lesser_phase) for r in strict.itertuples()}

    def missing(row):
        supply = row["form"] in ("assistance", "support", "major_equipment") and row["phase"] < 7
        if not supply or row["direction"] not in ("up", "down", "renewed"):
            return False
        tie = "beijing" if row["patron"] == "CHN" else "moscow"
        pair = (row["phase"] - 1, row["phase"]) if row["direction"] == "down" else (row["phase"], row["phase"] - 1)
        return (tie, *pair) not in stated

    yield from faults(
        "assistance", rows, rows.apply(missing, axis=1), "direction", "a direction that a strict row of constraints.csv repeats"
    )


def corrections_hit(tables):
    """A correction names a row that exists."""
    rows = tables["corrections"]
    yield from faults("corrections", rows, ~rows["target_table"].isin(tables), "target_table", "a table")
    known = {}
    for name in set(rows["target_table"]) & set(tables):
        target, key = tables[name], codebook.key_of(name, codebook.SHIPPED)
        known[name] = {" ".join(map(str, cells)) for cells in target[key].itertuples(index=False)}
        group = codebook.group_of(name, codebook.SHIPPED)
        if group:
            known[name] |= set(target[group].dropna())
    for i, table, keys in rows[["target_table", "target_key"]].dropna().itertuples():
        if table in known and not set(keys.split(";")) <= known[table]:
            yield "corrections.csv", int(i) + 2, "target_key", keys, f"keys or claims of {table}"


def addresses_are_addresses(tables):
    """Sources have an address of their own on the web and were seen after they were published and the record was begun."""
    rows = tables["sources"]
    address = rows["address"]
    yield from faults("sources", rows, ~address.str.match(r"https?://\S+$"), "address", "an address that begins with http")
    yield from faults("sources", rows, rows["year"].gt(rows["seen"].dt.year), "year", "not after the year in which it was seen")
    begun = codebook.package(codebook.SHIPPED)["created"][:10]
    early_or_late = rows["seen"].lt(begun) | rows["seen"].gt(date.today().isoformat())
    yield from faults("sources", rows, early_or_late, "seen", f"a day from {begun}, when the record was begun, to today")
    general = address.str.fullmatch(r"https?://[^/]+/?") | address.str.contains("search-results") | rows["copy"].notna()
    again = address.duplicated(keep=False) & ~general
    yield from faults("sources", rows, again, "address", "an address of its own, unless it is a list or front page")


def places_fit_the_source(tables):
    """A form of locator that belongs to some sources is not used for others: no register line in a newspaper."""
    kinds = dict(zip(tables["sources"]["source"], tables["sources"]["kind"], strict=True))
    for name, frame in tables.items():
        if "locator" in frame and name not in ("deliveries", "tiv", "votes"):  # these three have rules of their own
            owners = [_owners(place) for place in frame["locator"]]
            of = [{kinds.get(source), source.split("_")[0]} for source in frame["source"]]
            wrong = [not their & own if own else bool(their & SETS) for own, their in zip(owners, of, strict=True)]
            text = pd.Series(["a form of place that belongs to " + (", ".join(sorted(own)) or "other sources") for own in owners])
            yield from faults(name, frame, wrong, "locator", text)


def _owners(place):
    return next((set(owners) for form, owners in PLACES.items() if re.match(form, place)), set())


SETS = {"sipri", "cow", "atop", "unvotes"}  # cite by forms of their own alone
PLACES = {  # forms of a locator, and the kinds of source or first words of a key to which they belong
    "register|deal |yearly|sum of yearly|supplier names|recipient$|TIV table": ["sipri"],
    "column of": ["sipri", "worldbank"],
    "dyad|dispute": ["cow", "atop", "gml"],
    "atopid": ["atop"],
    "session": ["unvotes"],
    r"p\ds\d|Foreign|Military|Country": ["loc"],
    "document|archive": ["archive_document", "intelligence_estimate"],
    "chapter": ["book", "intelligence_estimate"],
    "summary|first page": ["intelligence_estimate"],
    "abstract": ["article", "study", "archive_document"],
    "page as a whole": ["newspaper", "website", "encyclopedia", "article", "archive_document", "book", "study"],
    r"page \d": ["newspaper", "article", "book"],
}


RULES = [
    same_reliability,
    text_rows_stand_on_passages,
    passages_are_in_order,
    groups_are_shared,
    directions_have_inequalities,
    corrections_hit,
    addresses_are_addresses,
    places_fit_the_source,
]
