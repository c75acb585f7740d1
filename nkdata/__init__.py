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

_TABLES = (
    "sources actors passages phases assistance drivers constraints events transfers deliveries tiv estimates "
    "statements votes trade treaties periodisations corrections choices claims"
).split()

_HOME = {
    "loading": ["tables", "load", *_TABLES],
    "codebook": ["describe", "licence"],
    "citing": ["cite", "grades", "statuses"],
    "tracing": ["trace"],
    "rivals": ["disagreements", "diff"],
    "checking": ["check"],
    "saving": ["save"],
    "source": ["verify_source"],
    "ties": ["lean", "shifts"],
    "phasing": ["phase_of", "years_of"],
    "draws": ["draw"],
    "possible": ["histories"],
    "pinned": ["identified"],
    "specification": ["multiverse", "robustness", "turning"],
    "changepoints": ["breaks"],
    "posterior": ["break_years"],
    "periods": ["boundaries", "explained"],
    "otherperiods": ["compare_periodisations"],
    "scores": ["scorecard", "evidence"],
    "reliability": ["agreement"],
    "verdict": ["verdicts", "boundary_years"],
    "errors": ["NkdataError"],
    "ledger": ["claim"],
    "display": ["table", "say"],
    "charts.picture": ["figure"],
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
