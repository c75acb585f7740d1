"""Events: parties, ties, keys and groups."""

from nkdata.record.tables import TEXT
from nkdata.record.validation.rules.fault import Faults, Tables, faults

MOSCOW, BEIJING = "SUN|RUS|CIS", "CHN"
NAMES = {  # how a side is named in our words
    MOSCOW: "Moscow|Soviet|Russia|Kremlin|USSR|Brezhnev|Stalin|Khrushchev|Mikoyan",
    BEIJING: "China|Chinese|Sino-|Beijing|Peking|PRC|Mao |Zhou|Red Guard",
}
COOPERATION = ["exchange", "air_visit", "ship_visit", "overflight", "port_access", "intelligence"]


def ties_fit_parties(tables: Tables) -> Faults:
    """An act touches the tie of a party, and that of a third only if title or note name it; common work warms, a quarrel does not."""
    rows = tables["events"]
    for tie, codes, others in (("tie_moscow", MOSCOW, BEIJING), ("tie_beijing", BEIJING, MOSCOW)):
        sign, party = rows[tie], rows["parties"].str.contains(codes)
        named = rows["title"].str.contains(NAMES[codes])
        remarked = rows["note"].str.contains(NAMES[codes], na=False)
        third = ~party & ~named & ~remarked & rows["parties"].ne("PRK") & sign.isin(["+", "-"])
        yield from faults("events", rows, third, tie, "0 for who neither is a party nor is named in title or note")
        lost = named & ~rows["title"].str.contains(NAMES[others]) & ~party
        yield from faults("events", rows, lost, "parties", "the side that the title names")
        warm = party & rows["kind"].isin(COOPERATION) & sign.ne("+")
        yield from faults("events", rows, warm, tie, "+ for an act of cooperation")
        yield from faults("events", rows, party & rows["kind"].eq("dispute") & sign.eq("+"), tie, "not + for a quarrel with a party")
    soviet = rows["parties"].str.contains(MOSCOW) & rows["tie_moscow"].eq("0")
    yield from faults("events", rows, soviet, "tie_moscow", "not 0 where Moscow is a party")


def event_keys_say_whose_they_are(tables: Tables) -> Faults:
    """Keys with t rest on a passage, those with e do not; a year in the name of a group is that of its acts."""
    rows = tables["events"]
    text = rows["event"].str.startswith("t")
    yield from faults("events", rows, text.ne(rows["passage"].notna()), "passage", "a passage for keys with t, none for the others")
    yield from faults("events", rows, text.ne(rows["wording"].notna()), "wording", "words for keys with t, none for the others")
    year = rows["event_group"].str.extract(r"((?:19|20)\d\d)")[0].astype("Int64")
    yield from faults("events", rows, year.ne(rows["start"].dt.year), "event_group", "a group with the year of the act in its name")


def groups_are_shared(tables: Tables) -> Faults:
    """A group has two rows and two sources or more, or rests on the source text, which others may come to join."""
    rows = tables["events"]
    text = rows["source"].eq(TEXT)
    alone = rows["event_group"].notna() & ~rows["event_group"].duplicated(keep=False)
    yield from faults("events", rows, alone & ~text, "event_group", "a group of at least two rows, or empty")
    few = rows.groupby("event_group")["source"].transform("nunique").lt(2)
    yield from faults("events", rows, few & ~text, "source", "a source of its own")


RULES = [ties_fit_parties, event_keys_say_whose_they_are, groups_are_shared]
