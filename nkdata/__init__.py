"""North Korea between Moscow and Beijing, 1953-93: sourced tables, measures and charts.

>>> import nkdata
>>> nkdata.load("phases")[["phase", "name", "start", "end"]].head(2)
   phase             name start   end
0      1     Moscow alone  1953  1956
1      2  Beijing steps in  1957  1960

Every name below is imported from its module only when it is first used, so ``import nkdata`` costs next to nothing.
"""

from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec

__version__ = version("nkdata")

_HOME = {
    "record.tables": ["tables", "load", "describe"],
    "record.codebook": ["licence"],
    "record.citations": ["cite"],
    "record.provenance": ["trace"],
    "record.quality": ["grades", "statuses", "disagreements"],
    "record.validation.check": ["check"],
    "record.copies": ["save", "diff"],
    "record.source_text": ["verify_source"],
    "measures.series.alignment": ["lean", "shifts"],
    "measures.series.phases": ["phase_of", "phase_years"],
    "measures.series.draws": ["draw"],
    "measures.wording.histories": ["histories"],
    "measures.wording.identified": ["identified"],
    "measures.multiverse.specification_curve": ["multiverse", "robustness", "sensitivity"],
    "measures.breaks.changepoints": ["breaks"],
    "measures.breaks.changepoint_posterior": ["break_probabilities"],
    "measures.breaks.boundaries": ["boundary_test", "explained"],
    "measures.breaks.periodisations": ["compare_periodisations"],
    "measures.verdicts.evidence": ["scorecard", "evidence"],
    "measures.verdicts.agreement": ["agreement"],
    "measures.verdicts.phase_verdicts": ["verdicts", "boundary_status"],
    "errors": ["NkdataError"],
    "notebook": ["table", "prose", "claim"],
    "charts.catalogue": ["figure"],
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = ["__version__", "charts", *_MODULE_OF]


def __getattr__(name):
    if name == "charts":
        return import_module("nkdata.charts")
    if name in _MODULE_OF:
        value = getattr(import_module(f"nkdata.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value
    if not name.startswith("_") and find_spec(f"nkdata.{name}"):  # a module by its name, as docstrings have it
        return import_module(f"nkdata.{name}")
    raise AttributeError(f"module 'nkdata' has no attribute {name!r}; it has {', '.join(sorted(__all__))}")


def __dir__():
    return sorted(__all__)
