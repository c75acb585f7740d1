"""A verdict on each phase, computed by a stated rule, with the evidence on both sides."""

from collections.abc import Iterator

import pandas as pd

from nkdata.errors import check_bool
from nkdata.measures import TIES
from nkdata.measures.breaks.changepoint_posterior import DRAWS, break_probabilities
from nkdata.measures.breaks.segments import MIN_LENGTH
from nkdata.measures.series.phases import phase_years
from nkdata.measures.verdicts.boundary_evidence import SEEN, average_probability, boundary_status
from nkdata.measures.verdicts.evidence import VERDICTS, evidence
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike


@kept
def verdicts(year_1984: str = "both", weighted: bool = True, data: PathLike | None = None) -> pd.DataFrame:
    """Return whether each phase holds, holds with a changed boundary or is contested, with the evidence on both sides.

    The rule. A phase is **contested** where, for either tie, (1) the evidence against the text weighs more than the
    evidence for it; or (2) deliveries contradict a claim under every reading of SIPRI; or (3) there is evidence and
    none agrees outright; or where (4) one of its boundaries is not seen in the deliveries. It **holds with a
    changed boundary** where it is not contested and one of its boundaries moves (``nkdata.boundary_status``). Else it
    **holds**. Evidence and weights are those of ``nkdata.scorecard``, but a source has one voice: a statement and
    an event of one source on a tie in a phase weigh once. A tie without evidence decides nothing.
    The verdict is on the text's account of who gave more or less, not on its pace, and not on whether those years
    were a period: a contested phase may have sharp boundaries.

    Suggested default: weighed by grade, with ``weighted=False`` beside it, since few phases should turn on the weights; 1984 in
    both phases, as the text prints it. Our report takes "phase_6"; see ``nkdata.evidence``.

    Parameters
    ----------
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The phase in which an event of 1984 counts; see ``nkdata.evidence``.
    weighted : bool, default True
        Weigh by grade, or count every voice alike.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        ``phase``, ``name``, ``verdict``, ``because`` (the reasons, and where SIPRI alone agrees), ``for_it`` and ``against_it`` (keys
        of statements, events and claims checked, and years of breaks), ``in_part`` (keys that agree in part), ``inside``
        (years within the phase, away from its boundaries, around which a break of deliveries is seen as at a boundary;
        they decide nothing).

    Raises
    ------
    NkdataError
        If an argument is not among the options.

    References
    ----------
    Heuer 1999, *Psychology of Intelligence Analysis*, chapter 8 (a stated rule over evidence for and against).

    Examples
    --------
    >>> import nkdata
    >>> nkdata.verdicts("phase_6").set_index("phase").loc[[1, 2, 5], "verdict"].tolist()
    ['holds', 'contested', 'contested']
    """
    by_grade = check_bool(weighted, "weighted")
    rows = evidence(year_1984, data)
    if not by_grade:
        rows["weight"] = 1.0
    edges, series = boundary_status(data), break_probabilities("arms", draws=DRAWS, data=data)
    judged = []
    for phase, span in phase_years(data=data).iterrows():
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


def _seen(ends: pd.DataFrame) -> list[str]:
    """Return in words that deliveries break near the ends of a phase, with the probability of a break within a year of each."""
    near = " and ".join(f"{end.year} ({end.prob_within_1y:.2f})" for end in ends.itertuples())
    return [f"deliveries break within a year of {near}, where the average year has {ends['average'].iloc[0]:.2f}"] if near else []


def _alone(rows: pd.DataFrame) -> list[str]:
    """Return in words on which tie SIPRI, which dates the breaks as well, is the only one to agree outright with the text."""
    kinds = rows[rows["verdict"].eq("yes")].groupby("tie")["kind"].agg(set)
    return [f"on {tie.title()} SIPRI alone agrees outright" for tie in TIES if kinds.get(tie) == {"deliveries"}]


def _moved(edge: str, likeliest: int, year: int) -> str:
    """Return in words that a boundary moves; a phase closes with the year before the next one opens.

    >>> _moved("opens", 1958, 1957), _moved("closes", 1958, 1957)
    ('it opens in 1958 rather than 1957', 'it closes with 1957 rather than 1956')
    """
    if edge == "opens":
        return f"it opens in {likeliest} rather than {year}"
    return f"it closes with {likeliest - 1} rather than {year - 1}"


def _inside(series: pd.DataFrame, start: int, end: int) -> list[int]:
    """Return the years away from both ends of a phase around which a break is seen, the likeliest of each three."""
    near = series.set_index("year")["prob_within_1y"]
    peaks = near[
        (near >= max(SEEN, average_probability(series))) & (near >= near.shift(fill_value=0)) & (near >= near.shift(-1, fill_value=0))
    ]
    return [int(year) for year in peaks.index if start + MIN_LENGTH <= year <= end + 1 - MIN_LENGTH]


def _against(rows: pd.DataFrame, tie: str) -> Iterator[str]:
    """Yield why the text's account of one tie is contested, each source with one voice."""
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
