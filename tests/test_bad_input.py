"""Every public function with good and bad arguments: a right answer, or the one exception with one clear sentence.

Each argument has a kind: some good values, some bad ones, and a rule for the odd values below, which are thrown at every
argument. A new public function or argument without a kind fails. A keyword that a function does not have is left to Python.
"""

import atexit
import inspect
import re
import shutil
import tempfile
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Real
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from small import copy_of_data

import nkdata
from nkdata import NkdataError, charts, report
from nkdata.measures.series import arms, indicators
from nkdata.record import codebook

SHIPPED = codebook.folder(codebook.SHIPPED)
FIXED = settings(derandomize=True, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck))
COPY = copy_of_data(Path(tempfile.mkdtemp()) / "copy")
atexit.register(shutil.rmtree, COPY.parent)
TEXT = COPY.parent / "text.txt"
TEXT.write_text(" ".join(["1993", "June", "of", "as", "Data"][::-1]))  # in reverse, as this file is a bad source
BAD = Counter()  # bad inputs refused, by function

ODD = [
    None, True, False, np.True_, 0, 1, -1, 2, 3, 4, 46, 0.5, 1.5, -0.9, float("nan"), float("inf"), 10**12, 10**30, 10**5000, -(10**5000),
    np.int64(3), np.int8(-3), np.float32(1), np.uint64(2**63), 1949, 1996, 1984, 1984.0, "1984", np.datetime64("1984"), Fraction(1, 2),
    Decimal("1"), 1 + 1j, "", " ", "\t", "arms ", "ARMS", "аrms", "ａｒｍｓ", "\u202earms", "arms\u200f", "arms\0", "\ud800", "a\nb", "x" * 5000,
    "None", "*", "../..", "%s", "{0}", "__class__", "nowhere/at/all", __file__, b"arms", bytearray(b"arms"), [], ["arms"], (), ("arms",),
    ("arms", 1), {}, {"any": -1}, {"any": 2}, {"any": float("nan")}, {"huge": 0.1}, {"any": "0"}, {1: 1}, {"arms"}, frozenset({"arms"}),
    range(3), np.arange(3), np.array(["arms"]), np.array("arms"), np.empty(0), np.full((2, 2), np.nan), pd.NA, pd.NaT,
    pd.Timestamp("1984"), pd.DataFrame(), pd.DataFrame({"a": [1]}), pd.Series(["arms"]), pd.Series(dtype=float), pd.Index(["arms"]),
    len, lambda: "arms", int, object(), Ellipsis, NotImplemented, ValueError("arms"), Path("nowhere"), Path(__file__),
]  # fmt: skip


CELLS = [None, -1, 1e300, np.inf, np.nan, "x", "$\\frac$", object(), 10**400]  # for the cells of a chart's own data


class Kind:
    """What an argument may be."""

    def __init__(self, *good, bad=(), fits=lambda value: False):
        self.good, self.bad = good, [*bad, *(value for value in ODD if not fits(value))]


def absent(value):
    return value is None


def a_text(value):
    return isinstance(value, str)


def a_path(value):
    return isinstance(value, (str, Path)) and value != "" and not {"\0", "\ud800"} & set(str(value))


def is_whole(value):
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def one_of(*allowed):
    return Kind(
        *allowed, bad=[allowed[:1], f"{allowed[0]} ", str(allowed[0]).encode()], fits=lambda value: value is None and None in allowed
    )


def whole(*good, least=0, most=10**9999):
    return Kind(*good, np.int64(good[0]), bad=[least - 1, float(least)], fits=lambda value: is_whole(value) and least <= value <= most)


def frame(own, columns, fits=lambda value: False):
    """A frame that has these columns, each of them once."""
    twice = [pd.concat([own, own[[column]]], axis=1) for column in columns]
    return Kind(own, own.iloc[:0], bad=[*twice, *(own.drop(columns=column) for column in columns)], fits=fits)


YEARS = pd.RangeIndex(1953, 1994)
OWN = pd.DataFrame({"moscow": np.arange(41) % 7 + 1.0, "beijing": np.arange(41) % 5 + 1.0}, index=YEARS)
SERIES = Kind(
    "arms", "orders", OWN, OWN["moscow"],
    bad=[OWN.assign(moscow=value) for value in (-1.0, np.nan, np.inf, 1e300, "1", 1j, pd.Timestamp("1984"))]
    + [OWN[::-1], OWN.drop(index=1960), OWN.set_index(OWN.index + 0.5), OWN.iloc[:0], OWN.iloc[:4], OWN[["moscow"]], OWN["moscow"].astype(str)]
    + [OWN["moscow"] * np.nan, pd.concat([OWN, OWN], axis=1)],
)  # fmt: skip
ROWS = nkdata.load("constraints")
CONSTRAINTS = Kind(
    None, ROWS, ROWS.iloc[:0], fits=absent,
    bad=[ROWS.assign(**{column: value}) for column, value in (
        ("greater_tie", "x"), ("greater_phase", pd.NA), ("greater_phase", 8), ("lesser_phase", "1"), ("margin", np.nan), ("reading", 1),
    )] + [ROWS.drop(columns="margin"), pd.concat([ROWS, ROWS], axis=1), ROWS.assign(greater_tie="moscow", lesser_tie="moscow", greater_phase=1, lesser_phase=1)],
)  # fmt: skip
FIGURE = nkdata.figure("grades")
CURVE = nkdata.multiverse("toward_beijing_1957_60")
PHASES = nkdata.load("phases")

# By the name of the argument; by function and argument where the same name means different things.
KINDS = {
    "data": Kind(None, SHIPPED, str(SHIPPED), bad=[SHIPPED / "phases.csv"], fits=absent),
    "table": one_of(*codebook.names()),
    "open_only": Kind(True, False, fits=lambda value: isinstance(value, (bool, np.bool_))),
    "seed": whole(0, 7, 2**80),
    "year_1984": one_of("both", "phase_5", "phase_6"),
    "by": one_of("year", "phase"),
    "indicator": one_of("arms"),
    "window": Kind(1, 3, np.int64(45), bad=[47, 2, 0], fits=lambda value: is_whole(value) and value in (1, 3)),
    "draws": whole(2, 3, least=0, most=100_000),
    "n": whole(1, 3, least=1, most=100_000),
    "reading": one_of("all", "strict"),
    "margins": Kind(None, {}, {"any": 0.1}, {"large": Fraction(1, 4)}, fits=lambda value: value is None or (isinstance(value, dict) and not value)),
    "constraints": CONSTRAINTS,
    "level": Kind(0.9, 0.5, bad=[0.0, 1.0], fits=lambda value: isinstance(value, float) and 0 < value < 1),
    "licensed": Kind(True, False, fits=lambda value: isinstance(value, (bool, np.bool_))),
    "release": one_of(2024, 2026),
    "weight": one_of("none", "credibility"),
    "series": SERIES,
    "measure": one_of("ties", "lean", "levels"),
    "penalties": Kind((0.1,), [0.05, 1], bad=[(0,), (-1,), ("x",), (np.nan,), 0.1, "12", b"12"], fits=lambda value: isinstance(value, (bytearray, dict))),
    "max_breaks": whole(1, 3, least=1),
    "min_length": Kind(3, np.int64(4), bad=[0, 30], fits=lambda value: is_whole(value) and 1 <= value <= 4),
    "until": Kind(1989, np.int64(1993), bad=[1952, 1994], fits=lambda value: is_whole(value) and value == 1984),
    "start_years": Kind([1960, 1970], (np.int64(1961), 1980), bad=[[1970, 1960], [1960, 1960], [1960.5, 1970], ["1960"], [np.nan], [np.inf], [1954], 1960]),
    "year": Kind(1953, 1984, np.int16(1993), bad=[1952, 1994, 1950.5], fits=lambda value: is_whole(value) and value == 1984),
    "key": Kind(1, "3", np.int64(2), bad=[99, (1, 2), 1.0], fits=lambda value: is_whole(value) and 1 <= value <= 7),
    "hypothesis": one_of("toward_beijing_1957_60", "chinese_decline_1984_89"),
    "curve": frame(CURVE, ["default", "holds"]),
    "weighted": Kind(True, False, fits=lambda value: isinstance(value, (bool, np.bool_))),
    "kind": one_of(None, "estimates", "trade", "aid", "oil", "treaties", "events", "tiv"),
    "old": Kind(SHIPPED, bad=[SHIPPED / "phases.csv", "no.whl"]),
    "new": Kind(None, SHIPPED, bad=[SHIPPED / "phases.csv"], fits=absent),
    "path": Kind(__file__, Path(__file__), bad=[SHIPPED], fits=lambda value: a_path(value) and str(value) == __file__),
    "frame": Kind(PHASES, PHASES.iloc[:0], PHASES.assign(name=[[1, None]] * 7), bad=[PHASES[[]]], fits=lambda value: isinstance(value, pd.DataFrame) and len(value.columns)),
    "caption": Kind("A caption", "<b>", fits=lambda value: a_text(value) and value.strip()),
    "digits": whole(0, 3, most=15),
    "text": Kind("Text", "", fits=a_text),
    "vantage": one_of(None, "press", "participant"),
    ("find", "text"): Kind("MiG-29", "1984", bad=["", " - "], fits=lambda value: a_text(value) and re.search(r"[^\W_]", value)),
    ("find", "table"): one_of(None, "events"),
    "limit": whole(1, 3, least=1),
    "ax": Kind(None, fits=absent),
    "figures": Kind([FIGURE], (), bad=["grades", FIGURE, [FIGURE, None]], fits=lambda value: isinstance(value, (list, tuple)) and not value),
    "folder": Kind(bad=[SHIPPED / "phases.csv" / "under"], fits=lambda value: a_path(value) and str(value) != __file__),
    "least": Kind(200, 0.5, bad=[-1], fits=lambda value: isinstance(value, Real) and not isinstance(value, bool) and value >= 0),
    ("table", "name"): Kind("a-name", bad=["A", "a b", "a_b", "é"], fits=lambda value: a_text(value) and re.fullmatch("[a-z0-9-]+", value)),
    ("figure", "name"): one_of("grades", "revision"),
    ("boundary_test", "indicator"): Kind("arms", fits=absent),
    ("cite", "table"): one_of("phases"),
    ("cite", "key"): Kind(1, "3", np.int64(2), bad=[99, (1, 2), 1.0], fits=lambda value: value is None or (is_whole(value) and 1 <= value <= 7)),
    ("cite", "chart"): Kind(None, bad=["grades"], fits=absent),
    ("cite", "form"): one_of("text", "bibtex"),
    ("trace", "table"): one_of("phases"),
    ("trace", "source"): Kind(None, TEXT, str(TEXT), bad=[SHIPPED], fits=absent),
    ("save", "table"): one_of("phases"),
    ("save", "frame"): frame(PHASES, ["phase", "name"]),
    ("save", "folder"): Kind(COPY, str(COPY), bad=[SHIPPED, SHIPPED / "phases.csv"]),
    ("phase_of", "year"): Kind(1953, 1985, np.int16(1993), bad=[1952, 1994, 1950.5], fits=lambda value: is_whole(value) and value == 1984),
    ("shifts", "draws"): whole(2, 3, least=1, most=100_000),
    ("agreement", "draws"): whole(2, 3, least=1, most=100_000),
    ("claim", "key"): one_of("passages", "money_china"),
    ("indicators.yearly", "indicator"): one_of(*indicators.INDICATORS),
    ("indicators.options_of", "indicator"): one_of(*indicators.INDICATORS),
    ("indicators.arms", "release"): one_of(2024, 2026),
    "categories": Kind(None, ["ships"], ("aircraft", "artillery"), bad=["ships", ["tanks"], ["ships", None], {"ships"}], fits=absent),
    "number": one_of("best", "low", "high"),
    "estimated_years": Kind(True, False, fits=lambda value: isinstance(value, (bool, np.bool_))),
    "delivery_year": one_of("delivery", "before", "order"),
    ("report.build", "out"): Kind("never-written", fits=a_path),
    ("report.build", "only"): Kind(None, fits=lambda value: value is None or a_text(value)),
    ("report.build", "formats"): Kind(("html",), bad=["html", "pdf", ["doc"], [None], {"html": 1}]),
    ("report.build", "notebooks"): Kind(None, bad=[SHIPPED], fits=absent),
    ("report.build", "cache"): Kind(None, fits=lambda value: value is None or a_path(value)),
    ("report.build", "quiet"): Kind(True, False, fits=lambda value: isinstance(value, (bool, np.bool_))),
}  # fmt: skip
OPTIONS = dict.fromkeys(("lean", "shifts", "draw"), ("licensed", "release"))


def public():
    """Every public function by name: of the package, its indicators, its charts, and the report."""
    found = {name: getattr(nkdata, name) for name in nkdata.__all__ if callable(getattr(nkdata, name)) and name != "NkdataError"}
    found |= {f"charts.{f.__name__}": f for f in (charts.index, charts.save_all)}
    found |= {f"charts.{name}": chart.draw for name, chart in charts.CATALOGUE.items()}
    of_indicators = [*indicators.INDICATORS.values(), arms.deals, indicators.effects, indicators.yearly, indicators.options_of]
    found |= {f"indicators.{function.__name__}": function for function in of_indicators}
    found["report.build"] = report.build
    found["claim"] = lambda key, data: nkdata.claim(key, data=data)
    found["figure specification"] = lambda hypothesis: nkdata.figure("specification", hypothesis=hypothesis)
    found["figure systems"] = lambda least: nkdata.figure("systems", least=least)
    return found


@cache
def kind(name, argument):
    """What an argument may be; for the data of a chart, a frame like its own."""
    if name.startswith("charts.") and argument == "data":
        chart = charts.CATALOGUE[name.removeprefix("charts.")]
        return frame(chart.data(), chart.columns, absent)
    found = KINDS.get((name, argument)) or KINDS.get(argument)
    assert found, f"{name}({argument}) is public and not covered: give it a kind in KINDS"
    return found


PUBLIC = public()
ARGUMENTS = {
    name: [p.name for p in inspect.signature(function).parameters.values() if p.kind is not p.VAR_KEYWORD] + [*OPTIONS.get(name, ())]
    for name, function in PUBLIC.items()
}
UNTRIED = {"report.build", "charts.save_all"}  # too slow to be called here with good arguments: tested elsewhere


@pytest.fixture(scope="module", autouse=True)
def nothing_is_built():
    """A build that is not refused fails here, before it takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report.staging, "staged", lambda out: pytest.fail(f"a build into {out!r} was not refused"))
        yield
    plt.close("all")


@st.composite
def calls(draw, names, spoil=0):
    """A function and its arguments, of which up to `spoil`, and at least one of these, are bad."""
    name = draw(st.sampled_from(names))
    every = ARGUMENTS[name]
    spoiled = draw(st.lists(st.sampled_from(every), min_size=1, max_size=spoil, unique=True)) if spoil else []
    kinds = {argument: kind(name, argument) for argument in every}
    choice = {argument: found.bad if argument in spoiled else found.good for argument, found in kinds.items()}
    return name, {argument: draw(st.sampled_from(values)) for argument, values in choice.items() if values}


def told(error):
    """The message, if it is one sentence that says what is allowed."""
    said = str(error)
    assert "must" in said or "allowed" in said, said
    assert re.fullmatch(r"(?!.*\.\s+[A-Z]).+\.", said), f"not one sentence on one line: {said}"
    return said


@pytest.mark.parametrize("name", PUBLIC)
def test_every_argument_of_every_public_function_has_a_kind(name):
    assert all(kind(name, argument).bad for argument in ARGUMENTS[name])


@settings(FIXED, max_examples=1200)
@given(calls([name for name in PUBLIC if ARGUMENTS[name]], spoil=2))
def test_bad_input_is_refused_in_one_sentence(call):
    name, values = call
    with pytest.raises(NkdataError) as refused:
        PUBLIC[name](**values)
    told(refused.value)
    BAD[name] += 1


@settings(FIXED, max_examples=120)
@given(calls([name for name in PUBLIC if name not in UNTRIED]))
def test_good_input_is_answered(call):
    name, values = call
    if not isinstance(values.get("series", "arms"), str):  # a series of one's own has neither a window nor draws
        values = {argument: value for argument, value in values.items() if argument not in ("window", "draws")}
    answer = PUBLIC[name](**values)
    assert answer is not None
    if hasattr(answer, "_repr_mimebundle_"):
        assert answer._repr_mimebundle_()
    plt.close("all")


@settings(FIXED, max_examples=60)
@given(st.sampled_from(sorted(charts.CATALOGUE)), st.integers(0), st.integers(0), st.sampled_from(CELLS))
def test_a_chart_of_odd_numbers_is_drawn_or_refused(name, row, column, value):
    chart = charts.CATALOGUE[name]
    own = kind(f"charts.{name}", "data").good[0].astype(object)
    own.iloc[row % len(own), own.columns.get_loc(list(chart.columns)[column % len(chart.columns)])] = value
    try:
        assert chart.draw(data=own)
    except NkdataError as error:
        told(error)
    plt.close("all")


@pytest.mark.parametrize(("call", "allowed"), [
    (lambda: nkdata.figure("grades", colour="red"), "there must be no option of the chart grades; got 'colour'."),
    (lambda: nkdata.figure("specification", colour="red"), "option of the chart specification must be one of 'hypothesis'; got 'colour'."),
    (lambda: FIGURE.save(3), "folder must be the path of a folder to write; got 3."),
    (lambda: FIGURE.save("LICENSE"), "folder must be the path of a folder to write; got a file, 'LICENSE'."),
    (lambda: nkdata.claim("lean_1957"), f"claim must be one of {len(nkdata.load('claims'))} names, the closest 'lean_1965_72', 'lean_1957_60', 'lean_1973_84'; got 'lean_1957'."),
    (lambda: nkdata.claim("x"), f"claim must be one of {len(nkdata.load('claims'))} names, for example {', '.join(map(repr, nkdata.load('claims')['claim'][:3]))}; got 'x'."),
])  # fmt: skip
def test_what_is_not_taken_is_named(call, allowed, monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[1])
    with pytest.raises(NkdataError, match=f"^{re.escape(allowed)}$"):
        call()


def test_the_truth_values_of_numpy_are_truth_values():
    assert len(nkdata.load("transfers", open_only=np.True_)) == len(nkdata.load("transfers", open_only=True))


def test_at_least_a_thousand_bad_inputs_were_refused():
    assert sum(BAD.values()) >= 1000
    assert len(BAD) > 0.9 * sum(bool(arguments) for arguments in ARGUMENTS.values())
