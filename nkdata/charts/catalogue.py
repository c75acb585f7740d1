"""The catalogue: every chart by its name, in the order of the report."""

from nkdata.charts.plots import (
    after_1989,
    break_years,
    cooperation,
    deliveries,
    grades,
    identified,
    pendulum,
    phase_matrix,
    revision,
    robustness,
    scorecard,
    specification,
    systems,
    tie_plane,
)

CATALOGUE = {
    plot.CHART.name: plot.CHART
    for plot in (
        pendulum,
        phase_matrix,
        deliveries,
        systems,
        tie_plane,
        cooperation,
        after_1989,
        grades,
        revision,
        identified,
        specification,
        robustness,
        break_years,
        scorecard,
    )
}
