"""Counts of dated acts by year, tie and sign, so that thin years can be seen."""

import numpy as np
import pandas as pd

from nkdata.measures import TIES
from nkdata.measures.series.indicators import effects
from nkdata.measures.series.phases import SPAN
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike

SIGNS = ("+", "-")
DOUBTED = 5  # credibility, a mean over the reports of an act, from which it is contradicted or cannot be judged


@kept
def acts(data: PathLike | None = None) -> pd.DataFrame:
    """Count the dated acts that warmed or cooled each tie, by year.

    Suggested default: read it before ``nkdata.lean(indicator="events")``, since a lean of few acts says little. The
    country study's own rows and acts of credibility 5 or 6 are left out. Several reports of one act in one year count
    once, by the mean of their signs; where they cancel, the act has no sign. An interval counts in its first year. A
    zero means that no act was found in the sources read, not that there was none.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        164 rows: each year from 1953 to 1993, each tie and each sign. Columns ``year``, ``tie`` ("moscow" or
        "beijing"), ``sign`` ("+" or "-") and ``acts``, their number.

    Raises
    ------
    NkdataError
        If a table does not fit the codebook.

    References
    ----------
    Goldstein 1992, *Journal of Conflict Resolution* 36(2), on cooperation and conflict in dated events.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.acts().query("1961 <= year <= 1964").groupby(["tie", "sign"])["acts"].sum().to_dict()
    {('beijing', '+'): 19, ('beijing', '-'): 3, ('moscow', '+'): 8, ('moscow', '-'): 19}
    """
    found = effects(data=data).query("credibility < @DOUBTED")
    index = pd.MultiIndex.from_product([range(SPAN[0], SPAN[1] + 1), TIES, SIGNS], names=["year", "tie", "sign"])
    long = found.melt(id_vars="year", value_vars=list(TIES), var_name="tie", value_name="effect").query("effect != 0")
    long["sign"] = np.where(long["effect"] > 0, "+", "-")
    return long.groupby(["year", "tie", "sign"]).size().reindex(index, fill_value=0).rename("acts").reset_index()
