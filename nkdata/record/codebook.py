"""The codebook: what every table and column means, read from ``data/datapackage.json`` and from nowhere else."""

import json
import os
import re
from contextlib import suppress
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from nkdata.errors import NkdataError, check_option, check_path, short_repr

SHIPPED = Path(str(files("nkdata") / "data"))


def folder(data=None):
    """The data folder in use: `data` if given, else the environment variable NKDATA_DATA, else the shipped one."""
    chosen = data if data is not None else os.environ.get("NKDATA_DATA") or SHIPPED
    if chosen is SHIPPED:
        return SHIPPED
    where = check_path(chosen, "data", "the path of a folder with tables and datapackage.json")
    with suppress(OSError):  # a name that is too long, or a folder that may not be looked into
        if (where / "datapackage.json").is_file():
            return where
    raise NkdataError(f"data folder {short_repr(str(where))} has no datapackage.json; allowed is an edited copy of nkdata's data folder.")


@lru_cache(maxsize=8)
def _read(file, _stamp):
    try:
        found = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NkdataError(f"datapackage.json cannot be read ({error}); allowed is valid JSON in UTF-8.") from None
    if Path(file) != Path(str(SHIPPED)) / "datapackage.json":
        odd = _odd(found, package(SHIPPED))
        if odd:
            raise NkdataError(
                f"datapackage.json does not describe {', '.join(odd)} as nkdata does; allowed are other words and limits, "
                "with every table, column, type and key in its place."
            )
    return found


def _odd(descriptor, shipped):
    """Tables of the shipped codebook whose files, columns, types or keys are described differently."""
    try:
        found = _shape(descriptor)
    except (LookupError, TypeError, AttributeError, re.error):
        return ["the tables"]
    return [name for name, shape in _shape(shipped).items() if found.get(name) != shape]


def _shape(descriptor):
    """What the package relies on in a descriptor; an error where anything is not there."""
    for table in descriptor["resources"]:
        texts = [table[key] for key in ("title", "row", "description")] + [
            item[key] for item in table["licenses"] for key in ("name", "title")
        ]
        texts += [field[key] for field in table["schema"]["fields"] for key in ("title", "description", "processing")]
        "".join(texts)
        for field in table["schema"]["fields"]:
            re.compile(field.get("constraints", {}).get("pattern", ""))
    return {
        table["name"]: (table["path"], [(f["name"], f["type"]) for f in table["schema"]["fields"]], table["schema"]["primaryKey"])
        for table in descriptor["resources"]
    }


def package(data=None):
    """The whole data package descriptor, as a dictionary that must not be changed."""
    return _read(*_file(data))


def _file(data):
    file = str(folder(data) / "datapackage.json")
    return file, os.stat(file).st_mtime_ns


@lru_cache(maxsize=8)
def _by_name(file, stamp):
    return {resource["name"]: resource for resource in _read(file, stamp)["resources"]}


def names(data=None):
    """Names of all tables, in the order of the data package."""
    return [resource["name"] for resource in package(data)["resources"]]


def resource(table, data=None):
    """The descriptor of one table; an unknown name is an error that lists the tables."""
    every = _by_name(*_file(data))
    return every[check_option(table, list(every), "table")]


def key_of(table, data=None):
    """The columns of a table's primary key, as a list."""
    key = resource(table, data)["schema"]["primaryKey"]
    return [key] if isinstance(key, str) else list(key)


def group_of(table, data=None):
    """Return the column whose value is shared by rows about the same thing, or None.

    >>> group_of("estimates"), group_of("votes")
    ('quantity', None)
    """
    return next((field["name"] for field in resource(table, data)["schema"]["fields"] if field.get("group")), None)


def within(constraints):
    """The limits of a number in words; empty where it has none.

    >>> within({"minimum": 0, "maximum": 1}), within({"minimum": 0}), within({"maximum": 1}), within({})
    ('from 0 to 1', 'from 0', 'up to 1', '')
    """
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is None:
        return "" if high is None else f"up to {high}"
    return f"from {low}" if high is None else f"from {low} to {high}"


def licence(table, data=None):
    """The licences under which the rows of a table may be used.

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
