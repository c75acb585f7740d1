"""Every defensible combination of choices (a specification), and the ties of each phase under each of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError
from nkdata.measures import TIES
from nkdata.measures.series.arms import arms, deals, orders
from nkdata.measures.series.averages import averaging_matrix, measures
from nkdata.measures.series.draws import values
from nkdata.measures.series.indicators import events
from nkdata.measures.series.phases import phase_years
from nkdata.measures.wording.constraints import MARGINS
from nkdata.measures.wording.histories import histories
from nkdata.record.cache import kept
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load
from nkdata.record.validation.rules.choices_claims import choices_can_be_made

PHASED = ["window", "phase_edges", "summary"]  # the choices that turn a yearly series into phases; the others make the series
DRAWN = 2000  # histories for each way to read the words
SERIES: dict[str, Callable[..., pd.DataFrame]] = {"arms": arms, "deals": deals, "orders": orders, "events": events}
OPTIONS: dict[str, Callable[[str], Any]] = {  # the choices that make a series, and how an option of each is read
    "release": int,
    "licensed": lambda option: option == "in",
    "categories": lambda option: None if option == "all" else option.split("+"),
    "delivery_year": str,
    "estimated_years": lambda option: option == "in",
    "number": str,
    "weight": str,
}


def combinations(data: PathLike | None = None) -> pd.DataFrame:
    """Return every combination of options that can exist, a row each, in the order of the table ``choices``.

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
    excluding = table.dropna(subset="excludes")[["choice", "option", "excludes"]].to_numpy().tolist()
    excluded = [(choice, option, *other.split("=")) for choice, option, others in excluding for other in others.split(";")]
    parts = []
    for indicator in table.loc[table["choice"] == "indicator", "option"]:
        own = table[[indicator in names.split(";") for names in table["indicators"]]]
        options = own.groupby("choice", sort=False)["option"].apply(list)
        found = pd.MultiIndex.from_product(options.tolist(), names=options.index.tolist()).to_frame(index=False)
        for choice, option, other, excludes in excluded:
            if choice in found and other in found:
                found = found[found[choice].ne(option) | found[other].ne(excludes)]
        parts.append(found)
    return pd.concat(parts, ignore_index=True).reindex(columns=table["choice"].unique())


@kept
def specifications(data: PathLike | None = None) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the combinations, and under each the ties of every phase; kept until a table changes.

    Returns
    -------
    pandas.DataFrame
        As ``combinations`` gives it.
    numpy.ndarray
        Shape (combinations, phases, 4): tie to Moscow, tie to Beijing, lean, volume.
    """
    found = combinations(data)
    out = np.full((len(found), len(load("phases", data=data)), 4), np.nan)
    group = found.groupby(found.columns.difference(PHASED).tolist(), dropna=False, sort=False).ngroup()
    first = ~group.duplicated()
    made = {key: _made(chosen, data) for key, (_, chosen) in zip(group[first], found[first].iterrows(), strict=True)}
    for _, same in found.groupby(PHASED, dropna=False, sort=False):
        rows = same.index.to_numpy()
        stack = np.stack([made[key] for key in group[rows]])
        window, edges, summary = same[PHASED].iloc[0]
        out[rows] = _from_levels(stack, summary) if pd.isna(window) else _from_series(stack, int(window), edges, summary, data)
    return found, out


def _made(chosen: pd.Series, data: Any) -> np.ndarray:
    """Return the yearly series of a combination, (years, 3): ties and volume; for the words its histories, (n, ties, phases)."""
    if chosen["indicator"] == "words":
        margins = dict(zip(MARGINS, map(float, chosen["margins"].split(";")), strict=True))
        return histories(DRAWN, reading=chosen["reading"], margins=margins, data=data).to_numpy().reshape(DRAWN, len(TIES), -1)
    options = {choice: read(chosen[choice]) for choice, read in OPTIONS.items() if choice in chosen and pd.notna(chosen[choice])}
    return values(SERIES[chosen["indicator"]](data=data, **options))


def _from_series(series: np.ndarray, window: int, edges: str, summary: str, data: Any) -> np.ndarray:
    """Return ties, lean and volume by phase of a stack of yearly series."""
    smooth, labels = averaging_matrix("year", window, data=data)
    year = labels["year"].to_numpy()
    span = phase_years("both" if edges == "trimmed" else edges, data)[["start_year", "end_year"]].to_numpy()
    if edges == "trimmed":  # a phase of one or two years has nothing to trim
        span = np.where(np.diff(span) > 1, span + np.array([1, -1]), span)
    first, last = span.T[:, :, None]
    inside = (first <= year) & (year <= last)
    if summary == "mean":
        return measures(series, inside / inside.sum(axis=1, keepdims=True) @ smooth)
    by_year = measures(series, smooth)[..., : len(TIES)]
    moscow, beijing = np.moveaxis(np.stack([_median(by_year[:, years]) for years in inside], axis=1), -1, 0)
    return _with_lean(moscow, beijing, np.abs(moscow) + np.abs(beijing))


def _from_levels(levels: np.ndarray, summary: str) -> np.ndarray:
    """Return ties, lean and volume by phase of a stack of histories."""
    moscow, beijing = np.moveaxis(levels, 2, 0)
    ties = _with_lean(moscow, beijing, moscow + beijing)
    return ties.mean(axis=1) if summary == "mean" else _median(ties)


def _with_lean(moscow: np.ndarray, beijing: np.ndarray, volume: np.ndarray) -> np.ndarray:
    lean = np.divide(moscow - beijing, volume, out=np.full(volume.shape, np.nan), where=volume > 0)
    return np.stack([moscow, beijing, lean, volume], axis=-1)


def _median(values: np.ndarray) -> np.ndarray:
    """Return the median along the second axis of the values that are not missing; missing where all are."""
    ordered = np.sort(values, axis=1)  # missing values come last
    known = (~np.isnan(ordered)).sum(axis=1, keepdims=True)
    lower = np.take_along_axis(ordered, np.maximum(known - 1, 0) // 2, axis=1)
    upper = np.take_along_axis(ordered, np.minimum(known // 2, ordered.shape[1] - 1), axis=1)
    return ((lower + upper) / 2).squeeze(1)
