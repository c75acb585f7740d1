"""Ctrl-C: keep it from child processes, and defer it where it would do harm."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from threading import current_thread, main_thread


@contextmanager
def sigint_blocked() -> Iterator[None]:
    """Block SIGINT in the processes that start within: the building process receives it, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: a worker process ignores it, a moment after it starts
        yield
        return
    resource_tracker.ensure_running()  # it would lift the block when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def sigint_deferred() -> Iterator[None]:
    """Defer Ctrl-C until imports are done: they may swallow it, or leave a lock for which another thread waits for ever."""
    if current_thread() is not main_thread():  # only the main thread receives it
        yield
        return
    received = []
    before = signal.signal(signal.SIGINT, lambda *_: received.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
    if received:
        raise KeyboardInterrupt
