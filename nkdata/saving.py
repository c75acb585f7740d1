"""Write an edited table back, in the very form of the shipped files, so that only what was changed differs."""

import csv
import os

import numpy as np
import pandas as pd

from nkdata import codebook
from nkdata.errors import NkdataError, as_path, choose, shown


def save(frame, table, folder):
    """Write a table into an edited copy of the data folder.

    Parameters
    ----------
    frame : pandas.DataFrame
        The rows, with the columns of the table in any order (``nkdata.load(table)``, changed); its index is not written.
    table : str
        Name of a table; ``nkdata.tables()`` lists them.
    folder : path
        The copy: a folder that holds datapackage.json. The shipped tables are never overwritten.

    Returns
    -------
    pathlib.Path
        The file that was written, whole or not at all. ``nkdata.check(folder)`` says whether it is sound.

    Raises
    ------
    NkdataError
        If there is no such table or copy, or the frame lacks a column or has one too many.

    Examples
    --------
    >>> import shutil, tempfile, nkdata
    >>> from nkdata.codebook import SHIPPED
    >>> with tempfile.TemporaryDirectory() as place:
    ...     copy = shutil.copytree(SHIPPED, f"{place}/mine")
    ...     phases = nkdata.phases().replace({"name": {"Flux": "Drift"}})
    ...     file = nkdata.save(phases, "phases", copy)
    ...     nkdata.diff(SHIPPED, copy)[["table", "key", "column", "old", "new"]].to_numpy().tolist()
    [['phases', '7', 'name', 'Flux', 'Drift']]
    """
    choose(table, codebook.names(), "table")
    copy = codebook.folder(as_path(folder, "folder", "an edited copy of nkdata's data folder"))
    if copy.resolve() == codebook.SHIPPED.resolve():
        raise NkdataError(f"folder is {shown(str(folder))}, which holds the shipped tables; allowed is a copy of it.")
    fields = {field["name"]: field["type"] for field in codebook.resource(table, copy)["schema"]["fields"]}
    if not isinstance(frame, pd.DataFrame) or sorted(map(str, frame.columns)) != sorted(fields):
        said = f"has the columns {', '.join(map(str, frame.columns))}" if isinstance(frame, pd.DataFrame) else f"is {shown(frame)}"
        raise NkdataError(f"frame {said}; allowed is a frame with the columns {', '.join(fields)}.")
    columns = [[_cell(value, fields[name]) for value in frame[name]] for name in fields]
    file = copy / codebook.resource(table, copy)["path"]
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(fields)
            writer.writerows(zip(*columns, strict=True))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file


def _cell(value, kind):
    """A value as it stands in a file: nothing where it is missing, yes or no, a day, a number without an exponent.

    >>> _cell(True, "boolean"), _cell(pd.NA, "string"), _cell(pd.Timestamp("1984-05-23"), "date"), _cell(2e-06, "number")
    ('yes', '', '1984-05-23', '0.000002')
    """
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if kind == "boolean" and isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if kind == "date" and isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if kind in ("integer", "number") and isinstance(value, (float, np.floating)):
        return np.format_float_positional(value, trim="-")
    return str(value)
