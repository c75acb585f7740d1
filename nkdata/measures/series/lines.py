"""Three lines of evidence side by side: arms, politics and money, phase by phase."""

import numpy as np
import pandas as pd

from nkdata.measures.series.alignment import lean_draws
from nkdata.measures.series.averages import interval
from nkdata.measures.series.money import money
from nkdata.measures.series.phases import phase_years
from nkdata.measures.series.politics import politics
from nkdata.measures.series.register import register
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike

LINES = {"arms": "deals", "politics": "acts", "money": "comparisons"}  # and what each rests on


@kept
def three_lines(*, draws: int = 1000, seed: int = 0, data: PathLike | None = None) -> pd.DataFrame:
    """Return what arms, politics and money say of the lean in each phase, each with the evidence that it rests on.

    Arms are SIPRI's deliveries by value (``nkdata.lean``): the median and 90 per cent of Monte Carlo draws. Politics
    are dated acts (``nkdata.politics``): the median and 90 per cent of a posterior. Money is trade, oil and aid
    (``nkdata.money``): a range over pairs of figures, without an estimate, as the pairs are few and rival.

    Suggested default: read the three beside one another and never their mean: they measure different things, and
    where they part is the finding.

    Parameters
    ----------
    draws : int, default 1000
        Draws for arms and for politics.
    seed : int, default 0
        Seed of the draws.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row for each phase and line: ``phase``, ``name``, ``line`` (arms, politics, money), ``lean`` from -1 (all
        Beijing) to 1 (all Moscow), missing for money and below five acts; ``low`` and ``high``; ``number`` and ``of``
        (deals, acts, comparisons); ``side``: "Moscow" or "Beijing" where the whole of low to high lies there,
        "either" where it does not, "unknown" where there is nothing. 1984 counts in both its phases.

    Raises
    ------
    NkdataError
        If an argument is not among the options.

    References
    ----------
    As for the three measures.

    Examples
    --------
    >>> import nkdata
    >>> lines = nkdata.three_lines().set_index(["phase", "line"])["side"]
    >>> lines.loc[3, "arms"], lines.loc[3, "politics"]
    ('Moscow', 'Beijing')
    """
    drawn = lean_draws(draws, seed, data)
    deals, acts, pairs = register(data), politics(draws=draws, seed=seed, data=data).set_index("phase"), money(data).set_index("phase")
    deals = deals[deals["tie"].notna() & deals["tiv"].gt(0)]
    rows = []
    for at, (phase, years) in enumerate(phase_years(data=data).iterrows()):
        delivered = deals["year"].between(years["start_year"], years["end_year"])
        low, high = interval(drawn[:, at])
        found = {
            "arms": (float(np.nanmedian(drawn[:, at])), low, high, deals.loc[delivered, "transfer"].nunique()),
            "politics": tuple(acts.loc[phase, ["lean", "lean_low", "lean_high", "acts"]]),
            "money": (np.nan, *pairs.loc[phase, ["lean_low", "lean_high", "comparisons"]]),
        }
        for line, (lean, least, most, number) in found.items():
            bounds = {"lean": float(lean), "low": float(least), "high": float(most), "number": int(number)}
            rows.append({"phase": int(phase), "name": years["name"], "line": line, **bounds, "of": LINES[line], "side": _side(least, most)})
    return pd.DataFrame(rows)


def _side(low: float, high: float) -> str:
    """Return the patron on whose side the whole of a range lies.

    >>> _side(0.1, 0.9), _side(-0.9, -0.1), _side(-0.1, 0.1), _side(float("nan"), float("nan"))
    ('Moscow', 'Beijing', 'either', 'unknown')
    """
    if np.isnan(low):
        return "unknown"
    return "Moscow" if low > 0 else "Beijing" if high < 0 else "either"
