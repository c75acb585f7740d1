"""Does each phase hold? Sources, events and deliveries for and against the text, and a verdict by a stated rule. (Notebook 06.)

Claims of the text are checked against deliveries, sources against one another, and boundaries against the breaks.
"""

from nkdata.measures.verdicts.agreement import agreement
from nkdata.measures.verdicts.boundary_evidence import boundary_status
from nkdata.measures.verdicts.evidence import evidence, scorecard
from nkdata.measures.verdicts.phase_verdicts import verdicts
from nkdata.measures.verdicts.source_claims import delivery_checks, source_claims

__all__ = ["agreement", "boundary_status", "delivery_checks", "evidence", "scorecard", "source_claims", "verdicts"]
