"""Faults of meaning: rules that hold between the cells of sound files, a module for each table or two."""

from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.csv_file import Fault
from nkdata.record.tables import load
from nkdata.record.validation.rules import (
    actors,
    arms,
    assistance,
    choices_claims,
    consistency,
    constraints,
    events,
    figures,
    grading,
    money,
    money_names,
    phases,
    readings,
    sources,
    statements,
)

MODULES = (
    grading,
    sources,
    actors,
    phases,
    assistance,
    constraints,
    events,
    arms,
    figures,
    statements,
    choices_claims,
    money,
    money_names,
    consistency,
    readings,
)
RULES = [rule for module in MODULES for rule in module.RULES]


def broken(data: PathLike | None = None) -> list[Fault]:
    """Return a fault for each cell that breaks a rule."""
    tables = {name: load(name, data=data) for name in codebook.names(data)}
    return [fault for rule in RULES for fault in rule(tables)]
