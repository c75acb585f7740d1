"""The sensitivity of a hypothesis to each choice: the range of its share over the options."""

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, short_repr


def sensitivity(curve: pd.DataFrame) -> pd.DataFrame:
    """Return how much each choice turns a hypothesis.

    Options are compared over those combinations of the other choices that exist under every option; where there are
    none, as for the indicator, over all combinations. Otherwise an option that rarely combines would look decisive.

    Suggested default: the whole curve of ``nkdata.multiverse``, as it comes: a choice is then judged by all the others.

    Parameters
    ----------
    curve : pandas.DataFrame
        As ``nkdata.multiverse`` gives it.

    Returns
    -------
    pandas.DataFrame
        A row an option, by falling range: ``choice``, ``option``, ``combinations``, ``share`` under which the hypothesis
        holds, and ``range``, the largest less the smallest share of the choice's options.

    Raises
    ------
    NkdataError
        If `curve` lacks a column.

    References
    ----------
    As for ``nkdata.multiverse``.

    Examples
    --------
    >>> import nkdata
    >>> list(sensitivity(nkdata.multiverse("toward_moscow_1984_89")).columns)
    ['choice', 'option', 'combinations', 'share', 'range']
    """
    if not isinstance(curve, pd.DataFrame) or not {"default", "holds"} <= set(curve) or not curve.columns.is_unique:
        raise NkdataError(f"curve must be a frame as nkdata.multiverse gives it; got {short_repr(curve)}.")
    known = curve.dropna(subset="holds")
    if known.empty:
        return pd.DataFrame(columns=["choice", "option", "combinations", "share", "range"])
    choices = known.loc[:, :"default"].columns[:-1]
    codes, place = encode(known[choices])
    holds = known["holds"].to_numpy(float)
    rows = []
    for at, choice in enumerate(choices):
        arises = np.flatnonzero(codes[:, at])
        if not len(arises):
            continue
        others = codes[arises] @ place - codes[arises, at] * place[at]
        _, group, options = np.unique(others, return_inverse=True, return_counts=True)
        full = options[group] == codes[:, at].max()
        compared = arises[full] if full.any() else arises
        _, first, option, sizes = np.unique(codes[compared, at], return_index=True, return_inverse=True, return_counts=True)
        shares = np.bincount(option, holds[compared]) / sizes
        spread = shares.max() - shares.min()
        names = known[choice].iloc[compared[first]]
        rows += [(choice, names.iloc[i], int(sizes[i]), shares[i], spread) for i in first.argsort()]
    frame = pd.DataFrame(rows, columns=["choice", "option", "combinations", "share", "range"])
    return frame.sort_values("range", ascending=False, kind="stable", ignore_index=True)


def encode(chosen: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return options as numbers from 1, 0 where a choice does not arise, and the place values that make a row one number."""
    codes = np.column_stack([chosen[choice].factorize()[0] + 1 for choice in chosen])
    return codes, np.append(1, np.cumprod(codes.max(axis=0) + 1)[:-1])
