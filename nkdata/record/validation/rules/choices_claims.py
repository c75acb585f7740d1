"""Our own tables: choices, claims and corrections hold together."""

import re

import pandas as pd

from nkdata.record import codebook
from nkdata.record.validation.rules.fault import faults

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


def choices_can_be_made(tables):
    """Each choice has one default and fits indicators that exist; what excludes an option exists and is of another choice."""
    rows = tables["choices"]
    defaults = rows["default"].astype(bool).groupby(rows["choice"]).transform("sum")
    yield from faults("choices", rows, defaults.ne(1), "default", "yes for one option of each choice")
    few = rows.groupby("choice")["option"].transform("size").lt(2)
    yield from faults("choices", rows, few, "choice", "a choice with two options or more")
    indicator = rows["choice"].eq("indicator")
    known = set(rows.loc[indicator, "option"])
    strange = rows["indicators"].map(lambda text: not set(text.split(";")) <= known)
    yield from faults("choices", rows, strange, "indicators", "options of the choice indicator")
    yield from faults("choices", rows, indicator & rows["indicators"].ne(rows["option"]), "indicators", rows["option"])
    most = rows[rows["default"]].drop_duplicates("choice").set_index("choice")["indicators"]
    wider = [
        not set(text.split(";")) <= set(most.get(choice, text).split(";"))
        for choice, text in zip(rows["choice"], rows["indicators"], strict=True)
    ]
    yield from faults("choices", rows, ~indicator & pd.Series(wider), "indicators", "indicators of the default of the choice")
    pairs = set(rows["choice"] + "=" + rows["option"])

    def lost(row):
        if pd.isna(row["excludes"]):
            return False
        named = row["excludes"].split(";")
        return not pairs.issuperset(named) or any(n.split("=")[0] == row["choice"] for n in named) or len(set(named)) < len(named)

    yield from faults("choices", rows, rows.apply(lost, axis=1), "excludes", "options of other choices, as choice=option")
    releases, kinds = set(tables["tiv"]["release"].astype(str)), set(tables["transfers"]["category"])
    for choice, allowed in (OPTIONS | {"release": releases, "categories": kinds | {"all"}}).items():
        strange = pd.Series([not set(text.split("+")) <= allowed for text in rows["option"]], index=rows.index, dtype=bool)
        odd = rows["choice"].eq(choice) & strange
        yield from faults("choices", rows, odd, "option", ", ".join(sorted(allowed)))
    window = rows["choice"].eq("window") & ~rows["option"].str.fullmatch(r"\d?[13579]")
    yield from faults("choices", rows, window, "option", "an odd number of years")
    margins = rows["choice"].eq("margins") & ~rows["option"].str.fullmatch(r"[01](\.\d+)?(;[01](\.\d+)?){2}")
    yield from faults("choices", rows, margins, "option", "three margins from 0 to 1, joined by semicolons")
    named = rows["choice"].isin([*OPTIONS, "release", "categories", "window", "margins"])
    yield from faults("choices", rows, ~named, "choice", "a choice that the measures know")


def claims_fit_their_sentence(tables):
    """A claim has a gap in its sentence for each number that it holds; its tables exist; a headline repeats its share."""
    rows = tables["claims"]
    gaps = rows["sentence"].map(lambda text: set(re.findall(r"{(\w+)", text)))
    for column in ("value", "low", "high"):
        gap = gaps.map(lambda names, column=column: column in names)
        yield from faults("claims", rows, gap.ne(rows[column].notna()), column, "a number for each gap in the sentence")
    strange = rows["tables"].map(lambda text: not set(text.split(";")) <= set(tables))
    yield from faults("claims", rows, strange, "tables", "names of tables, joined by semicolons")
    direct = rows["measure"].eq("headline")
    yield from faults("claims", rows, direct & rows["arguments"].ne(rows["hypothesis"]).fillna(True), "hypothesis", rows["arguments"])
    yield from faults("claims", rows, rows["hypothesis"].notna().ne(rows["share"].notna()), "share", "a share beside each headline")
    shares = rows["hypothesis"].map(rows[direct].drop_duplicates("hypothesis").set_index("hypothesis")["value"])
    other = shares.notna() & shares.ne(rows["share"])
    yield from faults("claims", rows, other, "share", shares.astype(str))
    outside = rows["low"].gt(rows["high"])
    yield from faults("claims", rows, outside, "low", "not more than high")
    years = rows["claim"].str.extract(r"_((?:19|20)\d\d(?:_\d\d)?)(?:_|$)")[0].str.replace("_", "–")
    lost = [isinstance(span, str) and span not in text for span, text in zip(years, rows["sentence"], strict=True)]
    yield from faults("claims", rows, lost, "claim", "years that stand in the sentence")
    other = direct & rows["claim"].ne("holds_" + rows["hypothesis"].fillna(""))
    yield from faults("claims", rows, other, "hypothesis", "the headline that the key names")


def corrections_hit(tables):
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
            yield "corrections.csv", int(i) + 2, "target_key", keys, f"keys or claims of {table}"


def corrections_change_something(tables):
    """What is used differs from what is printed."""
    rows = tables["corrections"]
    yield from faults("corrections", rows, rows["printed"].eq(rows["used"]), "used", "another reading than the printed one")
    needed = rows["target_table"].isin(["passages", "phases", "statements", "estimates"])
    yield from faults("corrections", rows, needed & rows["target_key"].isna(), "target_key", "a key of the table")
    deal = "sipri-" + rows["locator"].str.extract(r"^register line, deal (\d+)$")[0]
    keys = rows["target_key"].fillna("")
    away = [isinstance(d, str) and d not in k.split(";") for d, k in zip(deal, keys, strict=True)]
    deals = rows["target_table"].eq("transfers") & rows["target_key"].notna()
    yield from faults("corrections", rows, deals & pd.Series(away), "locator", "the register line of the deal")
    counted = rows["used"].str.fullmatch(r"\d+") & rows["target_table"].eq("transfers")
    best = rows["target_key"].where(counted).map(tables["transfers"].set_index("transfer")["number_best"])
    yield from faults("corrections", rows, best.notna() & best.ne(pd.to_numeric(rows["used"], errors="coerce")), "used", best.astype(str))


RULES = [choices_can_be_made, claims_fit_their_sentence, corrections_hit, corrections_change_something]
