"""Do the phases hold? The boundaries of a periodisation against every other one with as many breaks."""

from contextlib import suppress

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_int, check_option, short_repr
from nkdata.measures.breaks.segments import CODED, MEASURES, MIN_LENGTH, all_cuts, check, explained_by, scaled, signal
from nkdata.measures.series.phases import SPAN, check_year, phase_years
from nkdata.record.cache import kept

WINDOWS = (1, 3, 5)
VARIANTS = {
    "arms": (
        {"release": 2022, "licensed": True},
        {"release": 2024, "licensed": True},
        {"release": 2026, "licensed": True},
        {"release": 2024, "licensed": False},
        {"release": 2026, "licensed": False},
    ),
    "orders": ({"licensed": True}, {"licensed": False}),
    "events": ({"weight": "none"}, {"weight": "credibility"}),
}


@kept
def boundary_test(indicator=None, *, until=1993, min_length=MIN_LENGTH, seed=0, data=None):
    """How well the text's boundaries cut the yearly indicators, against all other cuts into as many periods.

    Under every reading of every indicator: three releases of SIPRI, licensed production in and out, averages over
    one, three and five years, both ties or the lean, and the sixth phase opening in 1984 or in 1985. Averages over
    three or five years are there to show what smoothing does: it draws the jump of 1985 into 1984.

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
        ``best_explained`` (the cut that explains most), ``cuts`` (their number).

    Raises
    ------
    NkdataError
        If the indicator, the year or the length is not allowed.

    Notes
    -----
    All other cuts are counted, so no distribution is assumed. A high percentile says that the text cuts where the
    series changes, not that a cut into so many periods is the right one.

    Examples
    --------
    >>> import nkdata
    >>> tested = nkdata.boundary_test("arms")
    >>> plain = tested.query("release == 2026 and licensed and window == 1 and measure == 'ties'")
    >>> plain[["sixth_opens", "percentile"]].round(1).to_numpy().tolist()
    [[1984.0, 90.1], [1985.0, 97.6]]
    """
    chosen = list(VARIANTS) if indicator is None else [check_option(indicator, list(VARIANTS), "indicator")]
    check_year(until, "until", *SPAN)
    check_int(min_length, "min_length", least=1)
    check_int(seed, "seed")
    text = {year_1984: text_boundaries(year_1984, until, data) for year_1984 in ("phase_6", "phase_5")}
    if not text["phase_6"]:
        raise NkdataError(f"phases.csv has no boundary until {until}; allowed are two phases or more.")
    if len(text["phase_6"]) != len(text["phase_5"]):
        raise NkdataError(f"until must not be a year in which the sixth phase is open by one reading only; got {until}.")
    every = places = None
    rows = []
    for name in chosen:
        for options in VARIANTS[name]:
            for measure in MEASURES:
                for window in WINDOWS:
                    years, values = _until(*signal(name, measure, window=window, data=data, **options), until)
                    check(values, len(text["phase_6"]), min_length)
                    if every is None:
                        every = all_cuts(len(years), len(text["phase_6"]), min_length, seed)
                        places = _places(every, len(years))
                    rivals = _share(values, places)
                    for opens in text.values():
                        about = {"indicator": name, "independent": name not in CODED, "measure": measure, **options}
                        rows.append({**about, "window": window, **_against(opens, years, values, every, rivals)})
    columns = ["indicator", "independent", "measure", "release", "licensed", "weight", "window", "sixth_opens"]
    frame = pd.DataFrame(rows)
    frame["sixth_opens"] = frame["boundaries"].map(lambda opens: _sixth(opens, text))
    frame = frame.reindex(columns=[*columns, *[c for c in frame if c not in columns]])
    return frame.astype({"release": "Int64", "licensed": "boolean"})


def explained(opens, series="arms", measure="ties", *, until=1993, min_length=MIN_LENGTH, seed=0, data=None, **options):
    """How well any periodisation cuts a yearly series, against all other cuts into as many periods.

    Parameters
    ----------
    opens : sequence of int
        Years that open a period, without the first year of the series.
    series, measure, data, **options
        As for ``nkdata.breaks``; an indicator coded by us is allowed here.
    until, min_length, seed
        As for ``nkdata.boundary_test``.

    Returns
    -------
    pandas.Series
        ``boundaries``, ``explained``, ``percentile``, ``best``, ``best_explained`` and ``cuts``.

    Raises
    ------
    NkdataError
        If the years do not rise, lie outside the series or leave a period shorter than `min_length`.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.explained([1958, 1961, 1966, 1975, 1985, 1990])["percentile"]
    np.float64(100.0)
    """
    check_int(seed, "seed")
    check_int(min_length, "min_length", least=1)
    years, values = _until(*signal(series, measure, data=data, **options), until)
    opens = _rising(opens, years, min_length)
    check(values, len(opens), min_length)
    every = all_cuts(len(years), len(opens), min_length, seed)
    return pd.Series(_against(opens, years, values, every, _share(values, _places(every, len(years)))))


def text_boundaries(year_1984="phase_5", until=1993, data=None):
    """Years in which the phases open, without the first: the sixth in 1985 ("phase_5": 1984 is the fifth's) or 1984."""
    opens = phase_years(year_1984, data)["start_year"].iloc[1:]
    return [int(year) for year in opens if year <= until]


def _until(years, values, until):
    kept = years <= check_year(until, "until", years[0], years[-1])
    return years[kept], scaled(values[kept])


def _rising(opens, years, min_length):
    with suppress(TypeError, NkdataError):
        whole = [check_year(year, "year", years[0], years[-1]) for year in opens]
        if whole and min(np.diff([years[0], *whole, years[-1] + 1])) >= min_length:
            return whole
    raise NkdataError(
        f"opens must be rising years that cut {years[0]} to {years[-1]} into periods of {short_repr(min_length)} years or more; "
        f"got {short_repr(opens)}."
    )


def _places(cut, length):
    """Where each segment of each cut stands in the table of what segments explain: segment by cut."""
    edges = np.column_stack([np.zeros(len(cut), dtype=int), cut, np.full(len(cut), length)])
    return np.ascontiguousarray((edges[:, :-1] * (length + 1) + edges[:, 1:]).T)


def _share(values, places):
    """Share of the variance that each cut explains."""
    total, gain = np.nansum(values**2), explained_by(values).ravel()
    return sum(gain[segment] for segment in places) / total if total > 0 else np.zeros(places.shape[1])


def _against(opens, years, values, every, rivals):
    own = _share(values, _places(np.array([opens]) - years[0], len(years)))[0]
    best = every[rivals.argmax()] + years[0]
    return {
        "boundaries": ";".join(map(str, opens)),
        "explained": own,
        "percentile": 100 * np.mean(rivals <= own + 1e-12),
        "best": ";".join(map(str, best)),
        "best_explained": rivals.max(),
        "cuts": len(every),
    }


def _sixth(opens, text):
    """The year in which the sixth phase opens in a list of boundaries: where the two readings of 1984 part."""
    at = next((i for i, pair in enumerate(zip(*text.values(), strict=True)) if pair[0] != pair[1]), None)
    return None if at is None else int(opens.split(";")[at])
