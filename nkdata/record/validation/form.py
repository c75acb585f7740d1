"""Faults of form: files, cells, keys and references that do not fit the codebook, with file, row, column, value and the allowed."""

from functools import cache, partial
from pathlib import Path
from typing import Any

from nkdata.errors import NkdataError, short_repr
from nkdata.record import codebook
from nkdata.record.csv_file import Fault, Rows, read_rows
from nkdata.record.validation.schema import allowed_instead


def refuse(folder: Path) -> None:
    """Raise an error if any file of a folder has a fault of form; it names the first and the number of all."""
    faults = all_faults(folder)
    if faults:
        raise NkdataError(
            f"the data folder {short_repr(str(folder))} has {len(faults)} fault{'s' * (len(faults) != 1)}, the first: {faults[0]}; "
            f"`python -m nkdata check {folder}` lists them."
        )


def all_faults(folder: Path) -> list[Fault]:
    """Return every fault of form of a folder."""
    resources, faults = described(folder)
    tables = {}
    for resource in resources:
        rows, found = read_rows(folder, resource)
        tables[resource["name"]] = rows
        faults += found + _fields(resource, rows) + _keys(resource, rows)
    return faults + faults_of_reference(resources, tables)


def described(folder: Path) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the tables that a folder describes; where its description cannot be used, that is a fault, and ours serves for the rest."""
    try:
        return codebook.package(folder)["resources"], []
    except NkdataError as error:
        shipped = codebook.package(codebook.SHIPPED)["resources"]
        return shipped, [Fault("datapackage.json", 0, "", "cannot be used", str(error).removesuffix("."))]


def read_checked(table: str, folder: Path) -> tuple[Rows, list[Fault]]:
    """Return the rows of a table as text, and the faults of its cells, keys and references."""
    resource = codebook.resource(table, folder)
    rows, found = read_rows(folder, resource)
    links = {link["reference"]["resource"] for link in resource["schema"].get("foreignKeys", [])} - {"", table}
    tables = {name: read_rows(folder, codebook.resource(name, folder))[0] for name in links} | {table: rows}
    return rows, found + _fields(resource, rows) + _keys(resource, rows) + faults_of_reference([resource], tables)


def faults_of_reference(resources: list[dict[str, Any]], tables: dict[str, Rows]) -> list[Fault]:
    """Return a fault for each key of another table that does not stand there; `tables` holds rows by name of the table."""
    faults = []
    for resource in resources:
        for link in resource["schema"].get("foreignKeys", []):
            column, key = link["fields"], link["reference"]["fields"]
            target = link["reference"]["resource"] or resource["name"]
            known = {row[key] for _, row in tables[target]}
            faults += [
                Fault(resource["path"], line, column, row[column], f"a {key} of {target}.csv")
                for line, row in tables[resource["name"]]
                if row[column] and known and row[column] not in known
            ]
    return faults


def _fields(resource: dict[str, Any], rows: Rows) -> list[Fault]:
    faults = []
    for field in resource["schema"]["fields"]:
        once = field.get("constraints", {}).get("unique") and field["name"] != resource["schema"]["primaryKey"]  # _keys tells of a key
        judge = cache(partial(allowed_instead, field))
        seen: dict[str, int] = {}
        for line, row in rows:
            value = row[field["name"]]
            allowed = judge(value)
            if once and seen.setdefault(value, line) != line:
                allowed = f"a value that stands once; it stands in row {seen[value]} too"
            if allowed:
                faults.append(Fault(resource["path"], line, field["name"], value[:80], allowed))
    return faults


def _keys(resource: dict[str, Any], rows: Rows) -> list[Fault]:
    key = resource["schema"]["primaryKey"]
    key = [key] if isinstance(key, str) else key
    seen: dict[tuple, int] = {}
    faults = []
    for line, row in rows:
        value = tuple(row[column] for column in key)
        if value in seen:
            allowed = f"a key that stands once; it stands in row {seen[value]} too"
            faults.append(Fault(resource["path"], line, " and ".join(key), " ".join(value), allowed))
        seen.setdefault(value, line)
    return faults
