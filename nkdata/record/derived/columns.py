"""How derived columns are worked out where that takes more than a line: functions of the rows of a table and of all tables."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pandas as pd

from nkdata.record.edtf import bounds
from nkdata.record.lexicon import MARGINS, decided

Tables: TypeAlias = Mapping[str, pd.DataFrame]
Column: TypeAlias = Callable[[pd.DataFrame, Tables], pd.Series]
YEAR = r"_((?:19|20)\d\d)(?:_|$)"  # in a key
CODED = ("phases", "assistance", "drivers", "constraints", "events", "transfers")  # tables that rest on passages of the source text
BODIES = ["CIS", "UNC"]  # actors that are no states
ELEMENTS = ("signed", "in_force", "term", "renewal", "notice", "expiry")  # of a treaty; any other is an obligation
IN_KEYS = {"SUN": "soviet", "RUS": "russia", "CHN": "china", "all": "all", "SUN;CHN": "soviet_china"}
RUSSIA = "1991-12-01"  # takes treaties over in this month


def looked_up(keys: pd.Series, values: pd.Series) -> pd.Series:
    """Return what another table holds for each key; missing, and of the same type, where it has no such row."""
    return pd.Series(values[~values.index.duplicated()].reindex(keys).array, index=keys.index)


def where(known: pd.Series, expected: pd.Series | str, values: pd.Series) -> pd.Series:
    """Return the expected values where they follow from others, and the values of the table elsewhere."""
    if isinstance(expected, pd.Series):
        expected = expected.astype(values.dtype)
    return values.mask(known.fillna(False).astype(bool), expected)


def bound(dates: pd.Series, side: int) -> pd.Series:
    """Return the first (0) or the last (1) day of dates in EDTF."""
    days = [pd.NaT if pd.isna(text) else bounds(text)[side] for text in dates]
    return pd.Series(days, index=dates.index, dtype="datetime64[s]")


def phases_of_years(tables: Tables) -> dict[int, list[int]]:
    """Return the phases of every year, two where a year is shared."""
    found: dict[int, list[int]] = {}
    for phase, start, end in tables["phases"][["phase", "start_year", "end_year"]].itertuples(index=False):
        for year in range(start, end + 1):
            found.setdefault(year, []).append(phase)
    return found


def code_source(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the list that holds the ISO code of a state: that of current codes, or that of withdrawn ones."""
    return rows["iso3_end"].isna().map({True: "iso_3166_1", False: "iso_3166_3"}).mask(rows["actor"].isin(BODIES))


def shares_1984(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return whether a phase shares a year with the one before or after."""
    shared = rows["start_year"].eq(rows["end_year"].shift()).fillna(False)
    return shared | shared.shift(-1, fill_value=False)


def driver_phase(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the phase that holds all years of a driver; only rows about the whole record or the data follow from years."""
    about_data = rows["kind"].eq("about_the_data")
    first, last = rows["start"].dt.year, rows["end"].dt.year.fillna(rows["start"].dt.year)
    phase = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    for number, start, end in tables["phases"][["phase", "start_year", "end_year"]].itertuples(index=False):
        phase[first.ge(start) & last.le(end) & ~about_data] = number
    return where(rows["passage"].str.startswith("p1s") | about_data, phase, rows["phase"])


def word_code(column: str, lexicon: dict[str, str], silent: str | None = None) -> Column:
    """Return the column that holds the code of the deciding words."""

    def coded(rows: pd.DataFrame, tables: Tables) -> pd.Series:
        codes = decided(rows["wording"], lexicon, silent)
        return where(codes.notna(), codes, rows[column])

    return coded


def margin(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the margin of an inequality by its words, if they state it."""
    return decided(rows["wording"], MARGINS, "any").where(rows["reading"].eq("strict"), "any")


def delivery_edge(side: str, pick: str) -> Column:
    """Return the first or last year of a deal: of its deliveries, or of the phase where the text alone names it."""

    def year(rows: pd.DataFrame, tables: Tables) -> pd.Series:
        delivered = tables["deliveries"].dropna(subset="number").groupby("transfer")["year"].agg(pick)
        of_phase = looked_up(rows["phase"], tables["phases"].set_index("phase")[f"{side}_year"])
        return looked_up(rows["transfer"], delivered).where(rows["basis"].eq("register"), of_phase)

    return year


def number_uncertain(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return whether the number of any delivery of a deal is estimated."""
    parts = tables["deliveries"]
    estimated = parts["number_estimated"].fillna(False).astype(bool).groupby(parts["transfer"]).any()
    return where(rows["basis"].eq("register"), rows["transfer"].map(estimated), rows["number_uncertain"])


def transfer_locator(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the line of the register, or the passage."""
    line = "register line, deal " + rows["transfer"].str.removeprefix("sipri-")
    return where(rows["basis"].eq("register"), line, rows["locator"]).mask(rows["passage"].notna(), rows["passage"])


def delivery_phase(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the phase of the year, two joined by a semicolon where they share it."""
    of = phases_of_years(tables)
    return pd.Series([";".join(map(str, of.get(year, []))) or None for year in rows["year"]], index=rows.index, dtype=object)


def delivery_grade(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return 2 where both releases have the delivery and neither number nor year is estimated, else 3."""
    both = rows["number"].notna() & rows["number_2024"].notna()
    known = both & rows["number_estimated"].eq(False) & rows["year_estimated"].eq(False)
    return known.fillna(False).astype(bool).map({True: 2, False: 3})


def register_line(column: str, theirs: str) -> Column:
    """Return the column of estimates that repeats one of a deal of the register."""

    def figure(rows: pd.DataFrame, tables: Tables) -> pd.Series:
        deal = "sipri-" + rows["locator"].str.extract(r"^register line, deal (\d+)$")[0]
        return where(deal.notna(), looked_up(deal, tables["transfers"].set_index("transfer")[theirs]), rows[column])

    return figure


def trade_quantity(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the name of a claim of trade: partner, flow, kind of share or change, and year."""
    kind = rows["basis"].str.extract(r"^(share|change) of")[0]
    flow = rows["flow"].replace({"total": "trade"}) + ("_" + kind).fillna("")
    return rows["partner"].map(IN_KEYS) + "_" + flow + "_" + rows["year"].astype(str)


def dyad(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the place of a row in the data set of dyads: the numbers of the two states and the year."""
    numbers = tables["actors"].set_index("actor")["cow"]
    place = f"dyad {numbers.get('PRK')}-" + looked_up(rows["partner"], numbers).astype(str) + ", " + rows["year"].astype(str)
    return where(rows["source"].eq("cow_trade_4"), place, rows["locator"])


def element(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the element of a treaty that its claim names after the partner."""
    part = rows["quantity"].str.split("_", n=1).str[1].fillna("")
    return part.map(lambda text: next((name for name in ELEMENTS if text.startswith(name)), "obligation"))


def treaty_partner(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return Russia in place of the Soviet Union from the month in which it took the treaty over."""
    late = rows["start"].ge(RUSSIA).map({True: "RUS", False: "SUN"})
    return rows["partner"].where(~rows["partner"].isin(["SUN", "RUS"]), late)


def source_year(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the year in the key of a source, where the key has one or should have."""
    year = rows["source"].str.extract(YEAR)[0].astype("Int64")
    return where(year.notna() | rows["source"].str.startswith("sipri_"), year, rows["year"])


def share(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the share of the headline that a claim repeats."""
    shares = looked_up(rows["hypothesis"], rows[rows["measure"].eq("headline")].set_index("hypothesis")["value"])
    return shares.where(shares.notna(), rows["share"])
