"""Processes beside the one that builds: what they share, and that none outlives it."""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import active_children, connection, get_context, parent_process
from threading import Thread
from types import ModuleType

from nkdata.errors import NkdataError
from nkdata.report.execution.interrupts import deaf


@contextmanager
def another(modules: Iterable[str]) -> Iterator[Callable[..., Future]]:
    """Another process, which imports `modules` at once and then does one work after the other; a block that fails ends it.

    Raises
    ------
    NkdataError
        If the process is gone before its work is done.
    """
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
    before = set(active_children())
    try:
        with without_main(), deaf():
            pool.submit(load, modules)
        yield partial(_given, pool)
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


def _given(pool: ProcessPoolExecutor, work: Callable, *words) -> Future:
    """The result to come of a piece of work; the error to come, where the process is gone already."""
    try:
        return pool.submit(work, *words)
    except BrokenProcessPool as error:
        gone = Future()
        gone.set_exception(error)
        return gone


def load(modules: Iterable[str]) -> None:
    """Import modules by their names."""
    for name in modules:
        import_module(name)


@contextmanager
def without_main() -> Iterator[None]:
    """Start processes that do not run the caller's script again, as multiprocessing would otherwise have them do."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, even if that was killed."""
    Thread(target=_wait_for, args=[parent_process().sentinel], daemon=True).start()


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    gc.disable()  # as the command itself does: see nkdata.__main__
    atexit.register(gc.freeze)


def _wait_for(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
