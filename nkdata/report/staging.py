"""Build beside the report and swap at the end, so that a failed or interrupted build leaves the last good report alone."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nkdata.errors import NkdataError

try:
    import fcntl
except ImportError:  # Windows: no lock, everything else works
    fcntl = None

STAMP = ".nkdata-report.json"


def stamp_of(out: Path) -> dict:
    """What the report in `out` was built from; empty if there is none."""
    try:
        return json.loads((out / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give an empty folder to work in; put what is in its folder "report" in the place of `out` if the block ends well.

    Raises
    ------
    NkdataError
        If `out` is something other than an earlier report, holds the folder you are in, or another build is writing to it.
    """
    if out.is_symlink() or out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / STAMP).exists()):
        raise NkdataError(f"{out} is there already and is not an nkdata report: name another folder with --out")
    here = Path.cwd()
    if out.resolve() in (here, *here.parents):  # it is replaced as a whole
        raise NkdataError(f"{out} holds the folder that you are in; allowed is another folder (--out)")
    out.parent.mkdir(parents=True, exist_ok=True)
    work, old = (_beside(out, which) for which in ("work", "old"))
    with _alone(out):
        if old.exists() and not out.exists():  # a build was killed between the two renames below
            old.rename(out)
        for left in (work, old):
            shutil.rmtree(left, ignore_errors=True)
        (work / "report").mkdir(parents=True)
        try:
            yield work
            if out.exists():
                out.rename(old)
            (work / "report").rename(out)
        finally:
            if old.exists() and not out.exists():  # the second of the two failed
                old.rename(out)
            for left in (work, old):
                shutil.rmtree(left, ignore_errors=True)


def tidy(out: Path) -> None:
    """Remove what a killed build left beside a report that is whole, unless another build is at work."""
    with suppress(NkdataError, OSError), _alone(out):
        for which in ("work", "old"):
            shutil.rmtree(_beside(out, which), ignore_errors=True)


def _beside(out: Path, which: str) -> Path:
    """The hidden neighbour of a report that is there while one is built."""
    out = Path(os.path.abspath(out))  # "." has no name
    return out.with_name(f".{out.name}.{which}")


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold a lock that the system drops when this process ends, however it ends."""
    with _beside(out, "lock").open("w") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NkdataError(f"another build is writing to {out}: wait for it, or name another folder") from None
        yield


def write_stamp(folder: Path, **facts: object) -> None:
    """Note in `folder` what it was built from."""
    text = json.dumps(facts, indent=1, sort_keys=True) + "\n"
    (folder / STAMP).write_text(text, encoding="utf-8", newline="\n")
