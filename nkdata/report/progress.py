"""Progress on stderr: a bar that redraws itself on a terminal, plain lines in a log."""

import sys
import time
from typing import TextIO

WIDTH = 24


class Progress:
    """Say how far a build is, in steps of one notebook or one page format.

    Parameters
    ----------
    steps : int
        How many steps there will be.
    stream : file, optional
        Where to write; standard error by default.
    quiet : bool
        Write nothing.

    Examples
    --------
    >>> progress = Progress(2, stream=sys.stdout)
    >>> progress.done("01-the-record")
    [############............] 1/2 01-the-record
    """

    def __init__(self, steps: int, stream: TextIO | None = None, quiet: bool = False) -> None:
        self.steps, self.count, self.quiet = steps, 0, quiet
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.began = time.perf_counter()

    def done(self, what: str) -> None:
        """One step further: `what` is finished."""
        self.count += 1
        full = WIDTH * self.count // max(self.steps, 1)
        self._write(f"[{'#' * full}{'.' * (WIDTH - full)}] {self.count}/{self.steps} {what}")

    def say(self, sentence: str) -> None:
        """A line of its own."""
        if not self.quiet:
            self.stream.write(("\r\033[K" if self.live else "") + sentence + "\n")

    def close(self) -> float:
        """End the line; return the seconds since the start."""
        if self.live and not self.quiet:
            self.stream.write("\n")
        return time.perf_counter() - self.began

    def _write(self, line: str) -> None:
        if self.quiet:
            return
        self.stream.write(f"\r\033[K{line}" if self.live else line + "\n")
        self.stream.flush()
