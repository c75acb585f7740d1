"""One cell changed at a time: checksums see every change, understanding most, and the rest is explained."""

import csv
import sys
from pathlib import Path

import pytest

from nkdata.record import codebook

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # last, so that an installed nkdata comes before the one that lies beside the benchmarks
from benchmarks import mutation  # noqa: E402

SIZE, SEED = 250, 7
# Columns in which a change is a blunder: each is explained by itself or not at all.
BLUNDERS = {"source", "supplier", "recipient", "partner", "patron", "parties", "actor", "reliability", "credibility", "phase", "passage"}


@pytest.fixture(scope="module")
def judged():
    return mutation.judge(mutation.mutants(SIZE, SEED))


@pytest.fixture(scope="module")
def reasons():
    return mutation.reasons()


def fields(table):
    return {field["name"]: field for field in codebook.resource(table, codebook.SHIPPED)["schema"]["fields"]}


def is_coded(table, column):
    """Whether a change of the column is one of key, source, actor, year or code."""
    field = fields(table)[column]
    coded = "enum" in field.get("constraints", {}) or field["type"] in ("boolean", "date") or "year" in column
    return coded or column in BLUNDERS or column in codebook.key_of(table, codebook.SHIPPED)


def test_every_table_is_tried(judged):
    assert {mutant.table for mutant, *_ in judged} == set(codebook.names(codebook.SHIPPED))
    assert len({mutant.kind for mutant, *_ in judged}) >= 9


def test_checksums_see_every_change(judged):
    assert [mutant for mutant, seen, _ in judged if not seen] == []


def test_understanding_sees_most_changes_and_the_rest_is_explained(judged, reasons):
    survivors = [mutant for mutant, _, by in judged if not by]
    assert [mutant for mutant in survivors if not mutation.reason(mutant, reasons)] == []
    assert len(survivors) < 0.25 * len(judged)


def test_a_sample_is_the_same_each_time():
    assert mutation.mutants(40, SEED) == mutation.mutants(40, SEED)
    assert mutation.mutants(40, SEED) != mutation.mutants(40, SEED + 1)


def test_what_is_explained_exists(reasons):
    names = codebook.names(codebook.SHIPPED)
    for table, column in reasons:
        assert any(column in fields(name) for name in (names if table == "*" else [table])), (table, column)


def test_codes_keys_actors_and_years_are_explained_one_by_one(reasons):
    names = codebook.names(codebook.SHIPPED)
    coded = {}
    for (table, column), reason in reasons.items():
        if table == "*":
            assert not any(is_coded(name, column) for name in names if column in fields(name)), column
        elif is_coded(table, column):
            assert reason not in coded, f"{table}.{column} has the reason of {coded[reason]}"
            coded[reason] = f"{table}.{column}"
        assert len(reason.split()) >= 6, (table, column)


def test_explanations_stand_once_and_in_order():
    with open(ROOT / "benchmarks" / "survivors.csv", encoding="utf-8", newline="") as file:
        rows = [(row["table"], row["column"]) for row in csv.DictReader(file)]
    assert rows == sorted(set(rows))
