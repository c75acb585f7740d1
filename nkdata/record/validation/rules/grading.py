"""Grades and statuses of every table: a status, a credibility and a value that go together."""

import pandas as pd

from nkdata.record.validation.rules.fault import faults


def same_reliability(tables):
    """A row carries the reliability of its source."""
    grade = tables["sources"].set_index("source")["reliability"]
    for name, frame in tables.items():
        if "reliability" in frame and "source" in frame and name != "sources":
            expected = frame["source"].map(grade)
            yield from faults(name, frame, expected.ne(frame["reliability"]), "reliability", expected)


# Credibilities that go with a status; a table stands here with what it allows besides.
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


def grade_fits_status(tables):
    """A plain value is not graded as doubtful, a gap cannot be judged, and nobody left a row unsearched."""
    for name, frame in tables.items():
        if "status" in frame and "credibility" in frame:
            grades = GRADES | BESIDES.get(name, {})
            allowed = [grades.get(status, set()) for status in frame["status"]]
            wrong = [grade not in good for good, grade in zip(allowed, frame["credibility"].tolist(), strict=True)]
            text = pd.Series([" or ".join(map(str, sorted(good))) or "no grade goes" for good in allowed])
            yield from faults(name, frame, wrong, "credibility", text + " with the status " + frame["status"])


def status_fits_value(tables):
    """A gap has no value, a reported zero is zero, a zero is reported or disputed."""
    for name, column in (("tiv", "tiv"), ("trade", "value"), ("estimates", "best"), ("deliveries", "number")):
        frame = tables[name]
        gap = frame["status"].isin(["none_found", "not_searched"])
        yield from faults(name, frame, gap & frame[column].notna(), column, "empty where the status is that of a gap")
        zero = frame[column].eq(0) & ~frame["status"].isin(["reported_zero", "disputed"])
        yield from faults(name, frame, zero, column, "0 only where the status is reported_zero or disputed")
        filled = frame[column].isna() & ~gap
        if name == "estimates":
            filled &= frame["low"].isna() & frame["high"].isna()
        yield from faults(name, frame, filled, "status", "none_found or not_searched where there is no value")


def gaps_are_empty(tables):
    """Only tables of figures, the assistance of a silent text and systems without numbers have gaps."""
    for name in ("events", "statements", "periodisations", "treaties", "corrections"):
        gap = tables[name]["status"].isin(["none_found", "not_searched", "reported_zero"])
        yield from faults(name, tables[name], gap, "status", "value or disputed")
    deals = tables["transfers"]
    silent = deals["number_best"].isna()
    yield from faults("transfers", deals, silent.ne(deals["status"].eq("none_found")), "status", "none_found where there is no number")
    figures = {"estimates": "best", "trade": "value", "tiv": "tiv", "deliveries": "number", "transfers": "number_best"}
    for name, column in figures.items():
        zero = tables[name]["status"].eq("reported_zero") & tables[name][column].ne(0)
        yield from faults(name, tables[name], zero, "status", "reported_zero where the figure is 0")
    rows = tables["estimates"]
    half = rows["best"].notna() & rows["low"].notna().ne(rows["high"].notna())
    yield from faults("estimates", rows, half, "low", "low and high, or neither, beside a best figure")


RULES = [same_reliability, grade_fits_status, status_fits_value, gaps_are_empty]
