"""Points drawn evenly from all levels in [0, 1] that keep to a list of rows "greater is at least lesser + margin"."""

from collections.abc import Sequence
from functools import lru_cache, reduce

import numpy as np

Row = tuple[int, int, float]  # greater level, lesser level, margin
ROOM = 1e-6  # a set with less room than this between its lowest and its highest point counts as empty
CLOSE = 1e-6  # how near the lowest and the highest chain must come, as a share of the room between them at the start
BLOCK = 10_000  # points worked on at a time, so that they stay in the cache of the processor


def conflict(size: int, rows: Sequence[Row]) -> list[int]:
    """Return the smallest list of rows that cannot hold together, as positions in `rows` from the top down; empty if all can.

    Rows conflict where they run in a circle (even without margins: levels that must be equal leave no room), or where
    the margins along a chain add up to 1, the whole scale. All chains of one row are tried, then of two, and so on.

    >>> conflict(3, [(0, 1, 0), (1, 2, 0), (2, 0, 0)])
    [0, 1, 2]
    >>> conflict(3, [(0, 1, 0.5), (1, 2, 0.6)]), conflict(3, [(0, 1, 0), (1, 2, 0)])
    ([0, 1], [])
    """
    rows_above = [[] for _ in range(size)]
    for position, (greater, lesser, margin) in enumerate(rows):
        rows_above[lesser].append((position, greater, margin))
    chains = {(level, level): (0.0, []) for level in range(size)}  # (bottom, top): heaviest chain with so many rows
    for _ in range(size):
        longer = {}
        for (bottom, top), (weight, used) in chains.items():
            for position, greater, margin in rows_above[top]:
                total, chain = weight + margin, [*used, position]
                if greater == bottom or total > 1 - ROOM:
                    return chain[::-1]
                if total > longer.get((bottom, greater), (-1.0, None))[0]:
                    longer[bottom, greater] = (total, chain)
        chains = longer
    return []


def above(size: int, rows: Sequence[Row]) -> np.ndarray:
    """Return which level is above which, by the rows and by inference from them, as a square of booleans.

    >>> above(3, [(0, 1, 0), (1, 2, 0)])[0].tolist()
    [True, True, True]
    """
    reached = np.eye(size, dtype=bool)
    for greater, lesser, _ in rows:
        reached[greater, lesser] = True
    for middle in range(size):
        reached |= np.outer(reached[:, middle], reached[middle])
    return reached


def draw(n: int, size: int, rows: Sequence[Row], rng: np.random.Generator) -> np.ndarray:
    """Draw `n` points, independent of each other, evenly from the set that `rows` describe.

    Each point is the end of a Gibbs chain of its own: one level after another is drawn anew, evenly between the bounds
    that the others leave it. Such a step keeps the order of two chains that are fed the same random numbers, so an
    exactly even point lies for ever between a chain that starts at the lowest point of the set and one that starts at
    the highest. The number of sweeps is chosen so that these two have met, on average to a millionth of the room
    between them; what is left of the start is then far below what any number of draws could show.

    Parameters
    ----------
    n : int
        Number of points.
    size : int
        Number of levels in a point.
    rows : list of (int, int, float)
        Greater level, lesser level, margin; without a `conflict`.
    rng : numpy.random.Generator
        Source of the random numbers; ``n * size * sweeps_needed(size, tuple(rows))`` are used.

    Returns
    -------
    numpy.ndarray
        Shape (`size`, `n`).

    References
    ----------
    Gelfand, Hills, Racine-Poon & Smith 1989, *Illustration of Bayesian Inference in Normal Data Models Using Gibbs
    Sampling*, technical report 421 (Gibbs sampling under order constraints); Propp & Wilson 1996, *Exact Sampling with
    Coupled Markov Chains and Applications to Statistical Mechanics* (chains that keep their order); Wilson 2004,
    *Annals of Applied Probability* 14(1):274-325 (how fast the Karzanov-Khachiyan chain mixes on orders).

    Examples
    --------
    >>> points = draw(1000, 2, [(0, 1, 0.5)], np.random.default_rng(0))
    >>> bool((points[0] >= points[1] + 0.5).all())
    True
    """
    lowest, _ = corners(size, rows)
    points = np.repeat(lowest[:, None], n, axis=1)
    sweeps = sweeps_needed(size, tuple(rows))
    for start in range(0, n, BLOCK):
        for _ in range(sweeps):
            sweep([points[:, start : start + BLOCK]], rows, rng)
    return points


def corners(size: int, rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest point of the set; every other point lies between the two in every level."""
    lowest, highest = np.zeros(size), np.ones(size)
    for _ in range(size):
        for greater, lesser, margin in rows:
            lowest[greater] = max(lowest[greater], lowest[lesser] + margin)
            highest[lesser] = min(highest[lesser], highest[greater] - margin)
    return lowest, highest


@lru_cache(maxsize=64)
def sweeps_needed(size: int, rows: tuple[Row, ...], pairs: int = 200) -> int:
    """Return the number of sweeps after which the lowest and the highest chain have met, from a trial with its own fixed seed.

    >>> sweeps_needed(2, ((0, 1, 0),))
    11
    """
    lowest, highest = corners(size, rows)
    room = (highest - lowest)[:, None]
    low, high = (np.repeat(corner[:, None], pairs, axis=1) for corner in (lowest, highest))
    rng = np.random.default_rng(0)
    sweeps = 0
    while ((high - low) / room).mean(axis=1).max() > CLOSE:
        sweep([low, high], rows, rng)
        sweeps += 1
    return sweeps


def sweep(chains: list[np.ndarray], rows: Sequence[Row], rng: np.random.Generator) -> None:
    """Draw every level of every point anew, in place; all arrays in `chains` are fed the same random numbers."""
    size, n = chains[0].shape
    uniform, room = np.empty(n), np.empty(n)
    for level in range(size):
        rng.random(out=uniform)
        below = [(lesser, margin) for greater, lesser, margin in rows if greater == level]
        above = [(greater, -margin) for greater, lesser, margin in rows if lesser == level]
        for points in chains:
            floor = _bound(np.maximum, points, below, 0.0)
            np.subtract(_bound(np.minimum, points, above, 1.0), floor, out=room)
            room *= uniform
            np.add(floor, room, out=points[level])


def _bound(tightest, points, others, outermost):
    levels = [points[other] + margin if margin else points[other] for other, margin in others]
    return reduce(tightest, levels) if levels else outermost
