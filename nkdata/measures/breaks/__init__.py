"""Where do the series change, and are the boundaries of the phases where they change? (Notebook 06.)

Exact searches and an exact posterior find the breaks; the text's boundaries are set against every other segmentation and author.
A trend test shows whether a pace word of the text ("steadily") fits the evidence.
"""

from nkdata.measures.breaks.boundaries import VARIANTS, boundary_test, explained
from nkdata.measures.breaks.changepoint_posterior import break_probabilities
from nkdata.measures.breaks.changepoints import breaks
from nkdata.measures.breaks.periodisations import compare_periodisations, other_boundaries, text_boundaries
from nkdata.measures.breaks.trend import mann_kendall, pace

__all__ = [
    "VARIANTS",
    "boundary_test",
    "break_probabilities",
    "breaks",
    "compare_periodisations",
    "explained",
    "mann_kendall",
    "other_boundaries",
    "pace",
    "text_boundaries",
]
