"""Ctrl-C: what it may not break off, and who does not hear it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from threading import current_thread, main_thread


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
    """Let Ctrl-C wait for a block of imports, which may swallow it, or leave a lock behind for which another thread waits for ever."""
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
