"""Every defensible combination of choices, and what each tie carried in each phase under each of them."""

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError
from nkdata.measures.series.alignment import measures
from nkdata.measures.series.draws import values
from nkdata.measures.series.indicators import SUPPLIER_TIE, YEARS, yearly
from nkdata.measures.series.phases import phase_years, weights
from nkdata.measures.wording.histories import MARGINS, TIES, histories
from nkdata.record.cache import kept
from nkdata.record.tables import load
from nkdata.record.validation.rules.choices_claims import choices_can_be_made

PHASED = ["window", "phase_edges", "summary"]  # the choices that turn a yearly series into phases; the others make the series
DRAWN = 2000  # histories for each way to read the words


def combinations(data=None):
    """Every combination of options that can exist, a row each, in the order of the table ``choices``.

    An option counts for the indicators that its row names; a choice without an option for an indicator stays empty
    there; and a row may exclude options of other choices, with which it cannot exist.

    >>> combinations().iloc[0][["indicator", "release", "window"]].tolist()
    ['arms', '2026', '1']
    """
    table = load("choices", data=data)
    if table.empty:
        raise NkdataError("choices.csv has no row; allowed is a default for each choice.")
    for _, row, column, value, allowed in choices_can_be_made({name: load(name, data=data) for name in ("choices", "tiv", "transfers")}):
        if column in ("choice", "option", "default"):  # an indicator may be dropped without naming it everywhere
            raise NkdataError(f"choices.csv, row {row}, {column}: {value!r}; allowed: {allowed}.")
    excluded = [
        (row.choice, row.option, *other.split("="))
        for row in table.dropna(subset="excludes").itertuples()
        for other in row.excludes.split(";")
    ]
    parts = []
    for indicator in table.loc[table["choice"] == "indicator", "option"]:
        own = table[[indicator in names.split(";") for names in table["indicators"]]]
        options = own.groupby("choice", sort=False)["option"].apply(list)
        found = pd.MultiIndex.from_product(options, names=options.index).to_frame(index=False)
        for choice, option, other, excludes in excluded:
            if choice in found and other in found:
                found = found[found[choice].ne(option) | found[other].ne(excludes)]
        parts.append(found)
    return pd.concat(parts, ignore_index=True).reindex(columns=table["choice"].unique())


@kept
def specifications(data=None):
    """The combinations, and under each the ties of every phase; kept until a table changes.

    Returns
    -------
    pandas.DataFrame
        As ``combinations`` gives it.
    numpy.ndarray
        Shape (combinations, phases, 4): tie to Moscow, tie to Beijing, lean, volume.
    """
    found = combinations(data)
    record = _record(data)
    out = np.full((len(found), len(load("phases", data=data)), 4), np.nan)
    made = found.groupby(found.columns.difference(PHASED).tolist(), dropna=False, sort=False).ngroup()
    firsts = found[~made.duplicated()]
    told = firsts["indicator"] == "words"
    series = {made[i]: _series(chosen, record, data) for i, chosen in firsts[~told].iterrows()}
    levels = {made[i]: _levels(chosen, data) for i, chosen in firsts[told].iterrows()}
    for (window, edges, summary), rows in found.groupby(PHASED, dropna=False, sort=False).groups.items():
        if pd.isna(window):
            out[rows] = _from_levels(np.stack([levels[key] for key in made[rows]]), summary)
        else:
            out[rows] = _from_series(np.stack([series[key] for key in made[rows]]), int(window), edges, summary, data)
    return found, out


def _record(data):
    """Orders and deliveries along either tie, as arrays: what is counted, in which year, and what is said of it."""
    deals = load("transfers", data=data).query("basis == 'register'").set_index("transfer")
    deals = deals[deals["supplier"].isin(list(SUPPLIER_TIE))]
    about = pd.DataFrame(
        {
            "tie": deals["supplier"].map(SUPPLIER_TIE).map(TIES.index),
            "direct": ~deals["licensed"].astype(bool),
            "category": deals["category"],
            "order_year": deals["order_year"],
            "low": (deals["number_low"] / deals["number_best"]).fillna(1.0),
            "high": (deals["number_high"] / deals["number_best"]).fillna(1.0),
        }
    )
    rows = load("deliveries", data=data).join(about, on="transfer", how="inner")
    rows["known"] = ~rows["year_estimated"].fillna(True).astype(bool)
    both = {"orders": about.assign(year=about["order_year"]), "deliveries": rows}
    return {name: {column: _array(frame[column]) for column in frame} for name, frame in both.items()}


def _array(column):
    return column.to_numpy(float, na_value=np.nan) if pd.api.types.is_numeric_dtype(column) else column.to_numpy()


def _series(chosen, record, data):
    """The yearly series of one combination, shape (years, 3): tie to Moscow, tie to Beijing, volume."""
    indicator = chosen["indicator"]
    if indicator == "events":
        return values(yearly("events", weight=chosen["weight"], data=data))
    if chosen["release"] == "2022":
        frame = yearly("arms", release=2022, data=data)
        return values(frame.shift(-1, fill_value=0.0) if chosen["delivery_year"] == "before" else frame)
    rows = record["orders" if indicator == "orders" else "deliveries"]
    if indicator == "arms":
        value = rows["tiv_2024" if chosen["release"] == "2024" else "tiv"]
        value = value if chosen["number"] == "best" else value * rows[chosen["number"]]
    else:
        value = np.ones(len(rows["tie"])) if indicator == "orders" else np.where(np.isnan(rows["tiv"]), 0.0, 1.0)
    if chosen["licensed"] == "out":
        value = np.where(rows["direct"], value, np.nan)
    if chosen["categories"] != "all":
        value = np.where(np.isin(rows["category"], chosen["categories"].split("+")), value, np.nan)
    if chosen["estimated_years"] == "out":
        value = np.where(rows["known"], value, np.nan)
    year = rows["order_year" if chosen["delivery_year"] == "order" else "year"] - (chosen["delivery_year"] == "before")
    return _summed(value, year, rows["tie"])


def _summed(value, year, tie):
    here = ~np.isnan(value) & (year >= YEARS[0]) & (year <= YEARS[-1])
    cell = (year[here].astype(int) - YEARS[0]) * len(TIES) + tie[here].astype(int)
    ties = np.bincount(cell, value[here], minlength=len(YEARS) * len(TIES)).reshape(len(YEARS), len(TIES))
    return np.column_stack([ties, ties.sum(axis=1)])


def _from_series(series, window, edges, summary, data):
    """Ties, lean and volume by phase of a stack of yearly series."""
    smooth, labels = weights("year", window, data=data)
    year = labels["year"].to_numpy()
    span = phase_years("both" if edges == "trimmed" else edges, data)[["start_year", "end_year"]].to_numpy()
    if edges == "trimmed":  # a phase of one or two years has nothing to trim
        span = np.where(np.diff(span) > 1, span + np.array([1, -1]), span)
    first, last = span.T[:, :, None]
    inside = (first <= year) & (year <= last)
    if summary == "mean":
        return measures(series, inside / inside.sum(axis=1, keepdims=True) @ smooth)
    by_year = measures(series, smooth)[..., : len(TIES)]
    moscow, beijing = np.moveaxis(np.stack([_median(by_year[:, here]) for here in inside], axis=1), -1, 0)
    volume = np.abs(moscow) + np.abs(beijing)
    tilt = np.divide(moscow - beijing, volume, out=np.full(volume.shape, np.nan), where=volume > 0)
    return np.stack([moscow, beijing, tilt, volume], axis=-1)


def _levels(chosen, data):
    """Histories that one way to read the words allows, shape (histories, ties, phases)."""
    margins = dict(zip(MARGINS, map(float, chosen["margins"].split(";")), strict=True))
    levels = histories(DRAWN, reading=chosen["reading"], margins=margins, data=data).to_numpy()
    return levels.reshape(DRAWN, len(TIES), -1)


def _from_levels(levels, summary):
    """Ties, lean and volume by phase of a stack of histories."""
    moscow, beijing = np.moveaxis(levels, 2, 0)
    told = np.stack([moscow, beijing, (moscow - beijing) / (moscow + beijing), moscow + beijing], axis=-1)
    return told.mean(axis=1) if summary == "mean" else _median(told)


def _median(found):
    """The median along the second axis of what is not missing; missing where all is."""
    ordered = np.sort(found, axis=1)  # what is missing comes last
    known = (~np.isnan(ordered)).sum(axis=1, keepdims=True)
    lower = np.take_along_axis(ordered, np.maximum(known - 1, 0) // 2, axis=1)
    upper = np.take_along_axis(ordered, np.minimum(known // 2, ordered.shape[1] - 1), axis=1)
    return ((lower + upper) / 2).squeeze(1)
