"""Names of the sources in tables: author and year, as in prose, with a letter where two would be alike."""

import re
from collections.abc import Iterator
from itertools import count, product
from string import ascii_lowercase

import pandas as pd

import nkdata

INITIALS = re.compile(r"^(?:[A-Z]\. )+|, [A-Z]\.(?:[- ]?[A-Z]\.)*")
NO_YEAR = "n.d."


def source_names() -> dict[str, str]:
    """Return the name of each source by its key; letters follow the order of the bibliography.

    >>> names = source_names()
    >>> names["sipri_2026"], names["loc_country_study_1994"], names["atop_5"]
    ('SIPRI 2026', 'Savada 1994', 'Leeds and others n.d.-a')
    """
    sources = nkdata.load("sources")
    who = sources["author"].fillna(sources["publisher"]).fillna(sources["title"])
    order = sources.assign(who=who).sort_values(["who", "title", "source"])
    names = [f"{_short(row.who, row.source)} {NO_YEAR if pd.isna(row.year) else row.year}" for row in order.itertuples()]
    letters = {name: _letters("-" if name.endswith(NO_YEAR) else "") for name in names if names.count(name) > 1}
    return {key: name + next(letters[name]) if name in letters else name for key, name in zip(order["source"], names, strict=True)}


def _letters(mark: str) -> Iterator[str]:
    """Yield the letters a to z, then aa, ab and so on, each after a mark."""
    return (mark + "".join(letters) for size in count(1) for letters in product(ascii_lowercase, repeat=size))


def _short(name: str, key: str) -> str:
    """Return a name without initials, places and mediators; an institution by its letters if the key has them.

    >>> _short("Gibler, D. M., Miller, S. and Little, E.", "x"), _short("US Central Intelligence Agency", "cia_1968")
    ('Gibler and others', 'CIA')
    """
    name = INITIALS.sub("", name.partition(":")[0]).replace("et al.", "and others").replace(";", " and")
    letters = key.partition("_")[0].upper()
    if len(letters) > 2 and letters in "".join(re.findall("[A-Z]", name)):
        return letters
    first, *rest = re.split(r"\s*[,(/]\s*", name)
    return f"{first} and others" if any(" and " in part for part in rest) else first
