"""What did each patron deliver, order and do, year by year and phase by phase? (Notebooks 03 and 04.)

The register is counted into yearly series, these are averaged into phases, and Monte Carlo draws carry the uncertainty of the record.
"""

from nkdata.measures.series.acts import acts
from nkdata.measures.series.alignment import lean, shifts
from nkdata.measures.series.draws import draw
from nkdata.measures.series.indicators import INDICATORS, UNITS, yearly
from nkdata.measures.series.lines import three_lines
from nkdata.measures.series.money import money, money_pairs
from nkdata.measures.series.phases import SPAN, YEARS, phase_of, phase_years
from nkdata.measures.series.politics import politics
from nkdata.measures.series.register import register

__all__ = [
    "INDICATORS",
    "SPAN",
    "UNITS",
    "YEARS",
    "acts",
    "draw",
    "lean",
    "money",
    "money_pairs",
    "phase_of",
    "phase_years",
    "politics",
    "register",
    "shifts",
    "three_lines",
    "yearly",
]
