"""Whose data a report rests on: where they are a reader's own copy, every format says so."""

import nkdata
from nkdata.record import codebook


def notice() -> str:
    """A sentence that names what differs from the shipped tables; empty where nothing does."""
    if codebook.folder() == codebook.SHIPPED:
        return ""
    changes = nkdata.diff(codebook.SHIPPED)
    if changes.empty:
        return ""
    many, tables = len(changes), ", ".join(changes["table"].unique())
    return f"From an edited copy of the data ({many} change{'s' * (many > 1)} in {tables}): these are not the authors’ findings."


def faults() -> str:
    """A sentence that counts the faults of an edited copy; empty where there are none."""
    many = len(nkdata.check(codebook.folder()))
    return f"python -m nkdata check finds {many} fault{'s' * (many > 1)} in this copy; the report is built all the same" if many else ""
