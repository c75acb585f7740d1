"""The charts, by name: ``nkdata.charts.pendulum.draw(ax, data)``. Importing this package loads matplotlib; nothing else in nkdata does."""

from nkdata.charts.catalogue import CATALOGUE
from nkdata.charts.chart import Chart
from nkdata.charts.gallery import index, save_all

_CHARTS = {name.replace("-", "_"): chart for name, chart in CATALOGUE.items()}

__all__ = ["CATALOGUE", "index", "save_all", *_CHARTS]


def __getattr__(name: str) -> Chart:
    if name in _CHARTS:
        return _CHARTS[name]
    raise AttributeError(f"module 'nkdata.charts' has no attribute {name!r}; it has {', '.join(sorted(__all__))}")


def __dir__() -> list[str]:
    return sorted(__all__)
