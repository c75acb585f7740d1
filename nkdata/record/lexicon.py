"""The deciding words of the source text, and the codes that they stand for in assistance and constraints."""

import pandas as pd

# If the words match the pattern, the column holds one of the codes. The lists cover every deciding word of assistance.
DIRECTIONS = {
    "up": "increas|grew|intensif|warmer",
    "down": "declin|drop|cooled|stopped|pulled|tension",
    "renewed": "renewed|pragmatic",
    "steady": "assumed|negatively",
    "changed": "shift",
}
LEVELS = {
    "sole": "supplied.* unilaterally",
    "supplied": "weapons systems",
    "present": "maintained",
    "little": "little",
    "none": "^unilaterally|not involved",
    "withdrawn": "pulled",
    "strained": "tension",
    "stopped": "stopped",
    "unsettled": "flux",
    "cool": "cooled",
    "warm": "warmer",
    "unharmed": "negatively",
    "assumed": "assumed",
    "commercial": "commercial",
}
FORMS = {
    "troops": "troops",
    "cooperation": "Cooperation",
    "obligations": "obligations",
    "assistance": "assistance",
    "major_equipment": "weapons",
}
MARGINS = {"large": "dramatically|unilaterally", "clear": "significantly|steadily|renewed|considerably"}
PATRONS = {"SUN": "Soviet", "CHN": "Chinese"}
PACES = "(steadily|significantly|dramatically|considerably)"


def decided(words: pd.Series, lexicon: dict[str, str], silent: str | None = None) -> pd.Series:
    """Return the code that a lexicon gives for each of the words, and `silent` where it gives none.

    >>> decided(pd.Series(["increased aid", "troops", None]), DIRECTIONS, "unstated").tolist()
    ['up', 'unstated', 'unstated']
    """
    found = pd.Series(silent, index=words.index, dtype=object)
    for code, pattern in lexicon.items():
        found[words.str.contains(pattern, na=False)] = code
    return found
