"""Phases, passages and drivers: what the source text dates, and the sentences it rests on."""

import pandas as pd

from nkdata.record.tables import TEXT
from nkdata.record.validation.rules.fault import differ, faults, usual


def phases_follow(tables):
    """Phases are numbered from 1, follow one another, share 1984 at most, and say what their EDTF says."""
    phases = tables["phases"]
    before = phases["end_year"].shift()
    shared = phases["start_year"].eq(before).fillna(False)
    yield from faults(
        "phases",
        phases,
        phases["start_year"].sub(before).gt(1) | phases["start_year"].lt(before),
        "start_year",
        "the year after the phase before, or the year they share",
    )
    marks = shared | shared.shift(-1, fill_value=False)
    yield from faults("phases", phases, marks.ne(phases["shares_1984"]), "shares_1984", "yes for the phases that share a year")
    for side in ("start", "end"):
        year = phases[side].str.extract(r"^([0-9]{4})")[0].astype("Int64")
        yield from faults("phases", phases, year.isna(), side, "a date that begins with a year of four digits")
        yield from faults("phases", phases, year.ne(phases[f"{side}_year"]), f"{side}_year", year)
    number = pd.Series(range(1, len(phases) + 1), index=phases.index)
    yield from faults("phases", phases, phases["phase"].ne(number), "phase", number)


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


def passages_have_their_measure(tables):
    """A sentence has about as many tokens as words; one of five tokens or fewer is its own opening and close."""
    rows = tables["passages"]
    more = rows["tokens"] - rows["words"]
    yield from faults("passages", rows, ~more.between(0, 4), "tokens", "as many tokens as words, or up to four more")
    short = rows["tokens"].le(5)
    for column in ("sha256_opening", "sha256_closing"):
        yield from faults(
            "passages", rows, short.ne(rows[column].eq(rows["sha256_tokens"])), column, "that of the tokens if there are five"
        )
    last = rows["paragraph"].ne(rows["paragraph"].shift())
    first = last & rows["sentence"].ne(1)
    yield from faults("passages", rows, first | (~last & rows["sentence"].diff().ne(1)), "sentence", "one more than in the row before")
    yield from faults("passages", rows, rows["coded"].eq(rows["reason"].notna()), "reason", "a reason only where a passage is not coded")


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


RULES = [
    phases_follow,
    phases_rest_on_their_sentence,
    passages_are_in_order,
    passages_have_their_measure,
    passages_have_one_phase,
    text_rows_stand_on_passages,
    drivers_fit_their_phase,
]
