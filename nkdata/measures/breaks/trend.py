"""The pace words of the text ("steadily", "dramatically") as claims: does each line of evidence show a trend, a step or neither?"""

from collections.abc import Iterator, Sequence
from math import erfc, sqrt
from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, short_repr
from nkdata.measures.series.averages import DIGITS
from nkdata.measures.series.indicators import yearly
from nkdata.measures.series.phases import phase_years
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load, ties

EXACT = 33  # values without ties up to which p is counted and not approximated
LEVEL = 0.1  # p below which a trend counts, as all intervals of the package hold 90 per cent
LEAST_YEARS = 4  # with fewer, even values in perfect order have a p above LEVEL
STEP = 0.5  # share of all movement above which a single step outweighs all others together
STEP_YEARS = 6  # with fewer, more than a tenth of random series have such a step
STEADY = 2 / 3  # least share of the yearly steps that go the way of a steady trend
FINDINGS = ("steady", "in steps", "no trend", "too few years")
LINES = {"arms": "arms", "orders": "orders", "politics": "events"}  # and the indicators in which they stand
SIGN = {"up": 1, "down": -1}
COLUMNS = ("assistance phase tie word direction line source first_year last_year n tau p rises largest_step step_year finding").split()


def mann_kendall(values: Sequence[float] | np.ndarray | pd.Series) -> dict[str, Any]:
    """Test a series for a monotone trend, whatever its shape (Mann and Kendall).

    Parameters
    ----------
    values : sequence of float
        Two or more finite numbers in the order of time.

    Returns
    -------
    dict
        ``tau`` (Kendall's tau-b with time: 1 if every value is above all before it, -1 if below; missing where all are equal),
        ``p`` (two-sided: exact up to 33 values without ties, else by the normal approximation with corrections for ties and
        continuity), ``n`` (number of values) and ``rises`` (share of the steps from one value to the next that rise).

    Raises
    ------
    NkdataError
        If there are fewer than two values, or one is not a finite number.

    References
    ----------
    Mann 1945, *Econometrica* 13(3), 245-259; Kendall 1975, *Rank Correlation Methods*, 4th edition, Griffin.

    Examples
    --------
    >>> mann_kendall([1, 2, 3, 4])
    {'tau': 1.0, 'p': 0.08333333333333333, 'n': 4, 'rises': 1.0}
    """
    series = _numbers(values)
    n = len(series)
    pairs = n * (n - 1) // 2
    score = int(np.tril(np.sign(np.subtract.outer(series, series))).sum())  # pairs that rise less pairs that fall
    alike = np.unique(series, return_counts=True)[1]
    untied = pairs - int((alike * (alike - 1) // 2).sum())
    if untied == pairs and n <= EXACT:
        p = _exact(n, (pairs - abs(score)) // 2)
    else:
        variance = (n * (n - 1) * (2 * n + 5) - int((alike * (alike - 1) * (2 * alike + 5)).sum())) / 18
        p = erfc((abs(score) - 1) / sqrt(2 * variance)) if score else 1.0
    tau = score / sqrt(pairs * untied) if untied else float("nan")
    return {"tau": tau, "p": p, "n": n, "rises": float((np.diff(series) > 0).mean())}


def _numbers(values: Any) -> np.ndarray:
    try:
        series = np.asarray(values, dtype=float)
    except (TypeError, ValueError, OverflowError):
        series = np.empty(0)
    if isinstance(values, (str, bytes)) or series.ndim != 1 or len(series) < 2 or not np.isfinite(series).all():
        raise NkdataError(f"values must be two or more finite numbers in the order of time; got {short_repr(values)}.")
    return series


def _exact(n: int, inversions: int) -> float:
    """Return the share of all orders of n numbers with at most so many pairs out of order, in either direction."""
    orders = np.ones(1, dtype=object)  # number of orders by pairs out of order; objects, as they outgrow 64 bits
    for length in range(2, n + 1):
        orders = np.convolve(orders, np.ones(length, dtype=object))
    return min(1.0, 2 * int(orders[: inversions + 1].sum()) / int(orders.sum()))


@kept
def pace(data: PathLike | None = None) -> pd.DataFrame:
    """Test every pace word of the text on each line of evidence: a steady change, one in steps or none.

    Suggested default: every word on every line, since a word on pace names no measure; a finding that the lines do not
    share rests on one record. About one series in ten without a trend passes each test by chance.

    The finding follows from the values of the phase alone, by the first rule that holds:

    1. "too few years": fewer than 4 values, of which even a perfect order may be chance;
    2. "in steps": of 6 values or more, one step goes the way of the word and is larger than all other steps together;
    3. "steady": the trend goes the way of the word (`p` below 0.1), and so do two thirds of the yearly steps;
    4. "in steps": the trend goes that way, but fewer steps do;
    5. "no trend": neither, or one against the word.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row for each coded word and line: ``assistance`` (key of the coded row), ``phase``, ``tie``, ``word`` and
        ``direction`` as coded; ``line``: "arms" (million TIV a year), "orders" (a year), "politics" (net acts a year), and
        "trade" and "oil" (units of the tables) where one source has 4 yearly values or more in one unit; ``source`` (of trade
        and oil); ``first_year`` and ``last_year``; ``n``, ``tau``, ``p`` and ``rises`` as of ``mann_kendall``;
        ``largest_step`` (share of the largest step in the sum of all steps, up and down; an even change of n values gives
        1 / (n - 1)) and ``step_year`` (year to which it leads), missing where nothing changes; ``finding``.

    Notes
    -----
    1984 counts in both phases, as the text prints it. The size of a change, which "dramatically" also claims, is not tested:
    see ``nkdata.shifts``. Net acts depend on how many acts of a year are recorded.

    References
    ----------
    Mann 1945, *Econometrica* 13(3), 245-259; Kendall 1975, *Rank Correlation Methods*, 4th edition, Griffin.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.pace().query("word == 'steadily' and line == 'arms'")[["tie", "n", "tau", "finding"]].round(2)
           tie   n   tau   finding
    0  beijing  12 -0.15  no trend
    """
    coded = load("assistance", data=data).dropna(subset="pace")
    coded = coded.assign(tie=coded["patron"].map(ties(data))).dropna(subset="tie")
    years = phase_years(data=data)
    spans = {phase: range(int(row.start_year), int(row.end_year) + 1) for phase, row in years.iterrows()}
    rows = [
        {"assistance": row.assistance, "phase": row.phase, "tie": row.tie, "word": row.pace, "direction": row.direction}
        | {"line": line, "source": source}
        | _tested(series, SIGN.get(row.direction))
        for row in coded.itertuples()
        for line, source, series in _lines(row.tie, spans[row.phase], data)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"phase": int, "n": int, "step_year": "Int64"})


def _lines(tie: str, years: range, data: PathLike | None) -> Iterator[tuple[str, str | None, pd.Series]]:
    """Yield name, source and yearly values of every line of evidence on a tie that has values in these years."""
    for line, indicator in LINES.items():
        yield line, None, yearly(indicator, data=data)[tie].loc[years[0] : years[-1]].dropna().round(DIGITS)
    trade, oil = load("trade", data=data), load("oil", data=data)
    trade = trade[trade["flow"].eq("total")]
    oil = oil[oil["measure"].eq("supply") & oil["stage"].eq("delivery") & oil["start_year"].eq(oil["end_year"])]
    oil = oil.rename(columns={"best": "value", "start_year": "year"})
    for line, rows, alike in (("trade", trade, ["source", "unit", "basis"]), ("oil", oil, ["source", "unit", "product"])):
        inside = rows[rows["partner"].map(ties(data)).eq(tie) & rows["year"].isin(years)].dropna(subset="value")
        for (source, *_), figures in inside.groupby(alike):
            series = figures.groupby("year")["value"].mean()
            if len(series) >= LEAST_YEARS:
                yield line, source, series


def _tested(series: pd.Series, sign: int | None) -> dict[str, Any]:
    """Return years, test, largest step and finding of one line; a word without a direction is tested in that of the trend."""
    found: dict[str, Any] = {"first_year": series.index.min(), "last_year": series.index.max(), "n": len(series)}
    if len(series) < LEAST_YEARS:
        return found | {"finding": "too few years"}
    test = mann_kendall(series)
    sign = sign or (-1 if test["tau"] < 0 else 1)
    steps = series.diff().iloc[1:]
    moved = steps.abs().sum()
    if moved > 0:
        year = steps.abs().idxmax()
        found |= {"largest_step": abs(steps[year]) / moved, "step_year": year}
    return found | test | {"finding": _finding(test, steps * sign, sign)}


def _finding(test: dict[str, Any], steps: pd.Series, sign: int) -> str:
    """Return the finding; `steps` are positive where they go the way of the word."""
    if test["n"] >= STEP_YEARS and steps.max() > STEP * steps.abs().sum():
        return "in steps"
    if not (test["p"] < LEVEL and test["tau"] * sign > 0):
        return "no trend"
    return "steady" if (steps > 0).mean() >= STEADY else "in steps"
