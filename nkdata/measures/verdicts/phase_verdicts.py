"""A verdict on each phase, computed by a stated rule, with the evidence on both sides."""

import pandas as pd

from nkdata.errors import check_bool
from nkdata.measures.breaks.boundaries import VARIANTS
from nkdata.measures.breaks.changepoint_posterior import DRAWS, break_probabilities
from nkdata.measures.breaks.periodisations import other_boundaries
from nkdata.measures.breaks.segments import MEASURES, MIN_LENGTH
from nkdata.measures.series.alignment import lean
from nkdata.measures.series.phases import phase_years
from nkdata.measures.verdicts.evidence import TIES, VERDICTS, evidence
from nkdata.record.cache import kept

SEEN = 0.5  # probability of a break within a year of the printed one, from which the series shows the boundary, if no less than average
ODDS = 3.0  # how much more probable a neighbouring year has to be than the printed one for the boundary to move
NEAR = 1  # years within which another author's boundary supports the printed one


def boundary_status(data=None):
    """What the independent series says of each printed boundary: seen within a year of it, seen a year off, or not seen.

    The series is SIPRI's deliveries, both ties on a log scale, over plausible records (``nkdata.break_probabilities`` with
    draws), so that doubt about the years of delivery counts. A boundary is "not seen" where the probability of a break
    in the printed year or a neighbour is below 0.5 or below that of the average year: where many breaks are probable,
    most years have one near. It "moves" where a neighbour is more than 3 times as probable as the
    printed year and has itself a probability of at least 0.5. Else it is "seen", within a year. Deliveries follow
    decisions, so a boundary that moves by one year later may date the same change.

    Returns
    -------
    pandas.DataFrame
        A row for each phase and edge (opens, closes) that lies inside 1953-93: ``year`` that opens the new period by
        the printed dates (for 1984, which stands in two phases, 1985 where the fifth closes and 1984 where the sixth
        opens), ``probability`` of that year, ``prob_within_1y``, ``average`` (``prob_within_1y`` of the average year), ``status``,
        ``likeliest`` year of the three and its ``likeliest_probability``, ``same``, the share of 15 readings of SIPRI as it books deliveries (releases,
        licensed production, measures) with this status, and ``authors`` of other periodisations with a boundary within a year.

    Examples
    --------
    >>> boundary_status().query("phase == 2")[["edge", "year", "status", "likeliest"]].to_numpy().tolist()
    [['opens', 1957, 'seen', 1958], ['closes', 1961, 'seen', 1961]]
    """
    return _boundaries(data)[0]


@kept
def _boundaries(data):
    """The boundaries, and the posterior from which they were judged."""
    deliveries = [lean(data=data, **options).set_index("year") for options in VARIANTS["arms"]]
    readings = [break_probabilities(ties, measure, data=data).set_index("year") for measure in MEASURES for ties in deliveries]
    judged_by = break_probabilities("arms", draws=DRAWS, data=data)
    main = judged_by.set_index("year")
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
                "average": average(main),
                "status": status,
                "likeliest": likeliest,
                "likeliest_probability": main["probability"].get(likeliest, 0.0),
                "same": sum(_status(reading, year)[0] == status for reading in readings) / len(readings),
                "authors": "; ".join(sorted(set(near["author"]))),
            }
        )
    return pd.DataFrame(rows), judged_by


@kept
def verdicts(year_1984="phase_6", weighted=True, data=None):
    """Whether each phase holds, holds with a changed boundary or is contested, with the evidence on both sides.

    The rule. A phase is **contested** where, for either tie, (1) what contradicts the text weighs more than what
    agrees with it; or (2) deliveries contradict a claim under every reading of SIPRI; or (3) something speaks and
    nothing agrees outright; or where (4) one of its boundaries is not seen in the deliveries. It **holds with a
    changed boundary** where it is not contested and one of its boundaries moves (``nkdata.boundary_status``). Else it
    **holds**. Evidence and weights are those of ``nkdata.scorecard``, but a source has one voice: what it says twice
    of a tie in a phase, as a statement and as an event, weighs once. A tie on which nothing speaks decides nothing.
    The verdict is on the text's account of who gave more or less, not on its pace, and not on whether those years
    were a period: a contested phase may have sharp boundaries.

    Parameters
    ----------
    year_1984 : {"phase_6", "phase_5", "both"}, default "phase_6"
        The phase in which an event of 1984 counts; see ``nkdata.evidence``.
    weighted : bool, default True
        Weigh by grade, or count every voice alike.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        ``phase``, ``name``, ``verdict``, ``because`` (what decided it, and where SIPRI alone agrees), ``for_it`` and ``against_it`` (keys of
        statements, events and claims checked, and years of breaks), ``in_part`` (keys that agree in part), ``inside``
        (years within the phase, away from its boundaries, around which a break of deliveries is seen as at a boundary;
        they decide nothing).

    Raises
    ------
    NkdataError
        If an argument is not among the allowed ones.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.verdicts().set_index("phase").loc[[1, 2, 5], "verdict"].tolist()
    ['holds', 'holds', 'contested']
    """
    by_grade = check_bool(weighted, "weighted")
    rows = evidence(year_1984, data)
    if not by_grade:
        rows["weight"] = 1.0
    edges, series = _boundaries(data)
    judged = []
    for phase, span in phase_years("both", data).iterrows():
        own, ends = rows[rows["phase"].eq(phase)], edges[edges["phase"].eq(phase)]
        reasons = [reason for tie in TIES for reason in _against(own[own["tie"].eq(tie)], tie)]
        unseen, moves, seen = (ends[ends["status"].eq(status)] for status in ("not seen", "moves", "seen"))
        reasons += [f"in the deliveries no break stands out near {end.year}, where it {end.edge}" for end in unseen.itertuples()]
        moved = [_moved(end.edge, end.likeliest, end.year) for end in moves.itertuples()]
        keys = {side: own.loc[own["verdict"].eq(side), "key"].unique().tolist() for side in VERDICTS}
        years = {side: [f"break of {year}" for year in at["likeliest"]] for side, at in (("yes", seen), ("no", moves))}
        judged.append(
            {
                "phase": int(phase),
                "name": span["name"],
                "verdict": "contested" if reasons else "holds with a changed boundary" if moved else "holds",
                "because": "; ".join(reasons + moved or _seen(seen) + _alone(own)),
                "for_it": "; ".join(keys["yes"] + years["yes"]),
                "against_it": "; ".join(keys["no"] + years["no"]),
                "in_part": "; ".join(keys["partly"]),
                "inside": "; ".join(map(str, _inside(series, span["start_year"], span["end_year"]))),
            }
        )
    return pd.DataFrame(judged)


def _seen(ends):
    """In words, that deliveries break near the ends of a phase, with the probability of a break within a year of each."""
    near = " and ".join(f"{end.year} ({end.prob_within_1y:.2f})" for end in ends.itertuples())
    return [f"deliveries break within a year of {near}, where the average year has {ends['average'].iloc[0]:.2f}"] if near else []


def _alone(rows):
    """In words, on which tie SIPRI, which dates the breaks as well, is the only one to agree outright with the text."""
    kinds = rows[rows["verdict"].eq("yes")].groupby("tie")["kind"].agg(set)
    return [f"on {tie.title()} SIPRI alone agrees outright" for tie in TIES if kinds.get(tie) == {"deliveries"}]


def _moved(edge, likeliest, year):
    """A boundary that moves, in words; a phase closes with the year before the next one opens.

    >>> _moved("opens", 1958, 1957), _moved("closes", 1958, 1957)
    ('it opens in 1958 rather than 1957', 'it closes with 1957 rather than 1956')
    """
    if edge == "opens":
        return f"it opens in {likeliest} rather than {year}"
    return f"it closes with {likeliest - 1} rather than {year - 1}"


def _inside(series, start, end):
    """Years away from both ends of a phase around which a break is seen, the likeliest of each three."""
    near = series.set_index("year")["prob_within_1y"]
    peaks = near[(near >= max(SEEN, average(series))) & (near >= near.shift(fill_value=0)) & (near >= near.shift(-1, fill_value=0))]
    return [int(year) for year in peaks.index if start + MIN_LENGTH <= year <= end + 1 - MIN_LENGTH]


def _edges(data):
    years = phase_years("both", data)
    for phase, span in years.iterrows():
        if phase != years.index[0]:
            yield int(phase), "opens", int(span["start_year"])
        if phase != years.index[-1]:
            yield int(phase), "closes", int(span["end_year"]) + 1


def average(posterior):
    """The probability of a break within a year, for the average year that could have one."""
    return float(posterior.loc[posterior["prior"] > 0, "prob_within_1y"].mean())


def _status(posterior, year):
    three = posterior["probability"].reindex([year, year - 1, year + 1]).fillna(0.0)
    likeliest = int(three.idxmax())
    if posterior["prob_within_1y"].get(year, 0.0) < max(SEEN, average(posterior)):
        return "not seen", likeliest
    moves = three[likeliest] > ODDS * three[year] and three[likeliest] >= SEEN
    return ("moves", likeliest) if moves else ("seen", likeliest)


def _against(rows, tie):
    """Why the text's account of one tie is contested, each source with one voice."""
    if rows.empty:
        return
    voices = rows.groupby(["verdict", "source"])["weight"].max().groupby("verdict").sum().round(9)
    agrees, contradicts = voices.get("yes", 0.0), voices.get("no", 0.0)
    refuted = rows[rows["kind"].eq("deliveries") & rows["verdict"].eq("no")]
    if contradicts > agrees:
        yield f"on {tie.title()} more contradicts the text ({contradicts:.2f}) than agrees with it ({agrees:.2f})"
    if len(refuted):
        yield f"deliveries contradict the text on {tie.title()} ({', '.join(refuted['key'])})"
    if agrees == 0 and contradicts == 0:
        yield f"nothing agrees outright with the text on {tie.title()}"
