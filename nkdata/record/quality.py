"""How good the record is: grades, statuses, and where sources differ on the same thing."""

import pandas as pd

from nkdata.errors import check_option
from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load

# Weight of a row by the reliability of its source and by the credibility of the item, from 1 for the best grade to 0 for "cannot be judged".
RELIABILITY_WEIGHTS = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.2, "F": 0.0}
CREDIBILITY_WEIGHTS = {1: 1.0, 2: 0.8, 3: 0.6, 4: 0.4, 5: 0.2, 6: 0.0}


def grades(data: PathLike | None = None) -> pd.DataFrame:
    """Count the rows of every table by their two grades.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        Index ``reliability`` of the source (A to F), columns ``credibility`` of the item (1 to 6), values number of
        rows. Graders tend to fold the two axes into one; ``frame.attrs["diagonal"]`` is the share of rows on the
        diagonal (A1, B2, ...), and ``frame.attrs["warning"]`` is a sentence if it passes one half, else empty.

    References
    ----------
    Baker et al. 1968 found 87 per cent on the diagonal; Irwin and Mandel 2019.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.grades().index.tolist()
    ['A', 'B', 'C', 'D', 'E', 'F']
    """
    pairs = []
    for table in codebook.names(data):
        frame = load(table, data=data)
        if "credibility" in frame:
            pairs.append(frame[["reliability", "credibility"]])
    rows = pd.concat(pairs)
    joint = pd.crosstab(rows["reliability"], rows["credibility"].astype(int))
    joint = joint.reindex(index=list(RELIABILITY_WEIGHTS), columns=list(CREDIBILITY_WEIGHTS), fill_value=0)
    diagonal = sum(joint.iloc[i, i] for i in range(6)) / joint.to_numpy().sum()
    joint.attrs["diagonal"] = float(diagonal)
    joint.attrs["warning"] = (
        f"{diagonal:.0%} of the rows lie on the diagonal: the two grades have collapsed into one." if diagonal > 0.5 else ""
    )
    return joint


def statuses(data: PathLike | None = None) -> pd.DataFrame:
    """Count the rows of each table by status, so that a zero and a gap can be told apart.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a table that has a status: ``table`` and the number of rows for each status.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.statuses().columns.tolist()
    ['table', 'value', 'reported_zero', 'none_found', 'not_searched', 'disputed']
    """
    rows = []
    for table in codebook.names(data):
        fields = {field["name"]: field for field in codebook.resource(table, data)["schema"]["fields"]}
        if "status" in fields:
            counts = load(table, data=data)["status"].value_counts()
            rows.append({"table": table, **{status: int(counts.get(status, 0)) for status in fields["status"]["constraints"]["enum"]}})
    return pd.DataFrame(rows)


def disagreements(kind: str | None = None, *, data: PathLike | None = None) -> pd.DataFrame:
    """List the rows in which sources differ on the same thing.

    Parameters
    ----------
    kind : {"estimates", "trade", "aid", "oil", "treaties", "events", "tiv"}, optional
        Only disagreements of one table.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a rival: ``table``, ``topic`` (the quantity, event group, or supplier and year), ``key``, ``value`` (figure
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
    ['aid', 'estimates', 'events', 'oil', 'tiv', 'trade', 'treaties']
    """
    kinds = list(_RIVALS) if kind is None else [check_option(kind, list(_RIVALS), "kind")]
    found = [_RIVALS[name](load(name, data=data)).assign(table=name) for name in kinds]
    rows = pd.concat(found, ignore_index=True).dropna(subset=["topic", "value"])
    differ = rows.groupby(["table", "topic"])["value"].transform("nunique") > 1
    columns = ["table", "topic", "key", "value", "source", "reliability", "credibility"]
    return rows.loc[differ, columns].reset_index(drop=True)


def _frame(rows: pd.DataFrame, topic: pd.Series, key: pd.Series, value: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"topic": topic, "key": key, "value": value, **{c: rows[c] for c in ("source", "reliability", "credibility")}})


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:,.10g}"


def _figure(row: pd.Series) -> str | None:
    low, best, high = (_number(row[bound]) for bound in ("low", "best", "high"))
    figure = best or (f"{low}–{high}" if low and high else f"at least {low}" if low else f"at most {high}" if high else "")
    return f"{figure} {row['unit']}" if figure else None


def _estimates(rows: pd.DataFrame) -> pd.DataFrame:
    return _frame(rows, rows["quantity"], rows["estimate"], rows.apply(_figure, axis=1))


def _aid(rows: pd.DataFrame) -> pd.DataFrame:
    return _money(rows, "aid")


def _oil(rows: pd.DataFrame) -> pd.DataFrame:
    return _money(rows, "oil")


def _money(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the disputed figures: a sum in two currencies is one sum, and no dispute."""
    disputed = rows[rows["status"].eq("disputed")]
    return _frame(disputed, disputed["quantity"], disputed[key], disputed.apply(_figure, axis=1))


def _trade(rows: pd.DataFrame) -> pd.DataFrame:
    value = rows["value"].map(_number).astype(str) + " " + rows["unit"] + " (" + rows["flow"] + ")"
    return _frame(rows, rows["quantity"], rows["trade"], value.where(rows["value"].notna()))


def _treaties(rows: pd.DataFrame) -> pd.DataFrame:
    value = rows["date"].fillna("") + (" " + rows["value"]).fillna("")
    return _frame(rows, rows["quantity"], rows["treaty"], value)


def _events(rows: pd.DataFrame) -> pd.DataFrame:
    disputed = rows["status"].eq("disputed")
    disputed = rows[disputed | disputed.groupby(rows["event_group"]).transform("any").fillna(False)]
    value = disputed["date"] + (": " + disputed["quantities"]).fillna("")
    return _frame(disputed, disputed["event_group"], disputed["event"], value)


def _tiv(rows: pd.DataFrame) -> pd.DataFrame:
    value = rows["tiv"].map(lambda v: None if pd.isna(v) else f"{v:.0f} million TIV")
    topic = rows["supplier"] + " " + rows["year"].astype(str)
    return _frame(rows, topic, rows["tiv_row"], value)


_RIVALS = {"estimates": _estimates, "trade": _trade, "aid": _aid, "oil": _oil, "treaties": _treaties, "events": _events, "tiv": _tiv}
