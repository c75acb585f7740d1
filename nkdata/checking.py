"""Check a data folder against its codebook: every fault in one pass, with file, row, column, value and what is allowed."""

import re
from datetime import date
from functools import cache, partial

import pandas as pd

from nkdata import codebook
from nkdata.errors import NkdataError, shown
from nkdata.lines import rows_of

UNSEEN = re.compile(
    "[\x00-\x1f\x7f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)  # control characters, marks of direction, breaks of lines
FORMULA = ("=", "+", "-", "@")  # a spreadsheet runs a cell that begins so
LONGEST = 2_000  # characters in a cell; the longest here has a fifth of that
FAULT = ["file", "row", "column", "value", "allowed"]
FEW = 3  # faults of one kind that are printed one by one


def check(data=None):
    """List every fault of the shipped tables or of an edited copy.

    Parameters
    ----------
    data : path, optional
        A data folder; left out, the one in use.

    Returns
    -------
    pandas.DataFrame
        A row a fault: ``file``, ``row`` (line of the file, the header is 1; 0 for the whole file), ``column``,
        ``value``, ``allowed``. Empty if there is none. Faults of form are looked for first; faults of meaning (sums
        that do not add up, dates out of order, actors out of time; see ``nkdata.rules``) only where the form is sound.

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
    faults = _of_form(folder)
    if not faults:
        from nkdata.rules import broken

        faults = broken(data)
    return pd.DataFrame(faults, columns=FAULT).astype({"row": int})


def refuse(folder):
    """Raise an error if any file of a folder has a fault of form; it names the first and the number of all."""
    faults = _of_form(folder)
    if faults:
        file, row, column, value, allowed = faults[0]
        raise NkdataError(
            f"the data folder {shown(str(folder))} has {len(faults)} faults, the first in {file}, row {row}, {column}: {value!r}; "
            f"allowed: {allowed}; `python -m nkdata check {folder}` lists them."
        )


def _of_form(folder):
    resources, faults = _described(folder)
    tables = {}
    for resource in resources:
        rows, found = rows_of(folder, resource)
        tables[resource["name"]] = rows
        faults += found or _fields(resource, rows) + _keys(resource, rows)
    return faults + faults_of_reference(resources, tables)


def _described(folder):
    """The tables that a folder describes; where its description cannot be used, that is a fault, and ours serves for the rest."""
    try:
        return codebook.package(folder)["resources"], []
    except NkdataError as error:
        shipped = codebook.package(codebook.SHIPPED)["resources"]
        return shipped, [("datapackage.json", 0, "", "cannot be used", str(error).removesuffix("."))]


def faults_of_form(table, folder):
    """What is wrong with the cells, keys and references of one table."""
    resource = codebook.resource(table, folder)
    rows, found = rows_of(folder, resource)
    if found:
        return found
    links = {link["reference"]["resource"] for link in resource["schema"].get("foreignKeys", [])} - {"", table}
    others = [codebook.resource(name, folder) for name in links]
    tables = {other["name"]: rows_of(folder, other)[0] for other in others} | {table: rows}
    return _fields(resource, rows) + _keys(resource, rows) + faults_of_reference([resource], tables)


def faults_of_reference(resources, tables):
    """Keys of another table that do not stand there; `tables` holds lines and rows as dictionaries by name of the table."""
    faults = []
    for resource in resources:
        for link in resource["schema"].get("foreignKeys", []):
            target = link["reference"]["resource"] or resource["name"]
            known = {row[link["reference"]["fields"]] for _, row in tables[target]}
            faults += [
                (resource["path"], line, link["fields"], row[link["fields"]], f"a {link['reference']['fields']} of {target}.csv")
                for line, row in tables[resource["name"]]
                if row[link["fields"]] and known and row[link["fields"]] not in known
            ]
    return faults


def main(folder=None):
    """Print every fault; the exit code of the command is 1 if there is any."""
    faults = check(folder)
    for (file, column, allowed), alike in faults.groupby(["file", "column", "allowed"], sort=False):
        for fault in alike.head(FEW).itertuples(index=False):
            place = ", ".join(filter(None, (file, f"row {fault.row}" if fault.row else "", column)))
            print(f"{place}: {fault.value!r}; allowed: {allowed}")
        if len(alike) > FEW:
            print(f"{file}, {column}: {len(alike) - FEW} more rows with a value that is not allowed there")
    count = len(faults)
    print(f"{count} fault{'s' * (count != 1)} in {len(_described(codebook.folder(folder))[0])} tables")
    return int(count > 0)


def _fields(resource, rows):
    faults = []
    for field in resource["schema"]["fields"]:
        judge, once, seen = cache(partial(_allowed, field)), field.get("constraints", {}).get("unique"), {}
        for line, row in rows:
            value = row[field["name"]]
            allowed = judge(value)
            if once and seen.setdefault(value, line) != line:
                allowed = f"a value that stands once; it stands in row {seen[value]} too"
            if allowed:
                faults.append((resource["path"], line, field["name"], value[:80], allowed))
    return faults


def _allowed(field, value):
    """What is allowed in the field, if the value is not; else None."""
    limits = field.get("constraints", {})
    if value == "":
        return "a value; an empty cell is not" if limits.get("required") else None
    if len(value) > LONGEST:
        return f"text of at most {LONGEST:,} characters"
    if value != value.strip() or UNSEEN.search(value):
        return "text without blanks at its ends, control characters and marks that turn its direction"
    if "enum" in limits and value not in map(str, limits["enum"]):
        return ", ".join(map(str, limits["enum"]))
    if field["type"] == "string" and "enum" not in limits and value.startswith(FORMULA):
        return "text that does not begin with =, +, - or @, which a spreadsheet would run"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
        return f"text of the form {limits['pattern']}"
    return _PARSERS[field["type"]](value, limits)


def _number(value, limits, whole=False):
    kind = "a whole number" if whole else "a number"
    if not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", value):
        return f"{kind} in digits" if whole else f"{kind} in digits, with a point before its decimals"
    low, high = limits.get("minimum"), limits.get("maximum")
    if (low is not None and float(value) < low) or (high is not None and float(value) > high):
        return f"{kind} {codebook.within(limits)}"
    return None


def _day(value, limits):
    try:
        sound = date.fromisoformat(value).isoformat() == value
    except ValueError:
        sound = False
    return None if sound else "a day as YYYY-MM-DD"


_PARSERS = {
    "string": lambda value, limits: None,
    "integer": lambda value, limits: _number(value, limits, whole=True),
    "number": _number,
    "boolean": lambda value, limits: None if value in ("yes", "no") else "yes, no",
    "date": _day,
}


def _keys(resource, rows):
    key = resource["schema"]["primaryKey"]
    key = [key] if isinstance(key, str) else key
    seen, faults = {}, []
    for line, row in rows:
        value = tuple(row[column] for column in key)
        if value in seen:
            faults.append(
                (resource["path"], line, " and ".join(key), " ".join(value), f"a key that stands once; it stands in row {seen[value]} too")
            )
        seen.setdefault(value, line)
    return faults
