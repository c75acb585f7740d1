"""Charts: one function each. Importing this package is what loads matplotlib; nothing else in nkdata does."""

from nkdata.charts.catalogue import CATALOGUE
from nkdata.charts.gallery import index, save_all
from nkdata.charts.plots.after_1989 import after_1989
from nkdata.charts.plots.break_years import break_years
from nkdata.charts.plots.cooperation import cooperation
from nkdata.charts.plots.deliveries import deliveries
from nkdata.charts.plots.grades import grades
from nkdata.charts.plots.identified import identified
from nkdata.charts.plots.pendulum import pendulum
from nkdata.charts.plots.phase_matrix import phase_matrix
from nkdata.charts.plots.revision import revision
from nkdata.charts.plots.robustness import robustness
from nkdata.charts.plots.scorecard import scorecard
from nkdata.charts.plots.specification import specification
from nkdata.charts.plots.systems import systems
from nkdata.charts.plots.tie_plane import tie_plane

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
