"""Execute notebooks, several kernels at once in this one process, and keep the results of those that have not changed.

The notebooks given are never written to: each is executed from memory, in a scratch folder that is not the repository, so
that a notebook can only use what the package offers.
"""

import asyncio
import atexit
import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path

import nbformat
from traitlets.config import Config

from nkdata.errors import NkdataError
from nkdata.report.execution import fingerprint, libraries
from nkdata.report.execution.interrupts import deaf
from nkdata.report.progress import Progress

TIMEOUT = 120
ASKS = re.compile(r"\b(?:figure|claim)\(")
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
# Without this ipykernel prints a warning per kernel. (Sockets on disk would be another way, but kernels started at once
# then fight for the same file names.)
CONFIG = Config({name: {"transport_encryption": "auto"} for name in ("KernelManager", "AsyncKernelManager")})


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs."""

    name: str
    notebook: nbformat.NotebookNode


def execute(
    notebooks: Iterable[Path],
    scratch: Path,
    cache: Path | None = None,
    kernels: int | None = None,
    progress: Progress | None = None,
) -> list[Executed]:
    """Execute `notebooks` and return them with outputs, in the order given.

    Parameters
    ----------
    notebooks : iterable of Path
        Notebook files; they are read, never written.
    scratch : Path
        An existing folder in which the kernels run.
    cache : Path, optional
        Folder of earlier results, used where neither the notebook, the package, its data nor the installed versions changed.
    kernels : int, optional
        How many kernels run at once; by default one more than there are processors, as one that starts or ends waits.
    progress : Progress, optional
        Told of every notebook that is done.

    Raises
    ------
    NkdataError
        If a cell fails; it names every failing notebook with its cell and traceback.
    """
    with executing(notebooks, scratch, cache, kernels, progress) as running:
        return running.result()


@contextmanager
def executing(notebooks: Iterable[Path], scratch: Path, cache=None, kernels=None, progress=None) -> Iterator[Future]:
    """Do the same while a block does something else, and give what `execute` will return; a block that fails ends the kernels."""
    kernels = kernels or (os.cpu_count() or 1) + 1
    with _own_settings(scratch), _loop() as loop:
        yield asyncio.run_coroutine_threadsafe(_execute_all(list(notebooks), scratch, cache, kernels, progress), loop)


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread of its own, as the caller may be a notebook, which has one running already."""
    with closing(asyncio.new_event_loop()) as loop, ThreadPoolExecutor(1) as thread:
        thread.submit(loop.run_forever)
        try:
            yield loop
        finally:
            asyncio.run_coroutine_threadsafe(_end_all(), loop).result()
            loop.call_soon_threadsafe(loop.stop)


async def _end_all() -> None:
    """Cancel what is still at work, and wait until it has tidied up."""
    if libraries.POSSIBLE:  # Jupyter would ask each kernel to end and wait, and forget one that was just starting
        from nkdata.report.execution.kernels import ForkedKernel

        for kernel in active_children():
            if isinstance(kernel, ForkedKernel):
                kernel.kill()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _execute_all(paths, scratch, cache, kernels, progress) -> list[Executed]:
    ground = fingerprint.of_execution() if cache else ""
    gate = asyncio.Semaphore(kernels)

    async def one(path: Path) -> Executed | str:
        notebook = read(path)
        kept = cache and cache / f"{path.stem}-{fingerprint.of_text(fingerprint.of_source(notebook), ground)[:16]}.ipynb"
        if fresh := not (kept and kept.exists()):
            with deaf():
                libraries.start()
            async with gate:
                try:
                    await _run(notebook, scratch)
                except Exception as error:  # whatever it was, the reader must learn which notebook it was
                    return _failure(path, notebook, error)
            if kept:
                _keep(notebook, kept)
        else:
            notebook = read(kept)
        if progress:
            progress.done(path.stem if fresh else f"{path.stem} (unchanged)")
        return Executed(path.stem, notebook)

    longest_first = sorted(paths, key=_asked, reverse=True)  # or one kernel would end long after the others
    done = dict(zip(longest_first, await asyncio.gather(*map(one, longest_first)), strict=True))
    results = [done[path] for path in paths]
    if failures := [result for result in results if isinstance(result, str)]:
        raise NkdataError("\n\n".join(failures))
    return results


def _asked(path: Path) -> int:
    """How many charts and sentences a notebook asks for, a guess at how long it runs."""
    try:
        return sum(len(ASKS.findall(cell.source)) for cell in read(path).cells if cell.cell_type == "code")
    except (OSError, NkdataError):  # it is named where it is read to be run
        return 0


async def _run(notebook: nbformat.NotebookNode, scratch: Path) -> None:
    from nbclient import NotebookClient  # while the libraries load, in the process of which kernels are copies

    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        config=CONFIG,
        resources={"metadata": {"path": str(scratch)}},
    )
    try:
        await client.async_execute()
    finally:
        atexit.unregister(client._cleanup_kernel)  # nbclient leaves it behind where it is cancelled, to fail at the end
    notebook.metadata.get("language_info", {}).pop("version", None)  # the same bytes under every Python


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook; a file that is none is named in the error."""
    try:
        return nbformat.read(path, as_version=4)
    except OSError:
        raise
    except Exception as error:
        raise NkdataError(f"{path.name} must be a notebook; reading it gave: {error}") from error


def _failure(path: Path, notebook: nbformat.NotebookNode, error: Exception) -> str:
    """Name notebook and cell, and give the traceback without terminal colours."""
    from nbclient.exceptions import CellExecutionError

    code = [(number, cell) for number, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code"]
    failed = [(number, cell) for number, cell in code if any(output.output_type == "error" for output in cell.outputs)]
    # A kernel that dies or hangs leaves no error output: the cell it was at is the first without a number.
    if not isinstance(error, CellExecutionError):
        failed = [(number, cell) for number, cell in code if cell.execution_count is None and cell.source.strip()]
    where = f", cell {failed[0][0]} ({failed[0][1].source.splitlines()[0]!r})" if failed else ""
    return f"notebook {path.name}{where} failed:\n{ESCAPES.sub('', str(error)).strip()}"


def _keep(notebook: nbformat.NotebookNode, kept: Path) -> None:
    """Store a result, whole or not at all, and drop the older ones of the same notebook."""
    stem = kept.name[:-23]
    older = [f for f in kept.parent.glob(f"{stem}-*.ipynb") if f.name[:-23] == stem]
    part = kept.with_suffix(f".{os.getpid()}.part")
    nbformat.write(notebook, part)
    part.replace(kept)
    for file in older:
        file.unlink(missing_ok=True)


@contextmanager
def _own_settings(scratch: Path):
    """Run kernels with this environment's kernel and no reader's start-up files; works where the home folder is read-only."""
    own = {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_RUNTIME_DIR": str(scratch / ".jupyter"),
        "IPYTHONDIR": str(scratch / ".ipython"),
    } | libraries.settings()
    if not os.access(Path.home(), os.W_OK):  # matplotlib would say so on standard error of every notebook
        own["MPLCONFIGDIR"] = os.environ.get("MPLCONFIGDIR") or str(scratch / ".matplotlib")
    if edited := os.environ.get("NKDATA_DATA"):
        own["NKDATA_DATA"] = os.path.abspath(edited)  # the kernels run in another folder
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
