"""Claim measures that count rows of the record, or read a figure from one."""

from typing import Annotated, Literal

from nkdata.measures import TIES
from nkdata.measures.claim_measures.registry import Data, Partner, Phase, Pick, Supplier, Tie, Year, claim_measure, column
from nkdata.measures.multiverse.specifications import combinations
from nkdata.measures.series.acts import acts
from nkdata.measures.series.phases import phase_years
from nkdata.measures.series.register import register
from nkdata.measures.verdicts.source_claims import source_claims
from nkdata.record import quality
from nkdata.record.source_text import CODED
from nkdata.record.tables import TEXT, load, ties


@claim_measure
def passages(data: Data) -> float:
    """Return the number of passages that are coded."""
    return int(load("passages", data=data)["coded"].sum())


@claim_measure
def rows_coded(data: Data) -> float:
    """Return the number of rows coded from a passage of the text."""
    return sum(int(load(name, data=data)["passage"].notna().sum()) for name in CODED)


@claim_measure
def text_claims(data: Data) -> float:
    """Return the number of claims of the text that have a sign."""
    return len(source_claims(data))


@claim_measure
def grades(data: Data, what: Literal["rows", "diagonal"]) -> float:
    """Return the number of graded rows, or the share of them whose two grades match."""
    joint = quality.grades(data)
    return float(joint.attrs["diagonal"]) if what == "diagonal" else int(joint.to_numpy().sum())


@claim_measure
def transfers(data: Data, basis: Literal["register", "text"]) -> float:
    """Return the number of transfers by their basis."""
    return int(load("transfers", data=data)["basis"].eq(basis).sum())


@claim_measure
def estimated(
    data: Data, column: Literal["year_estimated", "number_estimated"], suppliers: list[Supplier], phase: Phase | None = None
) -> float:
    """Return the share of a supplier's value, in one phase or in all, that SIPRI marks as estimated."""
    spans = phase_years(data=data)
    first, last = spans["start_year"].min(), spans["end_year"].max()
    if phase is not None:
        first, last = spans.loc[phase, ["start_year", "end_year"]]
    rows = register(data)
    rows = rows[rows["supplier"].isin(suppliers) & rows["year"].between(first, last)].dropna(subset="tiv")
    return float(rows.loc[rows[column].fillna(True).astype(bool), "tiv"].sum() / rows["tiv"].sum())


@claim_measure
def statements(data: Data, agrees: Literal["all", "yes", "partly", "no"]) -> float:
    """Return the number of statements of other sources that can test a phase, by whether they agree with the text."""
    rows = load("statements", data=data)
    rows = rows[rows["reading"].ne("cumulative") & rows["source"].ne(TEXT)]
    return len(rows) if agrees == "all" else int(rows["agrees"].eq(agrees).sum())


@claim_measure
def events(data: Data, tie: Tie, sign: Literal["+", "-"], first: Year, last: Year) -> float:
    """Return the number of acts that moved a tie one way in a span of years."""
    rows = acts(data)
    return int(rows.loc[rows["year"].between(first, last) & rows["tie"].eq(tie) & rows["sign"].eq(sign), "acts"].sum())


@claim_measure
def thin_years(data: Data, which: list[Tie], least: Literal[1, 5]) -> float:
    """Return the number of years with fewer acts on the ties than a number."""
    rows = acts(data)
    return int(rows[rows["tie"].isin(which)].groupby("year")["acts"].sum().lt(least).sum())


@claim_measure
def readings(data: Data, what: Literal["again", "both", "coded"]) -> float:
    """Return the number of sources of acts read again, of those that speak of both patrons, or of those coded for both."""
    rows = load("readings", data=data)
    both = rows["speaks_of"].eq("both")
    coded = both & rows["acts_moscow"].gt(0) & rows["acts_beijing"].gt(0)
    return int({"again": rows["read"].ne("not_again"), "both": both, "coded": coded}[what].sum())


@claim_measure
def aid_of_both(data: Data, purpose: Literal["all", "military"]) -> float:
    """Return the number of sources that give sums of aid, or of military aid, from both patrons."""
    rows = load("aid", data=data)
    rows = rows[rows["purpose"].eq(purpose) | (purpose == "all")]
    rows = rows[rows["kind"].ne("debt")].assign(tie=rows["partner"].map(ties(data)))
    return int((rows.groupby("source")["tie"].nunique() == len(TIES)).sum())


@claim_measure
def estimate(data: Data, key: Annotated[str, column("estimates", "estimate")]) -> float:
    """Return the best figure of an estimate."""
    return float(load("estimates", data=data).set_index("estimate")["best"].loc[key])


@claim_measure
def vote(data: Data, partners: list[Partner], pick: Pick) -> float:
    """Return the smallest, median or largest share of roll calls in which North Korea voted as a partner did."""
    rows = load("votes", data=data).query("session <= 50")
    return float(rows[rows["partner"].isin(partners)]["share"].agg(pick))


@claim_measure
def trade(data: Data, key: Annotated[str, column("trade", "trade")]) -> float:
    """Return the value of a row of trade."""
    return float(load("trade", data=data).set_index("trade")["value"].loc[key])


@claim_measure
def ways(data: Data, indicator: Annotated[str, lambda data: combinations(data)["indicator"].unique()]) -> float:
    """Return the share of specifications that read an indicator."""
    return float(combinations(data)["indicator"].eq(indicator).mean())
