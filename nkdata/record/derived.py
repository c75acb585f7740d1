"""Columns that follow from others: how each is worked out. One rule compares them, and an update of the data fills them in."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pandas as pd

from nkdata.record import codebook
from nkdata.record.edtf import bounds, precision
from nkdata.record.lexicon import DIRECTIONS, FORMS, LEVELS, MARGINS, PACES, PATRONS, decided
from nkdata.record.tables import TEXT

Tables: TypeAlias = Mapping[str, pd.DataFrame]
Column: TypeAlias = Callable[[Tables], pd.Series]
YEAR = r"_((?:19|20)\d\d)(?:_|$)"  # in a key
CODED = ("phases", "assistance", "drivers", "constraints", "events", "transfers")  # tables that rest on passages of the source text
ELEMENTS = ("signed", "in_force", "term", "renewal", "notice", "expiry")  # of a treaty; any other is an obligation
IN_KEYS = {"SUN": "soviet", "RUS": "russia", "CHN": "china", "all": "all", "SUN;CHN": "soviet_china"}
RUSSIA = "1991-12-01"  # takes treaties over in this month


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return what another table holds for each key; missing, and of the same type, where it has no such row."""
    return pd.Series(values[~values.index.duplicated()].reindex(keys).array, index=keys.index)


def _where(mask: pd.Series, expected: pd.Series | str, rows: pd.DataFrame, column: str) -> pd.Series:
    """Return the expected values where they follow from others, and the values of the table elsewhere."""
    if isinstance(expected, pd.Series):
        expected = expected.astype(rows[column].dtype)
    return rows[column].mask(mask.fillna(False).astype(bool), expected)


def _reliability(name: str) -> Column:
    return lambda tables: looked_up(tables[name]["source"], tables["sources"].set_index("source")["reliability"])


def _bound(name: str, column: str, side: int) -> Column:
    def day(tables: Tables) -> pd.Series:
        days = [pd.NaT if pd.isna(text) else bounds(text)[side] for text in tables[name][column]]
        return pd.Series(days, index=tables[name].index, dtype="datetime64[s]")

    return day


def _dated(name: str, column: str = "date") -> dict[str, Column]:
    return {"start": _bound(name, column, 0), "end": _bound(name, column, 1)}


def _precise(name: str) -> dict[str, Column]:
    return {"precision": lambda tables: tables[name]["date"].map(precision, na_action="ignore")}


def _from_text(name: str) -> dict[str, Column]:
    return {"source": lambda tables: pd.Series(TEXT, index=tables[name].index)}


def _of_text(name: str) -> dict[str, Column]:
    def placed(tables: Tables) -> pd.Series:
        return tables[name]["passage"].notna()

    return {
        "source": lambda tables: _where(placed(tables), TEXT, tables[name], "source"),
        "locator": lambda tables: _where(placed(tables), tables[name]["passage"], tables[name], "locator"),
    }


# phases and passages


def _spanned(tables: Tables) -> pd.Series:
    rows = tables["phases"]
    return _where(rows["origin"].eq("text"), rows["start"].str[:4] + "-" + rows["end"].str[2:4], rows, "wording")


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
    return _where(rows["passage"].str.startswith("p1s") | about_data, phase, rows, "phase")


def phases_of_years(phases: pd.DataFrame) -> dict[int, list[int]]:
    """Return the phases of every year, two where a year is shared."""
    found: dict[int, list[int]] = {}
    for phase, start, end in phases[["phase", "start_year", "end_year"]].itertuples(index=False):
        for year in range(start, end + 1):
            found.setdefault(year, []).append(phase)
    return found


def _is_coded(tables: Tables) -> pd.Series:
    used = set().union(*(tables[name]["passage"].dropna() for name in CODED))
    return tables["passages"]["passage"].isin(used)


def _word_code(column: str, lexicon: dict[str, str], silent: str | None = None) -> dict[str, Column]:
    def coded(tables: Tables) -> pd.Series:
        rows = tables["assistance"]
        codes = decided(rows["wording"], lexicon, silent)
        return _where(codes.notna(), codes, rows, column)

    return {column: coded}


def _margin(tables: Tables) -> pd.Series:
    rows = tables["constraints"]
    return decided(rows["wording"], MARGINS, "any").where(rows["reading"].eq("strict"), "any")


# transfers, deliveries and the yearly series


def _delivery_edge(side: str, pick: str) -> dict[str, Column]:
    def year(tables: Tables) -> pd.Series:
        deals, rows = tables["transfers"], tables["deliveries"].dropna(subset="number")
        delivered = looked_up(deals["transfer"], rows.groupby("transfer")["year"].agg(pick))
        return delivered.where(
            deals["basis"].eq("register"), looked_up(deals["phase"], tables["phases"].set_index("phase")[f"{side}_year"])
        )

    return {f"delivery_{side}": year}


def _transfer_phase(tables: Tables) -> pd.Series:
    latest = {year: phases[-1] for year, phases in phases_of_years(tables["phases"]).items()}
    return tables["transfers"]["delivery_start"].map(latest).astype("Int64")


def _delivery_phase(tables: Tables) -> pd.Series:
    of = phases_of_years(tables["phases"])
    rows = tables["deliveries"]
    return pd.Series([";".join(map(str, of.get(year, []))) or None for year in rows["year"]], index=rows.index, dtype=object)


def _register_locator(tables: Tables) -> pd.Series:
    deals = tables["transfers"]
    line = "register line, deal " + deals["transfer"].str.removeprefix("sipri-")
    return _where(deals["basis"].eq("register"), line, deals, "locator").mask(deals["passage"].notna(), deals["passage"])


def _number_uncertain(tables: Tables) -> pd.Series:
    deals, rows = tables["transfers"], tables["deliveries"]
    estimated = rows["number_estimated"].fillna(False).astype(bool).groupby(rows["transfer"]).any()
    return _where(deals["basis"].eq("register"), deals["transfer"].map(estimated), deals, "number_uncertain")


def _delivery_grade(tables: Tables) -> pd.Series:
    rows = tables["deliveries"]
    both = rows["number"].notna() & rows["number_2024"].notna()
    known = both & rows["number_estimated"].eq(False) & rows["year_estimated"].eq(False)
    return known.fillna(False).astype(bool).map({True: 2, False: 3})


# estimates, trade, treaties and sources


def _register_line(column: str, theirs: str) -> dict[str, Column]:
    def figure(tables: Tables) -> pd.Series:
        rows = tables["estimates"]
        deal = "sipri-" + rows["locator"].str.extract(r"^register line, deal (\d+)$")[0]
        return _where(deal.notna(), looked_up(deal, tables["transfers"].set_index("transfer")[theirs]), rows, column)

    return {column: figure}


def _trade_quantity(tables: Tables) -> pd.Series:
    rows = tables["trade"]
    kind = rows["basis"].str.extract(r"^(share|change) of")[0]
    flow = rows["flow"].replace({"total": "trade"}) + ("_" + kind).fillna("")
    return rows["partner"].map(IN_KEYS) + "_" + flow + "_" + rows["year"].astype(str)


def _dyad(tables: Tables) -> pd.Series:
    rows, numbers = tables["trade"], tables["actors"].set_index("actor")["cow"]
    place = "dyad " + str(numbers.get("PRK")) + "-" + looked_up(rows["partner"], numbers).astype(str) + ", " + rows["year"].astype(str)
    return _where(rows["source"].eq("cow_trade_4"), place, rows, "locator")


def _element(tables: Tables) -> pd.Series:
    part = tables["treaties"]["quantity"].str.split("_", n=1).str[1].fillna("")
    return part.map(lambda text: next((element for element in ELEMENTS if text.startswith(element)), "obligation"))


def _treaty_partner(tables: Tables) -> pd.Series:
    rows = tables["treaties"]
    late = rows["start"].ge(RUSSIA).map({True: "RUS", False: "SUN"})
    return rows["partner"].where(~rows["partner"].isin(["SUN", "RUS"]), late)


def _source_year(tables: Tables) -> pd.Series:
    rows = tables["sources"]
    year = rows["source"].str.extract(YEAR)[0].astype("Int64")
    return _where(year.notna() | rows["source"].str.startswith("sipri_"), year, rows, "year")


def _last_day(tables: Tables) -> pd.Series:
    rows = tables["actors"]
    before = looked_up(rows["successor"], rows.set_index("actor")["start"]) - pd.Timedelta(days=1)
    return rows["end"].where(rows["successor"].isna(), before)


# claims and choices


def _headline(tables: Tables) -> pd.Series:
    rows = tables["claims"]
    return _where(rows["measure"].eq("headline"), rows["arguments"], rows, "hypothesis")


def _share(tables: Tables) -> pd.Series:
    rows = tables["claims"]
    headlines = rows[rows["measure"].eq("headline")].set_index("hypothesis")["value"]
    shares = looked_up(rows["hypothesis"], headlines)
    return shares.where(shares.notna(), rows["share"])


def _own_indicator(tables: Tables) -> pd.Series:
    rows = tables["choices"]
    return _where(rows["choice"].eq("indicator"), rows["option"], rows, "indicators")


# Where a column rests on another of this list, as a locator on a passage or a grade on a source, the other comes first.
DERIVED: dict[str, dict[str, Column]] = {
    "sources": {"year": _source_year},
    "actors": {"end": _last_day},
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
        **_from_text("phases"),
    },
    "assistance": {
        **_word_code("level", LEVELS, "unstated"),
        **_word_code("direction", DIRECTIONS, "unstated"),
        **_word_code("form", FORMS),
        **_word_code("patron", PATRONS),
        "pace": lambda tables: tables["assistance"]["wording"].str.extract(PACES)[0],
        **_from_text("assistance"),
    },
    "drivers": {**_dated("drivers", "period"), "phase": _driver_phase, **_from_text("drivers")},
    "constraints": {"margin": _margin, **_from_text("constraints")},
    "events": {**_dated("events"), **_precise("events"), **_of_text("events")},
    "transfers": {
        "basis": lambda tables: tables["transfers"]["transfer"].str.startswith("sipri-").map({True: "register", False: "text"}),
        **_delivery_edge("start", "min"),
        **_delivery_edge("end", "max"),
        "phase": _transfer_phase,
        "number_uncertain": _number_uncertain,
        "number_local": lambda tables: tables["transfers"]["note"].str.extract(r"^([0-9]{1,9}) of the [0-9]+ built under licence$")[0],
        **_of_text("transfers"),
        "locator": _register_locator,
    },
    "deliveries": {
        "delivery": lambda tables: tables["deliveries"]["transfer"] + "-" + tables["deliveries"]["year"].astype(str),
        "phase": _delivery_phase,
        "source": lambda tables: tables["deliveries"]["number"].notna().map({True: "sipri_2026", False: "sipri_2024"}),
        "locator": lambda tables: (
            "deal " + tables["deliveries"]["transfer"].str.removeprefix("sipri-") + ", " + tables["deliveries"]["year"].astype(str)
        ),
        "credibility": _delivery_grade,
    },
    "tiv": {
        "tiv_row": lambda tables: (
            tables["tiv"]["release"].astype(str) + "-" + tables["tiv"]["supplier"] + "-" + tables["tiv"]["year"].astype(str)
        ),
    },
    "estimates": {
        **_register_line("best", "number_best"),
        **_register_line("start_year", "delivery_start"),
        **_register_line("end_year", "delivery_end"),
        **_register_line("supplier", "supplier"),
    },
    "statements": {**_dated("statements"), **_precise("statements")},
    "votes": {
        "first_year": lambda tables: tables["votes"]["session"] + 1945,
        "share": lambda tables: (tables["votes"]["identical"] / tables["votes"]["votes"]).round(4),
        "locator": lambda tables: (
            "session " + tables["votes"]["session"].astype(str) + ", roll calls on which both voted yes, no or abstain"
        ),
    },
    "trade": {"quantity": _trade_quantity, "locator": _dyad},
    "treaties": {**_dated("treaties"), **_precise("treaties"), "element": _element, "partner": _treaty_partner},
    "periodisations": {},
    "corrections": {},
    "choices": {"indicators": _own_indicator},
    "claims": {"hypothesis": _headline, "share": _share},
}
for _name, _columns in DERIVED.items():
    if _name != "sources" and {"source", "reliability"} <= codebook.types_of(_name, codebook.SHIPPED).keys():
        _columns["reliability"] = _reliability(_name)


def derive(table: str, column: str, tables: Tables) -> pd.Series:
    """Return the values that a derived column should have, in its own type."""
    return DERIVED[table][column](tables).astype(tables[table][column].dtype)
