"""The measures of the claim ledger, by the names of its column ``measure``.

Counts of rows stand in ``counts``, numbers of the other measures in ``numbers``; a row's arguments are parsed by their annotations.
"""

from nkdata.measures.claim_measures import counts, numbers
from nkdata.measures.claim_measures.registry import MEASURES, Result, arguments_of, claim_measure

__all__ = ["MEASURES", "Result", "arguments_of", "claim_measure", "counts", "numbers"]
