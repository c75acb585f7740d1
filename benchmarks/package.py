"""How long the package takes at its daily work: its import, its tables, histories, and the lean of a growing record."""

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import copytree
from statistics import linear_regression, median

import numpy as np
import pandas as pd

import nkdata
from nkdata.measures.wording.constraints import order
from nkdata.measures.wording.order_polytope import sweeps_needed
from nkdata.record import codebook, tables

RUNS = 15
HISTORIES = 10_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def seconds(work: Callable) -> float:
    """Seconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ratio(work: Callable, floor: Callable) -> float:
    """Median ratio of work to its floor, the two taken in turns so that both meet the same machine."""
    work(), floor()
    return median(seconds(work) / seconds(floor) for _ in range(RUNS))


def imports(name: str) -> Callable:
    """A process of its own that imports a library."""
    return lambda: subprocess.run([sys.executable, "-c", f"import {name}"], check=True)


def load_all() -> None:
    """Every table, read from its file."""
    tables._kept.cache_clear()
    for name in codebook.names():
        nkdata.load(name)


def read_all() -> None:
    """The same files, as pandas reads them when it is told nothing."""
    for path in codebook.folder().glob("*.csv"):
        pd.read_csv(path)


def uniforms() -> None:
    """As many random numbers as the sampler uses for the same number of histories."""
    names, rows = order()
    np.random.default_rng(0).random(HISTORIES * len(names) * sweeps_needed(len(names), tuple(rows)))


def growth() -> float:
    """Exponent with which the time for a lean grows with the number of transfers, each delivered in one year."""
    spent = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = record_of(size, Path(name) / "data")
            spent.append(seconds(partial(nkdata.lean, data=folder)))
    return linear_regression(np.log(SIZES), np.log(spent)).slope


def record_of(size: int, folder: Path) -> Path:
    """A copy of the data folder whose register has `size` lines: the real ones over and over, with keys of their own."""
    copytree(codebook.folder(), folder)
    for table, key in (("transfers", "transfer"), ("deliveries", "delivery")):
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["transfer"].startswith("sipri-")]
        first = {row["transfer"]: row for row in rows}
        deals = list(first.values())
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, list(deals[0]), lineterminator="\n")
            out.writeheader()
            for number in range(size):
                deal = f"sipri-{number}"
                out.writerow(deals[number % len(deals)] | {"transfer": deal} | ({key: f"{deal}-1953"} if key != "transfer" else {}))
    return folder


def measure() -> list[tuple[str, str, float, float]]:
    """Rows of what, against what, the median ratio, and the price to beat."""
    return [
        ("import nkdata", "import pandas", ratio(imports("nkdata"), imports("pandas")), 1.10),
        ("load every table", "pandas.read_csv on the same files", ratio(load_all, read_all), 1.5),
        (f"{HISTORIES:,} histories", "numpy drawing as many uniforms", ratio(lambda: nkdata.histories(HISTORIES), uniforms), 3.0),
        ("lean on 10^3 to 10^6 transfers", "their number (exponent of growth)", growth(), 1.1),
    ]
