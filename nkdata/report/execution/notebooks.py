"""Execute notebooks in several kernels at once, and keep the results of those that have not changed.

Notebook files are read, never written. Each runs in a scratch folder, so it can use only the package and not the repository.
"""

import asyncio
import atexit
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from nkdata.errors import NkdataError
from nkdata.report.execution import fingerprint, kernels
from nkdata.report.progress import Progress

TIMEOUT = 120
CALLS = re.compile(r"\b(?:figure|claim)\(")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# Without this ipykernel prints a warning per kernel. (Sockets on disk would be another way, but kernels started at once
# then compete for the same file names.)
CONFIG = Config({name: {"transport_encryption": "auto"} for name in ("KernelManager", "AsyncKernelManager")})


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs."""

    name: str
    notebook: nbformat.NotebookNode


def execute(notebooks: Iterable[Path], scratch: Path, cache: Path | None = None, progress: Progress | None = None) -> list[Executed]:
    """Execute `notebooks` and return them with outputs, in the order given.

    Parameters
    ----------
    notebooks : iterable of Path
        Notebook files; they are read, never written.
    scratch : Path
        An existing folder in which the kernels run.
    cache : Path, optional
        Folder of earlier results, used where neither the notebook, the package, its data nor the installed versions changed.
    progress : Progress, optional
        Shows every finished notebook.

    Raises
    ------
    NkdataError
        If a cell fails; it names every failing notebook with its cell and traceback.
    """
    with execute_in_background(notebooks, scratch, cache, progress) as running:
        return running.result()


@contextmanager
def execute_in_background(
    notebooks: Iterable[Path], scratch: Path, cache: Path | None = None, progress: Progress | None = None
) -> Iterator[Future[list[Executed]]]:
    """Run `execute` during a block, and give the future of its result; a failing block ends the kernels."""
    # The event loop has a thread of its own, as the caller may be a notebook, in which one runs already.
    with _kernel_environment(scratch), closing(asyncio.new_event_loop()) as loop, ThreadPoolExecutor(1) as thread:
        thread.submit(loop.run_forever)
        try:
            yield asyncio.run_coroutine_threadsafe(_execute_all(list(notebooks), scratch, cache, progress), loop)
        finally:
            asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result()
            loop.call_soon_threadsafe(loop.stop)


async def _cancel_all() -> None:
    """Cancel the running tasks, and wait for their clean-up."""
    kernels.kill_kernels()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _execute_all(paths: list[Path], scratch: Path, cache: Path | None, progress: Progress | None) -> list[Executed]:
    state = fingerprint.of_execution() if cache else ""
    gate = asyncio.Semaphore((os.cpu_count() or 1) + 1)  # one more than processors, as a kernel that starts or ends waits

    async def execute_one(path: Path) -> Executed | str:
        notebook = read(path)
        result = cache and cache / f"{path.stem}-{fingerprint.of_text(fingerprint.of_source(notebook), state)[:16]}.ipynb"
        if unchanged := result is not None and result.exists():
            notebook = read(result)
        else:
            kernels.preload()
            async with gate:
                try:
                    await _run(notebook, scratch)
                except Exception as error:  # of any kind: the reader must learn in which notebook
                    return _failure(path, notebook, error)
            if result:
                _keep(notebook, result)
        if progress:
            progress.done(f"{path.stem} (unchanged)" if unchanged else path.stem)
        return Executed(path.stem, notebook)

    longest_first = sorted(paths, key=_count_calls, reverse=True)  # or one kernel would end long after the others
    done = dict(zip(longest_first, await asyncio.gather(*map(execute_one, longest_first)), strict=True))
    results = [done[path] for path in paths]
    if failures := [result for result in results if isinstance(result, str)]:
        raise NkdataError("\n\n".join(failures))
    return [result for result in results if isinstance(result, Executed)]


def _count_calls(path: Path) -> int:
    """Count the charts and sentences of a notebook, a guess at how long it runs."""
    try:
        return sum(len(CALLS.findall(cell.source)) for cell in read(path).cells if cell.cell_type == "code")
    except (OSError, NkdataError):  # it is reported where the notebook is read to be run
        return 0


async def _run(notebook: nbformat.NotebookNode, scratch: Path) -> None:
    where = {"metadata": {"path": str(scratch)}}
    client = NotebookClient(notebook, timeout=TIMEOUT, kernel_name="python3", record_timing=False, config=CONFIG, resources=where)
    try:
        await client.async_execute()
    finally:
        atexit.unregister(client._cleanup_kernel)  # nbclient leaves it behind where it is cancelled, to fail at the end
    notebook.metadata.get("language_info", {}).pop("version", None)  # the same bytes under every Python


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook; an error names the file."""
    try:
        return nbformat.read(path, as_version=4)
    except OSError:
        raise
    except Exception as error:
        raise NkdataError(f"{path.name} must be a notebook; reading it gave: {error}") from error


def _failure(path: Path, notebook: nbformat.NotebookNode, error: Exception) -> str:
    """Name notebook and cell, and give the traceback without terminal colours."""
    code = [(number, cell) for number, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code"]
    if isinstance(error, CellExecutionError):
        failed = [(number, cell) for number, cell in code if any(output.output_type == "error" for output in cell.outputs)]
    else:  # a kernel that dies or hangs leaves no error output, and its cell has no number yet
        failed = [(number, cell) for number, cell in code if cell.execution_count is None and cell.source.strip()]
    where = f", cell {failed[0][0]} ({failed[0][1].source.splitlines()[0]!r})" if failed else ""
    return f"notebook {path.name}{where} failed:\n{COLOURS.sub('', str(error)).strip()}"


def _keep(notebook: nbformat.NotebookNode, result: Path) -> None:
    """Store a result, whole or not at all, and remove older ones of the same notebook."""
    older = [file for file in result.parent.glob("*.ipynb") if file.name[:-23] == result.name[:-23]]
    part = result.with_suffix(f".{os.getpid()}.part")
    nbformat.write(notebook, part)
    part.replace(result)
    for file in older:
        file.unlink(missing_ok=True)


@contextmanager
def _kernel_environment(scratch: Path) -> Iterator[None]:
    """Set the environment variables of the kernels: no start-up files of the reader, nothing written to the home folder."""
    own = {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_RUNTIME_DIR": str(scratch / ".jupyter"),
        "IPYTHONDIR": str(scratch / ".ipython"),
    }
    if kernels.AVAILABLE:
        own |= kernels.SETTINGS
    if not os.access(Path.home(), os.W_OK):  # matplotlib would say so on standard error of every notebook
        own["MPLCONFIGDIR"] = os.environ.get("MPLCONFIGDIR") or str(scratch / ".matplotlib")
    for name in ("NKDATA_DATA", "NKDATA_SOURCE"):
        if named := os.environ.get(name):
            own[name] = os.path.abspath(named)  # the kernels run in another folder
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
