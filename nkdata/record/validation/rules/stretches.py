"""Phases: rows that rest on one passage, or say one thing of one phase, belong to the same years."""

import pandas as pd

from nkdata.record.validation.rules.fault import differ, faults, usual


def passages_have_one_phase(tables):
    """Rows that rest on one sentence are of one phase; the first paragraph speaks of the whole record."""
    named = [tables[name][["passage", "phase"]].dropna().assign(table=name) for name in ("assistance", "phases", "transfers", "drivers")]
    rows = pd.concat([frame.assign(at=frame.index) for frame in named], ignore_index=True)
    rows = rows[~rows["passage"].str.startswith("p1s")]
    most = usual(rows, ["passage"], "phase")[0].astype(int)
    for i in rows.index[rows["phase"].ne(most)]:
        row = rows.loc[i]
        yield f"{row['table']}.csv", int(row["at"]) + 2, "phase", str(row["phase"]), f"{most[i]}, the phase of {row['passage']}"
    phase = dict(zip(rows["passage"], most, strict=True))
    limits, events, lines = tables["phases"].set_index("phase"), tables["events"], tables["constraints"]
    of = lines["passage"].map(phase)
    away = of.notna() & of.ne(lines["greater_phase"]) & of.ne(lines["lesser_phase"])
    yield from faults("constraints", lines, away, "passage", "a passage on one of the two phases")
    of = events["passage"].where(events["passage"].str.startswith("p2", na=False)).map(phase)
    years = events["start"].dt.year
    outside = years.lt(of.map(limits["start_year"])) | years.gt(of.map(limits["end_year"]))
    yield from faults("events", events, outside, "date", "a date within the phase of the passage")


def phases_rest_on_their_sentence(tables):
    """A phase is dated to the year or month that it prints, and its words are the years or stand in the text."""
    rows = tables["phases"]
    for side in ("start", "end"):
        precision = rows[side].str.len().map({4: "year", 7: "month"})
        yield from faults("phases", rows, precision.ne(rows[f"{side}_precision"]), f"{side}_precision", precision)
    span = rows["start"].str[:4] + "-" + rows["end"].str[2:4]
    text = rows["origin"].eq("text")
    yield from faults("phases", rows, text & rows["wording"].ne(span), "wording", span)
    numbered = rows["phase"].lt(7)
    yield from faults("phases", rows, numbered.ne(text), "origin", "text for the six phases that the text numbers, ours for the seventh")
    order = rows["passage"].map(dict(zip(tables["passages"]["passage"], tables["passages"].index, strict=True)))
    yield from faults("phases", rows, order.diff().le(0), "passage", "a passage after that of the phase before")


def drivers_fit_their_phase(tables):
    """A cause within one phase names it; one about the data, or of several phases, names none."""
    rows, phases = tables["drivers"], tables["phases"]
    whole = rows["passage"].str.startswith("p1s") | rows["kind"].eq("about_the_data")
    first, last = rows["start"].dt.year, rows["end"].dt.year.fillna(rows["start"].dt.year)
    expected = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    for phase, opens, closes in zip(phases["phase"], phases["start_year"], phases["end_year"], strict=True):
        expected[first.ge(opens) & last.le(closes) & rows["kind"].ne("about_the_data")] = phase
    text = expected.astype(str).replace("<NA>", "empty")
    yield from faults("drivers", rows, whole & differ(rows["phase"], expected), "phase", text)
    yield from faults("drivers", rows, ~whole & rows["phase"].isna(), "phase", "the phase of the passage")
    general = rows["phase"].isna() & rows["kind"].eq("key_event") & last.sub(first).gt(10)
    yield from faults("drivers", rows, general, "kind", "a key event has its years, not the whole period")


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


RULES = [
    passages_have_one_phase,
    phases_rest_on_their_sentence,
    drivers_fit_their_phase,
    statements_fit_their_phase,
    agreement_is_earned,
]
