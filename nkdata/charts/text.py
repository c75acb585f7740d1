"""Numbers, years and codes as a reader sees them."""

import pandas as pd

MATERIEL = ("assistance", "support", "major_equipment", "supplies")  # forms that are supplies, not relations
ARROWS = {"up": "▲", "renewed": "▲", "down": "▼", "steady": "=", "changed": "◆", "unstated": ""}
MONTHS = "January February March April May June July August September October November December".split()


def years(row):
    """The years of a phase as they are written: 1953–56."""
    return f"{row.start_year}–{int(row.end_year) % 100:02d}"


def says(phase, tie, assistance):
    """What the text says of the supplies of one patron in one phase, in short, with an arrow for the direction."""
    codes = ("CHN",) if tie == "beijing" else ("SUN", "RUS")
    rows = assistance[(assistance["phase"] == phase) & assistance["patron"].isin(codes) & assistance["form"].isin(MATERIEL)]
    if rows.empty:
        return "nothing said"
    return stated(rows.iloc[0])


def stated(row, arrow=True):
    """Level and direction of one row of the table `assistance`, in words and, to be seen, with an arrow."""
    level, direction, pace = (getattr(row, column) for column in ("level", "direction", "pace"))
    parts = [] if level == "unstated" else [{"sole": "sole supplier"}.get(level, level)]
    if direction != "unstated":
        sign = f"{ARROWS[direction]}\N{NO-BREAK SPACE}" if arrow else ""
        parts.append(f"{sign}{direction}" + ("" if pd.isna(pace) else f" {pace}"))
    return ", ".join(parts) or "not stated"


def signed(value, digits=2):
    """A number with its sign and a true minus.

    >>> signed(-0.187), signed(0.5), signed(0.001)
    ('−0.19', '+0.50', '0.00')
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\N{MINUS SIGN}")


def amount(value):
    """A whole number with a comma before thousands and a true minus.

    >>> amount(16491.2), amount(-138)
    ('16,491', '−138')
    """
    return f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")


def counted(number):
    """A small number in words, a larger one in figures.

    >>> counted(6), counted(24)
    ('six', '24')
    """
    words = "no one two three four five six seven eight nine ten eleven twelve".split()
    return words[number] if 0 <= number < len(words) else f"{number:,}"


def listing(items):
    """Items in a row: a, b and c.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    items = list(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def runs(years):
    """Years grouped into unbroken runs.

    >>> runs([1959, 1960, 1976])
    [[1959, 1960], [1976]]
    """
    groups = []
    for year in sorted(int(y) for y in years):
        if groups and year == groups[-1][-1] + 1:
            groups[-1].append(year)
        else:
            groups.append([year])
    return groups


def written(years):
    """Years as they are written: 1959–60, 1976 and 1991–92."""
    return listing(str(g[0]) if len(g) == 1 else f"{g[0]}–{g[-1] % 100:02d}" for g in runs(years))


def decimal(days):
    """Days as decimal years on the axes' scale, on which a year y covers y - 0.5 to y + 0.5; missing stays missing."""
    return days.dt.year - 0.5 + (days.dt.day_of_year - 1) / 365.25
