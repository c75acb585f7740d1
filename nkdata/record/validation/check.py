"""Check a data folder: first its form, then, where the form is sound, its meaning."""

import pandas as pd

from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.csv_file import Fault
from nkdata.record.validation.form import all_faults, described
from nkdata.record.validation.rules import broken

FEW = 3  # faults of one kind that are printed one by one


def check(data: PathLike | None = None) -> pd.DataFrame:
    """List every fault of the shipped tables or of an edited copy.

    Parameters
    ----------
    data : path, optional
        A data folder; left out, the one in use.

    Returns
    -------
    pandas.DataFrame
        A row a fault: ``file``, ``row`` (line of the file, the header being 1; 0 for the whole file), ``column``,
        ``value``, ``allowed``. Empty if there is none. Faults of form are looked for first; faults of meaning (sums
        that do not add up, dates out of order, actors out of time; see ``nkdata.record.validation.rules``) only where the form is sound.

    Raises
    ------
    NkdataError
        If `data` is not a data folder.

    Examples
    --------
    >>> import nkdata
    >>> len(nkdata.check())
    0
    """
    folder = codebook.folder(data)
    faults = all_faults(folder)
    if not faults:
        faults = broken(data)
    return pd.DataFrame(faults, columns=Fault._fields).astype({"row": int})


def main(folder: PathLike | None = None) -> int:
    """Print every fault and return the exit code of the command, 1 if there is any."""
    faults = check(folder)
    for (file, column, _), alike in faults.groupby(["file", "column", "allowed"], sort=False):
        for fault in alike.head(FEW).itertuples(index=False):
            print(Fault(*fault))
        more = len(alike) - FEW
        if more > 0:
            print(f"{file}: and {more} more row{'s' * (more > 1)}{f' of column {column}' * bool(column)}")
    count = len(faults)
    print(f"{count} fault{'s' * (count != 1)} in {len(described(codebook.folder(folder))[0])} tables")
    return int(count > 0)
