"""The one exception that nkdata raises, and the sentence that it says."""


class NkdataError(ValueError):
    """Bad input or bad data. The message is one sentence: what was wrong, where, and what is allowed."""


def choose(value, allowed, what):
    """Return `value` if it is one of `allowed`, else raise an error that lists them.

    >>> choose("year", ["year", "phase"], "by")
    'year'
    >>> choose("month", ["year", "phase"], "by")
    Traceback (most recent call last):
    nkdata.errors.NkdataError: by is 'month'; allowed are 'year', 'phase'.
    """
    try:
        if value in allowed:
            return value
    except (TypeError, ValueError):  # an array or a frame has no single answer to `in`
        pass
    raise NkdataError(f"{what} is {shown(value)}; allowed are {', '.join(map(repr, allowed))}.")


def shown(value):
    """The `repr` of a value, cut to a length that fits into a sentence."""
    text = repr(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "..."


def flag(value, what):
    """Return `value` if it is True or False, else raise an error."""
    if isinstance(value, bool):
        return value
    raise NkdataError(f"{what} is {shown(value)}; allowed are True and False.")
