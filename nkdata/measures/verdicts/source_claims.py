"""The claims of the source text on each tie in each phase, and whether SIPRI's deliveries confirm them."""

import numpy as np
import pandas as pd

from nkdata.measures import TIES
from nkdata.measures.breaks.boundaries import VARIANTS
from nkdata.measures.series.alignment import lean
from nkdata.measures.series.phases import YEAR_1984, phase_years
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load, ties

LITTLE = 0.5
SIGN = {"up": "+", "renewed": "+", "down": "-"}
LEVEL_SIGN = dict.fromkeys(("sole", "supplied", "present", "warm"), "+") | dict.fromkeys(("none", "little", "strained", "cool"), "-")
FORMS = {
    "assistance": ("assistance", "support", "supplies", "major_equipment"),
    "cooperation": ("cooperation", "exercises"),
    "troops": ("troops",),
    "relations": ("relations", "obligations"),
}
TOPIC = {form: topic for topic, forms in FORMS.items() for form in forms}
CHECKED = ("up", "renewed", "down", "sole", "none", "little", "supplied")


def source_claims(data: PathLike | None = None) -> pd.DataFrame:
    """Return the claims of the source text that have a sign, one for each row of ``assistance`` that gives one.

    A direction decides (up and renewed are +, down is -); without one the level does (sole, supplied, present, warm are
    +; none, little, strained, cool are -). Rows that say that something changed, stayed or is in flux have no sign.

    Returns a frame: ``assistance`` (its key), ``phase``, ``tie``, ``topic`` (assistance, cooperation, troops,
    relations), ``sign`` and ``word``, the direction or level that gave it.

    >>> source_claims().query("phase == 6")[["tie", "topic", "sign"]].drop_duplicates().to_numpy().tolist()
    [['moscow', 'assistance', '+'], ['moscow', 'cooperation', '+'], ['beijing', 'assistance', '-']]
    """
    rows = load("assistance", data=data)
    rows = rows[rows["status"].ne("none_found")]
    by_direction = rows["direction"].map(SIGN)
    by_level = rows["level"].map(LEVEL_SIGN).where(rows["direction"].eq("unstated"))
    claims = pd.DataFrame(
        {
            "assistance": rows["assistance"],
            "phase": rows["phase"].astype(int),
            "tie": rows["patron"].map(ties(data)),
            "topic": rows["form"].map(TOPIC),
            "sign": by_direction.fillna(by_level),
            "word": rows["direction"].where(by_direction.notna(), rows["level"]),
        }
    )
    return claims.dropna(subset=["tie", "topic", "sign"]).reset_index(drop=True)


def delivery_checks(data: PathLike | None = None) -> pd.DataFrame:
    """Return whether SIPRI's deliveries confirm each claim of the text on assistance, under 15 readings of SIPRI.

    The yearly mean of a phase is set against that of the phase before (up, renewed, down); against the tie's own mean
    over 1953-93, of which "little" is at most half; against the other tie, which is empty where one patron is the
    sole supplier; or against nothing at all (none, supplied). The readings are three releases, licensed production in
    or out where the release tells, and 1984 in both phases, in the fifth or in the sixth.

    Returns
    -------
    pandas.DataFrame
        ``assistance``, ``phase``, ``tie``, ``word``, ``share`` of the readings that confirm the claim, and
        ``verdict``: "yes" when all do, "no" when none does, "partly" in between.

    Examples
    --------
    >>> delivery_checks().query("phase == 4")[["tie", "word", "verdict"]].to_numpy().tolist()
    [['moscow', 'renewed', 'yes'], ['beijing', 'down', 'no']]
    """
    claims = source_claims(data)
    claims = claims[claims["topic"].eq("assistance") & claims["word"].isin(CHECKED)].copy()
    confirmed = []
    for options in VARIANTS["arms"]:
        yearly = lean(data=data, **options).set_index("year")[list(TIES)]
        for year_1984 in YEAR_1984:
            spans = phase_years(year_1984, data)
            means = {phase: yearly.loc[span["start_year"] : span["end_year"]].mean() for phase, span in spans.iterrows()}
            confirmed.append([_confirmed(claim, means, yearly.mean()) for claim in claims.itertuples()])
    claims["share"] = np.mean(confirmed, axis=0)
    claims["verdict"] = np.select([claims["share"].eq(1), claims["share"].eq(0)], ["yes", "no"], "partly")
    return claims[["assistance", "phase", "tie", "word", "share", "verdict"]].reset_index(drop=True)


def _confirmed(claim, means, usual) -> bool:
    """Return whether the yearly means of the phases confirm a claim; `usual` is the mean of 1953-93."""
    now = means[claim.phase][claim.tie]
    other = means[claim.phase]["beijing" if claim.tie == "moscow" else "moscow"]
    before = means[claim.phase - 1][claim.tie] if claim.phase - 1 in means else np.nan
    return {
        "up": now > before,
        "renewed": now > before,
        "down": now < before,
        "sole": now > 0 and other == 0,
        "supplied": now > 0,
        "none": now == 0,
        "little": now <= LITTLE * usual[claim.tie],
    }[claim.word]
