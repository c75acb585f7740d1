"""North Korea between Moscow and Beijing, 1953-93: sourced tables, measures and charts.

>>> import nkdata
>>> nkdata.load("phases")[["phase", "name", "start", "end"]].head(2)
   phase             name start   end
0      1     Moscow alone  1953  1956
1      2  Beijing steps in  1957  1960

The public names, by what one does with them:

{groups}

``nkdata.errors.NkdataError`` is the one exception. Every name is imported when it is first used.
"""

import sys
from importlib.metadata import PackageNotFoundError, version

try:
    import lazy_loader

    __version__ = version("nkdata")
except (ModuleNotFoundError, PackageNotFoundError):
    message = "nkdata is not installed in this Python: run `make setup` and use .venv/bin/python, or `pip install .`"
    if sys.argv[0] == "-m":  # `python -m nkdata`: a reader of a command needs no traceback
        sys.exit(f"nkdata: {message}")
    raise ImportError(message) from None

GROUPS = {
    "get": ["tables", "load", "describe", "register", "find"],
    "cite and trace": ["cite", "licence", "trace", "disagreements", "grades", "statuses"],
    "measure": [
        "lean",
        "shifts",
        "three_lines",
        "politics",
        "money",
        "money_pairs",
        "acts",
        "phase_of",
        "phase_years",
        "draw",
        "histories",
        "identified",
        "multiverse",
        "robustness",
        "sensitivity",
        "breaks",
        "break_probabilities",
        "boundary_test",
        "explained",
        "compare_periodisations",
        "pace",
        "scorecard",
        "evidence",
        "agreement",
        "boundary_status",
        "verdicts",
        "claim",
    ],
    "check": ["check", "diff", "verify_source"],
    "chart": ["figure", "charts"],
    "write": ["save", "table", "prose"],
}
__doc__ = __doc__.format(groups="\n".join(f"{what}: {', '.join(names)}" for what, names in GROUPS.items()))
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)  # the names of __init__.pyi, so that editors know them too
