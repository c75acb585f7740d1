"""Build the report: execute the notebooks, make the site, the single file and the PDF, and put them in place at once.

>>> from nkdata.report import build
>>> build("reports", formats=("html", "single", "pdf"))                                        # doctest: +SKIP
"""

from nkdata.report.building import build

__all__ = ["build"]
