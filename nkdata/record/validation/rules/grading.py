"""Grades, statuses and derived columns of every table: a status, a credibility and a value that go together."""

import pandas as pd

from nkdata.record import codebook
from nkdata.record.csv_file import cell
from nkdata.record.derived import DERIVED, derive
from nkdata.record.validation.rules.fault import Faults, Tables, differ, faults

# Credibilities that go with a status; a table stands here with the grades that it allows besides.
GRADES = {"value": {1, 2, 3, 6}, "disputed": {1, 2, 3, 4, 5}, "none_found": {6}, "reported_zero": {1, 2, 3, 4}}
BESIDES = {
    "assistance": {"disputed": {4}},
    "periodisations": {"disputed": {4}, "value": {1, 2, 3}},
    "treaties": {"value": {1, 3}},
    "estimates": {"value": {1, 2, 3, 4, 6}},
    "trade": {"value": {2, 3, 4}},
    "transfers": {"none_found": {1, 3, 6}},
    "corrections": {"value": {1, 2, 4, 5}},
    "tiv": {"value": {3}, "none_found": {3}, "disputed": set()},
    "deliveries": {"value": {2, 3}, "none_found": {3}, "disputed": set()},
    "votes": {"value": {2}, "disputed": set(), "none_found": set(), "reported_zero": set()},
}
FIGURES = {"tiv": "tiv", "trade": "value", "estimates": "best", "deliveries": "number", "transfers": "number_best"}
GAPS = ["none_found", "not_searched"]


def derived_columns_follow(tables: Tables) -> Faults:
    """A column that follows from other columns holds the value that follows (nkdata.record.derived)."""
    for name, columns in DERIVED.items():
        types = codebook.types_of(name, codebook.SHIPPED)
        for column in columns:
            expected = derive(name, column, tables)
            wrong = differ(tables[name][column], expected)
            if wrong.any():
                text = expected.map(lambda value, kind=types[column]: cell(value, kind) or "empty")
                yield from faults(name, tables[name], wrong, column, text)


def grade_fits_status(tables: Tables) -> Faults:
    """A plain value is not graded as doubtful, a gap cannot be judged, and nobody left a row unsearched."""
    for name, frame in tables.items():
        if "status" in frame and "credibility" in frame:
            grades = GRADES | BESIDES.get(name, {})
            allowed = [grades.get(status, set()) for status in frame["status"]]
            wrong = [grade not in good for good, grade in zip(allowed, frame["credibility"].tolist(), strict=True)]
            text = pd.Series([" or ".join(map(str, sorted(good))) or "no grade goes" for good in allowed])
            yield from faults(name, frame, wrong, "credibility", text + " with the status " + frame["status"])


def status_fits_value(tables: Tables) -> Faults:
    """A gap has no value, a reported zero is zero, and a zero is reported or disputed."""
    for name, column in FIGURES.items():
        frame = tables[name]
        value, status = frame[column], frame["status"]
        yield from faults(name, frame, status.eq("reported_zero") & value.ne(0), "status", "reported_zero where the figure is 0")
        if name == "transfers":
            yield from faults(name, frame, value.isna().ne(status.eq("none_found")), "status", "none_found where there is no number")
            continue
        gap = status.isin(GAPS)
        yield from faults(name, frame, gap & value.notna(), column, "empty where the status is that of a gap")
        zero = value.eq(0) & ~status.isin(["reported_zero", "disputed"])
        yield from faults(name, frame, zero, column, "0 only where the status is reported_zero or disputed")
        unknown = value.isna() & ~gap
        if name == "estimates":
            unknown &= frame["low"].isna() & frame["high"].isna()
        yield from faults(name, frame, unknown, "status", "none_found or not_searched where there is no value")


def gaps_are_empty(tables: Tables) -> Faults:
    """Only tables of figures, the assistance of a silent text and systems without numbers have gaps."""
    for name in ("events", "statements", "periodisations", "treaties", "corrections"):
        gap = tables[name]["status"].isin([*GAPS, "reported_zero"])
        yield from faults(name, tables[name], gap, "status", "value or disputed")
    rows = tables["estimates"]
    half = rows["best"].notna() & rows["low"].notna().ne(rows["high"].notna())
    yield from faults("estimates", rows, half, "low", "low and high, or neither, beside a best figure")
    rows = tables["assistance"]
    silent = rows["wording"].isna()
    yield from faults("assistance", rows, silent.ne(rows["status"].eq("none_found")), "status", "none_found where the text has no word")


RULES = [derived_columns_follow, grade_fits_status, status_fits_value, gaps_are_empty]
