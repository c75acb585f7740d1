"""Processes beside the one that builds: what they share, and that none outlives it."""

import atexit
import gc
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from threading import Thread


def another() -> ProcessPoolExecutor:
    """Another process, which does one work after the other; it starts with the first that it is given."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)


def load(modules: Iterable[str]) -> None:
    """Import modules by their names."""
    for name in modules:
        import_module(name)


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
