"""Keep what a measure gives until a file of the dataset changes."""

from functools import lru_cache, wraps

from nkdata import codebook


def kept(measure):
    """Remember what `measure(data, ...)` gave, by the name, time and size of every file of the data folder.

    What it gives is handed out again and again, so it must not be changed.

    >>> calls = []
    >>> counted = kept(lambda data: calls.append(data))
    >>> counted(None), counted(None), len(calls)
    (None, None, 1)
    """

    @lru_cache(maxsize=16)
    def remembered(folder, stamps, *words, **named):
        return measure(folder, *words, **named)

    @wraps(measure)
    def fresh(data, *words, **named):
        folder = codebook.folder(data)
        return remembered(folder, _stamps(folder), *words, **named)

    return fresh


def _stamps(folder):
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(folder.iterdir()))
