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
from multiprocessing import active_children, connection, get_context, parent_process, resource_tracker
from threading import Thread, current_thread, main_thread
from types import ModuleType

from nkdata.errors import NkdataError


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
                "a process of the build was gone before its work was done, as happens where memory runs out; "
                "allowed are fewer formats at a time (--format)."
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


@contextmanager
def deaf() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C: the one that builds hears it, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: `_begin` does it, a moment later
        yield
        return
    resource_tracker.ensure_running()  # it would lift the block when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for a block: an import that is broken off may leave a lock for which another thread then waits for ever."""
    if current_thread() is not main_thread():  # where it is never heard
        yield
        return
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
    if heard:
        raise KeyboardInterrupt


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
