"""Balanced extraction: each source of events says what was taken of either tie and what was left, and who speaks in it."""

from nkdata.record.derived import looked_up
from nkdata.record.tables import TEXT
from nkdata.record.validation.rules.fault import Faults, Tables, faults

TIES = {"acts_moscow": ("tie_moscow", "moscow", "beijing"), "acts_beijing": ("tie_beijing", "beijing", "moscow")}
NOTHING = ("nothing", "Not known")  # how the column `left` opens where it names no act
SPEAKERS = {  # kinds of source in which each vantage may speak; participants and third parties are quoted in all
    "scholar": {"article", "study", "book", "website", "newspaper"},
    "press": {"newspaper", "website", "article"},
    "archive_summary": {"archive_document"},
    "reference": {"encyclopedia", "dataset", "website", "book"},
}


def sources_of_events_are_read(tables: Tables) -> Faults:
    """Every source of events other than the source text has one row of readings, and no other source has one."""
    rows, sources = tables["readings"], tables["events"]["source"]
    asked = set(sources) - {TEXT}
    yield from faults("readings", rows, ~rows["source"].isin(asked), "source", "a source on which a row of events rests")
    lost = ~sources.isin({*rows["source"], TEXT})
    yield from faults("events", tables["events"], lost, "source", "a source with a row of readings.csv")


def readings_count_their_acts(tables: Tables) -> Faults:
    """The number of acts toward a tie is that of the rows of events that the source codes on it."""
    rows, acts = tables["readings"], tables["events"]
    for column, (tie, own, other) in TIES.items():
        counts = acts[tie].ne("0").groupby(acts["source"]).sum()
        expected = looked_up(rows["source"], counts).fillna(0).astype(int)
        yield from faults("readings", rows, expected.ne(rows[column]), column, expected.astype(str) + f" rows of events coded on {tie}")
        silent = rows["speaks_of"].isin([other, "neither"]) & expected.gt(0)
        yield from faults("readings", rows, silent, "speaks_of", f"{own} or both, since rows of events are coded on {tie}")


def readings_say_what_was_left(tables: Tables) -> Faults:
    """A source that speaks of a tie and has no row for it says what was left; one that was not read again claims nothing."""
    rows = tables["readings"]
    silent = rows["left"].str.startswith(NOTHING)
    for column, (_, own, _) in TIES.items():
        spoken = rows["speaks_of"].isin(["both", own]) & rows[column].eq(0) & silent
        yield from faults("readings", rows, spoken, "left", f"the acts toward {own.title()} that were left, and why")
    unread = rows["read"].eq("not_again")
    yield from faults("readings", rows, unread & rows["checked"], "checked", "no for a page that was not read again")
    yield from faults("readings", rows, unread & rows["left"].eq("nothing"), "left", "text that begins with Not known, or what was left")
    known = unread.ne(rows["speaks_of"].eq("unknown"))
    yield from faults("readings", rows, known, "speaks_of", "unknown for a page that was not read again, and only there")
    yield from faults("readings", rows, ~unread & rows["left"].str.startswith("Not known"), "left", "what was left, or nothing")


def vantage_fits_the_source(tables: Tables) -> Faults:
    """The country study speaks in its own rows alone, and no source speaks from a vantage that its kind does not have."""
    rows = tables["events"]
    own = rows["source"].eq(TEXT)
    yield from faults("events", rows, own.ne(rows["vantage"].eq("country_study")), "vantage", f"country_study for {TEXT}, and only there")
    kind = looked_up(rows["source"], tables["sources"].set_index("source")["kind"])
    for vantage, kinds in SPEAKERS.items():
        odd = rows["vantage"].eq(vantage) & ~kind.isin(kinds)
        yield from faults("events", rows, odd, "vantage", f"{vantage} for a source of the kinds {', '.join(sorted(kinds))}")
    listed = looked_up(rows["source"], tables["readings"].set_index("source")["read"]).eq("listing")
    described = listed & rows["vantage"].ne("archive_summary")
    yield from faults("events", rows, described, "vantage", "archive_summary where a listing alone was read")


RULES = [sources_of_events_are_read, readings_count_their_acts, readings_say_what_was_left, vantage_fits_the_source]
