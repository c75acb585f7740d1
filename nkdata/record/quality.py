"""Where sources differ on the same thing, side by side; and what changed between two copies of the dataset."""

import io
import json
import zipfile

import pandas as pd

from nkdata.errors import NkdataError, check_option, check_path, short_repr
from nkdata.record import codebook
from nkdata.record.tables import load

COPY = "a data folder or a wheel of nkdata"
_KINDS = ("estimates", "trade", "treaties", "events", "tiv")


def disagreements(kind=None, *, data=None):
    """Where sources differ on the same thing.

    Parameters
    ----------
    kind : {"estimates", "trade", "treaties", "events", "tiv"}, optional
        Only disagreements of one table.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a rival: ``table``, ``topic`` (the claim, event group, or supplier and year), ``key``, ``value`` (figure
        or date, with its unit), ``source``, ``reliability``, ``credibility``. Only topics on which at least two rows
        say different things. None is the right one because it stands first: the order is that of the tables.

    Raises
    ------
    NkdataError
        If there is no such kind.

    Examples
    --------
    >>> import nkdata
    >>> sorted(nkdata.disagreements()["table"].unique())
    ['estimates', 'events', 'tiv', 'trade', 'treaties']
    """
    kinds = _KINDS if kind is None else (check_option(kind, _KINDS, "kind"),)
    found = [_SAYS[name](load(name, data=data)).assign(table=name) for name in kinds]
    rows = pd.concat(found, ignore_index=True).dropna(subset=["topic", "value"])
    differ = rows.groupby(["table", "topic"])["value"].transform("nunique") > 1
    columns = ["table", "topic", "key", "value", "source", "reliability", "credibility"]
    return rows.loc[differ, columns].reset_index(drop=True)


def _frame(rows, topic, key, value):
    return pd.DataFrame({"topic": topic, "key": key, "value": value, **{c: rows[c] for c in ("source", "reliability", "credibility")}})


def _number(value):
    return "" if pd.isna(value) else f"{value:,.10g}"


def _estimates(rows):
    def value(row):
        span = "" if pd.isna(row["low"]) and pd.isna(row["high"]) else f"{_number(row['low'])}–{_number(row['high'])}"
        figure = _number(row["best"]) or span
        return f"{figure} {row['unit']}" if figure else None

    return _frame(rows, rows["quantity"], rows["estimate"], rows.apply(value, axis=1))


def _trade(rows):
    value = rows["value"].map(_number).astype(str) + " " + rows["unit"] + " (" + rows["flow"] + ")"
    return _frame(rows, rows["quantity"], rows["trade"], value.where(rows["value"].notna()))


def _treaties(rows):
    return _frame(
        rows, rows["quantity"], rows["treaty"], rows["date"].fillna("") + rows["value"].map(lambda v: "" if pd.isna(v) else f" {v}")
    )


def _events(rows):
    disputed = rows[rows["status"].eq("disputed") | rows["event_group"].map(_disputed_groups(rows)).eq(True)]
    value = disputed["date"] + disputed["quantities"].map(lambda q: "" if pd.isna(q) else f": {q}")
    return _frame(disputed, disputed["event_group"], disputed["event"], value)


def _disputed_groups(rows):
    return rows.groupby("event_group")["status"].agg(lambda s: s.eq("disputed").any())


def _tiv(rows):
    value = rows["tiv"].map(lambda v: None if pd.isna(v) else f"{v:.0f} million TIV")
    topic = rows["supplier"] + " " + rows["year"].astype(str)
    return _frame(rows, topic, rows["tiv_row"], value)


_SAYS = {"estimates": _estimates, "trade": _trade, "treaties": _treaties, "events": _events, "tiv": _tiv}


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
