"""Other programs read every table with their defaults: the same rows, and numbers as numbers."""

import duckdb
import numpy as np
import pandas as pd
import polars
import pytest
from pyarrow import csv as arrow

import nkdata
from nkdata.record import codebook

TABLES = codebook.names()
NUMBERS = ("integer", "number")


def by_polars(path):
    frame = polars.read_csv(path)
    return {name: frame[name].to_list() for name in frame.columns}


def by_duckdb(path):
    rows = duckdb.sql(f"from read_csv('{path}')")
    return dict(zip(rows.columns, map(list, zip(*rows.fetchall(), strict=True)), strict=True))


def by_arrow(path):
    return arrow.read_csv(path).to_pydict()


def by_pandas(path):
    return pd.read_csv(path).astype(object).to_dict("list")


def missing(value):
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))


@pytest.mark.parametrize("read", [by_polars, by_duckdb, by_arrow, by_pandas])
@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read_with_the_defaults_of_a_library(read, table):
    ours, theirs = nkdata.load(table), read(codebook.SHIPPED / f"{table}.csv")
    assert list(theirs) == list(ours.columns)
    for column, kind in codebook.types_of(table).items():
        assert len(theirs[column]) == len(ours)
        for value, other in zip(ours[column], theirs[column], strict=True):
            if pd.isna(value):
                assert missing(other), (column, other)
            elif kind in NUMBERS:
                told = ours[column][:100].notna().any()  # from an empty start a library cannot guess that numbers follow
                assert isinstance(other, (int, float)) or not told, f"{column} is read as text: {other!r}"
                assert float(other) == float(value), column
            elif kind == "string" and not isinstance(other, (int, float)):  # years alone are read as numbers
                assert str(other).partition(" 00:")[0] == value or hasattr(other, "year"), column


@pytest.mark.filterwarnings("ignore::pandas.errors.InvalidColumnName")
@pytest.mark.parametrize("table", TABLES)
def test_a_table_goes_to_stata_and_back(table, tmp_path):
    """Two names, end and default, get an underscore, and a column without any value has to be filled with empty text before."""
    ours = nkdata.load(table)
    empty = ours.columns[ours.isna().all()]
    ours.fillna(dict.fromkeys(empty, "")).to_stata(tmp_path / "table.dta", write_index=False, version=118)
    back = pd.read_stata(tmp_path / "table.dta")
    back.columns = [name.removeprefix("_") for name in back.columns]
    assert list(back.columns) == list(ours.columns)
    for column, kind in codebook.types_of(table).items():
        for value, other in zip(ours[column], back[column], strict=True):
            if pd.isna(value):
                assert missing(other) or pd.isna(other), (column, other)
            elif kind in (*NUMBERS, "boolean"):
                assert float(other) == float(value), column
            else:
                assert str(other) == str(value), column
