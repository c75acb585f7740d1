"""What do the text's words alone allow, and what do they decide? (Notebook 05.)

Words such as "more" become an order of levels; histories are drawn evenly from all levels that keep to it.
"""

from nkdata.measures.wording.histories import histories
from nkdata.measures.wording.identified import identified

__all__ = ["histories", "identified"]
