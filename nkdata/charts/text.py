"""Years and supplies in the words of a chart."""

from typing import Any

import pandas as pd

MATERIEL = ("assistance", "support", "major_equipment", "supplies")  # forms that are supplies, not relations
ARROWS = {"up": "▲", "renewed": "▲", "down": "▼", "steady": "=", "changed": "◆", "unstated": ""}


def format_years(row: Any) -> str:
    """Return the years of a row of `phases` as they are written.

    >>> format_years(pd.Series({"start_year": 1953, "end_year": 1956}))
    '1953–56'
    """
    return f"{row.start_year}–{int(row.end_year) % 100:02d}"


def describe_level(row: Any, arrow: bool = True) -> str:
    """Return level and direction of a row of `assistance` in words, the direction with an arrow.

    >>> describe_level(pd.Series({"level": "sole", "direction": "down", "pace": "slowly"}), arrow=False)
    'sole supplier, down slowly'
    """
    level, direction, pace = (getattr(row, column) for column in ("level", "direction", "pace"))
    parts = [] if level == "unstated" else [{"sole": "sole supplier"}.get(level, level)]
    if direction != "unstated":
        sign = f"{ARROWS[direction]}\N{NO-BREAK SPACE}" if arrow else ""
        parts.append(f"{sign}{direction}" + ("" if pd.isna(pace) else f" {pace}"))
    return ", ".join(parts) or "not stated"
