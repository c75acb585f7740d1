"""Monte Carlo draws: the uncertain parts of the record, drawn anew, so that uncertainty reaches every chart.

Where SIPRI marks a doubt without bounds, bounds have to be assumed. The assumptions are:

- numbers: evenly from the range among rival figures where the row has one; else, where SIPRI marks the number as
  uncertain, a factor between 1 / (1 + SPREAD) and 1 + SPREAD, uniform on the log scale, one for each deal;
- delivery years: the deliveries of a deal in years that SIPRI estimates are spread anew over those years, every split being
  as likely as any other, whatever SIPRI's own, and move as a whole by a year earlier (odds 1 in 4), later (1 in 4) or not
  (1 in 2); years that SIPRI does not doubt stay;
- releases: each draw takes one of the releases, the differences between them added year by year, in proportion to the
  share of the year that counts (drawn deliveries that count over all that are drawn), and never below nothing;
- licensed production: each deal that SIPRI flags counts whole or not at all, unless the reader fixes it; the odds are
  drawn anew for each draw (Jeffreys' prior), so that all, none and any mixture occur;
- orders: an uncertain order year stays (1 in 2) or moves by a year either way (1 in 4 each);
- events: as many events as there are, drawn with replacement (bootstrap).

Votes and treaties are counts of a full record: they do not vary.
"""

from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option
from nkdata.measures import TIES
from nkdata.measures.series.arms import RELEASES, arms, chosen, deliveries, needs_deals, number_ratio
from nkdata.measures.series.indicators import INDICATORS, effects, yearly
from nkdata.measures.series.phases import YEARS
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load, ties

SPREAD = 0.25
KEPT_DRAWS = 1000  # so many are kept, as one measure after the other asks for the same; more would fill the memory
MAX_DRAWS = 100_000  # at once: more would need more memory than most machines have


def values(frame: pd.DataFrame) -> np.ndarray:
    """Return a yearly frame as an array, year by (moscow, beijing, volume)."""
    both = frame[list(TIES)].to_numpy(float)
    volume = frame["volume"].to_numpy(float) if "volume" in frame else both.sum(axis=1)
    return np.column_stack([both, volume])


def draw(indicator: str, n: int, seed: int = 0, *, data: PathLike | None = None, **options: Any) -> np.ndarray:
    """Draw yearly series of an indicator, with the uncertain parts of its record drawn anew.

    Suggested default: 1,000 draws with no option fixed, so that releases and licensed production vary as well; fix one
    only to ask about it. The bounds of a phase's lean (90 per cent) then vary between seeds with a standard deviation of
    at most 0.03.

    Parameters
    ----------
    indicator : str
        One of ``nkdata.measures.series.INDICATORS``.
    n : int
        Number of draws, 1 to 100,000.
    seed : int, default 0
        Seed of the generator; the same seed gives the same draws.
    data : path, optional
        Folder with an edited copy of the tables.
    **options
        Options of the indicator; one that is fixed does not vary.

    Returns
    -------
    numpy.ndarray
        Shape (n, 46, 3): draw, year from 1950 to 1995, and tie to Moscow, tie to Beijing, volume.

    Raises
    ------
    NkdataError
        If the indicator, `n`, `seed` or an option is not allowed.

    References
    ----------
    Efron and Tibshirani 1993, *An Introduction to the Bootstrap* (events); SIPRI, *Arms Transfers Database: sources and
    methods* (which numbers and years are estimates).

    Examples
    --------
    >>> import nkdata
    >>> nkdata.draw("arms", 5).shape
    (5, 46, 3)
    """
    check_option(indicator, list(INDICATORS), "indicator")
    check_int(n, "draws", least=1, most=MAX_DRAWS)
    check_int(seed, "seed")
    make = _kept_draws if n <= KEPT_DRAWS else _draws
    return make(indicator, n, seed, data=data, **options)


def _draws(indicator, n, seed, *, data, **options):
    rng = np.random.default_rng(seed)
    best = values(yearly(indicator, data=data, **options))  # checks the options
    make = {"arms": _arms, "orders": _orders, "events": _events}.get(indicator)
    return make(n, rng, data, **options) if make else np.broadcast_to(best, (n, *best.shape))


_kept_draws = kept(_draws)


def _arms(n, rng, data, *, licensed=None, release=None, number=None, **choice):
    with_licensed = licensed is None or bool(licensed)
    rows = deliveries(licensed=with_licensed, data=data, **choice).dropna(subset=["tiv", "year"])
    deal, deals = rows["transfer"].factorize()[0], rows.drop_duplicates("transfer")
    year = _years(n, rng, rows, deal, len(deals))
    flows = rows["tiv"].to_numpy()[None] * _respread(n, rng, rows, deal, len(deals))
    flows = flows * (_numbers(n, rng, deals)[:, deal] if number is None else number_ratio(rows, number).to_numpy())
    totals = _sum_by_year(flows, year, rows["tie"])
    revision = _revision(n, rng, release, {"licensed": with_licensed, "number": number or "best", **choice}, data)
    if licensed is None:
        whole = totals
        totals = _sum_by_year(flows * _licensed(n, rng, deals)[:, deal], year, rows["tie"])
        revision *= np.divide(totals, whole, out=np.ones_like(whole), where=whole > 0)
    return _with_volume(np.maximum(totals + revision, 0.0))


def _years(n, rng, rows, deal, deals):
    """Return the year of each delivery in each draw: the estimated ones of a deal move together."""
    move = rng.choice([-1, 0, 0, 1], size=(n, deals))[:, deal]
    return rows["year"].to_numpy(int) + np.where(rows["year_estimated"].to_numpy(bool), move, 0)


def _respread(n, rng, rows, deal, deals):
    """Return factors that move the deliveries of a deal in estimated years at random among those years."""
    tiv = rows["tiv"].to_numpy()
    moves = rows["year_estimated"].to_numpy(bool) & (tiv > 0)
    share = np.where(moves, rng.standard_exponential((n, len(rows))), 0.0)
    in_deal = deal[:, None] == np.arange(deals)
    moved, drawn = (tiv * moves) @ in_deal, share @ in_deal
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = share * (moved / drawn)[:, deal] / tiv
    return np.where(moves, spread, 1.0)


def _numbers(n, rng, deals):
    """Return a factor for the number of each deal: within the range of rivals, or within SPREAD where SIPRI doubts it."""
    below, above = deals["number_low"].gt(deals["number_best"]), deals["number_high"].lt(deals["number_best"])
    reversed_ = below | above | (deals["number_best"].eq(0) & deals["number_high"].gt(0))
    if reversed_.any():
        deal = deals["transfer"][reversed_].iloc[0]
        raise NkdataError(f"transfers.csv, {deal}: bounds are reversed; allowed are number_low, number_best and number_high that rise.")
    doubt = np.where(deals["number_uncertain"].to_numpy(bool), 1 + SPREAD, 1.0)
    low, high = (deals[name].to_numpy() / deals["number_best"].to_numpy() for name in ("number_low", "number_high"))
    rivals = ~np.isnan(low) | ~np.isnan(high)
    low, high = np.where(np.isnan(low), 1 / doubt, low), np.where(np.isnan(high), doubt, high)
    even = rng.random((n, len(deals)))
    return np.where(rivals, low + even * (high - low), doubt ** (2 * even - 1))


def _licensed(n, rng, deals):
    """Return 1 for each deal that counts, 0 for each licensed one that does not."""
    counts = rng.random((n, len(deals))) < rng.beta(0.5, 0.5, size=(n, 1))
    return np.where(deals["licensed"].to_numpy(bool), counts, 1.0)


def _revision(n, rng, release, choice, data):
    """Return the difference between another release and the newest one, year by year; each draw takes one release."""
    releases = [release] if release is not None else RELEASES[needs_deals(**choice) :]  # the first release has none
    newest = arms(data=data, **choice)
    differ = [(arms(release=other, data=data, **choice) - newest).to_numpy() for other in releases]
    return np.stack(differ)[rng.integers(len(differ), size=n)]


def _orders(n, rng, data, *, licensed=None, categories=None):
    deals = chosen(load("transfers", data=data).query("basis == 'register'"), licensed is None or bool(licensed), categories)
    size = (n, len(deals))
    moves = deals["order_year_uncertain"].to_numpy(bool) & (rng.random(size) < 0.5)
    year = deals["order_year"].to_numpy(int) + np.where(moves, rng.choice([-1, 1], size=size), 0)
    one = _licensed(n, rng, deals) if licensed is None else np.ones(size)
    return _with_volume(_sum_by_year(one, year, deals["supplier"].map(ties(data))))


def _events(n, rng, data, *, weight="none"):
    acts = effects(weight=weight, data=data)
    times = rng.multinomial(len(acts), np.full(len(acts), 1 / len(acts)), size=n) if len(acts) else np.zeros((n, 0))
    effect = acts[list(TIES)].to_numpy(float)
    effect = np.column_stack([effect, np.abs(effect).sum(axis=1)])
    in_year = acts["year"].to_numpy()[:, None] == YEARS.to_numpy()
    return np.einsum("na,ay,ak->nyk", times, in_year.astype(float), effect, optimize=True)


def _sum_by_year(flows, year, tie_of_row):
    """Sum flows (draw by row) into (draw, year, tie); rows outside 1950 to 1995 or without a tie do not count."""
    n = len(flows)
    year = np.broadcast_to(year, flows.shape) - YEARS[0]
    out = np.zeros((n, len(YEARS), len(TIES)))
    for i, tie in enumerate(TIES):
        draws, rows = np.nonzero(tie_of_row.eq(tie).to_numpy(bool)[None] & (year >= 0) & (year < len(YEARS)))
        cell = draws * len(YEARS) + year[draws, rows]
        out[:, :, i] = np.bincount(cell, flows[draws, rows], minlength=n * len(YEARS)).reshape(n, len(YEARS))
    return out


def _with_volume(totals):
    return np.concatenate([totals, totals.sum(axis=2, keepdims=True)], axis=2)
