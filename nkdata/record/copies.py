"""Edited copies of the tables: write one back in the form of the shipped files, and list what differs between two."""

import csv
import io
import json
import os
import zipfile
from contextlib import suppress

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_path, short_repr
from nkdata.record import codebook
from nkdata.record.validation.csv_file import odd_columns

COPY = "a data folder or a wheel of nkdata"


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


def diff(old, new=None):
    """What changed between two copies of the dataset.

    Parameters
    ----------
    old, new : path
        Two copies: a data folder, or a wheel of nkdata. `new` left out is the dataset in use.

    Returns
    -------
    pandas.DataFrame
        A row for each changed cell: ``table``, ``key``, ``column``, ``old``, ``new``, as they stand in the files. A row
        that came or went has ``column`` "(row)"; a table or column that came or went has ``key`` "(all)".

    Raises
    ------
    NkdataError
        If either is not a copy of the dataset.

    Examples
    --------
    >>> import nkdata
    >>> from nkdata.record.codebook import SHIPPED
    >>> len(nkdata.diff(SHIPPED))
    0
    """
    old, new = check_path(old, "old", COPY), codebook.folder() if new is None else check_path(new, "new", COPY)
    before, after = _open(old), _open(new)
    changes = []
    for table in dict.fromkeys([*before, *after]):
        if table not in before or table not in after:
            changes.append((table, "(all)", "(table)", "there" if table in before else "", "there" if table in after else ""))
        else:
            changes += _changes(table, before[table], after[table])
    return pd.DataFrame(changes, columns=["table", "key", "column", "old", "new"])


def _changes(table, old, new):
    for column in old.columns.symmetric_difference(new.columns, sort=False):
        yield table, "(all)", column, "there" if column in old else "", "there" if column in new else ""
    for key in dict.fromkeys([*old.index, *new.index]):
        if key not in old.index or key not in new.index:
            yield table, key, "(row)", "there" if key in old.index else "", "there" if key in new.index else ""
    both = [key for key in old.index if key in new.index]
    columns = [column for column in old.columns if column in new.columns]
    a, b = old.loc[both, columns], new.loc[both, columns]
    for i, j in zip(*(a.to_numpy() != b.to_numpy()).nonzero(), strict=True):
        yield table, both[i], columns[j], a.iat[i, j], b.iat[i, j]


def _open(path):
    """Every table of a copy as text, indexed by its key; a copy with faults can be compared as long as it can be read."""
    read = _wheel(path) if path.suffix == ".whl" else _folder(path)
    try:
        resources = json.loads(read("datapackage.json"))["resources"]
        return {resource["name"]: _table(read(resource["path"]), resource) for resource in resources}
    except NkdataError:
        raise
    except (OSError, ValueError, LookupError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise NkdataError(f"{short_repr(str(path))} cannot be read ({' '.join(str(error).split())}); allowed is {COPY}.") from None


def _table(raw, resource):
    key = resource["schema"]["primaryKey"]
    frame = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False, encoding="utf-8")
    frame.index = frame[[key] if isinstance(key, str) else key].agg(" ".join, axis=1)
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise NkdataError(f"{resource['path']}: key {twice!r} stands twice; allowed is one row a key.")
    return frame


def _folder(path):
    folder = codebook.folder(path)
    return lambda name: (folder / name).read_bytes()


def _wheel(path):
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile):
        raise NkdataError(f"{short_repr(str(path))} is not a wheel; allowed is {COPY}.") from None
    return lambda name: archive.read(f"nkdata/data/{name}")
