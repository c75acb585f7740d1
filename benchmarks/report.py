"""How long the report takes: cold, and with nothing changed, against notebooks that only import pandas and pyplot."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from nkdata.report.execute import execute
from nkdata.report.inputs import choose_notebooks, find_notebooks

RUNS = 3
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}


def floor(count: int, folder: Path) -> float:
    """Seconds for `count` notebooks that only import, two at a time."""
    paths = [folder / f"{number:02}-floor.ipynb" for number in range(count)]
    for path in paths:
        nbformat.write(new_notebook(cells=[new_code_cell("import pandas, matplotlib.pyplot")], metadata=KERNEL), path)
    began = time.perf_counter()
    execute(paths, folder, kernels=2)
    return time.perf_counter() - began


def whole(notebooks: Path, out: Path, formats: str) -> float:
    """Seconds for the command that a reader types."""
    command = [sys.executable, "-m", "nkdata", "report", "--out", out, "--format", formats, "--notebooks", notebooks]
    began = time.perf_counter()
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure() -> list[tuple[str, str, float, float]]:
    """Rows of what, against what, the median ratio, and the price to beat."""
    source = find_notebooks()
    count = len(choose_notebooks(source))
    cold, unchanged, html = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for kept in ("notebooks", "figures"):
                (folder / kept).mkdir()
                for file in (source.resolve().parent / kept).iterdir():
                    (folder / kept / file.name).write_bytes(file.read_bytes())
            least = floor(count, folder)
            first = whole(folder / "notebooks", folder / "reports", "html,single,pdf")
            again = whole(folder / "notebooks", folder / "reports", "html,single,pdf")
            rebuilt = whole(folder / "notebooks", folder / "site", "html")
        cold.append(first / least)
        unchanged.append(again / first)
        html.append(rebuilt / first)
    against = f"{count} notebooks that only import, two at a time"
    return [
        ("report, cold, every format", against, median(cold), 2.0),
        ("report, nothing changed", "report, cold", median(unchanged), 0.25),
        ("site again, notebooks unchanged", "report, cold", median(html), 0.5),
    ]
