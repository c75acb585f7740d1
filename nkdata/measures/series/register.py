"""The register of arms: every delivery with the deal that it belongs to."""

import os

import pandas as pd

from nkdata.errors import check_bool
from nkdata.record.cache import kept
from nkdata.record.tables import load, ties

DEAL = ["supplier", "tie", "designation", "system", "category", "licensed", "order_year", "order_year_uncertain"]
NUMBERS = ["number_low", "number_best", "number_high", "number_uncertain"]


@kept
def register(data: str | os.PathLike[str] | None = None, open_only: bool = False) -> pd.DataFrame:
    """Return every delivery of the register with its deal, so that no merge is needed.

    Suggested default: column ``tiv`` for sums, the value in the newest release, since values in money or in pieces
    cannot be added up over different weapons.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.
    open_only : bool, default False
        Leave out the rows whose source keeps its data under restricted terms. SIPRI does, so nothing is left.

    Returns
    -------
    pandas.DataFrame
        A row a delivery, in the order of the table ``deliveries``. ``delivery`` and ``transfer`` (keys), ``year`` and
        ``phase`` (1984 has two, "5;6"); of the deal ``supplier``, ``tie`` ("moscow", "beijing" or missing),
        ``designation``, ``system``, ``category``, ``licensed``, ``order_year``, ``order_year_uncertain``, ``number_low``,
        ``number_best``, ``number_high`` and ``number_uncertain`` (pieces in all its deliveries); of the delivery
        ``number``, ``number_2024`` (pieces), ``tiv``, ``tiv_2024`` (million TIV), ``number_estimated``,
        ``year_estimated``, ``source``, ``locator``, ``reliability``, ``credibility`` and ``status``. For other columns
        of a deal see ``nkdata.load("transfers")``, for a column's meaning ``nkdata.describe``.

    Raises
    ------
    NkdataError
        If `open_only` is not True or False, or a table does not fit the codebook.

    References
    ----------
    SIPRI, *Arms Transfers Database: sources and methods*.

    Examples
    --------
    >>> import nkdata
    >>> by_supplier = nkdata.register().groupby(["year", "supplier"])["tiv"].sum().unstack()
    >>> by_supplier.loc[1958, ["SUN", "CHN"]].round(1).to_dict()  # by_supplier.plot() draws it
    {'SUN': 405.0, 'CHN': 469.3}
    """
    deals = load("transfers", open_only=check_bool(open_only, "open_only"), data=data)
    deals["tie"] = deals["supplier"].map(ties(data))
    rows = load("deliveries", open_only=open_only, data=data).drop(columns="note")
    rows = rows.merge(deals[["transfer", *DEAL, *NUMBERS]], on="transfer", how="left", validate="many_to_one")
    rows.attrs = {}
    first = ["delivery", "transfer", "year", "phase", *DEAL, *NUMBERS]
    return rows[[*first, *(column for column in rows if column not in first)]]
