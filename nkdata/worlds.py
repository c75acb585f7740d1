"""Every defensible combination of choices, and what each tie carried in each phase under each of them."""

from itertools import product

import numpy as np
import pandas as pd

from nkdata.draws import values
from nkdata.indicators import by_tie, yearly
from nkdata.loading import load
from nkdata.phasing import average, weights, years_of
from nkdata.possible import MARGINS, histories
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
    made = found.columns.difference(PHASED).tolist()
    which = found.groupby(made, dropna=False, sort=False).ngroup().to_numpy()
    record = _record(data)
    out = np.full((len(found), len(load("phases", data=data)), 4), np.nan)
    series = {
        number: _series(found.iloc[np.argmax(which == number)], record, data)
        for number in np.unique(which[found["indicator"].ne("words")])
    }
    for (window, edges, ratio), rows in found[found["indicator"].ne("words")].groupby(PHASED, sort=False):
        stack = np.stack([series[number] for number in which[rows.index]])
        out[rows.index] = _by_phase(stack, int(window), edges, ratio, data)
    for row in found[found["indicator"].eq("words")].itertuples():
        out[row.Index] = _words(row, data)
    return found, out


def _record(data):
    """Deliveries with what the register says of their deals."""
    deals = load("transfers", data=data).set_index("transfer")
    columns = ["supplier", "licensed", "order_year", "number_low", "number_best", "number_high"]
    return load("deliveries", data=data).join(deals[columns], on="transfer")


def _series(chosen, record, data):
    """The yearly series of one combination, as ``nkdata.draws.values`` gives it."""
    if chosen["indicator"] == "events":
        return values(yearly("events", weight=chosen["weight"], data=data))
    if chosen["indicator"] == "orders":
        return values(yearly("orders", licensed=chosen["licensed"] == "in", data=data))
    if chosen["release"] == "2022":
        frame = yearly("arms", release=2022, data=data)
        return values(frame.shift(-1, fill_value=0.0) if chosen["dating"] == "before" else frame)
    rows = record.assign(value=record["tiv_2024"] if chosen["release"] == "2024" else record["tiv"])
    rows = rows.dropna(subset="value")
    if chosen["indicator"] == "deals":
        rows["value"] = 1.0
    else:
        rival = rows[f"number_{chosen['numbers']}"].fillna(rows["number_best"])
        rows["value"] *= (rival / rows["number_best"]).fillna(1.0)
    if chosen["licensed"] == "out":
        rows = rows[~rows["licensed"].astype(bool)]
    if chosen["doubtful"] == "out":
        rows = rows[~rows["year_estimated"].fillna(True).astype(bool)]
    if chosen["dating"] == "order":
        rows = rows.assign(year=rows["order_year"])
    return values(by_tie(rows.assign(year=rows["year"].astype(int) - (chosen["dating"] == "before"))))


def _by_phase(series, window, edges, ratio, data):
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


def _words(chosen, data):
    """Ties, lean and volume by phase over the histories that one way to read the words allows."""
    margins = dict(zip(MARGINS, map(float, chosen.margins.split(";")), strict=True))
    levels = histories(DRAWN, reading=chosen.reading, margins=margins, data=data).to_numpy()
    moscow, beijing = np.split(levels, 2, axis=1)
    ties = np.stack([moscow.mean(axis=0), beijing.mean(axis=0)], axis=1)
    volume = ties.sum(axis=1)
    if chosen.ratio == "of_means":
        lean = (ties[:, 0] - ties[:, 1]) / volume
    else:
        lean = ((moscow - beijing) / (moscow + beijing)).mean(axis=0)
    return np.column_stack([ties, lean, volume])
