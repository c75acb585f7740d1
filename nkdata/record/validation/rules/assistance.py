"""Assistance: patrons are parties to the acts of their passage, and directions have inequalities."""

import pandas as pd

from nkdata.record.validation.rules.fault import Faults, Tables, faults

SUPPLY = ("assistance", "support", "major_equipment")
CHANGES = ("up", "down", "renewed")


def patrons_are_parties(tables: Tables) -> Faults:
    """A patron of the last phase is a party to the acts of the same passage, and Russia is one of no other phase."""
    rows = tables["assistance"]
    parties = tables["events"].dropna(subset="passage").groupby("passage")["parties"].agg(";".join).str.replace("CIS", "RUS")
    acts = rows["passage"].map(parties)
    strange = [isinstance(codes, str) and patron not in codes.split(";") for codes, patron in zip(acts, rows["patron"], strict=True)]
    first = rows["phase"].map(tables["phases"].set_index("phase")["start_year"])
    away = pd.Series(strange, dtype=bool) & first.ge(1990)
    yield from faults("assistance", rows, away, "patron", "a party to the acts of the same passage")
    yield from faults("assistance", rows, rows["patron"].eq("RUS") & first.lt(1990), "patron", "RUS in the last phase only")


def directions_have_inequalities(tables: Tables) -> Faults:
    """A rise or fall that the text states has a strict inequality that says the same."""
    rows, strict = tables["assistance"], tables["constraints"].query("reading == 'strict' and greater_tie == lesser_tie")
    stated = {(r.greater_tie, r.greater_phase, r.lesser_phase) for r in strict.itertuples()}

    def missing(row: pd.Series) -> bool:
        if row["form"] not in SUPPLY or row["phase"] >= 7 or row["direction"] not in CHANGES:
            return False
        tie = "beijing" if row["patron"] == "CHN" else "moscow"
        pair = (row["phase"] - 1, row["phase"]) if row["direction"] == "down" else (row["phase"], row["phase"] - 1)
        return (tie, *pair) not in stated

    lost = rows.apply(missing, axis=1)
    yield from faults("assistance", rows, lost, "direction", "a direction that a strict row of constraints.csv repeats")


RULES = [patrons_are_parties, directions_have_inequalities]
