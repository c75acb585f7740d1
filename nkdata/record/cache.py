"""Keep the result of a measure until a file of the dataset changes: notebooks and claims ask for the same again and again."""

from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache, wraps
from inspect import signature
from pathlib import Path
from typing import Any, TypeVar, cast

from nkdata.record import codebook
from nkdata.record.tables import stamp

Measure = TypeVar("Measure", bound=Callable)


def kept(measure: Measure) -> Measure:
    """Remember the results of a measure of the argument `data`, by its arguments and the time and size of every file of the dataset.

    Every call hands out a copy of its own. An argument that cannot be looked up, such as a frame, is computed anew.

    >>> calls = []
    >>> counted = kept(lambda data=None: calls.append(data))
    >>> counted(), counted(data=None), len(calls)
    (None, None, 1)
    """
    takes = signature(measure)

    @lru_cache(maxsize=32, typed=True)
    def remembered(_stamps: tuple, *words: Any, **named: Any) -> Any:
        return measure(*words, **named)

    @wraps(measure)
    def fresh(*words: Any, **named: Any) -> Any:
        call = takes.bind(*words, **named)
        call.apply_defaults()
        call.arguments["data"] = folder = codebook.folder(call.arguments["data"])
        try:
            hash((call.args, *call.kwargs.values()))
        except TypeError:
            return measure(*words, **named)
        return deepcopy(remembered(_stamps(folder), *call.args, **call.kwargs))

    return cast(Measure, fresh)  # `wraps` keeps its signature


def _stamps(folder: Path) -> tuple:
    tables = (resource["path"] for resource in codebook.package(folder)["resources"])
    return tuple(stamp(f"{folder}/{file}") for file in ("datapackage.json", *tables))
