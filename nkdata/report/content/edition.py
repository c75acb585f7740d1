"""The data that a report rests on: if they are an edited copy, every format says so."""

import nkdata
from nkdata.record import codebook


def notice() -> str:
    """Return a sentence that names the tables that differ from the shipped ones; empty if none does."""
    if codebook.folder() == codebook.SHIPPED:
        return ""
    changes = nkdata.diff(codebook.SHIPPED)
    if changes.empty:
        return ""
    many, tables = len(changes), ", ".join(changes["table"].unique())
    return f"From an edited copy of the data ({many} change{'s' * (many > 1)} in {tables}): these are not the authors’ findings."


def faults() -> str:
    """Return a sentence that counts the faults of an edited copy; empty if there are none."""
    many = len(nkdata.check(codebook.folder()))
    return f"python -m nkdata check finds {many} fault{'s' * (many > 1)} in this copy; the report is built all the same" if many else ""
