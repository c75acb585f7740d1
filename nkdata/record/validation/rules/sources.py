"""Sources: addresses, use, years that they can know of, and the places named in them."""

import re
from datetime import date

import pandas as pd

from nkdata.record import codebook
from nkdata.record.derived import looked_up
from nkdata.record.validation.rules.fault import Faults, Tables, faults

YEARS = {  # columns with the year of what a source reports
    "events": ["start"], "statements": ["start"], "treaties": ["start"], "trade": ["year"], "estimates": ["start_year"],
    "periodisations": ["start_year", "end_year"],
}  # fmt: skip
SETS = {"sipri", "cow", "atop", "unvotes"}  # cite by forms of their own alone
PLACES = {  # forms of a locator, and the kinds of source or first words of a key to which they belong
    "register|deal |yearly|sum of yearly|supplier names|recipient$|TIV table": {"sipri"},
    "column of": {"sipri", "worldbank"},
    "dyad|dispute": {"cow", "atop", "gml"},
    "atopid": {"atop"},
    "session": {"unvotes"},
    r"p\ds\d|Foreign|Military|Country": {"loc"},
    "document|archive": {"archive_document", "intelligence_estimate"},
    "chapter": {"book", "intelligence_estimate"},
    "summary|first page": {"intelligence_estimate"},
    "abstract": {"article", "study", "archive_document"},
    "page as a whole": {"newspaper", "website", "encyclopedia", "article", "archive_document", "book", "study"},
    r"page \d": {"newspaper", "article", "book"},
}


def addresses_are_addresses(tables: Tables) -> Faults:
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


def sources_are_used(tables: Tables) -> Faults:
    """A source that no row rests on does not belong in the list."""
    grounds = [frame[column] for name, frame in tables.items() if name != "sources" for column in frame if column.endswith("source")]
    used = set().union(*grounds)
    yield from faults("sources", tables["sources"], ~tables["sources"]["source"].isin(used), "source", "a source that a row rests on")


def sources_do_not_foresee(tables: Tables) -> Faults:
    """No source reports what happened after its own year; a treaty may foresee its end."""
    published = tables["sources"].set_index("source")["year"].astype(float)
    for name, columns in YEARS.items():
        frame = tables[name]
        for column in columns:
            years = frame[column].dt.year if frame[column].dtype.kind == "M" else frame[column]
            late = years.astype(float).gt(looked_up(frame["source"], published))
            if name == "treaties":
                late &= frame["element"].ne("expiry")
            yield from faults(name, frame, late, column, "a year not after that of the source")


def places_fit_the_source(tables: Tables) -> Faults:
    """A form of locator that belongs to some sources is not used for others: no register line in a newspaper."""
    kinds = dict(zip(tables["sources"]["source"], tables["sources"]["kind"], strict=True))
    for name, frame in tables.items():
        if "locator" in frame and name not in ("deliveries", "tiv", "votes"):  # these three have rules of their own
            owners = [next((own for form, own in PLACES.items() if re.match(form, place)), set()) for place in frame["locator"]]
            sorts = [{kinds.get(source), source.split("_")[0]} for source in frame["source"]]
            wrong = [not sort & own if own else bool(sort & SETS) for own, sort in zip(owners, sorts, strict=True)]
            text = pd.Series(["a form of place that belongs to " + (", ".join(sorted(own)) or "other sources") for own in owners])
            yield from faults(name, frame, wrong, "locator", text)


RULES = [addresses_are_addresses, sources_are_used, sources_do_not_foresee, places_fit_the_source]
