"""Faults of meaning: what the tables must say of one another whatever their form. Used by ``nkdata check`` and the tests."""

from nkdata import codebook
from nkdata.loading import load
from nkdata.rules import figures, grounds, times

RULES = [*grounds.RULES, *times.RULES, *figures.RULES]


def broken(data=None):
    """Every broken rule, as (file, row, column, value, what is allowed)."""
    tables = {name: load(name, data=data) for name in codebook.names(data)}
    return [fault for rule in RULES for fault in rule(tables)]
