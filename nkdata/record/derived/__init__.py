"""Columns that follow from others. One rule compares them with the tables, and an update of the data fills them in."""

import pandas as pd

from nkdata.record import codebook
from nkdata.record.derived import columns as of
from nkdata.record.derived.columns import BODIES, CODED, IN_KEYS, YEAR, Column, Tables, looked_up, where
from nkdata.record.edtf import precision
from nkdata.record.lexicon import DIRECTIONS, FORMS, LEVELS, PACES, PATRONS
from nkdata.record.tables import TEXT

__all__ = ["BODIES", "CODED", "DERIVED", "IN_KEYS", "YEAR", "derive", "looked_up"]

_DATED: dict[str, Column] = {
    "start": lambda rows, tables: of.bound(rows["date"], 0),
    "end": lambda rows, tables: of.bound(rows["date"], 1),
    "precision": lambda rows, tables: rows["date"].map(precision, na_action="ignore"),
}
_FROM_TEXT: dict[str, Column] = {"source": lambda rows, tables: pd.Series(TEXT, index=rows.index)}
_OF_TEXT: dict[str, Column] = {"source": lambda rows, tables: where(rows["passage"].notna(), TEXT, rows["source"])}
# Where a column rests on another, as a grade on a source, the other comes first.
DERIVED: dict[str, dict[str, Column]] = {
    "sources": {"year": of.source_year},
    "actors": {
        "end": lambda rows, tables: rows["end"].where(
            rows["successor"].isna(), looked_up(rows["successor"], rows.set_index("actor")["start"]) - pd.Timedelta(days=1)
        ),
        "iso3": lambda rows, tables: rows["actor"].mask(rows["actor"].isin(BODIES)),
        "iso3_source": of.code_source,
        "cow_end": lambda rows, tables: rows["end"].dt.year.where(rows["successor"].isna() & rows["cow"].notna()),
        "cow_source": lambda rows, tables: rows["cow"].notna().map({True: "cow_states_2017", False: None}),
    },
    "passages": {
        "passage": lambda rows, tables: "p" + rows["paragraph"].astype(str) + "s" + rows["sentence"].astype(str),
        "coded": lambda rows, tables: rows["passage"].isin(set().union(*(tables[name]["passage"].dropna() for name in CODED))),
    },
    "phases": {
        "phase": lambda rows, tables: pd.Series(range(1, len(rows) + 1), index=rows.index),
        "start_precision": lambda rows, tables: rows["start"].str.len().map({4: "year", 7: "month"}),
        "end_precision": lambda rows, tables: rows["end"].str.len().map({4: "year", 7: "month"}),
        "start_year": lambda rows, tables: rows["start"].str.extract(r"^([0-9]{4})")[0].astype("Int64"),
        "end_year": lambda rows, tables: rows["end"].str.extract(r"^([0-9]{4})")[0].astype("Int64"),
        "shares_1984": of.shares_1984,
        "wording": lambda rows, tables: where(
            rows["origin"].eq("text"), rows["start"].str[:4] + "-" + rows["end"].str[2:4], rows["wording"]
        ),
        **_FROM_TEXT,
    },
    "assistance": {
        "level": of.word_code("level", LEVELS, "unstated"),
        "direction": of.word_code("direction", DIRECTIONS, "unstated"),
        "form": of.word_code("form", FORMS),
        "patron": of.word_code("patron", PATRONS),
        "pace": lambda rows, tables: rows["wording"].str.extract(PACES)[0],
        **_FROM_TEXT,
    },
    "drivers": {
        "start": lambda rows, tables: of.bound(rows["period"], 0),
        "end": lambda rows, tables: of.bound(rows["period"], 1),
        "phase": of.driver_phase,
        **_FROM_TEXT,
    },
    "constraints": {"margin": of.margin, **_FROM_TEXT},
    "events": {
        **_DATED,
        **_OF_TEXT,
        "locator": lambda rows, tables: where(rows["passage"].notna(), rows["passage"], rows["locator"]),
    },
    "transfers": {
        "basis": lambda rows, tables: rows["transfer"].str.startswith("sipri-").map({True: "register", False: "text"}),
        "delivery_start": of.delivery_edge("start", "min"),
        "delivery_end": of.delivery_edge("end", "max"),
        "phase": lambda rows, tables: rows["delivery_start"].map({year: phases[-1] for year, phases in of.phases_of_years(tables).items()}),
        "number_uncertain": of.number_uncertain,
        "number_local": lambda rows, tables: rows["note"].str.extract(r"^([0-9]{1,9}) of the [0-9]+ built under licence$")[0],
        **_OF_TEXT,
        "locator": of.transfer_locator,
    },
    "deliveries": {
        "delivery": lambda rows, tables: rows["transfer"] + "-" + rows["year"].astype(str),
        "phase": of.delivery_phase,
        "source": lambda rows, tables: rows["number"].notna().map({True: "sipri_2026", False: "sipri_2024"}),
        "locator": lambda rows, tables: "deal " + rows["transfer"].str.removeprefix("sipri-") + ", " + rows["year"].astype(str),
        "credibility": of.delivery_grade,
    },
    "tiv": {
        "tiv_row": lambda rows, tables: rows["release"].astype(str) + "-" + rows["supplier"] + "-" + rows["year"].astype(str),
    },
    "estimates": {
        "best": of.register_line("best", "number_best"),
        "start_year": of.register_line("start_year", "delivery_start"),
        "end_year": of.register_line("end_year", "delivery_end"),
        "supplier": of.register_line("supplier", "supplier"),
    },
    "statements": dict(_DATED),
    "votes": {
        "first_year": lambda rows, tables: rows["session"] + 1945,
        "share": lambda rows, tables: (rows["identical"] / rows["votes"]).round(4),
        "locator": lambda rows, tables: "session " + rows["session"].astype(str) + ", roll calls on which both voted yes, no or abstain",
    },
    "trade": {"quantity": of.trade_quantity, "locator": of.dyad},
    "treaties": {**_DATED, "element": of.element, "partner": of.treaty_partner},
    "choices": {"indicators": lambda rows, tables: where(rows["choice"].eq("indicator"), rows["option"], rows["indicators"])},
    "claims": {
        "hypothesis": lambda rows, tables: where(rows["measure"].eq("headline"), rows["arguments"], rows["hypothesis"]),
        "share": of.share,
    },
}
for _name in codebook.names(codebook.SHIPPED):
    if _name != "sources" and {"source", "reliability"} <= codebook.types_of(_name, codebook.SHIPPED).keys():
        DERIVED.setdefault(_name, {})["reliability"] = lambda rows, tables: looked_up(
            rows["source"], tables["sources"].set_index("source")["reliability"]
        )


def derive(table: str, column: str, tables: Tables) -> pd.Series:
    """Return the values that a derived column should have, in its own type.

    >>> from nkdata.record.tables import load
    >>> float(derive("votes", "share", {"votes": load("votes")})[0])
    0.9412
    """
    rows = tables[table]
    return DERIVED[table][column](rows, tables).astype(rows[column].dtype)
