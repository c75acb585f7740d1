"""Processes beside the one that builds: what they share, and that none outlives it."""

import atexit
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from threading import Thread
from types import ModuleType


def another(modules: Iterable[str]) -> ProcessPoolExecutor:
    """Another process, which imports `modules` at once and then does one work after the other."""
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
    with without_main():
        pool.submit(load, modules)
    return pool


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
    end_with_parent()
    gc.disable()  # as the command itself does: see nkdata.__main__
    atexit.register(gc.freeze)


def _wait_for(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
