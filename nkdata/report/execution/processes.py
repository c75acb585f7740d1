"""Child processes of a build, none of which outlives it."""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import active_children, connection, get_context, parent_process
from threading import Thread
from types import ModuleType

from nkdata.errors import NkdataError
from nkdata.report.execution.interrupts import sigint_blocked


@contextmanager
def worker_process(modules: Iterable[str]) -> Iterator[Callable[..., Future]]:
    """Start a process that imports `modules` and then runs submitted calls in turn; a failing block ends it.

    Raises
    ------
    NkdataError
        If the process ends before its work is done.
    """
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
    before = set(active_children())
    try:
        with without_main(), sigint_blocked():
            pool.submit(import_modules, modules)
        yield pool.submit
    except BaseException as error:
        for process in set(active_children()) - before:
            process.terminate()
        if isinstance(error, BrokenProcessPool):
            raise NkdataError(
                "a process of the build ended before its work was done, as happens when memory runs out; build fewer formats at a time."
            ) from None
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def import_modules(names: Iterable[str]) -> None:
    """Import modules by their names."""
    for name in names:
        import_module(name)


@contextmanager
def without_main() -> Iterator[None]:
    """Start processes that do not run the caller's script again, as multiprocessing otherwise does."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def end_with_parent() -> None:
    """End this process as soon as its parent process ends, even if that is killed."""
    if parent := parent_process():
        Thread(target=_exit_after, args=[parent.sentinel], daemon=True).start()


def _exit_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    gc.disable()  # for the reason given in nkdata.__main__
    atexit.register(gc.freeze)
