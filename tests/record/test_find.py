"""Search over all tables: what a reader types finds the rows, best first, each with the call that traces it."""

import pytest

import nkdata
from nkdata.errors import NkdataError


@pytest.mark.parametrize(("text", "table", "key"), [
    ("MiG-29", "transfers", "sipri-18774"), ("mig29", "transfers", "sipri-18774"), ("MIG 29", "transfers", "sipri-18774"),
    ("T-62", "transfers", "sipri-19119"), ("SA-5", "transfers", "text-sa-5"), ("Kosygin", "events", "e028"),
    ("Kosygin visit", "events", "e028"), ("Tiananmen", "passages", "p4s1"),
])  # fmt: skip
def test_what_a_reader_types_is_found_first(text, table, key):
    first = nkdata.find(text).iloc[0]
    assert (first["table"], first["key"]) == (table, key)


def test_each_row_found_holds_every_word_and_traces():
    found = nkdata.find("Kim 1984", limit=50)
    assert len(found)
    for row in found.itertuples():
        text = str(eval(row.trace, {"nkdata": nkdata}))
        whole = text + " ".join(map(str, nkdata.load(row.table).set_index(nkdata.load(row.table).columns[0]).loc[row.key].tolist()))
        assert "kim" in (whole + row.key).lower()
        assert "1984" in whole + row.key


def test_the_bibliography_comes_last_and_the_number_of_all_is_told():
    found = nkdata.find("MiG-29", limit=1000)
    assert found.attrs["found"] == len(found)
    tables = found["table"].tolist()
    assert tables == [name for name in tables if name != "sources"] + [name for name in tables if name == "sources"]
    assert nkdata.find("MiG-29", limit=3).attrs["found"] == len(found)


def test_nothing_found_is_an_empty_frame():
    assert list(nkdata.find("zeppelin").columns) == ["table", "key", "line", "trace"]
    assert nkdata.find("zeppelin").empty


@pytest.mark.parametrize("bad", [None, 3, "", " - ", b"x"])
def test_text_without_a_word_is_one_sentence(bad):
    with pytest.raises(NkdataError, match="text must be a str with a letter or digit; got"):
        nkdata.find(bad)


def test_a_table_alone_is_searched():
    assert set(nkdata.find("Soviet", table="events", limit=500)["table"]) == {"events"}
    with pytest.raises(NkdataError, match="table must be one of"):
        nkdata.find("Soviet", table="nowhere")


def test_a_key_of_another_table_names_the_call():
    with pytest.raises(NkdataError, match=r"got 'mig29_1988'; 'mig29_1988' belongs to nkdata.trace\('estimates', 'est043'\)\.$"):
        nkdata.claim("mig29_1988")
    with pytest.raises(NkdataError, match=r"belongs to nkdata.trace\('events', 'e028'\)"):
        nkdata.trace("transfers", "e028")


def test_a_code_stays_a_code_where_it_is_the_value():
    text = str(nkdata.trace("actors", "PRK"))
    assert "alpha-3 code: PRK\n" in text
    assert "North Korea" in text
    assert nkdata.find("PRK", table="actors").loc[0, "line"].count("PRK") == 1
