"""The codebook: what every table and column means, read from ``data/datapackage.json`` and from nowhere else."""

import json
import os
import re
from contextlib import suppress
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

from nkdata.errors import NkdataError, check_option, check_path, short_repr

PathLike: TypeAlias = str | os.PathLike[str]
SHIPPED = Path(str(files("nkdata") / "data"))
SAME = {"path", "type", "primaryKey"}  # must be as shipped; other texts and numbers may differ
FREE = {"constraints", "categories", "keywords"}  # may differ in form too


def folder(data: PathLike | None = None) -> Path:
    """Return the data folder in use: `data` if given, else the environment variable NKDATA_DATA, else the shipped one."""
    chosen = data if data is not None else os.environ.get("NKDATA_DATA") or SHIPPED
    if chosen is SHIPPED:
        return SHIPPED
    where = check_path(chosen, "data", "the path of a folder with tables and datapackage.json")
    with suppress(OSError):  # a name that is too long, or a folder that may not be looked into
        if (where / "datapackage.json").is_file():
            return where
    raise NkdataError(f"data must be an edited copy of nkdata's data folder; got {short_repr(str(where))}, which has no datapackage.json.")


@lru_cache(maxsize=8)
def _read(file: str, _stamp: int) -> dict[str, Any]:
    try:
        found = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NkdataError(f"datapackage.json must be valid JSON in UTF-8; it cannot be read ({error}).") from None
    if Path(file) != SHIPPED / "datapackage.json":
        wrong = _different_tables(found, package(SHIPPED))
        if wrong:
            raise NkdataError(
                "datapackage.json must have every table, column, type and key of nkdata's own, and may differ in words and limits; "
                f"got another description of {', '.join(wrong)}."
            )
    return found


def _different_tables(found: Any, shipped: dict[str, Any]) -> list[str]:
    """Return the tables of the shipped codebook that another describes in another form."""
    rest = {key: value for key, value in shipped.items() if key != "resources"}
    if not _same_form(found, rest) or not isinstance(found.get("resources"), list):
        return ["the tables"]
    tables = {table["name"]: table for table in found["resources"] if isinstance(table, dict) and isinstance(table.get("name"), str)}
    return [table["name"] for table in shipped["resources"] if not _same_table(tables.get(table["name"]), table)]


def _same_table(found: Any, shipped: dict[str, Any]) -> bool:
    if not _same_form(found, shipped):
        return False
    columns, wanted = found["schema"]["fields"], shipped["schema"]["fields"]
    return [field["name"] for field in columns] == [field["name"] for field in wanted] and all(map(_sound_limits, columns))


def _same_form(found: Any, shipped: Any) -> bool:
    """Return whether a part of a description has every key and type of the shipped one."""
    if isinstance(shipped, dict):
        return isinstance(found, dict) and all(
            key in found and (key in FREE or (found[key] == value if key in SAME else _same_form(found[key], value)))
            for key, value in shipped.items()
        )
    if isinstance(shipped, list):
        return isinstance(found, list) and len(found) >= len(shipped) and all(map(_same_form, found, shipped))
    return isinstance(found, type(shipped))


def _sound_limits(field: dict[str, Any]) -> bool:
    limits = field.get("constraints", {})
    try:
        return isinstance(limits, dict) and re.compile(limits.get("pattern", "")) is not None
    except (re.error, TypeError):
        return False


def package(data: PathLike | None = None) -> dict[str, Any]:
    """Return the whole data package descriptor, a dictionary that must not be changed."""
    return _read(*_file(data))


def _file(data: PathLike | None) -> tuple[str, int]:
    file = str(folder(data) / "datapackage.json")
    return file, os.stat(file).st_mtime_ns


@lru_cache(maxsize=8)
def _by_name(file: str, stamp: int) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in _read(file, stamp)["resources"]}


def names(data: PathLike | None = None) -> list[str]:
    """Return the names of all tables, in the order of the data package."""
    return [resource["name"] for resource in package(data)["resources"]]


def resource(table: str, data: PathLike | None = None) -> dict[str, Any]:
    """Return the descriptor of one table; an unknown name is an error that lists the tables."""
    every = _by_name(*_file(data))
    return every[check_option(table, list(every), "table")]


def key_of(table: str, data: PathLike | None = None) -> list[str]:
    """Return the columns of a table's primary key, as a list."""
    key = resource(table, data)["schema"]["primaryKey"]
    return [key] if isinstance(key, str) else list(key)


def types_of(table: str, data: PathLike | None = None) -> dict[str, str]:
    """Return the type of every column of a table, in the order of the columns.

    >>> types_of("votes")["share"]
    'number'
    """
    return {field["name"]: field["type"] for field in resource(table, data)["schema"]["fields"]}


def labels_of(table: str, column: str, data: PathLike | None = None) -> dict[Any, str]:
    """Return the label of every code of a column that has labels (``categories`` of the Data Package standard).

    >>> labels_of("sources", "reliability")["A"]
    'official record of the act'
    """
    field = next(field for field in resource(table, data)["schema"]["fields"] if field["name"] == column)
    return {item["value"]: item["label"] for item in field.get("categories", [])}


def group_of(table: str, data: PathLike | None = None) -> str | None:
    """Return the column whose value is shared by rows about the same thing, or None.

    >>> group_of("estimates"), group_of("votes")
    ('quantity', None)
    """
    return next((field["name"] for field in resource(table, data)["schema"]["fields"] if field.get("group")), None)


def within(constraints: dict[str, Any]) -> str:
    """Return the limits of a number in words; empty where it has none.

    >>> within({"minimum": 0, "maximum": 1}), within({"minimum": 0}), within({"maximum": 1}), within({})
    ('from 0 to 1', 'from 0', 'up to 1', '')
    """
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is None:
        return "" if high is None else f"up to {high}"
    return f"from {low}" if high is None else f"from {low} to {high}"


def licence(table: str, data: PathLike | None = None) -> str:
    """Return the licences under which the rows of a table may be used.

    Parameters
    ----------
    table : str
        Name of a table.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    str
        One line for each licence that applies. Where there are several, the source of a row decides; see
        ``sources.terms`` and ``nkdata.load(table, open_only=True)``.

    Raises
    ------
    NkdataError
        If there is no such table.

    Examples
    --------
    >>> import nkdata
    >>> print(nkdata.licence("phases"))
    Creative Commons Attribution 4.0 (CC-BY-4.0)
    """
    return "\n".join(f"{item['title']} ({item['name']})" for item in resource(table, data)["licenses"])
