"""Two ties, never one: the tie to Moscow and the tie to Beijing, the lean between them and their intensity."""

from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option
from nkdata.measures import TIES
from nkdata.measures.series.averages import averaging_matrix, interval, measures
from nkdata.measures.series.draws import MAX_DRAWS, draw, values
from nkdata.measures.series.indicators import INDICATORS, yearly
from nkdata.measures.wording.histories import histories
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike

HISTORIES = 10_000  # for the words, whose mean has to be drawn, however many draws give the intervals
COLUMNS = (*TIES, "lean", "intensity")
EVEN = 1e-6  # a smaller change is none: rounding leaves as much of equal numbers


@kept
def lean(
    by: str = "year",
    indicator: str = "arms",
    *,
    window: int = 1,
    year_1984: str = "both",
    draws: int = 0,
    seed: int = 0,
    data: PathLike | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Return the ties to Moscow and to Beijing, the lean between them and their intensity.

    lean = (moscow - beijing) / (moscow + beijing): +1 all Moscow, -1 all Beijing, missing where nothing was sent,
    since nothing from either is not the same as equal amounts from both. intensity is the sum of both ties or, where single
    acts may cool a tie (events), of the sizes of all effects.

    Suggested default: ``lean("phase", draws=1000)``: deliveries, the longest series of others, in the
    newest release with licensed production, and 1984 in both phases, as the text prints it. Report the interval, and
    set another indicator beside it before a sign is believed.

    Parameters
    ----------
    by : {"year", "phase"}, default "year"
        A row for each year from 1953 to 1993, or for each phase.
    indicator : {"arms", "orders", "events", "votes", "treaties", "words"}, default "arms"
        The series from which the ties are read; see ``nkdata.measures.series.indicators``. The ties of events are net
        effects and may be negative, so their lean is divided by all effects counted. "words" is the text's own coding, by
        phase only: the mean of all histories that the wording allows (``nkdata.histories``), from 0 to 1 without a unit.
    window : int, default 1
        Odd number of years over which both ties are averaged, centred, before the lean is taken.
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The phase to which 1984 counts when `by` is "phase"; see ``nkdata.phase_years``.
    draws : int, default 0
        Number of Monte Carlo draws (``nkdata.draw``) over which 90 per cent intervals are taken; 0 for none.
    seed : int, default 0
        Seed of the draws.
    data : path, optional
        Folder with an edited copy of the tables.
    **options
        Of the indicator: ``licensed`` and ``categories`` (arms, orders); ``release``, ``number``, ``estimated_years``
        and ``delivery_year`` (arms; see ``nkdata.measures.series.arms.arms``); ``weight`` (events); ``reading`` and
        ``margins`` (words). The draws vary licensed production, release and number unless they are given.

    Returns
    -------
    pandas.DataFrame
        ``year``, or ``phase`` and ``name``; ``moscow`` and ``beijing``, a yearly mean in the unit of the indicator
        (``nkdata.measures.series.UNITS``); ``lean`` from -1 to 1; ``intensity``. With draws also ``moscow_low``,
        ``moscow_high`` and so on.

    Raises
    ------
    NkdataError
        If an argument is not among the options.

    References
    ----------
    Two ties rather than one score of similarity: Haege 2011, *Political Analysis* 19(3), on what absent ties do to
    such scores. The share of one supplier in all deliveries: Kinsella 1998, *Journal of Peace Research* 35(1).

    Examples
    --------
    >>> import nkdata
    >>> nkdata.lean(by="phase")[["phase", "lean"]].round(2).head(3)
       phase  lean
    0      1  1.00
    1      2  0.06
    2      3  0.92
    """
    check_int(draws, "draws", most=MAX_DRAWS)
    best, drawn, labels = _best_and_drawn(indicator, by, draws, seed, window, year_1984, data, options)
    frame = labels.join(pd.DataFrame(best, columns=COLUMNS))
    if draws:
        for i, name in enumerate(COLUMNS):
            frame[f"{name}_low"], frame[f"{name}_high"] = interval(drawn[..., i])
    return frame


def _best_and_drawn(indicator, by, draws, seed, window, year_1984, data, options):
    """Return the measures of the record, (rows, 4), and of its draws, (draws, rows, 4), with the labels of the rows."""
    check_option(indicator, [*INDICATORS, "words"], "indicator")
    check_int(seed, "seed")
    matrix, labels = averaging_matrix(by, window, year_1984, data)
    if indicator == "words":
        check_option(by, ("phase",), "by with indicator 'words'")
        check_option(window, (1,), "window with indicator 'words'")
        many = _levels(HISTORIES, seed, data, options)
        drawn = many if draws in (0, HISTORIES) else _levels(draws, seed, data, options)
        return measures(many.mean(axis=0), np.eye(len(labels))), measures(drawn, np.eye(len(labels))), labels
    best = measures(values(yearly(indicator, data=data, **options)), matrix)
    drawn = measures(draw(indicator, draws, seed, data=data, **options), matrix) if draws else None
    return best, drawn, labels


def phase_draws(draws: int, data: PathLike | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return ties, lean and intensity of the phases by arms, (phases, 4), and of draws of them, (draws, phases, 4)."""
    return _best_and_drawn("arms", "phase", draws, 0, 1, "both", data, {})[:2]


def lean_draws(draws: int, seed: int = 0, data: PathLike | None = None) -> np.ndarray:
    """Return draws of the lean of the phases by arms, (draws, phases)."""
    return _best_and_drawn("arms", "phase", draws, seed, 1, "both", data, {})[1][..., 2]


def _levels(n, seed, data, options):
    """Return histories that the words allow, (n, phases, 3): tie to Moscow, tie to Beijing, their sum."""
    for option in options:
        check_option(option, ("reading", "margins"), "option of indicator 'words'")
    both = histories(n, seed, data=data, **options).to_numpy().reshape(n, len(TIES), -1).swapaxes(1, 2)
    return np.concatenate([both, both.sum(axis=2, keepdims=True)], axis=2)


@kept
def shifts(
    indicator: str | None = None,
    *,
    window: int = 1,
    year_1984: str = "both",
    draws: int = 1000,
    seed: int = 0,
    data: PathLike | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Return how the lean moved from each phase to the next, and how sure that is, by indicator.

    Suggested default: every indicator with 1,000 draws and 1984 in both phases, as the text prints it: a shift that
    deliveries, orders and events share rests on three records, one that a single indicator shows on one.

    Parameters
    ----------
    indicator : str, optional
        One indicator; left out, all of them.
    window, year_1984, draws, seed, data, **options
        As for ``nkdata.lean``, but of draws there is at least one; options need an indicator.

    Returns
    -------
    pandas.DataFrame
        A row for each indicator and pair of neighbouring phases: ``indicator``, ``from_phase``, ``to_phase``,
        ``direction`` ("Moscow", "Beijing", "none", or missing where a phase has no lean), ``size`` (change of the
        lean), ``low`` and ``high`` (90 per cent of draws), ``toward_moscow`` (share of draws that move that way).

    Raises
    ------
    NkdataError
        If an argument is not among the options.

    References
    ----------
    As for ``nkdata.lean``.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.shifts("arms", draws=200)[["from_phase", "to_phase", "direction"]].head(2)
       from_phase  to_phase direction
    0           1         2   Beijing
    1           2         3    Moscow
    """
    check_int(draws, "draws", least=1, most=MAX_DRAWS)
    if options and indicator is None:
        raise NkdataError(f"indicator must be given with options of an indicator; got the options {', '.join(options)} alone.")
    names = [*INDICATORS, "words"] if indicator is None else [check_option(indicator, [*INDICATORS, "words"], "indicator")]
    rows = []
    for name in names:
        years = 1 if name == "words" and indicator is None else window
        best, drawn, labels = _best_and_drawn(name, "phase", draws, seed, years, year_1984, data, options)
        best, drawn = np.diff(best[:, 2]), np.diff(drawn[..., 2], axis=-1)
        low, high = interval(drawn)
        known = ~np.isnan(drawn)
        toward = np.where(known.any(axis=0), (drawn > 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1), np.nan)
        phases = labels["phase"].astype(int).to_numpy()
        pairs = {"indicator": name, "from_phase": phases[:-1], "to_phase": phases[1:], "direction": [_direction(size) for size in best]}
        rows.append(pd.DataFrame({**pairs, "size": best, "low": low, "high": high, "toward_moscow": toward}))
    return pd.concat(rows, ignore_index=True)


def _direction(size: float) -> str | None:
    if np.isnan(size):
        return None
    return "none" if abs(size) < EVEN else "Moscow" if size > 0 else "Beijing"
