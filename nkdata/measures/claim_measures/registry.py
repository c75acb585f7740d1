"""The registry of claim measures: functions of the data and of typed arguments, parsed from a row of the ledger."""

from collections.abc import Callable, Collection
from inspect import Parameter, signature
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from nkdata.errors import NkdataError, check_option, short_repr
from nkdata.measures import TIES
from nkdata.measures.multiverse.hypotheses import HYPOTHESES
from nkdata.measures.series.lines import LINES
from nkdata.measures.series.phases import SPAN
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load

Data = PathLike | None
Result = float | tuple[float, float, float]  # a number, or a number with its lower and upper bound
Measure = TypeVar("Measure", bound=Callable[..., Result])
MEASURES: dict[str, Callable[..., Result]] = {}


def claim_measure(function: Measure) -> Measure:
    """Register a measure under its name; a final underscore, which a Python keyword needs, does not count.

    The first argument is the data folder. Each other one is annotated with its options: a Literal, an Annotated
    whose second part gives the options from the data folder, or a list of either, joined by semicolons.
    """
    MEASURES[function.__name__.rstrip("_")] = function
    return function


def column(table: str, name: str) -> Callable[[Data], Collection]:
    """Return a function that gives the values of a column, as the options of an argument."""
    return lambda data: load(table, data=data)[name].dropna().unique().tolist()


Phase = Annotated[int, column("phases", "phase")]
Year = Annotated[int, lambda data: range(SPAN[0], SPAN[1] + 1)]
Supplier = Annotated[str, column("transfers", "supplier")]
Partner = Annotated[str, column("votes", "partner")]
Tie = Annotated[str, lambda data: TIES]
Hypothesis = Annotated[str, lambda data: HYPOTHESES]
Indicator = Literal["arms", "orders", "events", "votes", "treaties", "words"]
Line = Annotated[str, lambda data: LINES]
Pick = Literal["min", "median", "max"]


def arguments_of(measure: Callable[..., Result], text: str, where: str, data: Data = None) -> list[Any]:
    """Return the arguments of a measure, parsed from text in which blanks part them; the last one may hold blanks.

    >>> def total(data, tie: Tie, first: Year, last: Year): ...
    >>> arguments_of(total, "moscow 1953 1993", "claims.csv, total_moscow")
    ['moscow', 1953, 1993]
    >>> arguments_of(total, "Moscow 1953 1993", "claims.csv, total_moscow")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: claims.csv, total_moscow: tie must be one of 'moscow', 'beijing'; got 'Moscow'.
    """
    parameters = list(signature(measure).parameters.values())[1:]
    names = ", ".join(parameter.name for parameter in parameters) or "none"
    least = sum(parameter.default is parameter.empty for parameter in parameters)
    if parameters and parameters[-1].kind is Parameter.VAR_POSITIONAL:
        parts = text.split()
        parameters += parameters[-1:] * (len(parts) - len(parameters))
    else:
        parts = text.split(maxsplit=max(len(parameters) - 1, 0))
    if not least <= len(parts) <= len(parameters):
        raise NkdataError(f"{where}: arguments must be {names}; got {short_repr(text)}.")
    kinds = get_type_hints(measure, include_extras=True)
    return [_parsed(kinds[p.name], part, f"{where}: {p.name}", data) for p, part in zip(parameters, parts, strict=False)]


def _parsed(kind: Any, text: str, what: str, data: Data) -> Any:
    """Return the option that a text names, in its own type."""
    if get_origin(kind) in (Union, UnionType):  # an argument that may be left out
        kind = get_args(kind)[0]
    if get_origin(kind) is list:
        return [_parsed(get_args(kind)[0], part, what, data) for part in text.split(";")]
    options = get_args(kind) if get_origin(kind) is Literal else get_args(kind)[1](data)
    by_text = {str(option): option for option in options}
    return by_text[check_option(text, list(by_text), what)]
