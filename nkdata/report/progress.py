"""Progress on standard error: a bar that redraws itself on a terminal, plain lines in a log."""

import sys
from typing import TextIO

WIDTH = 24


class Progress:
    """Show the progress of a build, in steps of one notebook or one format; a context manager that ends the line.

    Parameters
    ----------
    steps : int
        Number of steps to come.
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

    def __init__(self, steps: int = 1, stream: TextIO | None = None, quiet: bool = False) -> None:
        self.steps, self.count, self.quiet = steps, 0, quiet
        self.stream = stream or sys.stderr
        self.redraws = self.stream.isatty()

    def done(self, name: str) -> None:
        """Show that a step is finished."""
        self.count += 1
        full = WIDTH * self.count // self.steps
        self.say(f"[{'#' * full}{'.' * (WIDTH - full)}] {self.count}/{self.steps} {name}", end="" if self.redraws else "\n")

    def say(self, text: str, end: str = "\n") -> None:
        """Show a line of text."""
        if not self.quiet:
            print(("\r\033[K" if self.redraws else "") + text, end=end, file=self.stream, flush=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.redraws and not self.quiet:
            self.stream.write("\n")
