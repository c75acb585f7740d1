"""Faults of form: files, cells, keys and references that do not fit the codebook, with file, row, column, value and what is allowed."""

from functools import cache, partial

from nkdata.errors import NkdataError, short_repr
from nkdata.record import codebook
from nkdata.record.validation.csv_file import rows_of
from nkdata.record.validation.schema import allowed_instead


def refuse(folder):
    """Raise an error if any file of a folder has a fault of form; it names the first and the number of all."""
    faults = all_faults(folder)
    if faults:
        raise NkdataError(
            f"the data folder {short_repr(str(folder))} has {len(faults)} fault{'s' * (len(faults) != 1)}, the first: {sentence(*faults[0])}; "
            f"`python -m nkdata check {folder}` lists them."
        )


def sentence(file, row, column, value, allowed):
    """A fault in words; one of a line or of a whole file tells in words what is there instead of a value.

    >>> print(sentence("votes.csv", 0, "", "is missing", "a file of this name"))
    votes.csv is missing; allowed: a file of this name
    >>> print(sentence("votes.csv", 1, "", "columns are separated by semicolons", "commas"))
    votes.csv, row 1: columns are separated by semicolons; allowed: commas
    >>> print(sentence("votes.csv", 2, "partner", "URS", "SUN, RUS"))
    votes.csv, row 2, partner: 'URS'; allowed: SUN, RUS
    """
    if not row:
        return f"{file} {value}; allowed: {allowed}"
    return f"{file}, row {row}{f', {column}: {value!r}' if column else f': {value}'}; allowed: {allowed}"


def all_faults(folder):
    resources, faults = described(folder)
    tables = {}
    for resource in resources:
        rows, found = rows_of(folder, resource)
        tables[resource["name"]] = rows
        faults += found + _fields(resource, rows) + _keys(resource, rows)
    return faults + faults_of_reference(resources, tables)


def described(folder):
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
    links = {link["reference"]["resource"] for link in resource["schema"].get("foreignKeys", [])} - {"", table}
    others = [codebook.resource(name, folder) for name in links]
    tables = {other["name"]: rows_of(folder, other)[0] for other in others} | {table: rows}
    return found + _fields(resource, rows) + _keys(resource, rows) + faults_of_reference([resource], tables)


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


def _fields(resource, rows):
    faults = []
    for field in resource["schema"]["fields"]:
        once = field.get("constraints", {}).get("unique") and field["name"] != resource["schema"]["primaryKey"]  # _keys tells of a key
        judge, seen = cache(partial(allowed_instead, field)), {}
        for line, row in rows:
            value = row[field["name"]]
            allowed = judge(value)
            if once and seen.setdefault(value, line) != line:
                allowed = f"a value that stands once; it stands in row {seen[value]} too"
            if allowed:
                faults.append((resource["path"], line, field["name"], value[:80], allowed))
    return faults


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
