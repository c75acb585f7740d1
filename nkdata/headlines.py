"""Headline claims under every defensible choice: where they hold, where they fail, and which choice turns them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nkdata.errors import choose
from nkdata.loading import load
from nkdata.worlds import worlds

MOSCOW, BEIJING, LEAN, VOLUME = range(4)


@dataclass(frozen=True)
class Claim:
    """A headline: what it says, the number that tests it, and the numbers with which it holds."""

    says: str
    value: Callable  # of ties by phase, shape (combinations, phases, 4), phases counted from 0
    unit: str
    holds: Callable = lambda value: value < 0
    sizes: bool = False  # True if it needs sizes, which the words do not have


def _shift(before, after):
    return lambda ties: ties[:, after - 1, LEAN] - ties[:, before - 1, LEAN]


def _change(tie, before, after):
    """Change of one tie as a share of both phases together: -1 if it ends, 0 if it stays, 1 if it begins."""

    def value(ties):
        old, new = ties[:, before - 1, tie], ties[:, after - 1, tie]
        size = np.abs(old) + np.abs(new)
        return np.divide(new - old, size, out=np.full(len(ties), np.nan), where=size > 0)

    return value


def _both(before, after):
    """The larger of the changes of the two ties: below 0 only if both fall."""
    return lambda ties: np.maximum(_change(MOSCOW, before, after)(ties), _change(BEIJING, before, after)(ties))


def _more(value):
    return value > 0


CLAIMS = {
    "moscow_alone_1953_56": Claim(
        "In 1953-56 Moscow was as good as alone: lean above 0.9",
        lambda ties: ties[:, 0, LEAN],
        "lean",
        lambda value: value > 0.9,
        sizes=True,
    ),
    "toward_beijing_1957_60": Claim("In 1957-60 the lean moved toward Beijing", _shift(1, 2), "change of lean"),
    "less_from_both_1961_64": Claim("In 1961-64 both patrons gave less", _both(2, 3), "change of the firmer tie"),
    "toward_moscow_1965_72": Claim("In 1965-72 the lean moved toward Moscow", _shift(3, 4), "change of lean", _more),
    "toward_beijing_1973_84": Claim("In 1973-84 the lean moved toward Beijing", _shift(4, 5), "change of lean"),
    "beijing_ahead_1973_84": Claim("In 1973-84 Beijing was ahead", lambda ties: ties[:, 4, LEAN], "lean"),
    "toward_moscow_1984_89": Claim("In 1984-89 the lean moved toward Moscow", _shift(5, 6), "change of lean", _more),
    "soviet_growth_1984_89": Claim("In 1984-89 Moscow gave more", _change(MOSCOW, 5, 6), "change of the tie", _more),
    "chinese_decline_1984_89": Claim("In 1984-89 Beijing gave less", _change(BEIJING, 5, 6), "change of the tie"),
    "toward_beijing_1990_93": Claim("From 1990 to 1993 the lean moved toward Beijing", _shift(6, 7), "change of lean"),
}


def multiverse(claim, *, data=None):
    """Evaluate a headline claim under every defensible combination of choices.

    The choices, their options, why each can be defended and which cannot be combined stand in the table ``choices``;
    to add or drop one, edit a copy. No combination is weighted: the share under which a claim holds is a share of
    what an analyst might have done, not a probability that the claim is true.

    Parameters
    ----------
    claim : str
        One of ``nkdata.headlines.CLAIMS``; ``nkdata.robustness()`` lists them.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a combination: a column for each choice (empty where it does not arise), ``default`` (our own choice for
        its indicator), ``value`` (the number that tests the claim) and ``holds`` (missing where there is no value).

    Raises
    ------
    NkdataError
        If there is no such claim, or no combination is left.

    References
    ----------
    Steegen, Tuerlinckx, Gelman & Vanpaemel 2016, *Perspectives on Psychological Science* 11(5):702-712 (multiverse);
    Simonsohn, Simmons & Nelson 2020, *Nature Human Behaviour* 4:1208-1214 (specification curve).

    Examples
    --------
    >>> import nkdata
    >>> curve = nkdata.multiverse("toward_moscow_1984_89")
    >>> len(curve) >= 500, curve.loc[0, "default"], curve.loc[0, "holds"]
    (True, True, True)
    """
    choose(claim, list(CLAIMS), "claim")
    return _evaluate(CLAIMS[claim], *worlds(data), data)


def robustness(*, data=None):
    """Every headline claim with the share of combinations under which it holds and the choice that turns it most.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a claim: ``claim``, ``says``; ``combinations`` (with a value); ``default``, the value under our own
        choices; ``low``, ``median``, ``high`` (5, 50 and 95 per cent of the values); ``share`` of the combinations
        under which it holds; the same for each indicator (``share_arms`` ...); ``turns_on``, the choice with the
        largest swing; ``swing``; ``best`` and ``worst``, its options with the largest and the smallest share.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.robustness().set_index("claim").loc["toward_moscow_1984_89", "share"] > 0.5
    True
    """
    found, ties = worlds(data)
    return pd.DataFrame([_summary(name, claim, _evaluate(claim, found, ties, data)) for name, claim in CLAIMS.items()])


def turning(curve):
    """How much each choice turns a claim.

    Options are compared over those combinations of the other choices that exist under every option; where there are
    none, as for the indicator, over all combinations. Otherwise an option that rarely combines would look decisive.

    Parameters
    ----------
    curve : pandas.DataFrame
        As ``nkdata.multiverse`` gives it.

    Returns
    -------
    pandas.DataFrame
        A row an option, by falling swing: ``choice``, ``option``, ``combinations``, ``share`` under which the claim
        holds, and ``swing``, the largest less the smallest share of the choice's options.

    Examples
    --------
    >>> import nkdata
    >>> list(turning(nkdata.multiverse("toward_moscow_1984_89")).columns)
    ['choice', 'option', 'combinations', 'share', 'swing']
    """
    known = curve.dropna(subset="holds")
    choices = curve.columns[: curve.columns.get_loc("default")].tolist()
    rows = []
    for choice in choices:
        others = [name for name in choices if name != choice]
        has = known.dropna(subset=choice)
        options = has[choice].nunique()
        full = has.groupby(others, dropna=False)[choice].transform("nunique") == options
        compared = has[full] if full.any() else has
        shares = compared.groupby(choice, sort=False)["holds"].agg(["size", "mean"]).astype(float)
        swing = shares["mean"].max() - shares["mean"].min()
        rows += [(choice, option, int(size), share, swing) for option, size, share in shares.itertuples()]
    frame = pd.DataFrame(rows, columns=["choice", "option", "combinations", "share", "swing"])
    return frame.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def _evaluate(claim, found, ties, data):
    value = claim.value(ties)
    curve = found.assign(default=_default(found, data), value=value)
    curve["holds"] = pd.array(claim.holds(value), dtype="boolean")
    curve.loc[np.isnan(value), "holds"] = pd.NA
    if claim.sizes:
        curve = curve[curve["indicator"].ne("words")].reset_index(drop=True)
    return curve


def _default(found, data):
    """Whether a combination takes, in every choice that arises for its indicator, the option that we take."""
    table = load("choices", data=data)
    ours = table[table["default"].astype(bool)].set_index("choice")["option"]
    choices = [choice for choice in found.columns if choice != "indicator"]
    return np.all([found[choice].isna() | found[choice].eq(ours[choice]) for choice in choices], axis=0)


def _summary(name, claim, curve):
    known = curve.dropna(subset="holds")
    low, median, high = known["value"].quantile([0.05, 0.5, 0.95])
    options = turning(curve)
    most = options[options["choice"] == options["choice"].iloc[0]]
    shares = known.groupby("indicator", sort=False)["holds"].mean().astype(float)
    return {
        "claim": name,
        "says": claim.says,
        "combinations": len(known),
        "default": known.loc[known["default"], "value"].iloc[0],
        "low": low,
        "median": median,
        "high": high,
        "share": float(known["holds"].mean()),
        **shares.add_prefix("share_"),
        "turns_on": most["choice"].iloc[0],
        "swing": most["swing"].iloc[0],
        "best": most.loc[most["share"].idxmax(), "option"],
        "worst": most.loc[most["share"].idxmin(), "option"],
    }
