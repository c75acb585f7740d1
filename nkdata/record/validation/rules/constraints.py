"""Constraints: inequalities are those of the deciding words, and none contradicts another."""

import pandas as pd

from nkdata.record.csv_file import Fault
from nkdata.record.validation.rules.fault import Faults, Tables, faults

SUPPLY = ("assistance", "support", "major_equipment")
CHANGES = ("up", "down", "renewed")


def words_decide_inequalities(tables: Tables) -> Faults:
    """An inequality rests on the words of a row of assistance, strict only where they state a change or a sole supplier."""
    coded = tables["assistance"]
    ties = tables["actors"].set_index("actor")["tie"]
    grounds = coded.assign(tie=coded["patron"].map(ties)).groupby(["passage", "wording"], sort=False)
    for i, row in tables["constraints"].iterrows():
        key = (row["passage"], row["wording"])
        faulty = _inequality_faults(row, grounds.get_group(key) if key in grounds.groups else None)
        yield from (Fault("constraints.csv", int(i) + 2, column, str(row[column]), allowed) for column, allowed in faulty)


def _inequality_faults(row: pd.Series, ground: pd.DataFrame | None) -> list[tuple[str, str]]:
    """Return the columns of an inequality that its words do not bear out, with the allowed."""
    if ground is None:
        return [("wording", "words of the same passage in assistance.csv")]
    found = []
    sides = {(row["greater_tie"], row["greater_phase"]), (row["lesser_tie"], row["lesser_phase"])}
    if not sides & set(zip(ground["tie"], ground["phase"], strict=True)):
        found.append(("greater_phase", "the tie and phase of the words on one side"))
    change, strict = ground["direction"].iloc[0], row["reading"] == "strict"
    if strict and change == "unstated" and "sole" not in set(ground["level"]):
        found.append(("reading", "interpretive where the words state no change"))
    if strict and not _states(row, change, ground["phase"].iloc[0]):
        found.append(("reading", "the phase before and the phase of the words, or both ties in one"))
    return found


def _states(row: pd.Series, change: str, phase: int) -> bool:
    """Return whether an inequality compares the phase of the words with the one before, the right way round, or the ties within it."""
    greater, lesser = row["greater_phase"], row["lesser_phase"]
    if row["greater_tie"] != row["lesser_tie"]:
        return greater == lesser == phase
    before, now = (greater, lesser) if change == "down" else (lesser, greater)
    return (now, before) == (phase, phase - 1)


def inequalities_do_not_clash(tables: Tables) -> Faults:
    """No two inequalities contradict one another, and none compares a level with itself."""
    rows = tables["constraints"]
    greater = list(zip(rows["greater_tie"], rows["greater_phase"], strict=True))
    lesser = list(zip(rows["lesser_tie"], rows["lesser_phase"], strict=True))
    stated = set(zip(greater, lesser, strict=True))
    clash = [a == b or (b, a) in stated for a, b in zip(greater, lesser, strict=True)]
    yield from faults("constraints", rows, clash, "greater_phase", "an inequality that no other row turns round")
    one_tie = rows["greater_tie"].eq(rows["lesser_tie"])
    crossed = ~one_tie & rows["greater_phase"].ne(rows["lesser_phase"])
    yield from faults("constraints", rows, crossed, "lesser_tie", "one tie in two phases, or both ties in one phase")
    coded = tables["assistance"]
    words = coded.loc[coded["form"].isin(SUPPLY) & coded["direction"].isin(CHANGES), "wording"]
    near = (rows["greater_phase"] - rows["lesser_phase"]).abs().eq(1)
    plain = rows["reading"].eq("interpretive") & one_tie & near & rows["wording"].isin(words)
    yield from faults("constraints", rows, plain, "reading", "strict where the words state it")


RULES = [words_decide_inequalities, inequalities_do_not_clash]
