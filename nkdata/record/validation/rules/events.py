"""Events: parties, ties, groups and dates."""

from functools import lru_cache

import pandas as pd

from nkdata.record.tables import TEXT
from nkdata.record.validation.rules.fault import differ, faults

MOSCOW, BEIJING = "SUN|RUS|CIS", "CHN"


SIDE_NAMES = {  # how a side is named in our words
    MOSCOW: "Moscow|Soviet|Russia|Kremlin|USSR|Brezhnev|Stalin|Khrushchev|Mikoyan",
    BEIJING: "China|Chinese|Sino-|Beijing|Peking|PRC|Mao |Zhou|Red Guard",
}


SIDES = (("tie_moscow", MOSCOW, SIDE_NAMES[MOSCOW]), ("tie_beijing", BEIJING, SIDE_NAMES[BEIJING]))


COOPERATION = ["exchange", "air_visit", "ship_visit", "overflight", "port_access", "intelligence"]


def ties_fit_parties(tables):
    """An act touches the tie of a party, and that of a third only if title or note name it; common work warms, a quarrel does not."""
    rows = tables["events"]
    for tie, codes, names in SIDES:
        sign, party = rows[tie], rows["parties"].str.contains(codes)
        named = rows["title"].str.contains(names)
        remarked = rows["note"].str.contains(names, na=False)
        third = ~party & ~named & ~remarked & rows["parties"].ne("PRK") & sign.isin(["+", "-"])
        yield from faults("events", rows, third, tie, "0 for who neither is a party nor is named in title or note")
        other = rows["title"].str.contains(SIDE_NAMES[BEIJING if codes == MOSCOW else MOSCOW])
        yield from faults("events", rows, named & ~other & ~party, "parties", "the side that the title names")
        warm = party & rows["kind"].isin(COOPERATION) & sign.ne("+")
        yield from faults("events", rows, warm, tie, "+ for an act of cooperation")
        yield from faults("events", rows, party & rows["kind"].eq("dispute") & sign.eq("+"), tie, "not + for a quarrel with a party")
    soviet = rows["parties"].str.contains(SIDES[0][1]) & rows["tie_moscow"].eq("0")
    yield from faults("events", rows, soviet, "tie_moscow", "not 0 where Moscow is a party")


def event_keys_say_whose_they_are(tables):
    """Keys with t rest on a passage, those with e do not; a year in the name of a group is that of its acts."""
    rows = tables["events"]
    text = rows["event"].str.startswith("t")
    yield from faults("events", rows, text.ne(rows["passage"].notna()), "passage", "a passage for keys with t, none for the others")
    yield from faults("events", rows, text.ne(rows["wording"].notna()), "wording", "words for keys with t, none for the others")
    year = rows["event_group"].str.extract(r"((?:19|20)\d\d)")[0].astype("Int64")
    yield from faults("events", rows, year.ne(rows["start"].dt.year), "event_group", "a group with the year of the act in its name")


def groups_are_shared(tables):
    """A group of events has at least two rows, or one of the source text, which others may come to join."""
    rows = tables["events"]
    alone = rows["event_group"].notna() & ~rows["event_group"].duplicated(keep=False)
    yield from faults("events", rows, alone & rows["source"].ne(TEXT), "event_group", "a group of at least two rows, or empty")


def rivals_have_one_source_each(tables):
    """A group of events or rival figures is of more than one source."""
    for name, column in (("events", "event_group"),):
        frame = tables[name].dropna(subset=column)
        few = frame.groupby(column)["source"].transform("nunique").lt(2)
        yield from faults(name, frame, few & frame["source"].ne(TEXT), "source", "a source of its own")


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


def precision_fits_date(tables):
    """A date is as precise as it is written, and an undated element has neither bounds nor precision."""
    for name in ("events", "statements", "treaties"):
        frame = tables[name]
        expected = frame["date"].map(_precision, na_action="ignore")
        yield from faults(name, frame, differ(frame["precision"], expected), "precision", expected.fillna("empty"))


def _precision(text):
    if set(text) & set("~?X"):
        return "approximate"
    if ".." in text:
        return "open"
    return "interval" if "/" in text else {4: "year", 7: "month", 10: "day"}.get(len(text), "a date in EDTF")


RULES = [
    ties_fit_parties,
    event_keys_say_whose_they_are,
    groups_are_shared,
    rivals_have_one_source_each,
    dates_in_bounds,
    precision_fits_date,
]
