from . import charts
from .charts.catalogue import figure
from .errors import NkdataError
from .measures.breaks.boundaries import boundary_test, explained
from .measures.breaks.changepoint_posterior import break_probabilities
from .measures.breaks.changepoints import breaks
from .measures.breaks.periodisations import compare_periodisations
from .measures.breaks.trend import pace
from .measures.multiverse.sensitivity import sensitivity
from .measures.multiverse.specification_curve import multiverse, robustness
from .measures.series.acts import acts
from .measures.series.alignment import lean, shifts
from .measures.series.draws import draw
from .measures.series.lines import three_lines
from .measures.series.money import money, money_pairs
from .measures.series.phases import phase_of, phase_years
from .measures.series.politics import politics
from .measures.series.register import register
from .measures.verdicts.agreement import agreement
from .measures.verdicts.evidence import evidence, scorecard
from .measures.verdicts.phase_verdicts import boundary_status, verdicts
from .measures.wording.histories import histories
from .measures.wording.identified import identified
from .notebook import claim, prose, table
from .record.citations import cite
from .record.codebook import licence
from .record.copies import diff, save
from .record.find import find
from .record.provenance import trace
from .record.quality import disagreements, grades, statuses
from .record.source_text import verify_source
from .record.tables import describe, load, tables
from .record.validation.check import check

GROUPS: dict[str, list[str]]
__version__: str
__all__ = [
    "NkdataError",
    "acts",
    "agreement",
    "boundary_status",
    "boundary_test",
    "break_probabilities",
    "breaks",
    "charts",
    "check",
    "cite",
    "claim",
    "compare_periodisations",
    "describe",
    "diff",
    "disagreements",
    "draw",
    "evidence",
    "explained",
    "figure",
    "find",
    "grades",
    "histories",
    "identified",
    "lean",
    "licence",
    "load",
    "money",
    "money_pairs",
    "multiverse",
    "pace",
    "phase_of",
    "phase_years",
    "politics",
    "prose",
    "register",
    "robustness",
    "save",
    "scorecard",
    "sensitivity",
    "shifts",
    "statuses",
    "table",
    "tables",
    "three_lines",
    "trace",
    "verdicts",
    "verify_source",
]
