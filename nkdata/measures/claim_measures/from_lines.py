"""Claim measures of the three lines of evidence: arms, politics and money."""

from typing import Literal

import pandas as pd

from nkdata.measures.claim_measures.registry import Data, Line, Phase, Result, claim_measure
from nkdata.measures.series.lines import three_lines

CLAIM_DRAWS = 1000


@claim_measure
def line(data: Data, line: Line, phase: Phase) -> Result:
    """Return what one of the three lines of evidence says of a phase: its lean, or the middle of its range, and its bounds."""
    row = three_lines(draws=CLAIM_DRAWS, data=data).set_index(["phase", "line"]).loc[(phase, line)]
    low, high = float(row["low"]), float(row["high"])
    return (low + high) / 2 if pd.isna(row["lean"]) else float(row["lean"]), low, high


@claim_measure
def line_number(data: Data, line: Line, phase: Phase) -> Result:
    """Return the number of deals, acts or comparisons on which a line rests in a phase."""
    return int(three_lines(draws=CLAIM_DRAWS, data=data).set_index(["phase", "line"]).loc[(phase, line), "number"])


@claim_measure
def lines_alike(data: Data, how: Literal["agree", "part"]) -> Result:
    """Return the number of phases in which the lines whose side is known agree (two or more of them), or part."""
    rows = three_lines(draws=CLAIM_DRAWS, data=data)
    sides = rows[rows["side"].isin(["Moscow", "Beijing"])].groupby("phase")["side"]
    return int((sides.nunique().eq(1) & sides.size().gt(1) if how == "agree" else sides.nunique().gt(1)).sum())


@claim_measure
def lines_unknown(data: Data, line: Line) -> Result:
    """Return the number of phases on which a line says nothing."""
    rows = three_lines(draws=CLAIM_DRAWS, data=data)
    return int((rows["line"].eq(line) & rows["side"].eq("unknown")).sum())
