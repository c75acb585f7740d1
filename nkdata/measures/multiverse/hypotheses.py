"""The headline hypotheses: a sentence each, the number that tests it, and when it holds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nkdata.measures.series.alignment import EVEN

MOSCOW, BEIJING, LEAN, VOLUME = range(4)


@dataclass(frozen=True)
class Hypothesis:
    """A headline: its sentence, the number that tests it, and the side of the bar on which that number must fall."""

    sentence: str
    value: Callable[[np.ndarray], np.ndarray]  # of ties by phase, shape (combinations, phases, 4), phases counted from 0
    unit: str
    bar: float = 0.0
    above: bool = False  # True if the hypothesis holds above the bar, False if below
    sizes: bool = False  # True if it needs sizes, which the words do not have

    def holds(self, value: np.ndarray) -> np.ndarray:
        """Return whether the hypothesis holds with each value; one that is even with the bar is on neither side of it."""
        return value > self.bar + EVEN if self.above else value < self.bar - EVEN


def _shift(before, after):
    return lambda ties: ties[:, after - 1, LEAN] - ties[:, before - 1, LEAN]


def _change(tie, before, after):
    """Return the change of one tie as a share of both phases together: -1 if it ends, 0 if it stays, 1 if it begins."""

    def value(ties):
        old, new = ties[:, before - 1, tie], ties[:, after - 1, tie]
        size = np.abs(old) + np.abs(new)
        return np.divide(new - old, size, out=np.full(len(ties), np.nan), where=size > 0)

    return value


def _both(before, after):
    """Return the larger of the changes of the two ties: below 0 only if both fall."""
    return lambda ties: np.maximum(_change(MOSCOW, before, after)(ties), _change(BEIJING, before, after)(ties))


HYPOTHESES = {
    "moscow_alone_1953_56": Hypothesis(
        "In 1953–56 Moscow was as good as alone, with a lean above 0.9",
        lambda ties: ties[:, 0, LEAN],
        "lean",
        bar=0.9,
        above=True,
        sizes=True,
    ),
    "toward_beijing_1957_60": Hypothesis("In 1957–60 the lean moved toward Beijing", _shift(1, 2), "change of lean"),
    "less_from_both_1961_64": Hypothesis("In 1961–64 both ties weakened", _both(2, 3), "change of the tie that held up better"),
    "soviet_return_1965_72": Hypothesis("In 1965–72 the tie to Moscow grew", _change(MOSCOW, 3, 4), "change of the tie", above=True),
    "toward_moscow_1965_72": Hypothesis("In 1965–72 the lean moved toward Moscow", _shift(3, 4), "change of lean", above=True),
    "toward_beijing_1973_84": Hypothesis("In 1973–84 the lean moved toward Beijing", _shift(4, 5), "change of lean"),
    "beijing_ahead_1973_84": Hypothesis("In 1973–84 Beijing was ahead", lambda ties: ties[:, 4, LEAN], "lean"),
    "toward_moscow_1984_89": Hypothesis("In 1984–89 the lean moved toward Moscow", _shift(5, 6), "change of lean", above=True),
    "soviet_growth_1984_89": Hypothesis("In 1984–89 the tie to Moscow grew", _change(MOSCOW, 5, 6), "change of the tie", above=True),
    "chinese_decline_1984_89": Hypothesis("In 1984–89 the tie to Beijing weakened", _change(BEIJING, 5, 6), "change of the tie"),
    "toward_beijing_1990_93": Hypothesis("In 1990–93 the lean moved toward Beijing", _shift(6, 7), "change of lean"),
}
