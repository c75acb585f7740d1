"""Statements and periodisations: patrons, phases and agreement with the source text."""

import pandas as pd

from nkdata.record.validation.rules.events import BEIJING, MOSCOW, SIDE_NAMES
from nkdata.record.validation.rules.fault import faults


def patrons_are_named(tables):
    """What is said in our words of one side alone is not booked on the other, nor on both."""
    for name, columns in (("statements", ["gist"]), ("periodisations", ["label", "gist"])):
        frame = tables[name]
        words = pd.Series([" ".join(texts) for texts in frame[columns].itertuples(index=False)], index=frame.index, dtype="str")
        moscow, beijing = (words.str.contains(SIDE_NAMES[side]) for side in (MOSCOW, BEIJING))
        yield from faults(
            name, frame, moscow & ~beijing & frame["patron"].isin(["CHN", "both"]), "patron", "SUN or RUS, whom the row names"
        )
        yield from faults(name, frame, beijing & ~moscow & frame["patron"].ne("CHN"), "patron", "CHN, whom the row names")
        late = frame["start"].dt.year if name == "statements" else frame["start_year"]
        yield from faults(name, frame, frame["patron"].eq("RUS") & late.lt(1991), "patron", "RUS from 1991")


RISE, FALL = {"up", "renewed"}, {"down"}


LITTLE = {"little", "none", "cool", "stopped", "commercial"}


def statements_fit_their_phase(tables):
    """A statement is of a phase that its years touch, or looks back from a later one; a bare total tests nothing."""
    rows, phases = tables["statements"], tables["phases"].set_index("phase")
    opens, closes = rows["phase"].map(phases["start_year"]), rows["phase"].map(phases["end_year"])
    first, last = rows["start"].dt.year.fillna(1900), rows["end"].dt.year.fillna(2100)
    yield from faults("statements", rows, last.lt(opens), "phase", "a phase that had begun at the date of the statement")
    touches = first.le(closes) & last.ge(opens)
    touched = touches.groupby(rows["statement"].str[:4]).transform("any")
    yield from faults("statements", rows, ~touched, "phase", "a phase that the years of the statement touch")
    back = ~touches & rows["reading"].ne("low")
    yield from faults("statements", rows, back & last.ge(opens), "phase", "a phase that the years of the statement touch")
    total = rows["note"].str.contains("A total: leave it out", na=False)
    yield from faults(
        "statements", rows, total.ne(rows["reading"].eq("cumulative")), "reading", "cumulative where the note calls it a total"
    )
    yield from faults("statements", rows, total & rows["agrees"].ne("partly"), "agrees", "partly for a total, which tests no phase")
    yield from faults("statements", rows, rows["patron"].eq("RUS") & rows["phase"].lt(7), "patron", "RUS in the seventh phase only")
    again = rows.duplicated(["gist", "patron", "phase"]) & rows["gist"].duplicated(keep=False)
    yield from faults("statements", rows, again, "phase", "one row for each patron and phase of a statement")


def agreement_is_earned(tables):
    """A statement agrees with the text only if it reads as the text does of that patron and phase, and differs only if not."""
    rows, coded = tables["statements"], tables["assistance"]
    tie = tables["actors"].set_index("actor")["tie"]
    coded = coded.assign(tie=coded["patron"].map(tie)).groupby(["tie", "phase"])[["direction", "level"]].agg(set)

    def earned(row):
        ties = ("moscow", "beijing") if row["patron"] == "both" else (tie.get(row["patron"]),)
        said = [coded.loc[(t, row["phase"])] for t in ties if (t, row["phase"]) in coded.index]
        rises = any(RISE & s["direction"] for s in said)
        falls = any(FALL & s["direction"] or LITTLE & s["level"] for s in said)
        like = {"up": rises, "high": rises, "down": falls, "low": falls, "none": falls}.get(row["reading"])
        if like is None:
            return row["agrees"] != "yes" or row["reading"] == "steady"
        return like if row["agrees"] == "yes" else not like or row["agrees"] == "partly" or row["patron"] == "both"

    yield from faults("statements", rows, ~rows.apply(earned, axis=1), "agrees", "what follows from the reading and the row of assistance")


RULES = [patrons_are_named, statements_fit_their_phase, agreement_is_earned]
