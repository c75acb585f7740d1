"""Acts and their dates: what kind of act warms which tie, and no source speaks of years after its own."""

import pandas as pd

from nkdata.record.validation.rules.fault import differ, faults, looked_up

MOSCOW, BEIJING = "SUN|RUS|CIS", "CHN"
NAMES = {  # how a side is named in our words
    MOSCOW: "Moscow|Soviet|Russia|Kremlin|USSR|Brezhnev|Stalin|Khrushchev|Mikoyan",
    BEIJING: "China|Chinese|Sino-|Beijing|Peking|PRC|Mao |Zhou|Red Guard",
}
SIDES = (("tie_moscow", MOSCOW, NAMES[MOSCOW]), ("tie_beijing", BEIJING, NAMES[BEIJING]))
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
        other = rows["title"].str.contains(NAMES[BEIJING if codes == MOSCOW else MOSCOW])
        yield from faults("events", rows, named & ~other & ~party, "parties", "the side that the title names")
        warm = party & rows["kind"].isin(COOPERATION) & sign.ne("+")
        yield from faults("events", rows, warm, tie, "+ for an act of cooperation")
        yield from faults("events", rows, party & rows["kind"].eq("dispute") & sign.eq("+"), tie, "not + for a quarrel with a party")
    soviet = rows["parties"].str.contains(SIDES[0][1]) & rows["tie_moscow"].eq("0")
    yield from faults("events", rows, soviet, "tie_moscow", "not 0 where Moscow is a party")


def patrons_are_named(tables):
    """What is said in our words of one side alone is not booked on the other, nor on both."""
    for name, columns in (("statements", ["gist"]), ("periodisations", ["label", "gist"])):
        frame = tables[name]
        words = pd.Series([" ".join(texts) for texts in frame[columns].itertuples(index=False)], index=frame.index, dtype="str")
        moscow, beijing = (words.str.contains(NAMES[side]) for side in (MOSCOW, BEIJING))
        yield from faults(
            name, frame, moscow & ~beijing & frame["patron"].isin(["CHN", "both"]), "patron", "SUN or RUS, whom the row names"
        )
        yield from faults(name, frame, beijing & ~moscow & frame["patron"].ne("CHN"), "patron", "CHN, whom the row names")
        late = frame["start"].dt.year if name == "statements" else frame["start_year"]
        yield from faults(name, frame, frame["patron"].eq("RUS") & late.lt(1991), "patron", "RUS from 1991")


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


def sources_do_not_foresee(tables):
    """No source reports what happened after its own year; a treaty may foresee its end."""
    published = tables["sources"].set_index("source")["year"].astype(float)
    for name, column in (("events", "start"), ("statements", "start"), ("treaties", "start"), ("trade", "year"),
                         ("estimates", "start_year"), ("periodisations", "start_year"), ("periodisations", "end_year")):  # fmt: skip
        frame = tables[name]
        years = frame[column].dt.year if frame[column].dtype.kind == "M" else frame[column]
        late = years.astype(float).gt(frame["source"].map(published))
        if name == "treaties":
            late &= frame["element"].ne("expiry")
        yield from faults(name, frame, late, column, "a year not after that of the source")


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


RULES = [ties_fit_parties, patrons_are_named, precision_fits_date, sources_do_not_foresee, actors_keep_to_their_years]
