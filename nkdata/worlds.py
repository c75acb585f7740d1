"""Every defensible combination of choices, and what each tie carried in each phase under each of them."""

from itertools import product

import numpy as np
import pandas as pd

from nkdata.draws import values
from nkdata.indicators import SUPPLIER_TIE, YEARS, yearly
from nkdata.loading import load
from nkdata.phasing import average, weights, years_of
from nkdata.possible import MARGINS, TIES, histories
from nkdata.ties import measures

PHASED = ["window", "edges", "ratio"]  # the choices that turn a yearly series into phases; the others make the series
DRAWN = 2000  # histories for each way to read the words


def combinations(data=None):
    """Every combination of options that can exist, a row each, in the order of the table ``choices``.

    An option counts for the indicators that its row names; a choice without an option for an indicator stays empty
    there; and a row may exclude options of other choices, with which it cannot exist.

    >>> combinations().iloc[0][["indicator", "release", "window"]].tolist()
    ['arms', '2026', '1']
    """
    table = load("choices", data=data)
    excluded = [
        {f"{row.choice}={row.option}", other}
        for row in table.dropna(subset="excludes").itertuples()
        for other in row.excludes.split(";")
    ]
    found = []
    for indicator in table.loc[table["choice"] == "indicator", "option"]:
        own = table[[indicator in names.split(";") for names in table["indicators"]]]
        options = own.groupby("choice", sort=False)["option"].apply(list)
        for chosen in product(*options):
            named = {f"{choice}={option}" for choice, option in zip(options.index, chosen, strict=True)}
            if not any(pair <= named for pair in excluded):
                found.append(dict(zip(options.index, chosen, strict=True)))
    return pd.DataFrame(found, columns=table["choice"].unique())


def worlds(data=None):
    """The combinations, and under each the ties of every phase.

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
    for (window, edges, ratio), rows in found.groupby(PHASED, dropna=False, sort=False).groups.items():
        if pd.isna(window):
            out[rows] = _from_levels(np.stack([levels[key] for key in made[rows]]), ratio)
        else:
            out[rows] = _from_series(np.stack([series[key] for key in made[rows]]), int(window), edges, ratio, data)
    return found, out


def _record(data):
    """Deliveries along either tie, with what the register says of their deals."""
    deals = load("transfers", data=data).set_index("transfer")
    columns = ["supplier", "licensed", "order_year", "number_low", "number_best", "number_high"]
    rows = load("deliveries", data=data).join(deals[columns], on="transfer")
    rows = rows[rows["supplier"].isin(list(SUPPLIER_TIE))].reset_index(drop=True)
    for rival in ("number_low", "number_high"):
        rows[rival] = (rows[rival] / rows["number_best"]).fillna(1.0)
    return rows.assign(
        tie=rows["supplier"].map(SUPPLIER_TIE).map(TIES.index),
        known=~rows["year_estimated"].fillna(True).astype(bool),
        direct=~rows["licensed"].astype(bool),
    )


def _series(chosen, record, data):
    """The yearly series of one combination, shape (years, 3): tie to Moscow, tie to Beijing, volume."""
    if chosen["indicator"] == "events":
        return values(yearly("events", weight=chosen["weight"], data=data))
    if chosen["indicator"] == "orders":
        return values(yearly("orders", licensed=chosen["licensed"] == "in", data=data))
    if chosen["release"] == "2022":
        frame = yearly("arms", release=2022, data=data)
        return values(frame.shift(-1, fill_value=0.0) if chosen["dating"] == "before" else frame)
    value = record["tiv_2024" if chosen["release"] == "2024" else "tiv"]
    if chosen["indicator"] == "deals":
        value = value.notna().astype(float)
    if chosen["numbers"] in ("low", "high"):
        value = value * record[f"number_{chosen['numbers']}"]
    if chosen["licensed"] == "out":
        value = value.where(record["direct"])
    if chosen["doubtful"] == "out":
        value = value.where(record["known"])
    year = record["order_year" if chosen["dating"] == "order" else "year"] - (chosen["dating"] == "before")
    here = (value.notna() & year.between(YEARS[0], YEARS[-1])).to_numpy(bool)
    cell = (year[here].to_numpy(int) - YEARS[0]) * len(TIES) + record["tie"][here].to_numpy(int)
    ties = np.bincount(cell, value[here], minlength=len(YEARS) * len(TIES)).reshape(len(YEARS), len(TIES))
    return np.column_stack([ties, ties.sum(axis=1)])


def _from_series(series, window, edges, ratio, data):
    """Ties, lean and volume by phase of a stack of yearly series."""
    smooth, labels = weights("year", window, data=data)
    year = labels["year"].to_numpy()
    span = years_of("both" if edges == "trimmed" else edges, data)[["start_year", "end_year"]].to_numpy()
    first, last = (span + ([1, -1] if edges == "trimmed" else [0, 0])).T[:, :, None]
    inside = ((first <= year) & (year <= last)).astype(float)
    found = measures(series, inside / inside.sum(axis=1, keepdims=True) @ smooth)
    if ratio == "mean_of":
        found[..., 2] = average(measures(series, smooth)[..., 2:3], inside)[..., 0]
    return found


def _levels(chosen, data):
    """Histories that one way to read the words allows, shape (histories, ties, phases)."""
    margins = dict(zip(MARGINS, map(float, chosen["margins"].split(";")), strict=True))
    levels = histories(DRAWN, reading=chosen["reading"], margins=margins, data=data).to_numpy()
    return levels.reshape(DRAWN, len(TIES), -1)


def _from_levels(levels, ratio):
    """Ties, lean and volume by phase of a stack of histories; their mean lean, or the lean of their mean levels."""
    moscow, beijing = np.moveaxis(levels, 2, 0)
    lean = ((moscow - beijing) / (moscow + beijing)).mean(axis=1)
    moscow, beijing = moscow.mean(axis=1), beijing.mean(axis=1)
    volume = moscow + beijing
    return np.stack([moscow, beijing, lean if ratio == "mean_of" else (moscow - beijing) / volume, volume], axis=-1)
