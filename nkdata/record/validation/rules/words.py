"""Deciding words and codes: what the source text is quoted with, and what is read from it."""

import pandas as pd

from nkdata.record.validation.rules.fault import faults

# If the words match the pattern, the column holds one of the codes. The lists cover every deciding word of assistance.
DIRECTIONS = {
    "up": "increas|grew|intensif|warmer",
    "down": "declin|drop|cooled|stopped|pulled|tension",
    "renewed": "renewed|pragmatic",
    "steady": "assumed|negatively",
    "changed": "shift",
}
LEVELS = {
    "sole": "supplied.* unilaterally",
    "supplied": "weapons systems",
    "present": "maintained",
    "little": "little",
    "none": "^unilaterally|not involved",
    "withdrawn": "pulled",
    "strained": "tension",
    "stopped": "stopped",
    "unsettled": "flux",
    "cool": "cooled",
    "warm": "warmer",
    "unharmed": "negatively",
    "assumed": "assumed",
    "commercial": "commercial",
}
FORMS = {
    "troops": "troops",
    "cooperation": "Cooperation",
    "obligations": "obligations",
    "assistance": "assistance",
    "major_equipment": "weapons",
}
MARGINS = {"large": "dramatically|unilaterally", "clear": "significantly|steadily|renewed|considerably"}
PATRONS = {"SUN": "Soviet", "CHN": "Chinese"}
SUPPLY = ("assistance", "support", "major_equipment")


def _read(words, lexicon, silent):
    """What the words say by a lexicon, and `silent` where they say nothing of the kind."""
    found = pd.Series(silent, index=words.index, dtype=object)
    for code, pattern in lexicon.items():
        found[words.str.contains(pattern, na=False)] = code
    return found


def words_decide_codes(tables):
    """Level, direction, form, patron and pace of assistance are those of the deciding words."""
    rows = tables["assistance"]
    for column, lexicon in (("direction", DIRECTIONS), ("level", LEVELS)):
        said = _read(rows["wording"], lexicon, "unstated")
        yield from faults("assistance", rows, said.ne(rows[column]), column, said)
    for column, lexicon in (("form", FORMS), ("patron", PATRONS)):
        said = _read(rows["wording"], lexicon, None)
        yield from faults("assistance", rows, said.notna() & said.ne(rows[column]), column, said)
    pace = rows["wording"].str.extract(r"(steadily|significantly|dramatically|considerably)")[0]
    yield from faults("assistance", rows, pace.fillna("").ne(rows["pace"].fillna("")), "pace", pace.fillna("empty"))
    silent = rows["wording"].isna()
    yield from faults("assistance", rows, silent.ne(rows["status"].eq("none_found")), "status", "none_found where the text has no word")
    parties = tables["events"].dropna(subset="passage").groupby("passage")["parties"].agg(";".join).str.replace("CIS", "RUS")
    acts = rows["passage"].map(parties)
    strange = [isinstance(codes, str) and patron not in codes.split(";") for codes, patron in zip(acts, rows["patron"], strict=True)]
    first = rows["phase"].map(tables["phases"].set_index("phase")["start_year"])
    yield from faults("assistance", rows, pd.Series(strange) & first.ge(1990), "patron", "a party to the acts of the same passage")
    yield from faults("assistance", rows, rows["patron"].eq("RUS") & first.lt(1990), "patron", "RUS in the last phase only")


def words_decide_inequalities(tables):
    """An inequality rests on the words of a row of assistance, strict only where they state a change or a sole supplier."""
    rows, coded = tables["constraints"], tables["assistance"]
    tie = tables["actors"].set_index("actor")["tie"]
    said = coded.assign(tie=coded["patron"].map(tie)).groupby(["passage", "wording"], sort=False)
    strict = rows["reading"].eq("strict")
    margin = _read(rows["wording"], MARGINS, "any").where(strict, "any")
    yield from faults("constraints", rows, margin.ne(rows["margin"]), "margin", margin)
    for i, row in rows.iterrows():
        key = (row["passage"], row["wording"])
        if key not in said.groups:
            yield "constraints.csv", int(i) + 2, "wording", row["wording"], "words of the same passage in assistance.csv"
            continue
        ground = said.get_group(key)
        sides = {(row["greater_tie"], row["greater_phase"]), (row["lesser_tie"], row["lesser_phase"])}
        if not sides & set(zip(ground["tie"], ground["phase"], strict=True)):
            yield "constraints.csv", int(i) + 2, "greater_phase", str(row["greater_phase"]), "the tie and phase of the words on one side"
        change = ground["direction"].iloc[0]
        if strict[i] and change == "unstated" and "sole" not in set(ground["level"]):
            yield "constraints.csv", int(i) + 2, "reading", "strict", "interpretive where the words state no change"
        if strict[i] and not _states(row, change, ground["phase"].iloc[0]):
            yield "constraints.csv", int(i) + 2, "reading", "strict", "the phase before and the phase of the words, or both ties in one"


def _states(row, change, phase):
    """Whether an inequality compares the phase of the words with a neighbour, the right way round, or the ties within it."""
    greater, lesser = row["greater_phase"], row["lesser_phase"]
    if row["greater_tie"] != row["lesser_tie"]:
        return greater == lesser == phase
    before, now = (greater, lesser) if change == "down" else (lesser, greater)
    return (now, before) == (phase, phase - 1)


def inequalities_do_not_clash(tables):
    """No two inequalities say the opposite of one another, and none compares a level with itself."""
    rows = tables["constraints"]
    greater = list(zip(rows["greater_tie"], rows["greater_phase"], strict=True))
    lesser = list(zip(rows["lesser_tie"], rows["lesser_phase"], strict=True))
    stated = set(zip(greater, lesser, strict=True))
    clash = [a == b or (b, a) in stated for a, b in zip(greater, lesser, strict=True)]
    yield from faults("constraints", rows, clash, "greater_phase", "an inequality that no other row turns round")
    crossed = rows["greater_tie"].ne(rows["lesser_tie"]) & rows["greater_phase"].ne(rows["lesser_phase"])
    yield from faults("constraints", rows, crossed, "lesser_tie", "one tie in two phases, or both ties in one phase")
    words = tables["assistance"].query("form in @SUPPLY and direction in ['up', 'down', 'renewed']")
    plain = rows["reading"].eq("interpretive") & rows["greater_tie"].eq(rows["lesser_tie"])
    near = (rows["greater_phase"] - rows["lesser_phase"]).abs().eq(1)
    yield from faults(
        "constraints", rows, plain & near & rows["wording"].isin(words["wording"]), "reading", "strict where the words state it"
    )


def words_of_one_passage(tables):
    """Deciding words belong to one passage, wherever they are quoted."""
    where = {}
    for name in ("assistance", "phases", "drivers", "constraints", "events", "transfers"):
        for i, row in tables[name].dropna(subset=["wording", "passage"]).iterrows():
            first = where.setdefault(row["wording"], row["passage"])
            if row["passage"] != first and row["wording"] not in TWICE:
                yield f"{name}.csv", int(i) + 2, "passage", row["passage"], f"{first}, where other rows have these words"


TWICE = {"Sino-Soviet split"}  # stands in two sentences of the text
RULES = [words_decide_codes, words_decide_inequalities, inequalities_do_not_clash, words_of_one_passage]
