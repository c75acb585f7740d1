"""Who acted when: actors in their years, dates within their bounds, phases in order."""

from functools import lru_cache

import pandas as pd

from nkdata.record.validation.rules.fault import faults

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


@lru_cache(maxsize=1024)
def edtf_bounds(text):
    """First and last day of an EDTF date or interval; NaT for an open side.

    >>> [f"{day:%Y-%m-%d}" for day in edtf_bounds("1984-05")]
    ['1984-05-01', '1984-05-31']
    """
    sides = str(text).replace("~", "").replace("?", "").split("/")
    first, last = sides[0], sides[-1]
    try:
        start = pd.NaT if first in ("..", "") else pd.Period(first.replace("X", "0")).start_time.normalize()
        end = pd.NaT if last in ("..", "") else pd.Period(last.replace("X", "9")).end_time.normalize()
    except ValueError:
        return pd.NaT, pd.NaT
    return start, end


def dates_in_bounds(tables):
    """A date in EDTF and its first and last day agree."""
    for name, column in (("events", "date"), ("statements", "date"), ("treaties", "date"), ("drivers", "period")):
        frame = tables[name]
        bounds = frame[column].map(lambda text: (pd.NaT, pd.NaT) if pd.isna(text) else edtf_bounds(text))
        for side, end in ((0, "start"), (1, "end")):
            expected = pd.Series([pair[side] for pair in bounds], index=frame.index, dtype="datetime64[s]")
            differ = expected.ne(frame[end]) & ~(expected.isna() & frame[end].isna())
            yield from faults(name, frame, differ, end, expected.map(lambda d: "empty" if pd.isna(d) else f"{d:%Y-%m-%d}"))


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


RULES = [known_actors, dates_in_bounds, phases_follow]
