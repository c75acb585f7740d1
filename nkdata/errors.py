"""The one exception that nkdata raises, the sentence that it says, and the checks that arguments share."""

import os
from difflib import get_close_matches
from numbers import Integral
from pathlib import Path

MANY = 24  # names that a sentence can still list


class NkdataError(ValueError):
    """Bad input or bad data. The message is one sentence: what was wrong, where, and what is allowed."""


def ensure_folder(value, what, allowed):
    """A folder, made if it is not there, else raise an error.

    >>> ensure_folder(__file__, "folder", "a folder to write")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: folder is '..., which is a file; allowed is a folder to write.
    """
    folder = check_path(value, what, allowed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NkdataError(f"{what} is {short_repr(str(folder))}, which is a file; allowed is {allowed}.") from None
    except OSError as error:
        raise NkdataError(f"{what} is {short_repr(str(folder))}, which cannot be made ({error.strerror}); allowed is {allowed}.") from None
    return folder


def check_option(value, allowed, what):
    """Return `value` if it is one of `allowed`, else raise an error that lists them.

    >>> check_option("year", ["year", "phase"], "by")
    'year'
    >>> check_option("month", ["year", "phase"], "by")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: by is 'month'; allowed are 'year', 'phase'.
    """
    try:
        hash(value)  # an array or a frame has no single answer to `in`, nor a hash
        if value in allowed:
            return value
    except (TypeError, ValueError):
        pass
    raise NkdataError(f"{what} is {short_repr(value)}; allowed are {list_options(allowed, value)}.")


def list_options(allowed, value=None):
    """Names in a sentence; of very many their number and three, the closest to `value` if any is close.

    >>> list_options(["year", "phase"]), list_options([])
    ("'year', 'phase'", 'none')
    >>> list_options([f"y{year}" for year in range(1953, 1994)], "1984")
    "41 names, the closest 'y1984', 'y1989', 'y1988'"
    """
    if len(allowed) <= MANY:
        return ", ".join(map(repr, allowed)) or "none"
    close = get_close_matches(value, map(str, allowed)) if isinstance(value, str) and len(value) <= 60 else []
    names = ", ".join(map(repr, close or allowed[:3]))
    return f"{len(allowed)} names, {'the closest' if close else 'for example'} {names}"


def short_repr(value):
    """The `repr` of a value on one line, cut to a length that fits into a sentence; its type where it has none.

    >>> short_repr(["arms"] * 40), short_repr(10**5000)
    ("['arms', 'arms', 'arms', 'arms', 'arms', 'arms', 'arms', ...", 'an int that cannot be printed')
    """
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a number of more digits than Python prints, or an object that fails at its own name
        name = type(value).__name__
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name} that cannot be printed"
    return text if len(text) <= 60 else text[:57] + "..."


def check_bool(value, what):
    """Return `value`, Python's own or numpy's, as True or False, else raise an error.

    >>> check_bool(True, "quiet"), check_bool(1, "quiet")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: quiet is 1; allowed are True and False.
    """
    if isinstance(value, bool) or (type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_")):
        return bool(value)
    raise NkdataError(f"{what} is {short_repr(value)}; allowed are True and False.")


def check_int(value, what, least=0, most=None):
    """Return a whole number of at least `least` and at most `most`, else raise an error.

    >>> check_int(True, "draws")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: draws is True; allowed are whole numbers from 0.
    """
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if whole and value >= least and (most is None or value <= most):
        return int(value)
    raise NkdataError(f"{what} is {short_repr(value)}; allowed are whole numbers from {least}{'' if most is None else f' to {most:,}'}.")


def check_path(value, what, allowed="the path of a file or folder"):
    """Return a str or path-like as a path, else raise an error.

    >>> check_path(3, "data")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: data is 3; allowed is the path of a file or folder.
    """
    try:
        raw = os.fsencode(value)
        if raw and b"\0" not in raw:
            return Path(value)
    except (TypeError, ValueError):  # not a path, or characters that no file name can hold
        pass
    raise NkdataError(f"{what} is {short_repr(value)}; allowed is {allowed}.")
