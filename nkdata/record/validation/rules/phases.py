"""Phases, passages and drivers: the years of the source text, and the sentences they rest on."""

import pandas as pd

from nkdata.record.derived import looked_up
from nkdata.record.validation.rules.fault import Faults, Tables, faults, stacked, stacked_faults, usual


def phases_follow(tables: Tables) -> Faults:
    """Phases follow one another in years and in the text, and share one year at most; the text numbers six of them."""
    rows = tables["phases"]
    before = rows["end_year"].shift()
    apart = rows["start_year"].sub(before).gt(1) | rows["start_year"].lt(before)
    yield from faults("phases", rows, apart, "start_year", "the year after the phase before, or the year they share")
    for side in ("start", "end"):
        dated = rows[side].str.match("[0-9]{4}")
        yield from faults("phases", rows, ~dated, side, "a date that begins with a year of four digits")
    numbered = rows["phase"].lt(7)
    origin = "text for the six phases that the text numbers, ours for the seventh"
    yield from faults("phases", rows, numbered.ne(rows["origin"].eq("text")), "origin", origin)
    order = looked_up(rows["passage"], pd.Series(tables["passages"].index, index=tables["passages"]["passage"], dtype="Int64"))
    yield from faults("phases", rows, order.diff().le(0), "passage", "a passage after that of the phase before")


def passages_have_their_measure(tables: Tables) -> Faults:
    """Sentences are counted from 1; one has about as many tokens as words, and of five or fewer is its own opening and close."""
    rows = tables["passages"]
    more = rows["tokens"] - rows["words"]
    yield from faults("passages", rows, ~more.between(0, 4), "tokens", "as many tokens as words, or up to four more")
    short = rows["tokens"].le(5)
    for column in ("sha256_opening", "sha256_closing"):
        other = short.ne(rows[column].eq(rows["sha256_tokens"]))
        yield from faults("passages", rows, other, column, "that of the tokens if there are five")
    new = rows["paragraph"].ne(rows["paragraph"].shift())
    skipped = (new & rows["sentence"].ne(1)) | (~new & rows["sentence"].diff().ne(1))
    yield from faults("passages", rows, skipped, "sentence", "one more than in the row before")
    yield from faults("passages", rows, rows["coded"].eq(rows["reason"].notna()), "reason", "a reason only where a passage is not coded")


def passages_have_one_phase(tables: Tables) -> Faults:
    """Rows that rest on one sentence are of one phase; the first paragraph speaks of the whole record."""
    rows = stacked(tables, ("assistance", "phases", "transfers", "drivers"), ["passage", "phase"])
    rows = rows[~rows["passage"].str.startswith("p1s")]
    most = usual(rows, ["passage"], "phase")[0].astype(int)
    yield from stacked_faults(rows, rows["phase"].ne(most), "phase", most.astype(str) + ", the phase of " + rows["passage"])
    phase = dict(zip(rows["passage"], most, strict=True))
    limits, events, lines = tables["phases"].set_index("phase"), tables["events"], tables["constraints"]
    of = lines["passage"].map(phase)
    away = of.notna() & of.ne(lines["greater_phase"]) & of.ne(lines["lesser_phase"])
    yield from faults("constraints", lines, away, "passage", "a passage on one of the two phases")
    of = events["passage"].where(events["passage"].str.startswith("p2", na=False)).map(phase)
    years = events["start"].dt.year
    outside = years.lt(of.map(limits["start_year"])) | years.gt(of.map(limits["end_year"]))
    yield from faults("events", events, outside, "date", "a date within the phase of the passage")


def drivers_fit_their_phase(tables: Tables) -> Faults:
    """A cause within one phase names it; a key event has years of its own."""
    rows = tables["drivers"]
    whole = rows["passage"].str.startswith("p1s") | rows["kind"].eq("about_the_data")
    yield from faults("drivers", rows, ~whole & rows["phase"].isna(), "phase", "the phase of the passage")
    years = rows["end"].dt.year.fillna(rows["start"].dt.year).sub(rows["start"].dt.year)
    general = rows["phase"].isna() & rows["kind"].eq("key_event") & years.gt(10)
    yield from faults("drivers", rows, general, "kind", "a key event has its years, not the whole period")


RULES = [phases_follow, passages_have_their_measure, passages_have_one_phase, drivers_fit_their_phase]
