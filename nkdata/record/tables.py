"""Tables as pandas frames: one way in, a fresh and typed frame on every call."""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_bool
from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.csv_file import Rows, read_rows
from nkdata.record.validation.form import read_checked

TEXT = "loc_country_study_1994"  # key of the source text in sources


def load(table: str, *, open_only: bool = False, data: PathLike | None = None) -> pd.DataFrame:
    """Load one table.

    Parameters
    ----------
    table : str
        Name of a table; ``nkdata.tables()`` lists them.
    open_only : bool, default False
        Leave out the rows whose source keeps its data under restricted terms (``sources.terms``), so that what
        remains may be used under CC BY 4.0, commercially too.
    data : path, optional
        Folder with an edited copy of the tables; the environment variable ``NKDATA_DATA`` does the same.

    Returns
    -------
    pandas.DataFrame
        A fresh frame with the columns and types of the codebook (``nkdata.describe(table)``): text as str, whole
        numbers as Int64, numbers as float64, yes and no as boolean, days as datetime64. An empty cell is missing.

    Raises
    ------
    NkdataError
        If there is no such table, or a file does not fit the codebook.

    Examples
    --------
    >>> import nkdata
    >>> transfers = nkdata.load("transfers")
    >>> transfers.groupby("supplier").size().to_dict()
    {'CHN': 26, 'KAZ': 2, 'RUS': 12, 'SUN': 124}
    >>> len(nkdata.load("transfers", open_only=True))
    5
    """
    check_bool(open_only, "open_only")
    folder = codebook.folder(data)
    resource = codebook.resource(table, folder)
    files = ["datapackage.json", resource["path"]]
    if folder != codebook.SHIPPED:  # an edited copy is looked through, so the tables that it refers to count too
        links = [link["reference"]["resource"] for link in resource["schema"].get("foreignKeys", [])]
        files += [f"{name}.csv" for name in links if name]
    frame = _kept(table, folder, *(stamp(f"{folder}/{file}") for file in files)).copy()
    if open_only:
        frame = _open_rows(frame, table, data)
    frame.attrs = {"table": table}
    return frame


def stamp(path: PathLike) -> tuple[int, int] | None:
    """Return size and time of a file, by which a change is noticed; none if there is no such file."""
    try:
        found = os.stat(path)
        return found.st_size, found.st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=64)
def _kept(table: str, folder: Path, *_stamps) -> pd.DataFrame:
    """Return a table as read, kept until its file changes; `load` hands out copies. An edited copy is looked through first."""
    if folder != codebook.SHIPPED:
        rows, faults = read_checked(table, folder)
    else:
        rows, faults = read_rows(folder, codebook.resource(table, folder))
    if faults:
        raise NkdataError(f"{faults[0]}; `python -m nkdata check` lists every fault.")
    return typed(rows, codebook.resource(table, folder))


def typed(rows: Rows, resource: dict[str, Any]) -> pd.DataFrame:
    """Return rows of text as a frame with the columns and types of the codebook."""
    fields = resource["schema"]["fields"]
    try:
        return pd.DataFrame({field["name"]: _TYPED[field["type"]]([row[field["name"]] for _, row in rows]) for field in fields})
    except ValueError as error:
        raise NkdataError(f"{resource['path']} must fit the codebook; {error}; `python -m nkdata check` lists every fault.") from None


_TEXT = pd.StringDtype("python", na_value=np.nan)  # pandas' own, so that results are the same with and without pyarrow
_TYPED: dict[str, Callable[[list[str]], Any]] = {
    "string": lambda cells: pd.array([cell or None for cell in cells], dtype=_TEXT),
    "integer": lambda cells: pd.array([int(cell) if cell else None for cell in cells], dtype="Int64"),
    "number": lambda cells: np.array([float(cell) if cell else np.nan for cell in cells], dtype=float),
    "boolean": lambda cells: pd.array([{"yes": True, "no": False}.get(cell) for cell in cells], dtype="boolean"),
    "date": lambda cells: pd.to_datetime([cell or None for cell in cells], format="%Y-%m-%d"),
}


def _open_rows(frame: pd.DataFrame, table: str, data: PathLike | None) -> pd.DataFrame:
    if table == "claims":  # a number rests on every table that it names
        closed = {name for name in codebook.names(data) if name != "claims" and _closed(name, data)}
        return frame[~frame["tables"].str.split(";").map(lambda names: bool(closed & set(names)))].reset_index(drop=True)
    if table == "sources" or "source" not in frame:
        return frame
    terms = load("sources", data=data).set_index("source")["terms"]
    return frame[frame["source"].map(terms).ne("restricted")].reset_index(drop=True)


def _closed(table: str, data: PathLike | None) -> bool:
    return len(load(table, open_only=True, data=data)) < len(load(table, data=data))


def tables(data: PathLike | None = None) -> pd.DataFrame:
    """List every table.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a table: ``table``, ``title``, ``rows``, ``row`` (what a row is) and ``licence``.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.tables().set_index("table").loc["phases", ["rows", "row"]].astype(str).tolist()
    ['7', 'a phase of assistance']
    """
    rows = [
        {
            "table": r["name"],
            "title": r["title"],
            "rows": len(load(r["name"], data=data)),
            "row": r["row"],
            "licence": "; ".join(item["name"] for item in r["licenses"]),
        }
        for r in codebook.package(data)["resources"]
    ]
    return pd.DataFrame(rows)


def ties(data: PathLike | None = None) -> dict[str, str]:
    """Return the tie, "moscow" or "beijing", of every actor that has one.

    >>> ties()
    {'SUN': 'moscow', 'RUS': 'moscow', 'CIS': 'moscow', 'CHN': 'beijing'}
    """
    actors = load("actors", data=data).dropna(subset="tie")
    return dict(zip(actors["actor"], actors["tie"], strict=True))


def describe(table: str, data: PathLike | None = None) -> pd.DataFrame:
    """Return the codebook of one table, a row for each column.

    Parameters
    ----------
    table : str
        Name of a table; ``nkdata.tables()`` lists them.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Columns ``column``, ``title``, ``type``, ``unit``, ``allowed``, ``required``, ``processing`` (as_printed,
        coded, computed or ours), ``missing`` (number of empty cells), ``why_missing`` and ``description``.

    Raises
    ------
    NkdataError
        If there is no such table.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.describe("phases").loc[4, ["column", "type", "allowed", "missing"]].astype(str).tolist()
    ['start_precision', 'string', 'year, month', '0']
    """
    empty = load(table, data=data).isna().sum()
    rows = [
        {
            "column": field["name"],
            "title": field["title"],
            "type": field["type"],
            "unit": field.get("unit", ""),
            "allowed": _allowed(field.get("constraints", {})),
            "required": field.get("constraints", {}).get("required", False),
            "processing": field["processing"],
            "missing": int(empty[field["name"]]),
            "why_missing": field.get("missing", ""),
            "description": field["description"],
        }
        for field in codebook.resource(table, data)["schema"]["fields"]
    ]
    return pd.DataFrame(rows)


def _allowed(constraints: dict[str, Any]) -> str:
    if "enum" in constraints:
        return ", ".join(map(str, constraints["enum"]))
    return codebook.within(constraints) or constraints.get("pattern", "")
