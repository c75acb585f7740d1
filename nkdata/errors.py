"""The one exception of nkdata, and the checks that arguments share. Every message is one sentence: what must be, what was got."""

import os
from collections.abc import Collection
from difflib import get_close_matches
from numbers import Integral
from pathlib import Path
from typing import Any, TypeVar

MANY = 24  # names that a sentence can still list
Option = TypeVar("Option")


class NkdataError(ValueError):
    """Bad input or bad data. The message is one sentence: what was wrong, where, and what is allowed."""


def check_option(value: Any, allowed: Collection[Option], what: str) -> Option:
    """Return `value` if it is one of `allowed`, else raise an error that lists them.

    >>> check_option("year", ["year", "phase"], "by")
    'year'
    >>> check_option("month", ["year", "phase"], "by")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: by must be one of 'year', 'phase'; got 'month'.
    """
    try:
        hash(value)  # an array or a frame has no single answer to `in`, nor a hash
        if value in allowed:
            return value
    except (TypeError, ValueError):
        pass
    if not allowed:
        raise NkdataError(f"there must be no {what}; got {short_repr(value)}.")
    raise NkdataError(f"{what} must be one of {list_options(allowed, value)}; got {short_repr(value)}.")


def list_options(allowed: Collection, value: Any = None) -> str:
    """Return the options as text; of very many, their number and three, the closest to `value` if any is close.

    >>> list_options(["year", "phase"])
    "'year', 'phase'"
    >>> list_options([f"y{year}" for year in range(1953, 1994)], "1984")
    "41 names, the closest 'y1984', 'y1989', 'y1988'"
    """
    names = list(allowed)
    if len(names) <= MANY:
        return ", ".join(map(repr, names))
    close = get_close_matches(value, map(str, names)) if isinstance(value, str) and len(value) <= 60 else []
    some = ", ".join(map(repr, close or names[:3]))
    return f"{len(names)} names, {'the closest' if close else 'for example'} {some}"


def short_repr(value: Any) -> str:
    """Return the `repr` of a value on one line, cut to 60 characters; its type where it has none.

    >>> short_repr(["arms"] * 40), short_repr(10**5000)
    ("['arms', 'arms', 'arms', 'arms', 'arms', 'arms', 'arms', ...", 'an int that cannot be printed')
    """
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a number of more digits than Python prints, or an object that fails at its own name
        name = type(value).__name__
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name} that cannot be printed"
    return text if len(text) <= 60 else text[:57] + "..."


def check_bool(value: Any, what: str) -> bool:
    """Return `value`, Python's own or numpy's, as True or False, else raise an error.

    >>> check_bool(True, "quiet"), check_bool(1, "quiet")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: quiet must be True or False; got 1.
    """
    if isinstance(value, bool) or (type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_")):
        return bool(value)
    raise NkdataError(f"{what} must be True or False; got {short_repr(value)}.")


def check_int(value: Any, what: str, least: int = 0, most: int | None = None) -> int:
    """Return a whole number of at least `least` and at most `most`, else raise an error.

    >>> check_int(True, "draws")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: draws must be a whole number from 0; got True.
    """
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if whole and value >= least and (most is None or value <= most):
        return int(value)
    limit = "" if most is None else f" to {most:,}"
    raise NkdataError(f"{what} must be a whole number from {least}{limit}; got {short_repr(value)}.")


def check_path(value: Any, what: str, allowed: str = "the path of a file or folder") -> Path:
    """Return a str or path-like as a path, else raise an error.

    >>> check_path(3, "data")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: data must be the path of a file or folder; got 3.
    """
    try:
        raw = os.fsencode(value)
        if raw and b"\0" not in raw:
            return Path(value)
    except (TypeError, ValueError):  # not a path, or characters that no file name can hold
        pass
    raise NkdataError(f"{what} must be {allowed}; got {short_repr(value)}.")


def ensure_folder(value: Any, what: str, allowed: str) -> Path:
    """Return a folder, and make it if it is not there; raise an error if it cannot be made.

    >>> ensure_folder(__file__, "folder", "a folder to write")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: folder must be a folder to write; got a file, '...
    """
    folder = check_path(value, what, allowed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NkdataError(f"{what} must be {allowed}; got a file, {short_repr(str(folder))}.") from None
    except OSError as error:
        raise NkdataError(f"{what} must be {allowed}; {short_repr(str(folder))} cannot be made ({error.strerror}).") from None
    return folder
