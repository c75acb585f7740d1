"""The printed boundaries against the posterior of a break in the deliveries."""

from collections.abc import Iterator

import pandas as pd

from nkdata.measures.breaks.boundaries import VARIANTS
from nkdata.measures.breaks.changepoint_posterior import DRAWS, break_probabilities
from nkdata.measures.breaks.periodisations import other_boundaries
from nkdata.measures.breaks.segments import REPRESENTATIONS
from nkdata.measures.series.alignment import lean
from nkdata.measures.series.phases import phase_years
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike

SEEN = 0.5  # probability of a break within a year of the printed one, from which the series shows the boundary, if no less than average
ODDS = 3.0  # how much more probable a neighbouring year has to be than the printed one for the boundary to move
NEAR = 1  # years within which another author's boundary supports the printed one


@kept
def boundary_status(data: PathLike | None = None) -> pd.DataFrame:
    """Return for each printed boundary whether the deliveries show it: seen within a year, seen a year off, or not seen.

    The series is SIPRI's deliveries, both ties on a log scale, over 100 Monte Carlo draws (``nkdata.break_probabilities``),
    so that doubt about the years of delivery counts. A boundary is "not seen" where the probability of a break
    in the printed year or a neighbour is below 0.5 or below that of the average year: where many breaks are probable,
    most years have one near. It "moves" where a neighbour is more than 3 times as probable as the
    printed year and has itself a probability of at least 0.5. Else it is "seen", within a year. Deliveries follow
    decisions, so a boundary that moves by one year later may date the same change.

    Suggested default: ``status`` together with ``same``, since one posterior of one register is one reading. 1984 lies in
    both phases, as the text prints it, so that 1984 and 1985 are both judged.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row for each phase and edge (opens, closes) that lies inside 1953-93: ``year`` that opens the new period by
        the printed dates (for 1984, which lies in two phases, 1985 where the fifth closes and 1984 where the sixth
        opens), ``probability`` of that year, ``prob_within_1y``, ``average`` (``prob_within_1y`` of the average year),
        ``status``, ``likeliest`` year of the three and its ``likeliest_probability``, ``same``, the share of 15 readings
        of SIPRI as it books deliveries (releases, licensed production, measures) with this status, and ``authors`` of
        other periodisations with a boundary within a year.

    References
    ----------
    As for ``nkdata.break_probabilities``.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.boundary_status().query("phase == 2")[["edge", "year", "status", "likeliest"]].to_numpy().tolist()
    [['opens', 1957, 'seen', 1958], ['closes', 1961, 'seen', 1961]]
    """
    deliveries = [lean(data=data, **options).set_index("year") for options in VARIANTS["arms"]]
    readings = [break_probabilities(ties, measure, data=data).set_index("year") for measure in REPRESENTATIONS for ties in deliveries]
    main = break_probabilities("arms", draws=DRAWS, data=data).set_index("year")
    others = other_boundaries(data)
    rows = []
    for phase, edge, year in _edges(data):
        status, likeliest = _status(main, year)
        near = others[(others["year"] - year).abs().le(NEAR)]
        rows.append(
            {
                "phase": phase,
                "edge": edge,
                "year": year,
                "probability": main["probability"].get(year, 0.0),
                "prob_within_1y": main["prob_within_1y"].get(year, 0.0),
                "average": average_probability(main),
                "status": status,
                "likeliest": likeliest,
                "likeliest_probability": main["probability"].get(likeliest, 0.0),
                "same": sum(_status(reading, year)[0] == status for reading in readings) / len(readings),
                "authors": "; ".join(sorted(set(near["author"]))),
            }
        )
    return pd.DataFrame(rows)


def average_probability(posterior: pd.DataFrame) -> float:
    """Return the probability of a break within a year, for the average year that could have one."""
    return float(posterior.loc[posterior["prior"] > 0, "prob_within_1y"].mean())


def _edges(data: PathLike | None) -> Iterator[tuple[int, str, int]]:
    years = phase_years(data=data)
    for phase, span in years.iterrows():
        if phase != years.index[0]:
            yield int(phase), "opens", int(span["start_year"])
        if phase != years.index[-1]:
            yield int(phase), "closes", int(span["end_year"]) + 1


def _status(posterior: pd.DataFrame, year: int) -> tuple[str, int]:
    three = {near: posterior["probability"].get(near, 0.0) for near in (year, year - 1, year + 1)}
    likeliest = max(three, key=lambda near: three[near])
    if posterior["prob_within_1y"].get(year, 0.0) < max(SEEN, average_probability(posterior)):
        return "not seen", likeliest
    moves = three[likeliest] > ODDS * three[year] and three[likeliest] >= SEEN
    return ("moves", likeliest) if moves else ("seen", likeliest)
