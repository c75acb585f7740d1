"""The scorecard: which statements, events and deliveries agree with the source text, agree in part or contradict it."""

import pandas as pd

from nkdata.errors import check_option
from nkdata.measures import TIES
from nkdata.measures.series.phases import YEAR_1984, phase_years
from nkdata.measures.verdicts.source_claims import delivery_checks, source_claims
from nkdata.record.cache import kept
from nkdata.record.citations import row_of
from nkdata.record.codebook import PathLike
from nkdata.record.tables import TEXT, load, ties

VERDICTS = ("yes", "partly", "no")
RELIABILITY = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.2, "F": 0.0}
SIPRI = "sipri_2026"  # key in sources of the record on which delivery checks rest
CREDIBILITY = {1: 1.0, 2: 0.8, 3: 0.6, 4: 0.4, 5: 0.2, 6: 0.0}
COOPERATION = ("exercise", "exchange", "ship_visit", "air_visit", "overflight", "port_access", "intelligence")
KIND_TOPIC = {"aid": "assistance", "delivery": "assistance", "troops": "troops"} | dict.fromkeys(COOPERATION, "cooperation")


@kept
def evidence(year_1984: str = "both", data: PathLike | None = None) -> pd.DataFrame:
    """Return every statement, event and delivery check for or against the text, a row for each phase and tie.

    A statement agrees, in part or not, as the table ``statements`` has it; one on both patrons counts for both ties;
    one that sums several phases up (reading "cumulative") tests none of them and does not count. An event
    speaks where the text makes a claim on its topic: military aid and deliveries on assistance; exercises, visits of ships and
    aircraft, overflights, ports and intelligence on cooperation; troops on troops; all else, economic aid too, on relations. It agrees
    if it moves the tie as the text says, contradicts if it moves the other way, and agrees in part if it is mixed, if
    its sources differ or if the text says both. An act to which a patron was no party counts for relations with it. An
    event counts once in a phase, by the day it begins, however many sources report it. Deliveries agree, in part or
    not, as ``nkdata.measures.verdicts.source_claims.delivery_checks`` has it, and carry the weight of SIPRI. Nothing from the source
    text's own book counts: it is no witness for itself.

    Suggested default: 1984 in both phases, as the text prints it. Our report takes "phase_6": the events dated in 1984 fall
    in or after May, from which month the text itself dates the sixth phase.

    Parameters
    ----------
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The phase in which an event of 1984 counts.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        ``phase``, ``tie``, ``kind`` (statement, event, deliveries), ``key`` of the row or group of rows, ``verdict``
        (yes, partly, no), ``weight`` and ``source``.

    Raises
    ------
    NkdataError
        If `year_1984` is not among the options.

    References
    ----------
    Heuer 1999, *Psychology of Intelligence Analysis*, chapter 8 (evidence for and against each hypothesis).

    Examples
    --------
    >>> import nkdata
    >>> rows = nkdata.evidence()
    >>> rows[rows["key"].eq("s008")][["phase", "tie", "verdict"]].to_numpy().tolist()
    [[3, 'moscow', 'no']]
    """
    check_option(year_1984, YEAR_1984, "year_1984")
    checks = delivery_checks(data)
    weight = RELIABILITY[row_of("sources", SIPRI, data)["reliability"]] * CREDIBILITY[3]
    checks = checks.assign(kind="deliveries", key=checks["assistance"], source=SIPRI, weight=weight)
    columns = ["phase", "tie", "kind", "key", "verdict", "weight", "source"]
    parts = [part[columns] for part in (_statements(data), _events(year_1984, data), checks)]
    rows = pd.concat([part for part in parts if not part.empty] or parts)
    return rows.sort_values(["phase", "tie", "kind", "key"]).reset_index(drop=True)


def scorecard(year_1984: str = "both", data: PathLike | None = None) -> pd.DataFrame:
    """Return how many statements, events and delivery checks agree with the text, agree in part or contradict it.

    Suggested default: counts and weights side by side, since no weight of a grade can be defended against all others; 1984
    as for ``nkdata.evidence``.

    Parameters
    ----------
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The phase in which an event of 1984 counts; see ``nkdata.evidence``.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row for each ``phase``, ``tie`` and ``kind`` with any evidence: ``yes``, ``partly``, ``no`` in numbers and
        ``yes_weighted``, ``partly_weighted``, ``no_weighted`` by grade. A row weighs the product of its two grades:
        reliability A 1, B 0.8, C 0.6, D 0.4, E 0.2, F 0, and credibility 1 to 6 likewise; an event weighs as its
        best-graded row.

    Raises
    ------
    NkdataError
        If `year_1984` is not among the options.

    References
    ----------
    The two grades are the Admiralty scale; that its axes are not independent of one another, and that the words hide
    several qualities each, is argued by Irwin and Mandel 2019, *Intelligence and National Security*. Hence both counts.

    Examples
    --------
    >>> import nkdata
    >>> card = nkdata.scorecard()
    >>> card.query("phase == 1 and kind == 'deliveries'")[["tie", "yes", "no"]].to_numpy().tolist()
    [['beijing', 1, 0], ['moscow', 1, 0]]
    """
    rows = evidence(year_1984, data)
    keys = ["phase", "tie", "kind"]
    number = rows.pivot_table(index=keys, columns="verdict", values="weight", aggfunc="size", fill_value=0)
    weight = rows.pivot_table(index=keys, columns="verdict", values="weight", aggfunc="sum", fill_value=0.0)
    number = number.reindex(columns=VERDICTS, fill_value=0).astype(int)
    weight = weight.reindex(columns=VERDICTS, fill_value=0.0).add_suffix("_weighted")
    return number.join(weight).rename_axis(columns=None).reset_index()


def ties_of(patrons: pd.Series, data: PathLike | None = None) -> pd.Series:
    """Return lists of the ties on which each statement speaks: that of its patron, or both.

    >>> ties_of(pd.Series(["RUS", "both"])).tolist()
    [['moscow'], ['moscow', 'beijing']]
    """
    tie_of = ties(data)
    return patrons.map(lambda patron: list(TIES) if patron == "both" else [tie_of[patron]])


def _weights(rows):
    return rows["reliability"].map(RELIABILITY) * rows["credibility"].astype(int).map(CREDIBILITY)


def _statements(data):
    rows = load("statements", data=data)
    rows = rows[rows["source"].ne(TEXT) & rows["reading"].ne("cumulative")]
    rows = rows.assign(phase=rows["phase"].astype(int), tie=ties_of(rows["patron"], data), kind="statement", weight=_weights(rows))
    return rows.rename(columns={"statement": "key", "agrees": "verdict"}).explode("tie")


def _events(year_1984, data):
    rows = load("events", data=data)
    rows = rows[rows["source"].ne(TEXT) & rows["start"].notna()]
    tie_of = ties(data)
    rows = rows.assign(
        key=rows["event_group"].fillna(rows["event"]),
        topic=rows["kind"].map(KIND_TOPIC).fillna("relations"),
        joined=[{tie_of.get(party) for party in parties.split(";")} for parties in rows["parties"]],
        weight=_weights(rows),
    )
    claims = source_claims(data).groupby(["phase", "tie", "topic"])["sign"].agg(set)
    spoken = []
    for phase, span in phase_years(year_1984, data).iterrows():
        inside = rows[rows["start"].dt.year.between(span["start_year"], span["end_year"])]
        for tie in TIES:
            topic = inside["topic"].where([tie in joined for joined in inside["joined"]], "relations")
            for (key, about), event in inside.groupby([inside["key"], topic]):
                verdict = _verdict(set(event[f"tie_{tie}"]), claims.get((phase, tie, about), set()))
                if verdict:
                    best = event.loc[event["weight"].idxmax()]
                    spoken.append((phase, tie, "event", key, verdict, best["weight"], best["source"]))
    return pd.DataFrame(spoken, columns=["phase", "tie", "kind", "key", "verdict", "weight", "source"])


def _verdict(signs: set[str], claimed: set[str]) -> str | None:
    """Return whether an event's signs agree with those that the text claims; None where either has no sign.

    >>> _verdict({"+"}, {"+"}), _verdict({"-"}, {"+"}), _verdict({"+", "-"}, {"+"}), _verdict({"0"}, {"+"})
    ('yes', 'no', 'partly', None)
    """
    signs = signs & {"+", "-", "mixed"}
    if not signs or not claimed:
        return None
    if len(signs) == 1 and len(claimed) == 1 and "mixed" not in signs:
        return "yes" if signs == claimed else "no"
    return "partly"
