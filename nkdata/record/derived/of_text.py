"""Derived columns of the tables that rest on the source text, and of statements."""

import pandas as pd

from nkdata.record.derived.columns import Column, Tables, dated, from_text, of_text, precise, where
from nkdata.record.lexicon import DIRECTIONS, FORMS, LEVELS, MARGINS, PACES, PATRONS, decided

CODED = ("phases", "assistance", "drivers", "constraints", "events", "transfers")  # tables that rest on passages of the source text


def _spanned(tables: Tables) -> pd.Series:
    rows = tables["phases"]
    return where(rows["origin"].eq("text"), rows["start"].str[:4] + "-" + rows["end"].str[2:4], rows, "wording")


def _shares_1984(tables: Tables) -> pd.Series:
    rows = tables["phases"]
    shared = rows["start_year"].eq(rows["end_year"].shift()).fillna(False)
    return shared | shared.shift(-1, fill_value=False)


def _phase_edge(side: str) -> dict[str, Column]:
    return {
        f"{side}_precision": lambda tables: tables["phases"][side].str.len().map({4: "year", 7: "month"}),
        f"{side}_year": lambda tables: tables["phases"][side].str.extract(r"^([0-9]{4})")[0].astype("Int64"),
    }


def _driver_phase(tables: Tables) -> pd.Series:
    """Return the phase that holds all years of a driver; only rows about the whole record or the data follow from years."""
    rows, phases = tables["drivers"], tables["phases"]
    about_data = rows["kind"].eq("about_the_data")
    first, last = rows["start"].dt.year, rows["end"].dt.year.fillna(rows["start"].dt.year)
    phase = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    for number, start, end in phases[["phase", "start_year", "end_year"]].itertuples(index=False):
        phase[first.ge(start) & last.le(end) & ~about_data] = number
    return where(rows["passage"].str.startswith("p1s") | about_data, phase, rows, "phase")


def _is_coded(tables: Tables) -> pd.Series:
    used = set().union(*(tables[name]["passage"].dropna() for name in CODED))
    return tables["passages"]["passage"].isin(used)


def _word_code(column: str, lexicon: dict[str, str], silent: str | None = None) -> dict[str, Column]:
    def coded(tables: Tables) -> pd.Series:
        rows = tables["assistance"]
        codes = decided(rows["wording"], lexicon, silent)
        return where(codes.notna(), codes, rows, column)

    return {column: coded}


def _margin(tables: Tables) -> pd.Series:
    rows = tables["constraints"]
    return decided(rows["wording"], MARGINS, "any").where(rows["reading"].eq("strict"), "any")


OF_TEXT: dict[str, dict[str, Column]] = {
    "passages": {
        "passage": lambda tables: "p" + tables["passages"]["paragraph"].astype(str) + "s" + tables["passages"]["sentence"].astype(str),
        "coded": _is_coded,
    },
    "phases": {
        "phase": lambda tables: pd.Series(range(1, len(tables["phases"]) + 1), index=tables["phases"].index),
        **_phase_edge("start"),
        **_phase_edge("end"),
        "shares_1984": _shares_1984,
        "wording": _spanned,
        **from_text("phases"),
    },
    "assistance": {
        **_word_code("level", LEVELS, "unstated"),
        **_word_code("direction", DIRECTIONS, "unstated"),
        **_word_code("form", FORMS),
        **_word_code("patron", PATRONS),
        "pace": lambda tables: tables["assistance"]["wording"].str.extract(PACES)[0],
        **from_text("assistance"),
    },
    "drivers": {**dated("drivers", "period"), "phase": _driver_phase, **from_text("drivers")},
    "constraints": {"margin": _margin, **from_text("constraints")},
    "events": {**dated("events"), **precise("events"), **of_text("events")},
    "statements": {**dated("statements"), **precise("statements")},
}
