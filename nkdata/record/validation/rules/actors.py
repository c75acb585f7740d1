"""Actors: codes that are known, years in which they act, ties and looks."""

import pandas as pd

from nkdata.record.validation.rules.fault import differ, faults, looked_up

_ACTOR_COLUMNS = (
    ("events", "parties"), ("transfers", "supplier"), ("tiv", "supplier"), ("estimates", "supplier"), ("trade", "partner"),
    ("votes", "partner"), ("treaties", "partner"), ("statements", "patron"), ("assistance", "patron"),
)  # fmt: skip


def known_actors(tables):
    """Codes stand in actors; what the Soviet Union and Russia do not begin out of their years (see acts) they do not end out of them."""
    known = set(tables["actors"]["actor"]) | {"all", "both"}
    for name, column in _ACTOR_COLUMNS:
        frame = tables[name]
        strange = frame[column].map(lambda codes: not set(str(codes).split(";")) <= known)
        yield from faults(name, frame, strange, column, "codes of actors.csv")
    deals = tables["transfers"]
    beyond = deals["supplier"].eq("SUN") & deals["delivery_start"].le(1991) & deals["delivery_end"].gt(1991)
    yield from faults("transfers", deals, beyond, "supplier", "SUN until 1991, RUS and KAZ from 1992")
    events = tables["events"]
    korean = events["parties"].str.contains("PRK") | events["parties"].isin(["CHN;SUN", "SUN;KOR", "CHN;KOR"])
    yield from faults("events", events, ~korean, "parties", "PRK among the parties, or an act between the patrons or with KOR")
    soviet = events["parties"].str.contains("SUN") & ~events["parties"].str.contains("RUS") & events["start"].gt("1991-12-31")
    russian = events["parties"].str.contains("RUS|CIS") & ~events["parties"].str.contains("SUN") & events["end"].lt("1991-12-01")
    yield from faults("events", events, soviet | russian, "parties", "SUN until 1991, RUS and CIS from December 1991")


def actors_keep_to_their_years(tables):
    """Who acts has begun and has not ended; a successor begins on the day after and keeps the tie."""
    actors = tables["actors"].set_index("actor")
    for name, column, year in (("transfers", "supplier", "delivery_start"), ("tiv", "supplier", "year"), ("trade", "partner", "year")):
        frame = tables[name]
        begins, ends = (looked_up(frame[column], actors[edge]).dt.year for edge in ("start", "end"))
        yield from faults(name, frame, frame[year].lt(begins) | frame[year].gt(ends), column, "an actor of that year")
    events = tables["events"]
    for code, actor in actors.iterrows():
        acts = events["parties"].str.split(";").map(lambda parties, code=code: code in parties)
        outside = events["end"].lt(actor["start"]) | events["start"].gt(actor["end"])
        others = events["parties"].str.contains("SUN|RUS|CIS") & (code in ("SUN", "RUS", "CIS"))
        yield from faults("events", events, acts & outside & ~others, "parties", f"{code} within its dates")
    rows = tables["actors"]
    later = looked_up(rows["successor"], actors["start"])
    gap = rows["successor"].notna() & differ(later, rows["end"] + pd.Timedelta(days=1))
    yield from faults("actors", rows, gap, "end", "the day before the successor begins")
    parted = rows["successor"].notna() & differ(rows["successor"].map(actors["tie"]), rows["tie"])
    yield from faults("actors", rows, parted, "successor", "an actor of the same tie")
    patrons = rows["actor"].isin(set(tables["assistance"]["patron"]) | {"CIS"})
    yield from faults("actors", rows, patrons.ne(rows["tie"].notna()), "tie", "a tie for patrons, and for nobody else")
    moscow = rows["actor"].isin(["SUN", "RUS", "CIS"])
    yield from faults("actors", rows, patrons & moscow.ne(rows["tie"].eq("moscow")), "tie", "moscow for SUN, RUS and CIS, beijing for CHN")


LOOKS = ["colour", "marker", "line"]


def actors_can_be_told_apart(tables):
    """Who is drawn has a colour, a marker and a line; of those with a tie one at most is drawn without a hatch."""
    rows = tables["actors"]
    drawn = rows[LOOKS].notna().any(axis=1)
    for column in LOOKS:
        yield from faults("actors", rows, drawn & rows[column].isna(), column, "filled where the others are")
    looks = rows["hatch"].fillna("plain")
    same = drawn & rows["tie"].notna() & looks.where(drawn & rows["tie"].notna()).duplicated(keep=False)
    yield from faults("actors", rows, same, "hatch", "another hatch than that of any other patron")
    yield from faults("actors", rows, rows["hatch"].notna() & rows["tie"].isna(), "hatch", "empty but for patrons")
    known = rows["line"].isna() | rows["line"].isin(["solid", "dashed", "dotted", "dashdot"])
    yield from faults("actors", rows, ~known, "line", "solid, dashed, dotted, dashdot")
    patron = rows["actor"].isin(set(tables["assistance"]["patron"]))
    yield from faults("actors", rows, patron & ~drawn, "colour", "a colour for a patron")


RULES = [known_actors, actors_keep_to_their_years, actors_can_be_told_apart]
