"""Write an edited table back, in the very form of the shipped files, so that only what was changed differs."""

import csv
import os
from contextlib import suppress

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_path, short_repr
from nkdata.record import codebook
from nkdata.record.validation.csv_file import odd_columns


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
        If there is no such table or copy, the frame lacks a column or has one too many, or the file cannot be written.

    Examples
    --------
    >>> import shutil, tempfile, nkdata
    >>> from nkdata.record.codebook import SHIPPED
    >>> with tempfile.TemporaryDirectory() as place:
    ...     copy = shutil.copytree(SHIPPED, f"{place}/mine")
    ...     phases = nkdata.load("phases").replace({"name": {"Flux": "Drift"}})
    ...     file = nkdata.save(phases, "phases", copy)
    ...     nkdata.diff(SHIPPED, copy)[["table", "key", "column", "old", "new"]].to_numpy().tolist()
    [['phases', '7', 'name', 'Flux', 'Drift']]
    """
    copy = codebook.folder(check_path(folder, "folder", "an edited copy of nkdata's data folder"))
    if copy.resolve() == codebook.SHIPPED.resolve():
        raise NkdataError(f"folder is {short_repr(str(folder))}, which holds the shipped tables; allowed is a copy of it.")
    resource = codebook.resource(table, copy)
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    if not isinstance(frame, pd.DataFrame):
        raise NkdataError(f"frame is {short_repr(frame)}; allowed is a frame with the columns of nkdata.load({table!r}).")
    odd = odd_columns(list(frame.columns), list(fields))
    if odd:
        raise NkdataError(f"frame does not fit {table}: {odd}; allowed are the columns of nkdata.load({table!r}).")
    columns = [[_cell(value, fields[name]) for value in frame[name]] for name in fields]
    file = copy / resource["path"]
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(fields)
            writer.writerows(zip(*columns, strict=True))
        part.replace(file)
    except UnicodeEncodeError as error:
        raise NkdataError(
            f"frame holds {error.object[error.start]!r}, which is no character; allowed is text that UTF-8 can hold."
        ) from None
    except OSError as error:
        raise NkdataError(
            f"{file.name} cannot be written to {short_repr(str(copy))} ({error.strerror}); allowed is a folder of your own."
        ) from None
    finally:
        with suppress(OSError):  # where the folder may not be written to, nothing was left in it
            part.unlink(missing_ok=True)
    return file


def _cell(value, kind):
    """A value as it stands in a file: nothing where it is missing, yes or no, a day, a number without an exponent.

    >>> _cell(True, "boolean"), _cell(pd.NA, "string"), _cell(pd.Timestamp("1984-05-23"), "date"), _cell(2e-06, "number")
    ('yes', '', '1984-05-23', '0.000002')
    >>> _cell(5.0, "integer"), _cell(1984.0, "string")
    ('5', '1984')
    """
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if kind == "boolean" and isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if kind == "date" and isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, (float, np.floating)):  # in a column of text too: years turn into floats where a row lacks one
        return np.format_float_positional(value, trim="-")
    return str(value)
