"""The description for search engines, read by an independent validator that also reads every table through it."""

import json
import shutil

import mlcroissant
import pytest

import nkdata
from nkdata.record import codebook
from nkdata.record.croissant import croissant


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("croissant")
    for file in codebook.folder(codebook.SHIPPED).glob("*.csv"):
        shutil.copy(file, folder)
    (folder / "croissant.json").write_text(json.dumps(croissant()), encoding="utf-8")
    return mlcroissant.Dataset(folder / "croissant.json")


def test_the_validator_finds_no_fault(dataset):
    assert not dataset.metadata.issues.errors
    assert not dataset.metadata.issues.warnings


@pytest.mark.parametrize("table", codebook.names())
def test_every_table_is_read_through_the_description(dataset, table):
    assert sum(1 for _ in dataset.records(table)) == len(nkdata.load(table))
