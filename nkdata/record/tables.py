"""Tables as pandas frames: one way in, a fresh and typed frame on every call."""

import io
import os
from functools import lru_cache

import pandas as pd

from nkdata.errors import NkdataError, check_bool
from nkdata.record import codebook
from nkdata.record.validation.form import faults_of_form, sentence

TEXT = "loc_country_study_1994"  # key of the source text in sources
DAY = "%Y-%m-%d"
_TYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
_DTYPES = {kind: pd.api.types.pandas_dtype(name) for kind, name in _TYPES.items()}  # names would be looked up in every file


def load(table, *, open_only=False, data=None):
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


def stamp(path):
    """Size and time of a file, by which a change is noticed; none if there is no such file."""
    try:
        found = os.stat(path)
        return found.st_size, found.st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=64)
def _kept(table, folder, *stamps):
    """A table as read, kept until its file changes; `load` hands out copies. An edited copy is looked through first."""
    if folder != codebook.SHIPPED:
        for fault in faults_of_form(table, folder)[:1]:
            raise NkdataError(f"{sentence(*fault)}; `python -m nkdata check` lists every fault.")
    return _read(codebook.resource(table, folder), folder)


def _read(resource, folder):
    path = folder / resource["path"]
    fields = resource["schema"]["fields"]
    wanted = [field["name"] for field in fields]
    days = [field["name"] for field in fields if field["type"] == "date"]
    try:
        raw = path.read_bytes()
        header = raw.partition(b"\n")[0].decode("utf-8").rstrip("\r").split(",")
        if header != wanted:
            raise NkdataError(f"{path.name}, row 1: columns are {', '.join(header)}; allowed are {', '.join(wanted)}.")
        frame = pd.read_csv(
            io.BytesIO(raw),
            dtype={field["name"]: _DTYPES[field["type"]] for field in fields if field["name"] not in days},
            keep_default_na=False,
            na_values=[""],
            true_values=["yes"],
            false_values=["no"],
            low_memory=False,
            parse_dates=days or None,
            date_format=DAY,
        )
        for name in days:  # where one is no day, pandas leaves the whole column as text: to convert it again names the fault
            if frame[name].dtype.kind != "M":
                frame[name] = pd.to_datetime(frame[name], format=DAY)
        return frame
    except FileNotFoundError:
        raise NkdataError(f"{path.name} is missing from the data folder {str(folder)!r}.") from None
    except UnicodeDecodeError:
        raise NkdataError(f"{path.name} is not UTF-8; save it as UTF-8 without a byte-order mark.") from None
    except (ValueError, TypeError) as error:
        if isinstance(error, NkdataError):
            raise
        raise NkdataError(f"{path.name} does not fit the codebook ({error}); `python -m nkdata check` lists every fault.") from None


def _open_rows(frame, table, data):
    if table == "claims":  # a number rests on every table that it names
        closed = {name for name in codebook.names(data) if name != "claims" and _closed(name, data)}
        return frame[~frame["tables"].str.split(";").map(lambda names: bool(closed & set(names)))].reset_index(drop=True)
    if table == "sources" or "source" not in frame:
        return frame
    terms = load("sources", data=data).set_index("source")["terms"]
    return frame[frame["source"].map(terms).ne("restricted")].reset_index(drop=True)


def _closed(table, data):
    return len(load(table, open_only=True, data=data)) < len(load(table, data=data))


def tables(data=None):
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


def ties(data: str | os.PathLike[str] | None = None) -> dict[str, str]:
    """Return the tie, "moscow" or "beijing", of every actor that has one.

    >>> ties()
    {'SUN': 'moscow', 'RUS': 'moscow', 'CIS': 'moscow', 'CHN': 'beijing'}
    """
    actors = load("actors", data=data).dropna(subset="tie")
    return dict(zip(actors["actor"], actors["tie"], strict=True))


def describe(table, data=None):
    """The codebook of one table, a row for each column.

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


def _allowed(constraints):
    if "enum" in constraints:
        return ", ".join(map(str, constraints["enum"]))
    return codebook.within(constraints) or constraints.get("pattern", "")
