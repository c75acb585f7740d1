"""Money and oil: one currency, a date, a giver, a stage, and derived sums that add up."""

import re
from functools import reduce
from operator import add, mul, sub, truediv

import pandas as pd

from nkdata.record import edtf
from nkdata.record.derived import looked_up
from nkdata.record.validation.rules.fault import Faults, Tables, differ, faults, usual

TABLES = ("aid", "oil")
REFORMS = {"SUR": 1961, "CNY": 1955}  # the year in which a new unit replaced the old one
STAGES = {  # stages that a kind of aid can have; a debt is owed, and nothing else is
    "debt": ["outstanding"],
    "cancellation": ["commitment"],
    "deferral": ["commitment"],
    "subsidy": ["delivery"],
    "grant": ["commitment", "delivery", "plan", "unstated"],
    "credit": ["commitment", "delivery", "plan", "unstated"],
    "assistance": ["commitment", "delivery", "plan", "unstated"],
}
UNITS = {  # units of a measure of oil
    "supply": ["thousand tonnes", "thousand tonnes a year", "million barrels"],
    "capacity": ["thousand tonnes a year"],
    "price": ["USD a barrel"],
    "change of supply": ["percent"],
    "share of imports": ["percent"],
}
CURRENCIES = {"USD": r"dollars?|USD", "SUR": r"roubles?|rubles?|SUR", "CNY": r"yuan|CNY", "CHF": r"Swiss francs|CHF"}
OPERATIONS = {"+": add, "-": sub, "*": mul, "/": truediv}
STAGED = ["source", "quantity", "unit", "stage", "start_year", "end_year"]


def money_has_figures(tables: Tables) -> Faults:
    """A sum has a figure within its bounds, a gap has none, and a zero is reported."""
    for name in TABLES:
        rows = tables[name]
        gap = rows["status"].isin(["none_found", "not_searched"])
        filled = rows[["low", "best", "high"]].notna().any(axis=1)
        yield from faults(name, rows, filled.eq(gap), "status", "none_found or not_searched where there is no figure, and only there")
        for lower, upper in (("low", "best"), ("best", "high"), ("low", "high")):
            yield from faults(name, rows, rows[lower].gt(rows[upper]), lower, f"not more than {upper}")
        zero = rows["best"].eq(0)
        yield from faults(name, rows, zero.ne(rows["status"].eq("reported_zero")), "status", "reported_zero where the figure is 0")
        half = rows["best"].notna() & rows["low"].notna().ne(rows["high"].notna())
        yield from faults(name, rows, half, "low", "low and high, or neither, beside a best figure")
        nothing = rows["low"].eq(0) | rows["high"].eq(0)
        yield from faults(name, rows, nothing, "low", "a bound above 0, or none")
        change = rows["measure"].str.startswith("change") if name == "oil" else False
        negative = rows[["low", "best", "high"]].lt(0).any(axis=1) & ~pd.Series(change, index=rows.index)
        yield from faults(name, rows, negative, "best", "a number below 0 only for a change")


def money_is_of_one_currency(tables: Tables) -> Faults:
    """A sum is in one currency, of its time: no old roubles from 1961 on, no old yuan from March 1955 on, no second currency in words."""
    rows = tables["aid"]
    currency = rows["unit"].str[:3]
    for code, year in REFORMS.items():
        before = rows["unit"].eq(f"{code} million (before {year})")
        last = rows["end"].dt.year
        yield from faults("aid", rows, before & last.gt(year), "unit", f"{code} million from {year} on")
        if code == "SUR":  # no source restates older roubles; Chinese files do restate yuan
            early = currency.eq(code) & ~before & last.lt(year)
            yield from faults("aid", rows, early, "unit", f"{code} million (before {year})")
    for code, words in CURRENCIES.items():
        amount = rf"\d[\d,.]*(?: (?:hundred|thousand|million|billion))* (?:US )?(?:{words})\b"
        second = rows["gist"].str.contains(amount) & currency.ne(code)
        yield from faults("aid", rows, second, "gist", "an amount in the currency of the unit; that of another has its own row")
    again = rows.duplicated(STAGED, keep=False)
    yield from faults("aid", rows, again, "unit", "one row for each currency in which a source gives a sum")


def money_has_a_date(tables: Tables) -> Faults:
    """An act is dated as its bounds and precision say, lies within its years, and after no source that reports it."""
    rows = tables["aid"]
    bounds = rows["date"].map(lambda text: edtf.bounds(text) if isinstance(text, str) else (pd.NaT, pd.NaT))
    lost = pd.Series([pd.isna(last) for _, last in bounds], index=rows.index)
    yield from faults("aid", rows, lost, "date", "a day, month, year or interval in EDTF that has an end")
    for side, column in enumerate(("start", "end")):
        expected = pd.Series([pair[side] for pair in bounds], index=rows.index, dtype="datetime64[s]")
        wrong = ~lost & differ(expected, rows[column])
        yield from faults("aid", rows, wrong, column, expected.map(lambda day: "empty" if pd.isna(day) else f"{day:%Y-%m-%d}"))
    precision = rows["date"].map(edtf.precision, na_action="ignore")
    yield from faults("aid", rows, ~lost & differ(precision, rows["precision"]), "precision", precision.fillna("empty"))
    late = rows["start"].dt.year.gt(rows["end_year"])
    yield from faults("aid", rows, late, "date", "a date not after the last year that the sum covers")
    ahead = rows["start_year"].gt(rows["end"].dt.year + 1)
    yield from faults("aid", rows, ahead, "start_year", "the year of the act, or the next")
    open_start = rows["start"].isna() & rows["start_year"].notna()
    yield from faults("aid", rows, open_start, "start_year", "empty where the date has no beginning")
    spans = rows["precision"].isin(["interval", "open"]) & rows["stage"].ne("commitment") & rows["end"].dt.year.sub(rows["end_year"]).gt(1)
    yield from faults("aid", rows, spans, "end_year", "the last year of the span, or the year before")


def money_within_reach(tables: Tables) -> Faults:
    """Years run forward, and no source reports a sum of after its own year."""
    published = tables["sources"].set_index("source")["year"].astype(float)
    for name in TABLES:
        rows = tables[name]
        yield from faults(name, rows, rows["start_year"].gt(rows["end_year"]), "start_year", "not more than end_year")
        first = rows["start_year"].astype(float).fillna(rows["end_year"].astype(float))
        if name == "aid":
            first = rows["end"].dt.year.astype(float)
        yield from faults(name, rows, first.gt(rows["source"].map(published)), "source", "a source not older than the sum")


def money_has_a_giver(tables: Tables) -> Faults:
    """Who gives is a patron of the table actors, and gives in its own years."""
    actors = tables["actors"].set_index("actor")
    for name, groups in (("aid", ["bloc"]), ("oil", ["all"])):
        rows = tables[name]
        known = rows["partner"].isin([*actors.index[actors["tie"].notna()], *groups])
        yield from faults(name, rows, ~known, "partner", f"a patron of actors.csv, or {groups[0]}")
        last = rows["end"].dt.year if name == "aid" else rows["start_year"]
        begins, ends = (looked_up(rows["partner"], actors[edge]).dt.year for edge in ("start", "end"))
        yield from faults(name, rows, known & (last.lt(begins) | last.gt(ends)), "partner", "an actor of that year")


def money_has_a_stage(tables: Tables) -> Faults:
    """A debt is outstanding and nothing else is; rivals of one quantity are of one stage; oil is counted in the unit of its measure."""
    rows = tables["aid"]
    allowed = rows["kind"].map(STAGES)
    wrong = [isinstance(stages, list) and stage not in stages for stages, stage in zip(allowed, rows["stage"], strict=True)]
    yield from faults("aid", rows, wrong, "stage", allowed.map(lambda stages: " or ".join(stages) if isinstance(stages, list) else ""))
    for column in ("partner", "kind", "purpose"):
        most, text = usual(rows, ["quantity"], column)
        other = most.ne(text) & ~rows["stage"].eq("unstated")
        yield from faults("aid", rows, other, column, most + ", as in the other rows of the quantity")
    oil = tables["oil"]
    units = oil["measure"].map(UNITS)
    wrong = [isinstance(known, list) and unit not in known for known, unit in zip(units, oil["unit"], strict=True)]
    yield from faults("oil", oil, wrong, "unit", units.map(lambda known: " or ".join(known) if isinstance(known, list) else ""))
    span = oil["unit"].eq("thousand tonnes") & oil["start_year"].ne(oil["end_year"])
    yield from faults("oil", oil, span, "unit", "thousand tonnes a year for several years")


def derived_money_adds_up(tables: Tables) -> Faults:
    """A computed figure shows how it is made, and the numbers make it; a printed one shows nothing."""
    for name in TABLES:
        rows = tables[name]
        ours = rows["origin"].eq("computed")
        yield from faults(name, rows, ours.ne(rows["computation"].notna()), "computation", "a computation for computed figures alone")
        made = rows["computation"].map(value_of, na_action="ignore").astype(float)
        off = (rows["best"] - made).abs().gt(0.001 * made.abs())
        yield from faults(name, rows, ours & made.notna() & (off | rows["best"].isna()), "best", made.round(3))


def money_computations_are_sums(tables: Tables) -> Faults:
    """A computation is numbers and signs that have a value."""
    for name in TABLES:
        rows = tables[name]
        none = rows["computation"].notna() & rows["computation"].map(value_of, na_action="ignore").astype(float).isna()
        yield from faults(name, rows, none, "computation", "numbers joined by +, -, * or /, with a value")


def value_of(text: str) -> float:
    """Return the value of numbers joined by + - * /, worked from left to right; missing where the text is no such thing.

    >>> value_of("1300 + 3600"), value_of("4 / 0")
    (4900.0, nan)
    """
    parts = re.findall(r"\d+(?:\.\d+)?|[-+*/]|\S+", str(text))
    numbers, signs = parts[::2], parts[1::2]
    try:
        return reduce(lambda done, step: OPERATIONS[step[0]](done, float(step[1])), zip(signs, numbers[1:], strict=True), float(numbers[0]))
    except (ValueError, KeyError, IndexError, ZeroDivisionError):
        return float("nan")


def money_rivals_differ(tables: Tables) -> Faults:
    """A disputed figure stands beside another of the same thing; keys rise by one."""
    for name in TABLES:
        rows = tables[name]
        alone = ~rows["quantity"].duplicated(keep=False)
        yield from faults(name, rows, alone & rows["status"].eq("disputed"), "status", "disputed only beside a rival of the same quantity")
        key = pd.Series([f"{name}{i:03d}" for i in range(1, len(rows) + 1)], index=rows.index)
        yield from faults(name, rows, rows[name].ne(key), name, key)


RULES = [
    money_has_figures, money_is_of_one_currency, money_has_a_date, money_within_reach,
    money_has_a_giver, money_has_a_stage, derived_money_adds_up, money_computations_are_sums, money_rivals_differ,
]  # fmt: skip
