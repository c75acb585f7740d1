"""Edited copies of the tables: write one back in the form of the shipped files, and list what differs between two."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_path, short_repr
from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.csv_file import NUMBER, parse, write, wrong_columns

COPY = "a data folder or a wheel of nkdata"


def save(frame: pd.DataFrame, table: str, folder: PathLike) -> Path:
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
        raise NkdataError(f"folder must be a copy of nkdata's data folder; got {short_repr(str(folder))}, which holds the shipped tables.")
    resource = codebook.resource(table, copy)
    wanted = f"with the columns of nkdata.load({table!r})"
    if not isinstance(frame, pd.DataFrame):
        raise NkdataError(f"frame must be a frame {wanted}; got {short_repr(frame)}.")
    wrong = wrong_columns(list(frame.columns), list(codebook.types_of(table, copy)))
    if wrong:
        raise NkdataError(f"frame must be a frame {wanted}; {wrong}.")
    try:
        return write(frame, resource, copy)
    except UnicodeEncodeError as error:
        raise NkdataError(f"frame must hold text in UTF-8; got {error.object[error.start]!r}, which is no character.") from None
    except OSError as error:
        where = f"{resource['path']} cannot be written to {short_repr(str(copy))} ({error.strerror})"
        raise NkdataError(f"folder must be a folder of your own; {where}.") from None


def diff(old: PathLike, new: PathLike | None = None) -> pd.DataFrame:
    """List the cells that differ between two copies of the dataset.

    Parameters
    ----------
    old, new : path
        Two copies: a data folder, or a wheel of nkdata. `new` left out is the dataset in use.

    Returns
    -------
    pandas.DataFrame
        A row for each changed cell: ``table``, ``key``, ``column``, ``old``, ``new``, as they stand in the files. Two
        spellings of one number, as 5 and 5.0, are no change. A row
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


def _changes(table: str, old: pd.DataFrame, new: pd.DataFrame) -> Iterator[tuple[str, str, str, str, str]]:
    for column in old.columns.symmetric_difference(new.columns, sort=False):
        yield table, "(all)", column, "there" if column in old else "", "there" if column in new else ""
    for key in dict.fromkeys([*old.index, *new.index]):
        if key not in old.index or key not in new.index:
            yield table, key, "(row)", "there" if key in old.index else "", "there" if key in new.index else ""
    both = [key for key in old.index if key in new.index]
    columns = [column for column in old.columns if column in new.columns]
    a, b = old.loc[both, columns], new.loc[both, columns]
    for i, j in zip(*(a.to_numpy() != b.to_numpy()).nonzero(), strict=True):
        before, after = a.iat[i, j], b.iat[i, j]
        if not _same_number(before, after, old.attrs["types"].get(columns[j])):
            yield table, both[i], columns[j], before, after


def _same_number(before: str, after: str, kind: str | None) -> bool:
    """Return whether two cells of a column of numbers are spellings of one value.

    >>> _same_number("5", "5.0", "number"), _same_number("5", "5.0", "string")
    (True, False)
    """
    numbers = kind in ("integer", "number") and NUMBER.fullmatch(before) and NUMBER.fullmatch(after)
    return bool(numbers) and float(before) == float(after)


def _open(path: Path) -> dict[str, pd.DataFrame]:
    """Return every table of a copy as text, indexed by its key; a copy with faults can be compared as long as it can be read."""
    folder = None if path.suffix == ".whl" else codebook.folder(path)
    try:
        place = folder or zipfile.Path(path, "nkdata/data/")
        resources = json.loads((place / "datapackage.json").read_bytes())["resources"]
        return {resource["name"]: _table((place / resource["path"]).read_bytes(), resource) for resource in resources}
    except NkdataError:
        raise
    except (OSError, ValueError, LookupError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        why = " ".join(str(error).split())
        raise NkdataError(f"old and new must each be {COPY}; {short_repr(str(path))} cannot be read ({why}).") from None


def _table(raw: bytes, resource: dict[str, Any]) -> pd.DataFrame:
    key = resource["schema"]["primaryKey"]
    header, rows, faults = parse(resource["path"], raw)
    if faults and not rows:
        raise NkdataError(f"{faults[0]}.")
    frame = pd.DataFrame([row for _, row in rows], columns=header, dtype=str)
    frame.index = pd.Index(frame[[key] if isinstance(key, str) else key].agg(" ".join, axis=1), dtype=str)
    frame.attrs["types"] = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise NkdataError(f"{resource['path']} must have one row for each key; key {twice!r} stands twice.")
    return frame
