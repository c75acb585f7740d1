"""How long the report and the tests take, and the memory of their largest process, against notebooks that only import pandas and pyplot."""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from statistics import median

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from nkdata.report.execution.inputs import choose_notebooks, find_notebooks
from nkdata.report.execution.notebooks import CONFIG

RUNS = 3
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
IMPORTS = "import pandas, matplotlib.pyplot"
FORMATS = "html,single,pdf"
BROWSER = ("tests/report/test_browser.py", "tests/report/test_jupyterlab.py")
PEAK = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=2); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"


def floor(count: int, folder: Path) -> float:
    """Seconds for `count` notebooks that only import, two at a time."""
    paths = [folder / f"{number:02}-floor.ipynb" for number in range(count)]
    for path in paths:
        nbformat.write(new_notebook(cells=[new_code_cell(IMPORTS)], metadata=KERNEL), path)
    began = time.perf_counter()
    with ThreadPoolExecutor(2) as two:
        list(two.map(execute, paths))
    return time.perf_counter() - began


def execute(path: Path) -> None:
    """Run a notebook as Jupyter does, with a kernel that starts from nothing."""
    NotebookClient(nbformat.read(path, as_version=4), kernel_name="python3", config=CONFIG).execute()


def run(*command: str) -> tuple[float, int]:
    """Seconds that a command takes, and the largest resident size in kB of any process that it starts."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", PEAK, *command], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return time.perf_counter() - began, int(done.stdout)


def report(folder: Path, formats: str) -> tuple[float, int]:
    """The command that a reader types, on the notebooks in a folder."""
    where = ["--out", str(folder / "reports"), "--notebooks", str(folder / "notebooks")]
    return run(sys.executable, "-m", "nkdata", "report", "--format", formats, *where)


def measure() -> list[tuple[str, str, float, float]]:
    """Rows of what, against what, the median ratio, and the price to beat."""
    source = find_notebooks().resolve()
    count = len(choose_notebooks(source))
    ratios: dict[str, list[float]] = {}
    for number in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for kept in ("notebooks", "figures"):
                copytree(source.parent / kept, folder / kept)
            least = floor(count, folder)
            _, smallest = run(sys.executable, "-c", IMPORTS)
            first, largest = report(folder, FORMATS)
            again, _ = report(folder, FORMATS)
            site, _ = report(folder, "html")
            found = {"cold": first / least, "again": again / first, "site": site / first, "memory": largest / smallest}
            if number == 0:  # the tests take minutes: once
                tested, tester = run(sys.executable, "-m", "pytest", "-n", "2", "-q", *(f"--ignore={file}" for file in BROWSER))
                found |= {"tests": tested / least, "tests' memory": tester / smallest}
        for key, value in found.items():
            ratios.setdefault(key, []).append(value)
    middle = {key: median(values) for key, values in ratios.items()}
    against = f"{count} notebooks that only import, two at a time"
    return [
        ("report, cold, every format", against, middle["cold"], 2.0),
        ("report, nothing changed", "report, cold", middle["again"], 0.25),
        ("site again, notebooks unchanged", "report, cold", middle["site"], 0.5),
        ("all tests, browser apart", against, middle["tests"], 4.0),
        ("memory of the report's largest process", "a process that imports pandas and pyplot", middle["memory"], 2.0),
        ("memory of the tests' largest process", "a process that imports pandas and pyplot", middle["tests' memory"], 2.0),
    ]
