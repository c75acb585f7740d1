"""The measures of the claim ledger, by the names of its column ``measure``.

``from_tables`` counts rows, ``from_measures`` takes numbers of other measures; a row's arguments are parsed by their annotations.
"""

from nkdata.measures.claim_measures import from_measures, from_tables
from nkdata.measures.claim_measures.registry import MEASURES, Result, arguments_of, claim_measure

__all__ = ["MEASURES", "Result", "arguments_of", "claim_measure", "from_measures", "from_tables"]
