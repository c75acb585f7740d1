"""Print the PDF if this machine can, quietly. (WeasyPrint loads a system library; importing this module does not.)"""

import logging
from pathlib import Path


def print_pdf(page: Path, target: Path, partial: bool = False) -> bool:
    """Write the PDF of a one-page HTML; `False` where the system library is missing."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)  # WeasyPrint, fontTools and ziafont tell of every step
    try:
        try:
            import weasyprint  # noqa: F401
        except OSError:
            return False
        from nkdata.report.pdf import write_pdf

        write_pdf(page, target, partial)
        return True
    finally:
        logging.disable(before)
