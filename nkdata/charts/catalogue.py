"""The catalogue: every chart by its name, in the order of the report."""

from inspect import signature

from nkdata.charts.figure import Figure
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
from nkdata.errors import check_option

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


def figure(name, **options):
    """Draw a chart of the catalogue, ready to be shown.

    Parameters
    ----------
    name : str
        Name of a chart, one of ``nkdata.charts.CATALOGUE``.
    **options
        Of the function that prepares the data of the chart.

    Returns
    -------
    Figure
        Shown by JupyterLab as the last line of a cell; holds ``name``, ``title``, ``caption``, ``alt`` and ``data``
        (the plotted numbers as a frame); ``save(folder)`` writes NAME.svg, NAME.png and NAME.csv and returns their paths.

    Raises
    ------
    NkdataError
        If there is no such chart, or it has no such option.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.figure("pendulum").name
    'pendulum'
    """
    chart = CATALOGUE[check_option(name, list(CATALOGUE), "chart")]
    for option in options:
        check_option(option, list(signature(chart.data).parameters), f"option of the chart {name}")
    plotted = chart.data(**options)
    words = chart.words(plotted)
    return Figure(name, words.title, words.caption, words.alt, plotted, chart)
