"""Keys across tables: to which table a key or a group name belongs."""

import os

from nkdata.record import codebook
from nkdata.record.tables import load


def owners(key: object, data: str | os.PathLike[str] | None = None) -> list[tuple[str, object]]:
    """Return (table, key) of every row that has this key, or this name of a group; none where no table knows it.

    >>> owners("d11"), owners("mig29_number")[:1], owners("nowhere")
    ([('drivers', 'd11')], [('estimates', 'est048')], [])
    """
    found = []
    for table in codebook.names(data):
        columns, group = codebook.key_of(table, data), codebook.group_of(table, data)
        if len(columns) > 1:
            continue
        frame = load(table, data=data)
        for column in filter(None, (columns[0], group)):
            found += [(table, own) for own in frame.loc[frame[column].astype(str) == str(key), columns[0]]]
    return found


def hint(key: object, data: str | os.PathLike[str] | None = None) -> str:
    """Return half a sentence that names the call for a key of another table, or nothing.

    >>> hint("d11"), hint("nowhere")
    ("; 'd11' belongs to nkdata.trace('drivers', 'd11')", '')
    """
    rows = owners(key, data) if isinstance(key, str) and not key.isdigit() else []  # a bare number says nothing of its table
    return f"; {key!r} belongs to nkdata.trace({rows[0][0]!r}, {rows[0][1]!r})" if rows else ""
