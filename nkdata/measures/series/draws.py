"""Plausible datasets: what is uncertain in the record, drawn anew, so that uncertainty reaches every chart.

What SIPRI marks but gives no bounds for has to be assumed. The assumptions stand here and in the table ``choices``:

- numbers: evenly from the range among rival figures where the row has one; else, where SIPRI marks the number as
  uncertain, a factor between 1 / (1 + SPREAD) and 1 + SPREAD, uniform on the log scale, one for each deal;
- delivery years: what a deal delivered in years that SIPRI estimates is spread anew over those years, every split being as
  likely as any other, whatever SIPRI's own, and moves as a whole by a year earlier (odds 1 in 4), later (1 in 4) or not
  (1 in 2); years that SIPRI does not doubt stay;
- releases: each draw takes one of the three releases, the differences between them added year by year, in proportion to
  what counts of the year (drawn deliveries that count over all that are drawn), and never below nothing;
- licensed production: each deal that SIPRI flags counts whole or not at all, unless the reader fixes it; the odds are
  drawn anew for each dataset (Jeffreys' prior), so that all, none and any mixture occur;
- orders: an uncertain order year stays (1 in 2) or moves by a year either way (1 in 4 each);
- events: as many events as there are, drawn with replacement.

Votes and treaties are counts of a full record: they do not vary.
"""

import numpy as np

from nkdata.errors import NkdataError, check_int, check_option
from nkdata.measures.series.indicators import INDICATORS, RELEASES, SUPPLIER_TIE, YEARS, arms, effects, yearly
from nkdata.record.cache import kept
from nkdata.record.tables import load

SPREAD = 0.25
FEW = 1000  # so many are kept, as one measure after the other asks for the same; more would fill the memory
MOST = 100_000  # draws at once: more would need more memory than most machines have
TIES = ("moscow", "beijing")


def values(frame):
    """A yearly frame as an array, year by (moscow, beijing, volume)."""
    ties = frame[list(TIES)].to_numpy(float)
    volume = frame["volume"].to_numpy(float) if "volume" in frame else ties.sum(axis=1)
    return np.column_stack([ties, volume])


def draw(indicator, n, seed=0, *, data=None, **options):
    """Draw plausible yearly series of an indicator.

    Parameters
    ----------
    indicator : str
        One of ``nkdata.measures.series.indicators.INDICATORS``.
    n : int
        Number of draws.
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
        If `n` or `seed` is not a whole number of at least 1 or 0.

    Examples
    --------
    >>> from nkdata.measures.series.draws import draw
    >>> draw("arms", 5).shape
    (5, 46, 3)
    """
    check_option(indicator, list(INDICATORS), "indicator")
    check_int(n, "draws", least=1, most=MOST)
    check_int(seed, "seed")
    make = _few if n <= FEW else _drawn
    return make(indicator, n, seed, data=data, **options)


def _drawn(indicator, n, seed, *, data, **options):
    rng = np.random.default_rng(seed)
    best = values(yearly(indicator, data=data, **options))
    if indicator == "arms":
        return _arms(n, rng, data, **options)
    if indicator == "orders":
        return _orders(n, rng, data, **options)
    if indicator == "events":
        return _events(n, rng, data, **options)
    return np.broadcast_to(best, (n, *best.shape))


_few = kept(_drawn)


def _arms(n, rng, data, *, licensed=None, release=None):
    rows, deals = _deliveries(data, licensed)
    deal = deals.index.get_indexer(rows["transfer"])
    supplier, year = deals["supplier"].to_numpy()[deal], _years(n, rng, rows, deal, len(deals))
    flows = rows["tiv"].to_numpy()[None] * _respread(n, rng, rows, deal, len(deals)) * _numbers(n, rng, deals)[:, deal]
    totals = _sum_by_year(flows, year, supplier)
    revision = _revision(n, rng, release, licensed, data)
    if licensed is None:
        whole = totals
        totals = _sum_by_year(flows * _licensed(n, rng, deals)[:, deal], year, supplier)
        revision *= np.divide(totals, whole, out=np.ones_like(whole), where=whole > 0)
    return _with_volume(np.maximum(totals + revision, 0.0))


def _deliveries(data, licensed):
    rows = load("deliveries", data=data).dropna(subset="tiv").reset_index(drop=True)
    deals = load("transfers", data=data).query("basis == 'register'").set_index("transfer")
    if licensed is False:
        deals = deals[~deals["licensed"].astype(bool)]
        rows = rows[rows["transfer"].isin(deals.index)].reset_index(drop=True)
    return rows, deals


def _estimated(rows):
    """Whether SIPRI estimates the year of a delivery; where it does not say, it counts as estimated."""
    return rows["year_estimated"].fillna(True).to_numpy(bool)


def _years(n, rng, rows, deal, deals):
    """The year of each delivery in each draw: the estimated ones of a deal move together."""
    move = rng.choice([-1, 0, 0, 1], size=(n, deals))[:, deal]
    return rows["year"].to_numpy(int) + np.where(_estimated(rows), move, 0)


def _respread(n, rng, rows, deal, deals):
    """Factors that move what each deal delivered in estimated years at random among those years."""
    tiv = rows["tiv"].to_numpy()
    moves = _estimated(rows) & (tiv > 0)
    share = np.where(moves, rng.standard_exponential((n, len(rows))), 0.0)
    in_deal = deal[:, None] == np.arange(deals)
    moved, drawn = (tiv * moves) @ in_deal, share @ in_deal
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = share * (moved / drawn)[:, deal] / tiv
    return np.where(moves, spread, 1.0)


def _numbers(n, rng, deals):
    """One factor a deal for its number: within the range of rivals, or within SPREAD where SIPRI doubts it."""
    below, above = deals["number_low"].gt(deals["number_best"]), deals["number_high"].lt(deals["number_best"])
    wrong = deals.index[below | above | (deals["number_best"].eq(0) & deals["number_high"].gt(0))]
    if len(wrong):
        raise NkdataError(f"transfers.csv, {wrong[0]}: bounds are reversed; allowed are number_low, number_best and number_high that rise.")
    doubt = np.where(deals["number_uncertain"].to_numpy(bool), 1 + SPREAD, 1.0)
    low, high = (deals[name].to_numpy() / deals["number_best"].to_numpy() for name in ("number_low", "number_high"))
    rivals = ~np.isnan(low) | ~np.isnan(high)
    low, high = np.where(np.isnan(low), 1 / doubt, low), np.where(np.isnan(high), doubt, high)
    even = rng.random((n, len(deals)))
    return np.where(rivals, low + even * (high - low), doubt ** (2 * even - 1))


def _licensed(n, rng, deals):
    """1 for each deal that counts, 0 for each licensed one that does not."""
    counts = rng.random((n, len(deals))) < rng.beta(0.5, 0.5, size=(n, 1))
    return np.where(deals["licensed"].to_numpy(bool), counts, 1.0)


def _revision(n, rng, release, licensed, data):
    """What another release would add to the newest one, year by year; each draw takes one release."""
    releases = [release] if release is not None else [r for r in RELEASES if licensed is not False or r != 2022]
    newest = arms(licensed=licensed is not False, data=data)
    differ = [(arms(licensed=licensed is not False, release=r, data=data) - newest).to_numpy() for r in releases]
    return np.stack(differ)[rng.integers(len(differ), size=n)]


def _orders(n, rng, data, *, licensed=None):
    deals = load("transfers", data=data).query("basis == 'register'")
    if licensed is False:
        deals = deals[~deals["licensed"].astype(bool)]
    size = (n, len(deals))
    moves = deals["order_year_uncertain"].to_numpy(bool) & (rng.random(size) < 0.5)
    year = deals["order_year"].to_numpy(int) + np.where(moves, rng.choice([-1, 1], size=size), 0)
    one = _licensed(n, rng, deals) if licensed is None else np.ones(size)
    return _with_volume(_sum_by_year(one, year, deals["supplier"].to_numpy()))


def _events(n, rng, data, *, weight="none"):
    acts = effects(data)
    worth = (6 - acts["credibility"].to_numpy(float)) / 5 if weight == "credibility" else np.ones(len(acts))
    times = rng.multinomial(len(acts), np.full(len(acts), 1 / len(acts)), size=n) if len(acts) else np.zeros((n, 0))
    effect = acts[list(TIES)].to_numpy(float) * worth[:, None]
    effect = np.column_stack([effect, np.abs(effect).sum(axis=1)])
    in_year = acts["year"].to_numpy()[:, None] == YEARS.to_numpy()
    return np.einsum("na,ay,ak->nyk", times, in_year.astype(float), effect, optimize=True)


def _sum_by_year(flows, year, supplier):
    """Sum flows (draw by row) into (draw, year, tie); rows outside 1950 to 1995 or of other suppliers fall out."""
    n = len(flows)
    year = np.broadcast_to(year, flows.shape) - YEARS[0]
    out = np.zeros((n, len(YEARS), len(TIES)))
    for tie, name in enumerate(TIES):
        mine = np.array([SUPPLIER_TIE.get(s) == name for s in supplier], dtype=bool)[None] & (year >= 0) & (year < len(YEARS))
        draws, rows = np.nonzero(mine)
        cell = draws * len(YEARS) + year[draws, rows]
        out[:, :, tie] = np.bincount(cell, flows[draws, rows], minlength=n * len(YEARS)).reshape(n, len(YEARS))
    return out


def _with_volume(totals):
    return np.concatenate([totals, totals.sum(axis=2, keepdims=True)], axis=2)
