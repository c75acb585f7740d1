"""Histories: even draws against exact answers, mixing, conflicts, bad input, and what the words decide."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkdata.errors import NkdataError
from nkdata.measures import TIES
from nkdata.measures.wording import order_polytope
from nkdata.measures.wording.constraints import order
from nkdata.measures.wording.histories import histories
from nkdata.measures.wording.identified import DECIDE, LEAN, SILENT, identified, proved
from nkdata.record.tables import load

CRITICAL = 4.5  # standard errors: at a fixed seed a right sampler passes, a wrong one does not


def draws(size, rows, n=20_000, seed=1):
    return order_polytope.draw(n, size, rows, np.random.default_rng(seed))


def exact_means(size, rows):
    """Mean of each level without margins, from the number of linear extensions, counted over all lower sets.

    A point of an order polytope is a random linear extension with sorted uniforms on it, so the mean of a level is its
    mean rank divided by `size` + 1.
    """
    below = [sum(1 << lesser for greater, lesser, _ in rows if greater == level) for level in range(size)]
    sets = 1 << size
    up = np.zeros(sets)  # linear extensions of each lower set
    up[0] = 1
    open_to = [[] for _ in range(sets)]
    for chosen in range(sets):
        if not up[chosen]:
            continue
        for level in range(size):
            if not chosen >> level & 1 and below[level] & chosen == below[level]:
                up[chosen | 1 << level] += up[chosen]
                open_to[chosen].append(level)
    down = np.zeros(sets)  # ways to complete each lower set
    down[-1] = 1
    ranks = np.zeros(size)
    for chosen in range(sets - 1, -1, -1):
        for level in open_to[chosen]:
            ways = down[chosen | 1 << level]
            down[chosen] += ways
            ranks[level] += up[chosen] * ways * (chosen.bit_count() + 1)
    return ranks / up[-1] / (size + 1)


def chi_square(counts):
    """Standardised chi-square of counts that should be equal: about normal with mean 0 and deviation 1."""
    expected = counts.sum() / counts.size
    free = counts.size - 1
    return (((counts - expected) ** 2 / expected).sum() - free) / np.sqrt(2 * free)


def test_a_triangle_is_filled_evenly():
    x, y = draws(2, [(0, 1, 0)])
    assert (x > y).all()
    # The triangle is cut into 100 pieces of equal area: x² and y/x are independent and even.
    counts = np.histogram2d(x**2, y / x, bins=10, range=[[0, 1], [0, 1]])[0]
    assert chi_square(counts) < CRITICAL
    assert x.mean() == pytest.approx(2 / 3, abs=CRITICAL * np.sqrt(1 / 18 / x.size))


def test_a_triangle_with_a_margin_is_filled_evenly():
    x, y = draws(2, [(0, 1, 0.4)])
    assert (x >= y + 0.4).all()
    u, v = (x - 0.4) / 0.6, y / 0.6
    assert chi_square(np.histogram2d(u**2, v / u, bins=10, range=[[0, 1], [0, 1]])[0]) < CRITICAL


def test_a_chain_has_the_moments_of_order_statistics():
    levels = draws(3, [(0, 1, 0), (1, 2, 0)])
    n = levels.shape[1]
    for level, rank in zip(levels, (3, 2, 1), strict=True):
        variance = rank * (4 - rank) / (16 * 5)
        assert level.mean() == pytest.approx(rank / 4, abs=CRITICAL * np.sqrt(variance / n))
        assert level.var() == pytest.approx(variance, rel=0.05)


def test_levels_without_a_word_are_independent_and_even():
    x, y = draws(2, [])
    assert chi_square(np.histogram2d(x, y, bins=10, range=[[0, 1], [0, 1]])[0]) < CRITICAL


def test_one_level_above_two_is_the_greatest_of_three():
    top, left, right = draws(3, [(0, 1, 0), (0, 2, 0)])
    n = top.size
    assert top.mean() == pytest.approx(3 / 4, abs=CRITICAL * np.sqrt(3 / 80 / n))
    assert left.mean() == pytest.approx(3 / 8, abs=CRITICAL * np.sqrt(0.06 / n))
    assert (left > right).mean() == pytest.approx(1 / 2, abs=CRITICAL * np.sqrt(0.25 / n))
    assert chi_square(np.histogram(top**3, bins=20, range=(0, 1))[0]) < CRITICAL


@pytest.mark.parametrize("reading", ["all", "strict"])
def test_the_whole_set_has_its_exact_means(reading):
    names, rows = order(reading=reading)
    found = histories(20_000, seed=2, reading=reading)
    error = found.std() / np.sqrt(len(found))
    assert ((found.mean() - exact_means(len(names), rows)).abs() / error).max() < CRITICAL


def test_counting_linear_extensions_agrees_with_order_statistics():
    assert exact_means(3, [(0, 1, 0), (1, 2, 0)]) == pytest.approx([3 / 4, 2 / 4, 1 / 4])
    assert exact_means(3, [(0, 1, 0), (0, 2, 0)]) == pytest.approx([3 / 4, 3 / 8, 3 / 8])


@pytest.mark.parametrize("margins", [None, {"clear": 0.1, "large": 0.2}, {"any": 0.2, "clear": 0.2, "large": 0.2}])
def test_chains_from_the_lowest_and_the_highest_history_meet(margins):
    names, rows = order(margins=margins)
    low, high = (np.repeat(corner[:, None], 2000, axis=1) for corner in order_polytope.corners(len(names), rows))
    rng = np.random.default_rng(3)
    for _ in range(order_polytope.sweeps_needed(len(names), tuple(rows))):
        assert (low <= high + 1e-12).all()
        order_polytope.sweep([low, high], rows, rng)
    assert (high - low).mean() < 1e-5
    assert (high - low).max() < 1e-2


def test_histories_do_not_depend_on_each_other():
    found = histories(4000, seed=4).to_numpy()
    neighbours = [np.corrcoef(one[:-1], one[1:])[0, 1] for one in found.T]
    assert np.abs(neighbours).max() < CRITICAL / np.sqrt(len(found))


def test_the_seed_decides_the_histories():
    pd.testing.assert_frame_equal(histories(50, seed=5), histories(50, seed=5))
    assert not histories(50, seed=5).equals(histories(50, seed=6))


def test_more_histories_narrow_the_error_as_the_square_root():
    level = histories(96_000, seed=7)["moscow_4"].to_numpy()
    few, many = (level.reshape(-1, size).mean(axis=1)[:60].std() for size in (100, 1600))
    assert 2.8 < few / many < 5.6  # 4 in the limit; sixty means of each leave a tenth or so of play


@st.composite
def sets(draw):
    """Frames of constraints without conflict: all point down one random order of the levels."""
    ranks = draw(st.permutations([(tie, phase) for tie in TIES for phase in range(1, 8)]))
    pairs = draw(st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), min_size=1, max_size=12))
    rows = [(*ranks[max(pair)], *ranks[min(pair)]) for pair in pairs if pair[0] != pair[1]]
    columns = ["greater_tie", "greater_phase", "lesser_tie", "lesser_phase"]
    frame = pd.DataFrame(rows, columns=columns)
    classes = draw(st.lists(st.sampled_from(["any", "clear", "large"]), min_size=len(frame), max_size=len(frame)))
    return frame.assign(constraint=[f"x{i}" for i in range(len(frame))], margin=classes, reading="strict")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sets(), st.sampled_from([None, {"any": 0.01, "clear": 0.03, "large": 0.06}]))
def test_a_further_constraint_never_widens_the_set(frame, margins):
    found = histories(200, constraints=frame, margins=margins)
    assert found.to_numpy().min() >= 0
    assert found.to_numpy().max() <= 1
    for kept in range(len(frame)):
        for row in frame.iloc[: kept + 1].itertuples():
            greater, lesser = f"{row.greater_tie}_{row.greater_phase}", f"{row.lesser_tie}_{row.lesser_phase}"
            assert (found[greater] >= found[lesser] + (margins or {}).get(row.margin, 0) - 1e-12).all()
    names, rows = order(constraints=frame, margins=margins)
    for fewer, more in pairwise(range(len(rows) + 1)):
        low, high = order_polytope.corners(len(names), rows[:fewer])
        lower, higher = order_polytope.corners(len(names), rows[:more])
        assert (low <= lower).all()
        assert (higher <= high).all()


def swapped(frame):
    other = {"moscow": "beijing", "beijing": "moscow"}
    return frame.assign(greater_tie=frame["greater_tie"].map(other), lesser_tie=frame["lesser_tie"].map(other))


def test_swapping_the_patrons_negates_the_lean():
    ours, theirs = identified(), identified(constraints=swapped(load("constraints")))
    assert theirs["lean"].to_numpy() == pytest.approx(-ours["lean"].to_numpy(), abs=0.04)
    assert theirs["lean_low"].to_numpy() == pytest.approx(-ours["lean_high"].to_numpy(), abs=0.04)
    assert theirs["toward_moscow"][1:].to_numpy() == pytest.approx(1 - ours["toward_moscow"][1:].to_numpy(), abs=0.02)
    assert theirs["verdict"][1:].tolist() == ours["verdict"][1:].tolist()


def test_the_words_decide_these_shifts_and_no_others():
    verdict = identified()[["phase", "verdict", "shift"]].set_index("phase").loc[2:]
    assert verdict["verdict"].tolist() == [DECIDE, SILENT, DECIDE, DECIDE, DECIDE, DECIDE]
    assert verdict.loc[[2, 4, 5, 6, 7], "shift"].str.removeprefix("toward ").tolist() == [
        "Beijing", "Moscow", "Beijing", "Moscow", "Beijing",
    ]  # fmt: skip
    strict = identified(reading="strict").set_index("phase")["verdict"].loc[2:]
    assert strict.tolist() == [LEAN, SILENT, DECIDE, DECIDE, DECIDE, LEAN]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(sets())
def test_a_proof_and_the_histories_never_disagree(frame):
    names, rows = order(constraints=frame)
    proof = proved(order_polytope.above(len(names), rows))
    drawn = histories(1000, constraints=frame).to_numpy()
    moscow, beijing = drawn[:, :7], drawn[:, 7:]
    toward = (moscow[:, 1:] * beijing[:, :-1] > moscow[:, :-1] * beijing[:, 1:]).mean(axis=0)
    assert (toward[proof == 1] == 1).all()
    assert (toward[proof == -1] == 0).all()


def test_either_pairing_proves_a_shift():
    assert proved(order_polytope.above(4, [(1, 0, 0), (2, 3, 0)])).tolist() == [1]  # Moscow rises, Beijing falls
    assert proved(order_polytope.above(4, [(1, 3, 0), (2, 0, 0)])).tolist() == [1]  # Beijing ahead, then Moscow ahead
    assert proved(order_polytope.above(4, [(0, 1, 0), (3, 2, 0)])).tolist() == [-1]
    assert proved(order_polytope.above(4, [(1, 0, 0)])).tolist() == [0]


def with_row(greater, lesser, margin="any"):
    frame = load("constraints")
    new = frame.iloc[[0]].assign(
        constraint="mine", greater_tie=greater[0], greater_phase=greater[1], lesser_tie=lesser[0],
        lesser_phase=lesser[1], margin=margin,
    )  # fmt: skip
    return pd.concat([frame, new], ignore_index=True)


def test_an_edited_frame_changes_the_answer():
    edited = with_row(("moscow", 2), ("moscow", 1))
    edited = edited[edited["constraint"] != "c03"]
    found = histories(500, constraints=edited)
    assert (found["moscow_2"] > found["moscow_1"]).all()
    assert identified(1000, constraints=edited).set_index("phase")["verdict"][2] != DECIDE


def test_a_conflict_names_the_fewest_rows():
    with pytest.raises(NkdataError, match=r"c10 \(moscow_4 above beijing_4\), mine \(beijing_4 above moscow_4\)"):
        histories(10, constraints=with_row(("beijing", 4), ("moscow", 4)))
    with pytest.raises(NkdataError, match=r"constraints mine \(moscow_4 above moscow_4\) together"):
        histories(10, constraints=with_row(("moscow", 4), ("moscow", 4)))
    with pytest.raises(NkdataError, match=r"c03 \(moscow_1 above moscow_2 by 0.5\), c06 .* by 0.5\) together"):
        histories(10, margins={"any": 0.5})


def test_a_longer_conflict_is_found_only_where_no_shorter_one_exists():
    circle = [(0, 1, 0), (1, 2, 0), (2, 3, 0), (3, 0, 0)]
    assert sorted(order_polytope.conflict(4, circle)) == [0, 1, 2, 3]
    assert sorted(order_polytope.conflict(4, [*circle, (1, 0, 0)])) == [0, 4]
    assert order_polytope.conflict(3, [(0, 1, 0.3), (1, 2, 0.3), (0, 2, 0.99)]) == []
    assert order_polytope.conflict(3, [(0, 1, 0.3), (1, 2, 0.3), (0, 2, 1.0)]) == [2]
    assert order_polytope.conflict(4, [(0, 1, 0.3), (0, 1, 0.6), (1, 2, 0.5)]) == [1, 2]


BAD = [
    ({"n": 0}, "n must be a whole number from 1 to 10,000,000; got 0."),
    ({"n": 2.5}, "n must be a whole number from 1 to 10,000,000; got 2.5."),
    ({"n": True}, "n must be a whole number from 1 to 10,000,000; got True."),
    ({"n": 10**12}, "n must be a whole number from 1 to 10,000,000; got 1000000000000."),
    ({"seed": -1}, "seed must be a whole number from 0; got -1."),
    ({"seed": "x"}, "seed must be a whole number from 0; got 'x'."),
    ({"reading": "loose"}, "reading must be one of 'all', 'strict'; got 'loose'."),
    ({"margins": 0.1}, "margins must be a dictionary with the keys any, clear, large; got 0.1."),
    ({"margins": {"big": 0.1}}, "class of margin must be one of 'any', 'clear', 'large'; got 'big'."),
    ({"margins": {"any": float("nan")}}, "margin 'any' must be a number from 0 to less than 1; got nan."),
    ({"margins": {"any": -0.1}}, "margin 'any' must be a number from 0 to less than 1; got -0.1."),
    ({"constraints": []}, "constraints must be a frame like that of nkdata.load('constraints'); got []."),
    ({"constraints": pd.DataFrame({"a": [1]})}, "each once; got none of constraint, "),
]


@pytest.mark.parametrize(("bad", "says"), BAD)
def test_bad_input_is_one_sentence(bad, says):
    with pytest.raises(NkdataError) as error:
        histories(**{"n": 10, **bad})
    assert says in str(error.value)
    assert str(error.value).count(". ") == 0


@pytest.mark.parametrize("column", ["greater_tie", "greater_phase", "lesser_tie", "lesser_phase", "margin", "reading"])
def test_a_wrong_cell_is_named(column):
    frame = load("constraints").astype({"greater_phase": object, "lesser_phase": object})
    frame.loc[2, column] = None
    with pytest.raises(NkdataError, match=rf"{column} of constraint c03 must be one of .*; got (None|nan|<NA>)\."):
        histories(10, constraints=frame)


@pytest.mark.parametrize("level", [0, 1, 1.5, "a", None, float("nan")])
def test_the_level_must_be_a_share(level):
    with pytest.raises(NkdataError, match="level must be a number between 0 and 1; got "):
        identified(10, level=level)
