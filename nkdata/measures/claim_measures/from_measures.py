"""Claim measures that give a number of another measure, with its interval where it has one."""

from typing import Literal

import pandas as pd

from nkdata.measures.breaks.boundaries import boundary_test
from nkdata.measures.breaks.changepoint_posterior import DRAWS, break_probabilities
from nkdata.measures.breaks.periodisations import compare_periodisations
from nkdata.measures.claim_measures.registry import Data, Hypothesis, Indicator, Phase, Pick, Result, Tie, Year, claim_measure
from nkdata.measures.multiverse.specification_curve import multiverse, robustness
from nkdata.measures.series import alignment
from nkdata.measures.series.alignment import COLUMNS, phase_draws, shifts
from nkdata.measures.series.averages import interval
from nkdata.measures.verdicts import phase_verdicts
from nkdata.measures.verdicts.agreement import agreement
from nkdata.measures.verdicts.boundary_evidence import average_probability
from nkdata.measures.wording.identified import DECIDE, identified

CLAIM_DRAWS = 1000
SURE = 0.95  # share of draws from which a direction counts as decided
REPORT_1984 = "phase_6"  # for evidence: the events dated in 1984 fall in or after May, from which the text dates the sixth phase


def _with_interval(rows: pd.DataFrame, key: int | str, name: str) -> tuple[float, float, float]:
    low, high = (f"{name}_low", f"{name}_high") if f"{name}_low" in rows else ("low", "high")
    return float(rows[name].loc[key]), float(rows[low].loc[key]), float(rows[high].loc[key])


def _phases(data: Data, indicator: str = "arms") -> pd.DataFrame:
    return alignment.lean("phase", indicator, draws=CLAIM_DRAWS, data=data).set_index("phase")


def _shifts(data: Data, indicator: str) -> pd.DataFrame:
    return shifts(indicator, draws=CLAIM_DRAWS, data=data).set_index("to_phase")


@claim_measure
def lean(data: Data, indicator: Indicator, phase: Phase) -> Result:
    """Return the lean of a phase."""
    return _with_interval(_phases(data, indicator), phase, "lean")


@claim_measure
def tie(data: Data, tie: Tie, phase: Phase) -> Result:
    """Return the yearly deliveries along a tie in a phase."""
    return _with_interval(_phases(data), phase, tie)


@claim_measure
def tie_change(data: Data, tie: Tie, to: Phase) -> Result:
    """Return the change of yearly deliveries along a tie from the phase before."""
    best, drawn = phase_draws(CLAIM_DRAWS, data)
    at, column = to - 1, COLUMNS.index(tie)
    low, high = interval(drawn[:, at, column] - drawn[:, at - 1, column])
    return float(best[at, column] - best[at - 1, column]), float(low), float(high)


@claim_measure
def lean_without_licence(data: Data, phase: Phase) -> Result:
    """Return the lean of a phase by deliveries without licensed production."""
    return float(alignment.lean("phase", licensed=False, data=data).set_index("phase").at[phase, "lean"])


@claim_measure
def shift(data: Data, indicator: Indicator, to: Phase) -> Result:
    """Return the change of the lean from the phase before."""
    return _with_interval(_shifts(data, indicator), to, "size")


@claim_measure
def decided(data: Data, indicator: Indicator) -> Result:
    """Return the number of shifts that go one way in nearly all draws."""
    rows = _shifts(data, indicator)["toward_moscow"]
    return int((rows.gt(SURE) | rows.lt(1 - SURE)).sum())


@claim_measure
def same_direction(data: Data) -> Result:
    """Return the number of shifts on which deliveries, orders and events point the same way."""
    directions = pd.DataFrame({name: _shifts(data, name)["direction"] for name in ("arms", "orders", "events")})
    return int((directions.nunique(axis=1) == 1).sum())


@claim_measure
def words_against_arms(data: Data) -> Result:
    """Return the number of shifts that the words decide one way while the arms, as booked, go the other."""
    words = identified(data=data).set_index("phase").dropna(subset="shift")
    words = words[words["verdict"].eq(DECIDE)]
    booked = "toward " + _shifts(data, "arms")["direction"].reindex(words.index)
    return int(booked.ne(words["shift"]).sum())


@claim_measure
def words_toward_moscow(data: Data, to: Phase) -> Result:
    """Return the share of histories in which the lean moves toward Moscow."""
    return float(identified(data=data).set_index("phase").at[to, "toward_moscow"])


@claim_measure
def words_decide(data: Data, reading: Literal["all", "strict"]) -> Result:
    """Return the number of shifts that the words decide."""
    return int(identified(reading=reading, data=data)["verdict"].eq(DECIDE).sum())


@claim_measure
def share_of_all(data: Data, tie: Tie) -> Result:
    """Return the share of one tie in all deliveries of 1953-93."""
    sums = alignment.lean(data=data)[list(COLUMNS[:2])].sum()
    return float(sums[tie] / sums.sum())


@claim_measure
def total(data: Data, tie: Tie, first: Year, last: Year) -> Result:
    """Return the deliveries along a tie in a span of years."""
    return float(alignment.lean(data=data).set_index("year").loc[first:last, tie].sum())


@claim_measure
def years_beijing_ahead(data: Data) -> Result:
    """Return the number of years in which Beijing sent more than Moscow."""
    return int(alignment.lean(data=data).eval("beijing > moscow").sum())


@claim_measure
def revision(data: Data) -> Result:
    """Return the largest change of the lean of a phase between the releases of 2022 and 2026."""
    old, new = (alignment.lean("phase", release=release, data=data)["lean"] for release in (2022, 2026))
    return float((new - old).abs().max())


@claim_measure
def headline(data: Data, hypothesis: Hypothesis) -> Result:
    """Return the share of specifications under which a hypothesis holds."""
    return float(multiverse(hypothesis, data=data)["holds"].mean())


@claim_measure
def headlines(data: Data, pick: Literal["min", "span"], *hypotheses: Hypothesis) -> Result:
    """Return the smallest share of several hypotheses, or their number with the smallest and the largest."""
    shares = [float(multiverse(name, data=data)["holds"].mean()) for name in hypotheses]
    return min(shares) if pick == "min" else (len(shares), min(shares), max(shares))


@claim_measure
def by_indicator(data: Data, hypothesis: Hypothesis) -> Result:
    """Return the share of specifications by value, and the smaller and the larger of those by deals and by orders."""
    row = robustness(data=data).set_index("hypothesis").loc[hypothesis]
    low, high = sorted([float(row["share_deals"]), float(row["share_orders"])])
    return float(row["share_arms"]), low, high


def _breaks(data: Data) -> pd.DataFrame:
    return break_probabilities(draws=DRAWS, data=data).set_index("year")


@claim_measure
def break_(data: Data, year: Year) -> Result:
    """Return the probability of a break in a year."""
    return _with_interval(_breaks(data), year, "probability")


@claim_measure
def break_near(data: Data, year: Year) -> Result:
    """Return the probability of a break in a year or in a neighbour."""
    return float(_breaks(data)["prob_within_1y"].loc[year])


@claim_measure
def break_near_average(data: Data) -> Result:
    """Return the probability of a break within a year, for the average year."""
    return average_probability(_breaks(data))


@claim_measure
def percentile(
    data: Data,
    indicator: Literal["arms", "orders", "events"],
    measure: Literal["ties", "lean", "levels", "any"],
    sixth_opens: Literal[1984, 1985],
    pick: Pick,
) -> Result:
    """Return the percentile of the text's boundaries among all segmentations, picked over the readings."""
    rows = boundary_test(data=data)
    rows = rows[rows["indicator"].eq(indicator) & rows["sixth_opens"].eq(sixth_opens) & (rows["measure"].eq(measure) | (measure == "any"))]
    return float(rows["percentile"].agg(pick))


@claim_measure
def nearest(data: Data, what: Literal["authors", "chance"]) -> Result:
    """Return the mean distance in years of the boundaries of other authors, or of any year, from those of the text."""
    rows = compare_periodisations(data=data)
    return float(rows["chance"].iloc[0] if what == "chance" else (rows["to_text_mean"] * rows["years"]).sum() / rows["years"].sum())


@claim_measure
def alpha(data: Data, what: Literal["reading", "agrees"]) -> Result:
    """Return Krippendorff's alpha."""
    return _with_interval(agreement(data=data, year_1984=REPORT_1984).set_index("what"), what, "alpha")


@claim_measure
def verdicts(data: Data, verdict: Literal["holds", "holds with a changed boundary", "contested"]) -> Result:
    """Return the number of phases with a verdict."""
    return int(phase_verdicts.verdicts(REPORT_1984, data=data)["verdict"].eq(verdict).sum())
