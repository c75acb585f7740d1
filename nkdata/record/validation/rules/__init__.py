"""Faults of meaning: what the tables must say of one another whatever their form. Used by ``nkdata check`` and the tests."""

from nkdata.record import codebook
from nkdata.record.tables import load
from nkdata.record.validation.rules import (
    acts,
    arms,
    doubts,
    figures,
    grounds,
    keys,
    likeness,
    money,
    money_names,
    ours,
    stretches,
    times,
    words,
)

MODULES = (grounds, times, figures, arms, acts, words, stretches, keys, likeness, doubts, money, money_names, ours)
RULES = [rule for module in MODULES for rule in module.RULES]


def broken(data=None):
    """Every broken rule, as (file, row, column, value, what is allowed)."""
    tables = {name: load(name, data=data) for name in codebook.names(data)}
    return [fault for rule in RULES for fault in rule(tables)]
