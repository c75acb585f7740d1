"""Derived columns of the tables of figures, and of sources, actors, choices and claims."""

import pandas as pd

from nkdata.record.derived.columns import YEAR, Column, Tables, dated, looked_up, of_text, phases_of_years, precise, where

ELEMENTS = ("signed", "in_force", "term", "renewal", "notice", "expiry")  # of a treaty; any other is an obligation
IN_KEYS = {"SUN": "soviet", "RUS": "russia", "CHN": "china", "all": "all", "SUN;CHN": "soviet_china"}
RUSSIA = "1991-12-01"  # takes treaties over in this month


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
    return where(deals["basis"].eq("register"), line, deals, "locator").mask(deals["passage"].notna(), deals["passage"])


def _number_uncertain(tables: Tables) -> pd.Series:
    deals, rows = tables["transfers"], tables["deliveries"]
    estimated = rows["number_estimated"].fillna(False).astype(bool).groupby(rows["transfer"]).any()
    return where(deals["basis"].eq("register"), deals["transfer"].map(estimated), deals, "number_uncertain")


def _delivery_grade(tables: Tables) -> pd.Series:
    rows = tables["deliveries"]
    both = rows["number"].notna() & rows["number_2024"].notna()
    known = both & rows["number_estimated"].eq(False) & rows["year_estimated"].eq(False)
    return known.fillna(False).astype(bool).map({True: 2, False: 3})


def _register_line(column: str, theirs: str) -> dict[str, Column]:
    def figure(tables: Tables) -> pd.Series:
        rows = tables["estimates"]
        deal = "sipri-" + rows["locator"].str.extract(r"^register line, deal (\d+)$")[0]
        return where(deal.notna(), looked_up(deal, tables["transfers"].set_index("transfer")[theirs]), rows, column)

    return {column: figure}


def _trade_quantity(tables: Tables) -> pd.Series:
    rows = tables["trade"]
    kind = rows["basis"].str.extract(r"^(share|change) of")[0]
    flow = rows["flow"].replace({"total": "trade"}) + ("_" + kind).fillna("")
    return rows["partner"].map(IN_KEYS) + "_" + flow + "_" + rows["year"].astype(str)


def _dyad(tables: Tables) -> pd.Series:
    rows, numbers = tables["trade"], tables["actors"].set_index("actor")["cow"]
    place = "dyad " + str(numbers.get("PRK")) + "-" + looked_up(rows["partner"], numbers).astype(str) + ", " + rows["year"].astype(str)
    return where(rows["source"].eq("cow_trade_4"), place, rows, "locator")


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
    return where(year.notna() | rows["source"].str.startswith("sipri_"), year, rows, "year")


def _last_day(tables: Tables) -> pd.Series:
    rows = tables["actors"]
    before = looked_up(rows["successor"], rows.set_index("actor")["start"]) - pd.Timedelta(days=1)
    return rows["end"].where(rows["successor"].isna(), before)


def _headline(tables: Tables) -> pd.Series:
    rows = tables["claims"]
    return where(rows["measure"].eq("headline"), rows["arguments"], rows, "hypothesis")


def _share(tables: Tables) -> pd.Series:
    rows = tables["claims"]
    headlines = rows[rows["measure"].eq("headline")].set_index("hypothesis")["value"]
    shares = looked_up(rows["hypothesis"], headlines)
    return shares.where(shares.notna(), rows["share"])


def _own_indicator(tables: Tables) -> pd.Series:
    rows = tables["choices"]
    return where(rows["choice"].eq("indicator"), rows["option"], rows, "indicators")


OF_FIGURES: dict[str, dict[str, Column]] = {
    "sources": {"year": _source_year},
    "actors": {"end": _last_day},
    "transfers": {
        "basis": lambda tables: tables["transfers"]["transfer"].str.startswith("sipri-").map({True: "register", False: "text"}),
        **_delivery_edge("start", "min"),
        **_delivery_edge("end", "max"),
        "phase": _transfer_phase,
        "number_uncertain": _number_uncertain,
        "number_local": lambda tables: tables["transfers"]["note"].str.extract(r"^([0-9]{1,9}) of the [0-9]+ built under licence$")[0],
        **of_text("transfers"),
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
    "votes": {
        "first_year": lambda tables: tables["votes"]["session"] + 1945,
        "share": lambda tables: (tables["votes"]["identical"] / tables["votes"]["votes"]).round(4),
        "locator": lambda tables: (
            "session " + tables["votes"]["session"].astype(str) + ", roll calls on which both voted yes, no or abstain"
        ),
    },
    "trade": {"quantity": _trade_quantity, "locator": _dyad},
    "treaties": {**dated("treaties"), **precise("treaties"), "element": _element, "partner": _treaty_partner},
    "choices": {"indicators": _own_indicator},
    "claims": {"hypothesis": _headline, "share": _share},
}
