"""Do the headlines hold whatever one chooses, and which choice turns them? (Notebook 05.)

Every defensible specification of the table ``choices`` is computed, and each hypothesis is tested under all of them.
"""

from nkdata.measures.multiverse.hypotheses import HYPOTHESES, Hypothesis
from nkdata.measures.multiverse.sensitivity import sensitivity
from nkdata.measures.multiverse.specification_curve import multiverse, robustness
from nkdata.measures.multiverse.specifications import combinations, specifications

__all__ = ["HYPOTHESES", "Hypothesis", "combinations", "multiverse", "robustness", "sensitivity", "specifications"]
