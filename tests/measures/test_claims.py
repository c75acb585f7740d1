"""The claim ledger: its numbers are those that the measures give, and no headline number stands outside it."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import nkdata
from nkdata.measures.claims import MEASURES, compute, sentence
from nkdata.record import codebook

CLAIMS = nkdata.load("claims")
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# Numbers that define a thing rather than report one: bounds of a scale, a level of confidence, a count of draws.
DEFINING = {"+1", "−1", "-1", "0", "1", "6", "90", "10,000"}


def cells(path, kind):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [(cell["id"], cell) for cell in notebook["cells"] if cell["cell_type"] == kind]


def prose(cell):
    """Sentences that a cell printed as prose."""
    for output in cell["outputs"]:
        if "text/markdown" in output.get("data", {}) and "nkdata" not in output.get("metadata", {}):
            for line in "".join(output["data"]["text/markdown"]).splitlines():
                yield line.removeprefix("- ").strip()


@pytest.fixture(scope="module")
def numbers():
    return {row["claim"]: compute(row) for _, row in CLAIMS.iterrows()}


@pytest.mark.parametrize("key", CLAIMS["claim"])
def test_a_row_holds_what_its_measure_gives(key, numbers):
    row = CLAIMS.set_index("claim").loc[key]
    for name, found in numbers[key].items():
        if found is None:
            assert pd.isna(row[name]), name
        else:
            assert row[name] == pytest.approx(found, rel=1e-5, abs=1e-6), f"{name}: run `python -m nkdata update` and look why it changed"


@pytest.mark.parametrize("key", CLAIMS["claim"])
def test_the_home_cell_of_a_row_prints_its_sentence(key, numbers):
    row = CLAIMS.set_index("claim").loc[key]
    path = next(p for p in NOTEBOOKS if p.stem == row["notebook"])
    cell = dict(cells(path, "code"))[row["cell"]]
    assert sentence(row, numbers[key]) in set(prose(cell))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_printed_sentence_with_a_number_stands_outside_the_ledger(path, numbers):
    rows = CLAIMS.set_index("claim")
    known = {sentence(rows.loc[key], found) for key, found in numbers.items()} | {nkdata.cite()}
    printed = [text for _, cell in cells(path, "code") for text in prose(cell)]
    licences = nkdata.licence("phases"), nkdata.licence("deliveries")
    strange = [t for t in printed if re.search(r"\d", t) and t not in known and not t.startswith(licences)]
    assert strange == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_typed_prose_has_no_numbers_but_years_and_definitions(path):
    for identifier, cell in cells(path, "markdown"):
        text = re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|^#+ .*$", "", "".join(cell["source"]), flags=re.MULTILINE)
        text = re.sub(r"\b(18|19|20)\d\d(–\d\d)?s?\b", "", text)
        found = set(re.findall(r"[+−-]?\d[\d,.]*(?<![,.])", text))
        assert found <= DEFINING, (identifier, found - DEFINING)


def test_sentences_show_their_value_and_intervals_hold_it():
    assert CLAIMS["sentence"].str.contains(r"\{value").all()
    bounded = CLAIMS.dropna(subset=["low", "high"])
    assert (bounded["low"] <= bounded["high"]).all()
    assert CLAIMS.dropna(subset="share")["share"].between(0, 1).all()


def test_every_measure_is_used_and_every_table_exists():
    fields = {field["name"]: field for field in codebook.resource("claims")["schema"]["fields"]}
    assert set(CLAIMS["measure"]) == set(MEASURES) == set(fields["measure"]["constraints"]["enum"])
    assert set(CLAIMS["tables"].str.split(";").explode()) <= set(codebook.names())


def test_a_ledger_of_another_dataset_prints_other_numbers(tmp_path):
    from small import copy_of_data

    data = copy_of_data(tmp_path / "d")
    path = data / "statements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",yes,", ",no,"), encoding="utf-8")
    assert nkdata.claim("statements_yes", data=data).text != nkdata.claim("statements_yes").text


def test_an_unknown_claim_is_one_sentence():
    with pytest.raises(nkdata.NkdataError, match=r"claim must be one of .*; got 'the_moon'"):
        nkdata.claim("the_moon")


ROW = CLAIMS.set_index("claim", drop=False)


@pytest.mark.parametrize(("key", "arguments", "sentence"), [
    ("lean_1957_60", "arms 9", "claims.csv, lean_1957_60: phase must be one of '1', '2', '3', '4', '5', '6', '7'; got '9'."),
    ("lean_1957_60", "arms 2 3", "claims.csv, lean_1957_60: phase must be one of '1', '2', '3', '4', '5', '6', '7'; got '2 3'."),
    ("lean_1957_60", "arms", "claims.csv, lean_1957_60: arguments must be indicator, phase; got 'arms'."),
    ("lean_1957_60", np.nan, "claims.csv, lean_1957_60: arguments must be indicator, phase; got ''."),
    ("passages", "all", "claims.csv, passages: arguments must be none; got 'all'."),
    ("verdict_changed", "holds with", "verdict must be one of 'holds', 'holds with a changed boundary', 'contested'; got 'holds with'."),
    ("votes_russia", "SUN;RUSS max", "claims.csv, votes_russia: partners must be one of 'CHN', 'SUN', 'USA', 'RUS'; got 'RUSS'."),
    ("money_china", "est9", "claims.csv, money_china: key must be one of "),
    ("answer_open", "span", "claims.csv, answer_open: arguments must be pick, hypotheses; got 'span'."),
])  # fmt: skip
def test_a_wrong_argument_is_named_with_its_row_and_options(key, arguments, sentence):
    with pytest.raises(nkdata.NkdataError) as error:
        compute(ROW.loc[key].where(ROW.columns != "arguments", arguments))
    assert sentence in str(error.value)


def test_an_unknown_measure_or_hypothesis_is_named():
    with pytest.raises(nkdata.NkdataError, match=r"^claims\.csv, passages: measure must be one of .*; got 'passage'\.$"):
        compute(ROW.loc["passages"].where(ROW.columns != "measure", "passage"))
    with pytest.raises(nkdata.NkdataError, match=r"^claims\.csv, passages: hypothesis must be one of .*; got 'none'\.$"):
        compute(ROW.loc["passages"].where(ROW.columns != "hypothesis", "none"))


def test_a_fault_within_a_measure_is_not_blamed_on_the_row(monkeypatch):
    def broken(data):
        return {}["nothing"]

    monkeypatch.setitem(MEASURES, "passages", broken)
    with pytest.raises(KeyError, match="nothing"):
        compute(ROW.loc["passages"])


def test_minus_signs_are_minus_signs():
    row = CLAIMS.set_index("claim").loc["lean_1957_60"]
    text = sentence(row, {"value": -0.5, "low": -1.0, "high": np.float64(0.25)})
    assert "−0.50" in text
    assert "-0" not in text
