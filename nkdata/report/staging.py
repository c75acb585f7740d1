"""Build beside the report and swap at the end, so that a failed or interrupted build leaves the last good report alone.

Only two things are ever replaced or removed: a report whose stamp lists every file in it, and a working folder with our mark.
"""

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from nkdata.errors import NkdataError

STAMP = ".nkdata-report.json"
MARK = ".nkdata-unfinished"
IGNORED = {".DS_Store", "Thumbs.db", "desktop.ini"}  # file managers leave these in any folder that one opens


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
        If `out` is anything but an earlier report, holds other files or the working directory, is a mount point,
        or another build is writing to it.
    """
    out = Path(os.path.abspath(out))  # "." has no name
    _check_replaceable(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        with (work / MARK).open("wb") as mark:
            _lock(mark, out)
            mark.write(_mark_text(out))  # after the lock: a folder with this text has been locked
            mark.flush()
            for left in _unfinished(out, work):
                _clean_up(left, out)
            (work / "report").mkdir()
            yield work
            _check_replaceable(out)  # it may have changed meanwhile
            if out.exists():
                out.rename(work / "old")
            (work / "report").rename(out)
    finally:
        _clean_up(work, out)


def tidy(out: Path) -> None:
    """Remove the working folders of killed builds, unless another build is running."""
    out = Path(os.path.abspath(out))
    with suppress(NkdataError, OSError):
        for left in _unfinished(out):
            _clean_up(left, out)


def _check_replaceable(out: Path) -> None:
    """Raise an error unless `out` does not exist, is an empty folder, or a report without other files."""
    try:
        is_folder = stat.S_ISDIR(os.lstat(out).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return
    if not is_folder or (any(out.iterdir()) and not (out / STAMP).is_file()):
        raise NkdataError(f"out must be an nkdata report, or an empty or new folder; got {out}, which is neither.")
    here = Path.cwd()
    if out.resolve() in (here, *here.parents):
        raise NkdataError(f"out must not hold the working directory; got {out}.")
    if os.path.ismount(out):
        raise NkdataError(f"out must be a folder that can be replaced; got {out}, a mount point: name a folder inside it.")
    files = stamp_of(out).get("files")
    if others := _names(out) - {STAMP} - set(map(str, files if isinstance(files, list) else [])):
        raise NkdataError(f"out must hold only files that its {STAMP} lists; got {out} with {min(others)!r}: move one of the two.")


def _names(folder: Path) -> set[str]:
    """Return the path of every file and folder in a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name not in IGNORED}


def _mark_text(out: Path) -> bytes:
    return b"an unfinished nkdata report for " + os.fsencode(out.name) + b"\n"


def _unfinished(out: Path, own: Path | None = None) -> list[Path]:
    """Return the marked folders that killed builds of `out` left; raise an error if a build is still at work in one."""
    found, text = [], _mark_text(out)
    for folder in out.parent.iterdir():
        file = folder / MARK
        if folder == own or not folder.name.startswith(f".{out.name}.") or folder.is_symlink() or not file.is_file():
            continue
        with file.open("r+b") as mark:
            if mark.read(len(text) + 1) == text:
                _lock(mark, out)
                found.append(folder)
    return found


def _lock(mark: BinaryIO, out: Path) -> None:
    """Take a lock that the system releases when this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: no lock, everything else works
        return
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise NkdataError(f"out must not be in use; another build is writing to {out}.") from None


def _clean_up(work: Path, out: Path) -> None:
    """Put the last report back if nothing has taken its place, and remove a working folder, the mark last."""
    if (work / "old").exists() and not os.path.lexists(out):
        (work / "old").rename(out)
    for part in list(work.glob("*")):
        if part.name != MARK:
            shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
