"""The catalogue: every chart by its name, in the order of the report."""

from importlib import import_module
from inspect import signature

from nkdata.charts.chart import Chart
from nkdata.charts.figure import Figure
from nkdata.errors import check_option

NAMES = (
    "three-lines pendulum phase-matrix deliveries systems tie-plane cooperation after-1989 grades revision "
    "identified specification robustness break-years scorecard"
).split()
CATALOGUE: dict[str, Chart] = {name: import_module(f"nkdata.charts.plots.{name.replace('-', '_')}").CHART for name in NAMES}


def figure(name: str, **options: object) -> Figure:
    """Prepare the data and words of a chart of the catalogue, ready to be shown or saved.

    Parameters
    ----------
    name : str
        Name of a chart, one of ``nkdata.charts.CATALOGUE``.
    **options
        Of the function that prepares the data of the chart: ``hypothesis`` of the chart specification, ``least``
        (million TIV) of the chart systems.

    Returns
    -------
    Figure
        The last line of a notebook cell shows it, and so does ``show()``. It holds ``name``, ``title``, ``caption``,
        ``alt`` and ``data`` (the plotted numbers as a frame). ``draw(ax)`` draws into axes of yours, ``cite()`` returns
        its citation, and ``save(folder)`` writes NAME.svg, NAME.png and NAME.csv.

    Raises
    ------
    NkdataError
        If there is no such chart, or it has no such option.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.figure("pendulum").title
    'The pendulum hung on Moscow’s side ...'
    """
    chart = CATALOGUE[check_option(name, list(CATALOGUE), "chart")]
    for option in options:
        check_option(option, list(signature(chart.data).parameters), f"option of the chart {name}")
    plotted = chart.data(**options)
    words = chart.words(plotted)
    return Figure(name, words.title, words.caption, words.alt, plotted, chart)
