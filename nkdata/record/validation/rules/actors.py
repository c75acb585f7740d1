"""Actors: codes that are known, years in which they act, ties, looks, and codes of other data sets."""

from nkdata.record.derived import BODIES, looked_up
from nkdata.record.validation.rules.fault import Faults, Tables, differ, faults

COLUMNS = {
    "events": "parties", "transfers": "supplier", "tiv": "supplier", "estimates": "supplier", "trade": "partner", "votes": "partner",
    "treaties": "partner", "statements": "patron", "assistance": "patron",
}  # fmt: skip
MOSCOW = ["SUN", "RUS", "CIS"]
LOOKS = ["colour", "marker", "line"]


def known_actors(tables: Tables) -> Faults:
    """Codes stand in actors, and the Soviet Union neither delivers nor acts after its end."""
    known = set(tables["actors"]["actor"]) | {"all", "both"}
    for name, column in COLUMNS.items():
        frame = tables[name]
        strange = frame[column].map(lambda codes: not set(str(codes).split(";")) <= known)
        yield from faults(name, frame, strange, column, "codes of actors.csv")
    deals = tables["transfers"]
    beyond = deals["supplier"].eq("SUN") & deals["delivery_start"].le(1991) & deals["delivery_end"].gt(1991)
    yield from faults("transfers", deals, beyond, "supplier", "SUN until 1991, RUS and KAZ from 1992")
    events = tables["events"]
    parties = events["parties"]
    korean = parties.str.contains("PRK") | parties.isin(["CHN;SUN", "SUN;KOR", "CHN;KOR"])
    yield from faults("events", events, ~korean, "parties", "PRK among the parties, or an act between the patrons or with KOR")
    soviet = parties.str.contains("SUN") & ~parties.str.contains("RUS") & events["start"].gt("1991-12-31")
    russian = parties.str.contains("RUS|CIS") & ~parties.str.contains("SUN") & events["end"].lt("1991-12-01")
    yield from faults("events", events, soviet | russian, "parties", "SUN until 1991, RUS and CIS from December 1991")


def actors_keep_to_their_years(tables: Tables) -> Faults:
    """An actor acts within its dates."""
    actors = tables["actors"].set_index("actor")
    for name, column, year in (("transfers", "supplier", "delivery_start"), ("tiv", "supplier", "year"), ("trade", "partner", "year")):
        frame = tables[name]
        begins, ends = (looked_up(frame[column], actors[edge]).dt.year for edge in ("start", "end"))
        yield from faults(name, frame, frame[year].lt(begins) | frame[year].gt(ends), column, "an actor of that year")
    events = tables["events"]
    for code, actor in actors.iterrows():
        acts = events["parties"].str.split(";").map(lambda parties, code=code: code in parties)
        outside = events["end"].lt(actor["start"]) | events["start"].gt(actor["end"])
        others = events["parties"].str.contains("SUN|RUS|CIS") & (code in MOSCOW)  # parted by known_actors
        yield from faults("events", events, acts & outside & ~others, "parties", f"{code} within its dates")


def ties_pass_to_successors(tables: Tables) -> Faults:
    """Patrons alone have a tie, and a successor keeps it."""
    rows = tables["actors"]
    ties = rows.set_index("actor")["tie"]
    parted = rows["successor"].notna() & differ(rows["successor"].map(ties), rows["tie"])
    yield from faults("actors", rows, parted, "successor", "an actor of the same tie")
    patrons = rows["actor"].isin(set(tables["assistance"]["patron"]) | {"CIS"})
    yield from faults("actors", rows, patrons.ne(rows["tie"].notna()), "tie", "a tie for patrons, and for nobody else")
    misplaced = patrons & rows["actor"].isin(MOSCOW).ne(rows["tie"].eq("moscow"))
    yield from faults("actors", rows, misplaced, "tie", "moscow for SUN, RUS and CIS, beijing for CHN")


def actors_can_be_told_apart(tables: Tables) -> Faults:
    """An actor that is drawn has a colour, a marker and a line; of those with a tie one at most is drawn without a hatch."""
    rows = tables["actors"]
    drawn = rows[LOOKS].notna().any(axis=1)
    for column in LOOKS:
        yield from faults("actors", rows, drawn & rows[column].isna(), column, "filled where the others are")
    tied = drawn & rows["tie"].notna()
    same = tied & rows["hatch"].fillna("plain").where(tied).duplicated(keep=False)
    yield from faults("actors", rows, same, "hatch", "another hatch than that of any other patron")
    yield from faults("actors", rows, rows["hatch"].notna() & rows["tie"].isna(), "hatch", "empty but for patrons")
    known = rows["line"].isna() | rows["line"].isin(["solid", "dashed", "dotted", "dashdot"])
    yield from faults("actors", rows, ~known, "line", "solid, dashed, dotted, dashdot")
    patron = rows["actor"].isin(set(tables["assistance"]["patron"]))
    yield from faults("actors", rows, patron & ~drawn, "colour", "a colour for a patron")


def states_have_codes(tables: Tables) -> Faults:
    """A state has a Correlates of War number that no other has but its successor; a body has none."""
    rows = tables["actors"]
    state = ~rows["actor"].isin(BODIES)
    for column in ("cow", "cow_start"):
        yield from faults("actors", rows, rows[column].notna().ne(state), column, "a number for a state, empty for a body")
    heirs = rows["actor"].isin(rows["successor"].dropna())
    again = rows["cow"].where(~heirs).dropna().duplicated(keep=False).reindex(rows.index, fill_value=False)
    yield from faults("actors", rows, again, "cow", "a number that no other state has, but for a successor")
    lost = rows["successor"].notna() & differ(looked_up(rows["successor"], rows.set_index("actor")["cow"]), rows["cow"])
    yield from faults("actors", rows, lost, "cow", "the number that the successor keeps")


def codes_keep_to_their_years(tables: Tables) -> Faults:
    """A code is withdrawn when its state ends or in the year after, and a membership spans the days of its actor."""
    rows = tables["actors"]
    first, last = rows["start"].dt.year, rows["end"].dt.year
    withdrawn = (rows["iso3_end"].isna() & last.isna()) | (rows["iso3_end"] - last).isin([0, 1])
    yield from faults(
        "actors", rows, rows["iso3"].notna() & ~withdrawn, "iso3_end", "the year of the last day or the one after, if it ended"
    )
    yield from faults("actors", rows, rows["iso3"].isna() & rows["iso3_end"].notna(), "iso3_end", "empty without a code")
    late = rows["cow_start"].gt(first) | rows["cow_start"].gt(int(tables["phases"]["end_year"].max() if len(tables["phases"]) else 1993))
    yield from faults("actors", rows, late, "cow_start", "a year not after the first in which the actor acts")


RULES = [
    known_actors,
    actors_keep_to_their_years,
    ties_pass_to_successors,
    actors_can_be_told_apart,
    states_have_codes,
    codes_keep_to_their_years,
]
