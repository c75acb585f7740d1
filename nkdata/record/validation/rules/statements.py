"""Statements and periodisations: patrons, phases and agreement with the source text."""

import pandas as pd

from nkdata.record.validation.rules.events import BEIJING, MOSCOW, NAMES
from nkdata.record.validation.rules.fault import Faults, Tables, faults

RISE, FALL = {"up", "renewed"}, {"down"}
LITTLE = {"little", "none", "cool", "stopped", "commercial"}


def patrons_are_named(tables: Tables) -> Faults:
    """A row whose words name one side alone is not booked on the other, nor on both."""
    for name, columns in (("statements", ["gist"]), ("periodisations", ["label", "gist"])):
        frame = tables[name]
        words = pd.Series([" ".join(texts) for texts in frame[columns].itertuples(index=False)], index=frame.index, dtype="str")
        moscow, beijing = (words.str.contains(NAMES[side]) for side in (MOSCOW, BEIJING))
        other = moscow & ~beijing & frame["patron"].isin(["CHN", "both"])
        yield from faults(name, frame, other, "patron", "SUN or RUS, whom the row names")
        yield from faults(name, frame, beijing & ~moscow & frame["patron"].ne("CHN"), "patron", "CHN, whom the row names")
        late = frame["start"].dt.year if name == "statements" else frame["start_year"]
        yield from faults(name, frame, frame["patron"].eq("RUS") & late.lt(1991), "patron", "RUS from 1991")


def statements_fit_their_phase(tables: Tables) -> Faults:
    """A statement is of a phase that its years touch, or looks back from a later one; a bare total tests nothing."""
    rows, phases = tables["statements"], tables["phases"].set_index("phase")
    begins, ends = rows["phase"].map(phases["start_year"]), rows["phase"].map(phases["end_year"])
    first, last = rows["start"].dt.year.fillna(1900), rows["end"].dt.year.fillna(2100)
    yield from faults("statements", rows, last.lt(begins), "phase", "a phase that had begun at the date of the statement")
    touches = first.le(ends) & last.ge(begins)
    touched = touches.groupby(rows["statement"].str[:4]).transform("any")
    back = ~touches & rows["reading"].ne("low") & last.ge(begins)
    yield from faults("statements", rows, ~touched | back, "phase", "a phase that the years of the statement touch")
    total = rows["note"].str.contains("A total: leave it out", na=False)
    other = total.ne(rows["reading"].eq("cumulative"))
    yield from faults("statements", rows, other, "reading", "cumulative where the note calls it a total")
    yield from faults("statements", rows, total & rows["agrees"].ne("partly"), "agrees", "partly for a total, which tests no phase")
    yield from faults("statements", rows, rows["patron"].eq("RUS") & rows["phase"].lt(7), "patron", "RUS in the seventh phase only")
    again = rows.duplicated(["gist", "patron", "phase"]) & rows["gist"].duplicated(keep=False)
    yield from faults("statements", rows, again, "phase", "one row for each patron and phase of a statement")


def agreement_is_earned(tables: Tables) -> Faults:
    """A statement agrees with the text only if it reads as the text does of that patron and phase, and differs only if not."""
    rows, coded = tables["statements"], tables["assistance"]
    tie = tables["actors"].set_index("actor")["tie"]
    coded = coded.assign(tie=coded["patron"].map(tie)).groupby(["tie", "phase"])[["direction", "level"]].agg(set)

    def earned(row: pd.Series) -> bool:
        ties = ("moscow", "beijing") if row["patron"] == "both" else (tie.get(row["patron"]),)
        codes = [coded.loc[(name, row["phase"])] for name in ties if (name, row["phase"]) in coded.index]
        rises = any(RISE & each["direction"] for each in codes)
        falls = any(FALL & each["direction"] or LITTLE & each["level"] for each in codes)
        like = {"up": rises, "high": rises, "down": falls, "low": falls, "none": falls}.get(row["reading"])
        if like is None:
            return row["agrees"] != "yes" or row["reading"] == "steady"
        return like if row["agrees"] == "yes" else not like or row["agrees"] == "partly" or row["patron"] == "both"

    yield from faults("statements", rows, ~rows.apply(earned, axis=1), "agrees", "what follows from the reading and the row of assistance")


RULES = [patrons_are_named, statements_fit_their_phase, agreement_is_earned]
