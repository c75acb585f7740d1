"""Numbers, years and codes as a reader sees them."""

import pandas as pd

MATERIEL = ("assistance", "support", "major_equipment", "supplies")  # forms that are supplies, not relations
ARROWS = {"up": "▲", "renewed": "▲", "down": "▼", "steady": "=", "changed": "◆", "unstated": ""}
MONTHS = "January February March April May June July August September October November December".split()


def format_years(row):
    """The years of a phase as they are written: 1953–56."""
    return f"{row.start_year}–{int(row.end_year) % 100:02d}"


def describe_supplies(phase, tie, assistance):
    """What the text says of the supplies of one patron in one phase, in short, with an arrow for the direction."""
    codes = ("CHN",) if tie == "beijing" else ("SUN", "RUS")
    rows = assistance[(assistance["phase"] == phase) & assistance["patron"].isin(codes) & assistance["form"].isin(MATERIEL)]
    if rows.empty:
        return "nothing said"
    return describe_level(rows.iloc[0])


def describe_level(row, arrow=True):
    """Level and direction of one row of the table `assistance`, in words and, to be seen, with an arrow."""
    level, direction, pace = (getattr(row, column) for column in ("level", "direction", "pace"))
    parts = [] if level == "unstated" else [{"sole": "sole supplier"}.get(level, level)]
    if direction != "unstated":
        sign = f"{ARROWS[direction]}\N{NO-BREAK SPACE}" if arrow else ""
        parts.append(f"{sign}{direction}" + ("" if pd.isna(pace) else f" {pace}"))
    return ", ".join(parts) or "not stated"
