"""How good the record is: grades, statuses, and where sources differ on the same thing."""

import pandas as pd

from nkdata.errors import check_option
from nkdata.record import codebook
from nkdata.record.tables import load

_KINDS = ("estimates", "trade", "treaties", "events", "tiv")


def grades(data=None):
    """The joint table of the two grades over every row that carries them.

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
    joint = joint.reindex(index=list("ABCDEF"), columns=range(1, 7), fill_value=0)
    diagonal = sum(joint.iloc[i, i] for i in range(6)) / joint.to_numpy().sum()
    joint.attrs["diagonal"] = float(diagonal)
    joint.attrs["warning"] = (
        f"{diagonal:.0%} of the rows lie on the diagonal: the two grades have collapsed into one." if diagonal > 0.5 else ""
    )
    return joint


def statuses(data=None):
    """Rows of each table by status, so that a zero and a gap can be told apart.

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
