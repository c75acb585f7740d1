"""Hypotheses under every defensible specification: where they hold, where they fail, and which choice turns them."""

from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import check_option
from nkdata.measures.multiverse.hypotheses import HYPOTHESES, Hypothesis
from nkdata.measures.multiverse.sensitivity import encode, sensitivity
from nkdata.measures.multiverse.specifications import specifications
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load


@kept
def multiverse(hypothesis: str, *, data: PathLike | None = None) -> pd.DataFrame:
    """Evaluate a headline hypothesis under every defensible combination of choices.

    The table ``choices`` has the choices, their options, why each can be defended and which cannot be combined;
    to add or drop one, edit a copy. No combination is weighted: the share under which a hypothesis holds is a share of
    what an analyst might have done, not a probability that the hypothesis is true. Options that cannot touch a hypothesis (such as
    where 1984 goes, for one about the 1950s) are left out, so that no combination is counted twice.

    Suggested default: the share of ``holds`` over all rows, together with the share by ``indicator``, since most
    combinations re-read one register; our own specification is the row with ``default`` of each indicator.

    Parameters
    ----------
    hypothesis : str
        One of ``nkdata.measures.multiverse.hypotheses.HYPOTHESES``; ``nkdata.robustness()`` lists them.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a combination: a column for each choice (empty where it does not arise), ``default`` (our own choice for
        its indicator), ``value`` (the number that tests the hypothesis) and ``holds`` (missing where there is no value).

    Raises
    ------
    NkdataError
        If there is no such hypothesis, or no combination is left.

    References
    ----------
    Steegen, Tuerlinckx, Gelman & Vanpaemel 2016, *Perspectives on Psychological Science* 11(5):702-712 (multiverse);
    Simonsohn, Simmons & Nelson 2020, *Nature Human Behaviour* 4:1208-1214 (specification curve).

    Examples
    --------
    >>> import nkdata
    >>> curve = nkdata.multiverse("toward_moscow_1984_89")
    >>> len(curve) >= 500, bool(curve["holds"].mean() > 0.95)
    (True, True)
    """
    check_option(hypothesis, list(HYPOTHESES), "hypothesis")
    return _evaluate(HYPOTHESES[hypothesis], *_grid(data))


@kept
def robustness(*, data: PathLike | None = None) -> pd.DataFrame:
    """Return every headline hypothesis with the share of combinations under which it holds and the choice that turns it most.

    Suggested default: read ``share`` with ``share_arms``, ``share_deals`` and ``share_orders``: a hypothesis that holds by
    value alone is open.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a hypothesis: ``hypothesis``, ``sentence``; ``combinations`` (with a value); ``default``, the value under our own
        choices; ``low``, ``median``, ``high`` (5, 50 and 95 per cent of the values); ``share`` of the combinations
        under which it holds; the same for each indicator (``share_arms`` ...); ``sensitive_to``, the choice with the
        largest range (missing if none has any); ``range``; ``best`` and ``worst``, its options with the largest and
        the smallest share.

    References
    ----------
    As for ``nkdata.multiverse``.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.robustness().set_index("hypothesis").loc["toward_beijing_1973_84", "share"].round(2).item()
    0.97
    """
    grid = _grid(data)
    return pd.DataFrame([_summary(name, hypothesis, _evaluate(hypothesis, *grid)) for name, hypothesis in HYPOTHESES.items()])


@kept
def _grid(data: Any) -> tuple:
    """Return the combinations with their ties, whether each is our own choice, and their options as numbers."""
    found, ties = specifications(data)
    return found, ties, _default(found, data), *encode(found)


def _evaluate(
    hypothesis: Hypothesis, found: pd.DataFrame, ties: np.ndarray, default: np.ndarray, codes: np.ndarray, place: np.ndarray
) -> pd.DataFrame:
    value = hypothesis.value(ties)
    curve = found.assign(default=default, value=value, holds=pd.array(hypothesis.holds(value), dtype="boolean"))
    curve.loc[np.isnan(value), "holds"] = pd.NA
    keep = _matters(found.columns, value, default, codes, place)
    if hypothesis.sizes:
        keep &= found["indicator"].ne("words")
    return curve[keep].reset_index(drop=True)


def _matters(choices: pd.Index, value: np.ndarray, default: np.ndarray, codes: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return which combinations are left when options drop out that never move the value away from that of our own choice."""
    number = codes @ place
    order = np.argsort(number)
    keep = np.ones(len(value), dtype=bool)
    for at, choice in enumerate(choices):
        own = codes[default & (codes[:, at] > 0), at][:1]
        if choice == "indicator" or not own.size:
            continue
        own_number = number + (own - codes[:, at]) * place[at]  # the same combination with our own option
        place_of = order[np.searchsorted(number[order], own_number).clip(max=len(order) - 1)]
        moved = (number[place_of] == own_number) & ~np.isclose(value, value[place_of], rtol=0, atol=1e-9, equal_nan=True)
        for option in set(codes[:, at]) - {0, own.item()}:
            keep &= (codes[:, at] != option) | moved[codes[:, at] == option].any()
    return keep


def _default(found: pd.DataFrame, data: Any) -> np.ndarray:
    """Return whether a combination takes, in every choice that arises for its indicator, the option that we take."""
    table = load("choices", data=data)
    ours = table[table["default"].astype(bool)].set_index("choice")["option"]
    choices = [choice for choice in found.columns if choice != "indicator"]
    return np.all([found[choice].isna() | found[choice].eq(ours[choice]) for choice in choices], axis=0)


def _summary(name: str, hypothesis: Hypothesis, curve: pd.DataFrame) -> dict[str, Any]:
    known = curve.dropna(subset="holds")
    low, median, high = known["value"].quantile([0.05, 0.5, 0.95])
    options = sensitivity(curve)
    most = options[options["choice"] == options["choice"].iloc[0]]
    spread = most["range"].iloc[0]
    shares = known.groupby("indicator", sort=False)["holds"].mean().astype(float)
    return {
        "hypothesis": name,
        "sentence": hypothesis.sentence,
        "combinations": len(known),
        "default": known.loc[known["default"], "value"].iloc[0],
        "low": low,
        "median": median,
        "high": high,
        "share": float(known["holds"].mean()),
        **shares.add_prefix("share_"),
        "sensitive_to": most["choice"].iloc[0] if spread else None,
        "range": spread,
        "best": most.loc[most["share"].idxmax(), "option"] if spread else None,
        "worst": most.loc[most["share"].idxmin(), "option"] if spread else None,
    }
