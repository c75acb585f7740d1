"""Our own tables: choices, claims and corrections hold together."""

import re

import pandas as pd

from nkdata.record import codebook
from nkdata.record.csv_file import Fault
from nkdata.record.validation.rules.fault import Faults, Tables, faults

OPTIONS = {  # what the measures know; releases and kinds are read from the tables
    "indicator": {"arms", "deals", "orders", "events", "words"},
    "licensed": {"in", "out"},
    "delivery_year": {"delivery", "before", "order"},
    "estimated_years": {"in", "out"},
    "number": {"best", "low", "high"},
    "weight": {"none", "credibility"},
    "phase_edges": {"both", "phase_5", "phase_6", "trimmed"},
    "summary": {"mean", "median"},
    "reading": {"all", "strict"},
}
FORMS = {  # and the options that are numbers
    "window": (r"\d?[13579]", "an odd number of years"),
    "margins": (r"[01](\.\d+)?(;[01](\.\d+)?){2}", "three margins from 0 to 1, joined by semicolons"),
}


# The multiverse calls this one too, before it combines the options, with the tables choices, tiv and transfers.
def choices_can_be_made(tables: Tables) -> Faults:
    """Each choice has one default among two options or more, and the measures know every option."""
    rows = tables["choices"]
    defaults = rows["default"].astype(bool).groupby(rows["choice"]).transform("sum")
    yield from faults("choices", rows, defaults.ne(1), "default", "yes for one option of each choice")
    few = rows.groupby("choice")["option"].transform("size").lt(2)
    yield from faults("choices", rows, few, "choice", "a choice with two options or more")
    yield from _known_options(tables)


def _known_options(tables: Tables) -> Faults:
    rows = tables["choices"]
    known = OPTIONS | {
        "release": set(tables["tiv"]["release"].astype(str)),
        "categories": set(tables["transfers"]["category"]) | {"all"},
    }
    for choice, allowed in known.items():
        strange = [
            name == choice and not set(text.split("+")) <= allowed for name, text in zip(rows["choice"], rows["option"], strict=True)
        ]
        yield from faults("choices", rows, strange, "option", ", ".join(sorted(allowed)))
    for choice, (form, allowed) in FORMS.items():
        strange = rows["choice"].eq(choice) & ~rows["option"].str.fullmatch(form)
        yield from faults("choices", rows, strange, "option", allowed)
    yield from faults("choices", rows, ~rows["choice"].isin([*known, *FORMS]), "choice", "a choice that the measures know")


def choices_fit_indicators(tables: Tables) -> Faults:
    """A choice is made for indicators that exist, and an option for those of the default at most."""
    rows = tables["choices"]
    indicator = rows["choice"].eq("indicator")
    known = set(rows.loc[indicator, "option"])
    named = rows["indicators"].str.split(";").map(set)
    yield from faults("choices", rows, [not names <= known for names in named], "indicators", "options of the choice indicator")
    default = rows["default"].fillna(False).astype(bool)
    most = dict(zip(rows.loc[default, "choice"][::-1], named[default][::-1], strict=True))  # of two defaults the first counts
    wider = [not names <= most.get(choice, names) for choice, names in zip(rows["choice"], named, strict=True)]
    other = ~indicator & pd.Series(wider, index=rows.index, dtype=bool)
    yield from faults("choices", rows, other, "indicators", "indicators of the default of the choice")


def exclusions_name_options(tables: Tables) -> Faults:
    """An option excludes options that exist, of other choices, and each once."""
    rows = tables["choices"]
    pairs = set(rows["choice"] + "=" + rows["option"])

    def lost(choice: str, excludes: str) -> bool:
        named = excludes.split(";")
        return not pairs.issuperset(named) or len(set(named)) < len(named) or choice in {pair.split("=")[0] for pair in named}

    wrong = [pd.notna(text) and lost(choice, text) for choice, text in zip(rows["choice"], rows["excludes"], strict=True)]
    yield from faults("choices", rows, wrong, "excludes", "options of other choices, as choice=option")


def claims_fit_their_sentence(tables: Tables) -> Faults:
    """A claim has a gap in its sentence for each number that it holds; its tables exist; a headline has a share."""
    rows = tables["claims"]
    gaps = rows["sentence"].map(lambda text: set(re.findall(r"{(\w+)", text)))
    for column in ("value", "low", "high"):
        gap = gaps.map(lambda names, column=column: column in names)
        yield from faults("claims", rows, gap.ne(rows[column].notna()), column, "a number for each gap in the sentence")
    strange = rows["tables"].map(lambda text: not set(text.split(";")) <= set(tables))
    yield from faults("claims", rows, strange, "tables", "names of tables, joined by semicolons")
    yield from faults("claims", rows, rows["hypothesis"].notna().ne(rows["share"].notna()), "share", "a share beside each headline")
    yield from faults("claims", rows, rows["low"].gt(rows["high"]), "low", "not more than high")
    years = rows["claim"].str.extract(r"_((?:19|20)\d\d(?:_\d\d)?)(?:_|$)")[0].str.replace("_", "–")
    lost = [isinstance(span, str) and span not in text for span, text in zip(years, rows["sentence"], strict=True)]
    yield from faults("claims", rows, lost, "claim", "years that stand in the sentence")
    other = rows["measure"].eq("headline") & rows["claim"].ne("holds_" + rows["hypothesis"].fillna(""))
    yield from faults("claims", rows, other, "hypothesis", "the headline that the key names")


def corrections_hit(tables: Tables) -> Faults:
    """A correction names a row that exists."""
    rows = tables["corrections"]
    yield from faults("corrections", rows, ~rows["target_table"].isin(tables), "target_table", "a table")
    known = {}
    for name in set(rows["target_table"]) & set(tables):
        target, key = tables[name], codebook.key_of(name, codebook.SHIPPED)
        known[name] = {" ".join(map(str, cells)) for cells in target[key].itertuples(index=False)}
        group = codebook.group_of(name, codebook.SHIPPED)
        if group:
            known[name] |= set(target[group].dropna())
    for i, table, keys in rows[["target_table", "target_key"]].dropna().itertuples():
        if table in known and not set(keys.split(";")) <= known[table]:
            yield Fault("corrections.csv", int(i) + 2, "target_key", keys, f"keys or claims of {table}")


def corrections_change_something(tables: Tables) -> Faults:
    """The reading used differs from the printed one, and stands in the deal that the correction names."""
    rows = tables["corrections"]
    yield from faults("corrections", rows, rows["printed"].eq(rows["used"]), "used", "another reading than the printed one")
    needed = rows["target_table"].isin(["passages", "phases", "statements", "estimates"])
    yield from faults("corrections", rows, needed & rows["target_key"].isna(), "target_key", "a key of the table")
    deal = "sipri-" + rows["locator"].str.extract(r"^register line, deal (\d+)$")[0]
    keys = rows["target_key"].fillna("")
    away = [isinstance(line, str) and line not in named.split(";") for line, named in zip(deal, keys, strict=True)]
    deals = rows["target_table"].eq("transfers") & rows["target_key"].notna()
    yield from faults("corrections", rows, deals & pd.Series(away, dtype=bool), "locator", "the register line of the deal")
    counted = rows["used"].str.fullmatch(r"\d+") & rows["target_table"].eq("transfers")
    best = rows["target_key"].where(counted).map(tables["transfers"].set_index("transfer")["number_best"])
    yield from faults("corrections", rows, best.notna() & best.ne(pd.to_numeric(rows["used"], errors="coerce")), "used", best.astype(str))


RULES = [
    choices_can_be_made,
    choices_fit_indicators,
    exclusions_name_options,
    claims_fit_their_sentence,
    corrections_hit,
    corrections_change_something,
]
