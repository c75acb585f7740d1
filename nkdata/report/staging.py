"""Build beside the report and swap at the end, so that a failed or interrupted build leaves the last good report alone.

Only two things are ever replaced or removed: a report of which every file stands in its stamp, and a working folder with our mark.
"""

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nkdata.errors import NkdataError

try:
    import fcntl
except ImportError:  # Windows: no lock, everything else works
    fcntl = None

STAMP = ".nkdata-report.json"
MARK = ".nkdata-unfinished"
UNASKED = {".DS_Store", "Thumbs.db", "desktop.ini"}  # file managers leave these in any folder that one looks into


def stamp_of(out: Path) -> dict:
    """Return the facts that the report in `out` was built from; empty if there is none."""
    file = out / STAMP
    try:
        facts = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}  # a pipe would be read for ever
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def write_stamp(folder: Path, **facts: object) -> None:
    """Note in `folder` the names of its files and the facts that it was built from."""
    text = json.dumps(facts | {"files": sorted(_names(folder))}, indent=1, sort_keys=True) + "\n"
    (folder / STAMP).write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give a folder to work in; put its folder "report" in the place of `out` if the block ends well.

    Raises
    ------
    NkdataError
        If `out` is something other than an earlier report, holds other files too or the folder you are in, is a mount point,
        or another build is writing to it.
    """
    out = Path(os.path.abspath(out))  # "." has no name
    _refuse(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        with (work / MARK).open("wb") as mark:
            _hold(mark, out)
            mark.write(_words(out))  # after the lock: whoever reads the words can rely on it
            mark.flush()
            for left in _unfinished(out, work):
                _end(left, out)
            (work / "report").mkdir()
            yield work
            _refuse(out)  # it may have changed meanwhile
            if out.exists():
                out.rename(work / "old")
            (work / "report").rename(out)
    finally:
        _end(work, out)


def tidy(out: Path) -> None:
    """Remove what a killed build left beside a report that is whole, unless another build is at work."""
    out = Path(os.path.abspath(out))
    with suppress(NkdataError, OSError):
        for left in _unfinished(out):
            _end(left, out)


def _refuse(out: Path) -> None:
    """Raise an error unless nothing stands at `out`, or an empty folder, or a report without other files."""
    try:
        folder = stat.S_ISDIR(os.lstat(out).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return
    if not folder or (any(out.iterdir()) and not (out / STAMP).is_file()):
        raise NkdataError(f"out must be an nkdata report, or an empty or new folder; got {out}, which is neither.")
    here = Path.cwd()
    if out.resolve() in (here, *here.parents):  # it is replaced as a whole
        raise NkdataError(f"out must not hold the working directory; got {out}.")
    if os.path.ismount(out):
        raise NkdataError(f"out must be a folder that can be replaced; got {out}, a mount point: name a folder inside it.")
    files = stamp_of(out).get("files")
    if others := _names(out) - {STAMP} - set(map(str, files if isinstance(files, list) else [])):
        raise NkdataError(f"out must hold only files that its {STAMP} lists; got {out} with {min(others)!r}: move one of the two.")


def _names(folder: Path) -> set[str]:
    """Every file and folder in a folder, by its path from there."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name not in UNASKED}


def _words(out: Path) -> bytes:
    """The content of the mark in a working folder for `out`."""
    return b"an unfinished nkdata report for " + os.fsencode(out.name) + b"\n"


def _unfinished(out: Path, own: Path | None = None) -> list[Path]:
    """Folders with our mark that killed builds of `out` left; an error if one of them is still at work."""
    found = []
    for folder in out.parent.iterdir():
        file = folder / MARK
        if folder == own or not folder.name.startswith(f".{out.name}.") or folder.is_symlink() or not file.is_file():
            continue
        with file.open("r+b") as mark:
            if mark.read(len(_words(out)) + 1) == _words(out):
                _hold(mark, out)
                found.append(folder)
    return found


def _hold(mark, out: Path) -> None:
    """Hold a lock that the system drops when this process ends, however it ends."""
    if fcntl:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NkdataError(f"out must not be in use; another build is writing to {out}.") from None


def _end(work: Path, out: Path) -> None:
    """Put the last report back if nothing has taken its place, and remove a working folder, the mark last."""
    if (work / "old").exists() and not os.path.lexists(out):
        (work / "old").rename(out)
    for part in list(work.glob("*")):
        if part.name != MARK:
            shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
