"""Charts: one function each. Importing this package is what loads matplotlib; nothing else in nkdata does."""

from nkdata.charts import (
    _after_1989,
    _break_years,
    _cooperation,
    _deliveries,
    _grades,
    _identified,
    _pendulum,
    _phase_matrix,
    _revision,
    _robustness,
    _scorecard,
    _specification,
    _systems,
    _tie_plane,
)
from nkdata.charts._after_1989 import after_1989
from nkdata.charts._break_years import break_years
from nkdata.charts._cooperation import cooperation
from nkdata.charts._deliveries import deliveries
from nkdata.charts._grades import grades
from nkdata.charts._identified import identified
from nkdata.charts._pendulum import pendulum
from nkdata.charts._phase_matrix import phase_matrix
from nkdata.charts._revision import revision
from nkdata.charts._robustness import robustness
from nkdata.charts._scorecard import scorecard
from nkdata.charts._specification import specification
from nkdata.charts._systems import systems
from nkdata.charts._tie_plane import tie_plane

_MODULES = (
    _pendulum,
    _phase_matrix,
    _deliveries,
    _systems,
    _tie_plane,
    _cooperation,
    _after_1989,
    _grades,
    _revision,
    _identified,
    _specification,
    _robustness,
    _break_years,
    _scorecard,
)
CATALOGUE = {module.CHART.name: module.CHART for module in _MODULES}

from nkdata.charts.gallery import index, save_all  # noqa: E402  (needs the catalogue)

__all__ = [
    "CATALOGUE",
    "after_1989",
    "break_years",
    "cooperation",
    "deliveries",
    "grades",
    "identified",
    "index",
    "pendulum",
    "phase_matrix",
    "revision",
    "robustness",
    "save_all",
    "scorecard",
    "specification",
    "systems",
    "tie_plane",
]
