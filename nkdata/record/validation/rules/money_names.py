"""Names of sums: what a quantity of aid or oil is called says its kind, its stage, its purpose and its years."""

import pandas as pd

from nkdata.record.derived import IN_KEYS
from nkdata.record.validation.rules.fault import Faults, Tables, faults

GROUPS = IN_KEYS | {"bloc": "bloc"}
# Words of a quantity, and what the row must then hold; without such a word it must hold something else.
AID = {
    "kind": {
        "grant": ["grants?"], "credit": ["credits?"], "cancellation": ["waived"], "deferral": ["deferred"],
        "debt": ["debt(?!_waived|_deferred)"], "subsidy": ["subsidy"], "assistance": ["aid"],
    },
    "purpose": {"military": ["arms", "military"]},
    "stage": {"plan": ["plan"], "outstanding": ["debt(?!_waived|_deferred)"]},
}  # fmt: skip
OIL = {
    "measure": {"change of supply": ["change"], "share of imports": ["share"], "capacity": ["capacity"], "price": ["price"]},
    "stage": {"plan": ["plan"], "request": ["request"], "commitment": ["promise", "request"]},
}
EITHER = {"request"}  # asked for by one source, agreed by another


def money_names_hold(tables: Tables) -> Faults:
    """A quantity that names a kind, purpose, stage or measure is of it, and no other is."""
    for name, columns in (("aid", AID), ("oil", OIL)):
        rows = tables[name]
        for column, codes in columns.items():
            for code, words in codes.items():
                named = rows["quantity"].str.contains(rf"_(?:{'|'.join(words)})(?:_|$)")
                either = rows["quantity"].str.contains("|".join(f"_{word}_" for word in EITHER))
                wrong = named.ne(rows[column].eq(code)) & ~(either & rows[column].isin(["request", "commitment"]))
                yield from faults(name, rows, wrong, "quantity", f"the word for {code} where {column} is {code}, and only there")


def money_names_end_with_years(tables: Tables) -> Faults:
    """A quantity begins with the giver and ends with its years: of the act, of the span, or up to a year."""
    for name in ("aid", "oil"):
        rows = tables[name]
        start = rows["partner"].map(GROUPS)
        named = [isinstance(s, str) and str(q).startswith(f"{s}_") for q, s in zip(rows["quantity"], start, strict=True)]
        yield from faults(name, rows, start.notna() & ~pd.Series(named, index=rows.index), "quantity", start.fillna("") + "_ and its name")
        years = rows["quantity"].str.extract(r"_(?P<to>to_)?(?P<first>(?:19|20)\d\d)(?:_(?P<last>\d\d))?$")
        first = years["first"].astype("Int64")
        last = (years["first"].str[:2] + years["last"]).astype("Int64")
        yield from faults(name, rows, first.isna(), "quantity", "a name that ends with a year or two")
        open_start = years["to"].notna()
        yield from faults(
            name, rows, open_start.ne(rows["start_year"].isna()), "start_year", "empty for a sum up to a year, and only there"
        )
        ends = rows["end_year"]
        yield from faults(name, rows, open_start & ~(ends - first).isin([0, 1]), "end_year", "the year of the name, or the next")
        span = last.notna()
        for column in ("start_year", "end_year"):
            away = span & ~rows[column].between(first, last).fillna(True)
            yield from faults(name, rows, away, column, "a year within those of the name")
        act = ~span & ~open_start & first.notna()
        begins = rows["start_year"] - first
        yield from faults(name, rows, act & ~begins.isin([0, 1]).fillna(False), "start_year", "the year of the name, or the next")
        if name == "aid":
            promised = rows["stage"].eq("commitment")
            yield from faults(name, rows, act & promised & ends.sub(first).gt(5), "end_year", "at most five years after the commitment")
            yield from faults(name, rows, act & ~promised & ends.ne(first), "end_year", first.astype(str))
            dated = rows["end"].dt.year.astype("Int64")
            off = ~dated.between(first.fillna(0) - 1, last.fillna(first).fillna(9999)).fillna(False)
            yield from faults(name, rows, first.notna() & off, "date", "a date within the years of the name")
        else:
            yield from faults(name, rows, act & ends.ne(first), "end_year", first.astype(str))


def sums_agree_with_estimates(tables: Tables) -> Faults:
    """A sum that also stands in estimates has the same figure there, from the same source."""
    rows, known = tables["aid"], tables["estimates"].set_index("estimate")
    key = rows["note"].str.extract(r"^Stands in (est\d{3}) too")[0]
    named = key.notna()
    for column in ("best", "source"):
        there = pd.Series(known[column].reindex(key).array, index=rows.index)
        yield from faults("aid", rows, named & there.ne(rows[column]).fillna(True), column, there.astype(str))


def four_roubles_make_a_dollar(tables: Tables) -> Faults:
    """Undisputed sums of one thing, in old roubles and in dollars, are at four to one, the rate of the time."""
    rows = tables["aid"][tables["aid"]["status"].eq("value")]
    figure = rows["best"].fillna(rows["low"])
    sums = {unit: figure[rows["unit"].eq(unit)].groupby(rows["quantity"]).first() for unit in ("SUR million (before 1961)", "USD million")}
    roubles, dollars = (rows["quantity"].map(sums[unit]) for unit in sums)
    off = (roubles - 4 * dollars).abs().gt(0.5)
    yield from faults("aid", tables["aid"], off.reindex(tables["aid"].index, fill_value=False), "best", "four old roubles to the dollar")


RULES = [money_names_hold, money_names_end_with_years, sums_agree_with_estimates, four_roubles_make_a_dollar]
