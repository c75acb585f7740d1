"""Doubts and grades: a status, a credibility and a rival that go together."""

import pandas as pd

from nkdata.record.tables import TEXT
from nkdata.record.validation.rules.fault import faults

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


def disputes_have_two_sides(tables):
    """A disputed figure shares its claim with a rival; one that stands alone is not disputed."""
    for name in ("estimates", "trade"):
        frame = tables[name]
        alone = ~frame["quantity"].duplicated(keep=False)
        yield from faults(name, frame, alone & frame["status"].eq("disputed"), "status", "disputed only beside a rival of the same claim")
    rows = tables["treaties"]
    state = rows.groupby("quantity")["status"].transform(lambda values: values.mode()[0])
    firm = ~rows["credibility"].isin([1])
    yield from faults("treaties", rows, firm & state.ne(rows["status"]), "status", "that of the other rows of the claim")
    plain = rows[rows["status"].eq("value")]
    first, last = plain["start"].fillna(pd.Timestamp("1900-01-01")), plain["end"].fillna(pd.Timestamp("2100-01-01"))
    claim = plain["quantity"]
    apart = first.groupby(claim).transform("max").gt(last.groupby(claim).transform("min"))
    yield from faults("treaties", plain, apart, "date", "a date that the other undisputed rows of the claim allow")


def rivals_have_one_source_each(tables):
    """A group of events or rival figures is of more than one source."""
    for name, column in (("events", "event_group"),):
        frame = tables[name].dropna(subset=column)
        few = frame.groupby(column)["source"].transform("nunique").lt(2)
        yield from faults(name, frame, few & frame["source"].ne(TEXT), "source", "a source of its own")


def sources_are_used(tables):
    """A source that no row rests on does not belong in the list."""
    used = set().union(*(frame["source"] for name, frame in tables.items() if "source" in frame and name != "sources"))
    yield from faults("sources", tables["sources"], ~tables["sources"]["source"].isin(used), "source", "a source that a row rests on")


RULES = [grade_fits_status, gaps_are_empty, disputes_have_two_sides, rivals_have_one_source_each, sources_are_used]
