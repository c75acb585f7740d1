"""Do the phases hold? The boundaries of a periodisation against every other segmentation with as many breaks."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.measures.breaks.periodisations import text_boundaries
from nkdata.measures.breaks.rivals import Rivals
from nkdata.measures.breaks.segments import MIN_LENGTH, REPRESENTATIONS, SELF_CODED, check_length, prepare_series, standardise
from nkdata.measures.series.arms import RELEASES
from nkdata.measures.series.phases import SPAN, check_year
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike

WINDOWS = (1, 3, 5)
VARIANTS: dict[str, tuple[dict[str, Any], ...]] = {
    "arms": (
        *({"release": release, "licensed": True} for release in RELEASES),
        *({"release": release, "licensed": False} for release in RELEASES[1:]),
    ),
    "orders": ({"licensed": True}, {"licensed": False}),
    "events": ({"weight": "none"}, {"weight": "credibility"}),
}
READING = ["indicator", "independent", "measure", "release", "licensed", "weight", "window", "sixth_opens"]


@kept
def boundary_test(
    indicator: str | None = None,
    *,
    until: int = 1993,
    min_length: int = MIN_LENGTH,
    seed: int = 0,
    data: PathLike | None = None,
) -> pd.DataFrame:
    """Test how well the text's boundaries cut the yearly indicators, against all other cuts into as many periods.

    Under every reading of every indicator: three releases of SIPRI, licensed production in and out, averages over
    one, three and five years, both ties or the lean, and the sixth phase opening in 1984 or in 1985. Averages over
    three or five years show the effect of smoothing: it draws the jump of 1985 into 1984.

    Suggested default: deliveries, ``window == 1`` and ``measure == "ties"``, the least favourable release; report the
    range over the other readings beside it. Periods of at least three years, since yearly data cannot date shorter ones.

    Parameters
    ----------
    indicator : {"arms", "orders", "events"}, optional
        One indicator; left out, all three. The effects of events were coded by us, so they are marked as not
        independent. North Korea voted in the United Nations from 1991, within one phase: votes have no boundary to
        test. A defence treaty is a yes or a no that changes in 1961, which tests nothing either.
    until : int, default 1993
        Last year. The seventh phase is ours; with 1989 only the six phases of the text are tested.
    min_length : int, default 3
        Shortest period in years.
    seed : int, default 0
        For the sample that is drawn where there are more than two million cuts; with the phases of the text there are
        230,230, all of them counted.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        ``indicator``, ``independent``, ``measure``, ``release``, ``licensed``, ``weight``, ``window``, ``sixth_opens``,
        ``boundaries`` (years that open a period), ``explained`` (share of the variance between periods, eta squared),
        ``percentile`` (share of all cuts, in per cent, that explain no more; 100 is the best), ``best`` and
        ``best_explained`` (the cut that explains most), ``segmentations`` (the number of cuts).

    Raises
    ------
    NkdataError
        If the indicator, the year or the length is not allowed.

    Notes
    -----
    All other cuts are counted, so no distribution is assumed. A high percentile says that the text cuts where the
    series changes, not that a cut into so many periods is the right one.

    References
    ----------
    Truong, Oudre and Vayatis 2020, *Signal Processing* 167, 107299 (segmentations and their cost).

    Examples
    --------
    >>> import nkdata
    >>> tested = nkdata.boundary_test("arms")
    >>> plain = tested.query("release == 2026 and licensed and window == 1 and measure == 'ties'")
    >>> plain[["sixth_opens", "percentile"]].round(1).to_numpy().tolist()
    [[1984.0, 90.1], [1985.0, 97.6]]
    """
    names = list(VARIANTS) if indicator is None else [check_option(indicator, list(VARIANTS), "indicator")]
    check_year(until, "until", *SPAN)
    check_int(min_length, "min_length", least=1)
    check_int(seed, "seed")
    text = {reading: text_boundaries(reading, until, data) for reading in ("phase_6", "phase_5")}
    if not text["phase_6"]:
        raise NkdataError(f"phases.csv has no boundary until {until}; allowed are two phases or more.")
    if len(text["phase_6"]) != len(text["phase_5"]):
        raise NkdataError(f"until must not be a year in which the sixth phase is open by one reading only; got {until}.")
    frame = pd.DataFrame(_tested(names, text, until, min_length, seed, data))
    sixth = next((i for i, (early, late) in enumerate(zip(*text.values(), strict=True)) if early != late), None)
    frame["sixth_opens"] = None if sixth is None else frame["boundaries"].str.split(";").str[sixth].astype(int)
    frame = frame.reindex(columns=[*READING, *(column for column in frame if column not in READING)])
    return frame.astype({"release": "Int64", "licensed": "boolean"})


def _tested(names: list[str], text: dict[str, list[int]], until: int, min_length: int, seed: int, data: Any) -> Iterator[dict]:
    """Yield a row for each reading of each indicator and for each reading of 1984."""
    rivals = None
    for (name, options), measure, window in product(_variants(names), REPRESENTATIONS, WINDOWS):
        years, values = _until(*prepare_series(name, measure, window=window, data=data, **options), until)
        check_length(values, len(text["phase_6"]), min_length)
        rivals = rivals or Rivals(len(years), len(text["phase_6"]), min_length, seed)
        shares = rivals.shares(values)
        for start_years in text.values():
            reading = {"indicator": name, "independent": name not in SELF_CODED, "measure": measure, **options, "window": window}
            yield reading | rivals.against(start_years, years, values, shares)


def _variants(names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in names:
        yield from ((name, options) for options in VARIANTS[name])


def explained(
    start_years: Sequence[int],
    series: str | pd.DataFrame | pd.Series = "arms",
    measure: str = "ties",
    *,
    until: int = 1993,
    min_length: int = MIN_LENGTH,
    seed: int = 0,
    data: PathLike | None = None,
    **options: Any,
) -> pd.Series:
    """Return how well any periodisation cuts a yearly series, against all other cuts into as many periods.

    Suggested default: ``series="arms"`` and ``measure="ties"``, a series that others made, on a scale on which a
    doubling counts alike in lean years and in fat ones.

    Parameters
    ----------
    start_years : sequence of int
        Years that open a period, without the first year of the series.
    series, measure, data, **options
        As for ``nkdata.breaks``; an indicator coded by us is allowed here.
    until, min_length, seed
        As for ``nkdata.boundary_test``.

    Returns
    -------
    pandas.Series
        ``boundaries``, ``explained``, ``percentile``, ``best``, ``best_explained`` and ``segmentations``, as for
        ``nkdata.boundary_test``.

    Raises
    ------
    NkdataError
        If the years do not rise, lie outside the series or leave a period shorter than `min_length`.

    References
    ----------
    As for ``nkdata.boundary_test``.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.explained([1958, 1961, 1966, 1975, 1985, 1990])["percentile"]
    np.float64(100.0)
    """
    check_int(seed, "seed")
    check_int(min_length, "min_length", least=1)
    years, values = _until(*prepare_series(series, measure, data=data, **options), until)
    rising = _rising(start_years, years, min_length)
    check_length(values, len(rising), min_length)
    rivals = Rivals(len(years), len(rising), min_length, seed)
    return pd.Series(rivals.against(rising, years, values, rivals.shares(values)))


def _until(years: np.ndarray, values: np.ndarray, until: int) -> tuple[np.ndarray, np.ndarray]:
    within = years <= check_year(until, "until", years[0], years[-1])
    return years[within], standardise(values[within])


def _rising(start_years: Iterable[int], years: np.ndarray, min_length: int) -> list[int]:
    with suppress(TypeError, NkdataError):
        whole = [check_year(year, "year", years[0], years[-1]) for year in start_years]
        if whole and min(np.diff([years[0], *whole, years[-1] + 1])) >= min_length:
            return whole
    raise NkdataError(
        f"start_years must be rising years that cut {years[0]} to {years[-1]} into periods of {short_repr(min_length)} years or more; "
        f"got {short_repr(start_years)}."
    )
