"""Larger systems delivered, 1953-93, from first to last delivery, by category and supplier."""

from collections.abc import Iterator
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import WIDTH, Words, no_data, points_per_axes
from nkdata.charts.line_breaks import SMALL, text_width
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.errors import NkdataError, short_repr
from nkdata.measures.series.phases import SPAN
from nkdata.measures.series.register import register
from nkdata.record.formatting import amount, counted, listing
from nkdata.record.tables import load, ties

COLUMNS = {
    "category": "category of arms",
    "designation": "designation of the system",
    "system": "kind of system",
    "supplier": "SUN, RUS or CHN",
    "start": "first year of delivery",
    "end": "last year of delivery",
    "number": "number delivered, missing if unknown",
    "tiv": "million TIV, missing where SIPRI has no delivery",
    "licensed": "True with licensed production",
    "named": "words of the country study for it, or empty",
    "before": "True if deliveries began before the years shown",
    "after": "True if deliveries went on after them",
}
LEAST = 200  # million TIV between 1953 and 1993, unless the text names the system
WESTERN = {"S-75 Dvina": "SA-2"}  # as in `estimates`; the Western names that the text uses stand in `transfers`
GLOSSED = ("air_defence", "missiles", "ships")  # categories in which a designation does not tell the kind of system
SIGNS = {"o": "●", "D": "◆", "s": "■"}
ORDER = {
    "aircraft": "Aircraft",
    "air_defence": "Air defence",
    "armoured_vehicles": "Armour",
    "artillery": "Artillery",
    "missiles": "Missiles",
    "ships": "Ships",
    "sensors": "Sensors",
    "support": "Support",
}


def data(least: float = LEAST) -> pd.DataFrame:
    """Return systems worth at least `least` million TIV, and all that the text names, from the 2026 register.

    Deals of one supplier for one designation are one row; missiles of a named air-defence system belong
    to the system. A system of the text without a delivery of SIPRI in the phase has its own row.
    """
    if not isinstance(least, Real) or isinstance(least, bool) or not least >= 0:
        raise NkdataError(f"least must be a number from 0; got {short_repr(least)}.")
    text = load("transfers").query("basis == 'text'")
    named = {deal: row.designation if pd.notna(row.designation) else row.system
             for row in text.itertuples() if pd.notna(row.matches) for deal in row.matches.split(";")}  # fmt: skip
    rows = register().dropna(subset="tiv")
    first, last = (rows.groupby(["designation", "supplier"])["year"].agg(edge) for edge in ("min", "max"))
    rows = rows[rows["year"].between(*SPAN)]
    rows["named"] = rows["transfer"].map(named).fillna("")
    frame = rows.groupby(["category", "designation", "supplier"], as_index=False).agg(
        system=("system", "first"), start=("year", "min"), end=("year", "max"), number=("number", "sum"),
        tiv=("tiv", "sum"), licensed=("licensed", "any"), named=("named", "max"),
    )  # fmt: skip
    keys = pd.MultiIndex.from_frame(frame[["designation", "supplier"]])
    frame["before"], frame["after"] = (first[keys] < SPAN[0]).to_numpy(), (last[keys] > SPAN[1]).to_numpy()
    whole = frame["system"].str.contains("system|aircraft", regex=True)
    frame = frame[(frame["tiv"] >= least) | (frame["named"].ne("") & whole)]
    alone = text[text["matches"].isna() & text["designation"].notna()]
    alone = alone.assign(
        start=alone["delivery_start"], end=alone["delivery_end"], named=alone["designation"],
        number=np.nan, tiv=np.nan, licensed=False, before=False, after=False,
    )  # fmt: skip
    frame = pd.concat([frame, alone[list(COLUMNS)]], ignore_index=True)
    frame["order"] = frame["category"].map(list(ORDER).index)
    frame = frame.sort_values(["order", "start", "end", "designation"], kind="stable")
    types = {"start": int, "end": int, "number": float, "tiv": float, "licensed": bool, "before": bool, "after": bool}
    return frame[list(COLUMNS)].astype(types).reset_index(drop=True)


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted rows."""
    if data.empty:
        return no_data("systems")
    named, alone = data[data["named"].ne("")], data[data["tiv"].isna()]
    first, last = int(data["start"].min()), int(data["end"].max())
    without = f" Of {listing(alone['designation'])} SIPRI has no delivery in the phase." if len(alone) else ""
    per = ", ".join(f"{ORDER.get(name, name).lower()} {len(rows)}" for name, rows in data.groupby("category", sort=False))
    longest = data.loc[(data["end"] - data["start"]).idxmax()]
    return Words(
        title=_title(data),
        subtitle=f"First to last delivery of systems worth {amount(LEAST)} million TIV or more; in brackets the number in "
        f"{SPAN[0]}–{SPAN[1] % 100}. ★: answers to the country study’s words{_quote(named)}.{without} Circle: Moscow; square: Beijing; hatched: with "
        "licensed production; arrow: more before or after. Many of SIPRI’s years are estimates.",
        caption=f"Systems delivered to North Korea, {first} to {last}, by category and supplier",
        alt=f"{_title(data)}. Bars from first to last delivery, by category: {per}. Longest on delivery: {longest['designation']}, "
        f"{int(longest['start'])} to {int(longest['end'])}."
        + (f" Starred: {listing(_pair(row) for row in named.itertuples())}.{without}" if len(named) else ""),
        source="Source: SIPRI Arms Transfers Database, release 2026, own calculation; words: Library of Congress 1994.",
    )  # fmt: skip


def _quote(named: pd.DataFrame) -> str:
    """Return the study's words, those that are no name in quotation marks."""
    words = sorted(named["named"].unique(), key=lambda words: (words.startswith("SA-"), words))
    words = [word if word.startswith("SA-") else f"“{word}” (it names no type)" for word in words]
    return f", {listing(words)}" if words else ""


def _pair(row: Any) -> str:
    """Return a designation with the study's name for it, if it has one."""
    named = row.named if row.named.startswith("SA-") else ""
    return f"{row.designation} ({named})" if named not in ("", row.designation) else row.designation


def _title(data: pd.DataFrame) -> str:
    came = data.dropna(subset=["tiv"])
    counts = came["supplier"].map(ties()).value_counts()
    (a, most), (b, other) = sorted([(counts.get(tie, 0), tie.title()) for tie in artists.PATRONS], reverse=True)
    title = f"Of {len(came)} larger systems {a} came from {most} and {b} from {other}"
    named = came[came["named"].ne("")]
    if named.empty:
        return title
    number = "one that answers" if len(named) == 1 else f"{counted(len(named))} that answer"
    be = "is" if len(named) == 1 else "are"
    side = {("SUN",): "Soviet, ", ("CHN",): "Chinese, "}.get(tuple(named["supplier"].unique()), "")
    first, last = int(named["start"].min()), int(named["end"].max())
    return f"{title}; the {number} to the study’s words {be} {side}of {first}–{last % 100:02d}"


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a bar for each system, by category."""
    first, last = SPAN[0] - 0.5, SPAN[1] + 0.5
    ax.set_xlim(first - 0.2, last + 0.2)
    phases = draw_bands(ax, "x", first, last)
    y, places, heads = 0.0, {}, []
    for category, rows in data.groupby("category", sort=False):
        heads.append((y - 0.1, ORDER.get(category, category)))
        y += 1
        for index in rows.index:
            places[index] = y
            y += 1
        y += 0.25
    ax.set_ylim(y - 0.4, -0.7)
    for index, row in data.iterrows():
        _bar(ax, row, places[index])
    for at, head in heads:
        artists.label(ax, head, (first, at), (2, 0), weight="bold")
    artists.hide_y_axis(ax, [])
    ax.set_xticks(artists.five_years(*SPAN))
    name_bands(ax, phases)


def _bar(ax: Axes, row: pd.Series, y: float) -> None:
    """Draw the bar of a system, an arrow where deliveries began before or went on after the years, and its label."""
    style, colour = artists.actor(row["supplier"]), artists.colour(row["supplier"])
    kind = {"fc": "white", "ls": (0, (2, 1.5))} if pd.isna(row["tiv"]) else {"fc": colour}
    if row["licensed"]:
        kind = {"fc": artists.tint(colour, 0.22), "hatch": "/////"}
    start, end = max(row["start"], SPAN[0]) - 0.5, min(row["end"], SPAN[1]) + 0.5
    ax.barh(y, end - start, left=start, height=0.62, lw=0.8, zorder=3, ec=colour, **kind)
    arrow = {"arrowstyle": "<|-,head_width=0.3,head_length=0.45", "color": colour, "lw": 0, "shrinkA": 0, "shrinkB": 0}
    for goes_on, at, shift in ((row["before"], start, -6), (row["after"], end, 6)):
        if goes_on:
            ax.annotate("", (at, y), (shift, 0), textcoords="offset points", annotation_clip=False, zorder=3, arrowprops=arrow)
    weight = "bold" if row["named"] else "normal"
    low, high = ax.get_xlim()
    for text in _texts(row, SIGNS[style["marker"]]):
        room = (text_width(text, SMALL, weight) + 4) / points_per_axes(ax) * (high - low)
        if start - room > low or end + room < high:
            break
    right = start - room < low or end + room < 1981
    at, shift, align = (end, 4, "left") if right else (start, -4, "right")
    if right and end + room > high:
        at, shift, align = (start, 4, "left")
    artists.label(ax, text, (at, y), (shift, 0), ha=align, color=colour, weight=weight)


def _texts(row: pd.Series, sign: str) -> Iterator[str]:
    """Yield the label of a bar, first with the kind of system and then without, for want of room."""
    number = "" if pd.isna(row["number"]) else f" ({amount(row['number'])})"
    western = row["named"] if row["named"].startswith("SA-") else WESTERN.get(row["designation"], "")
    name = row["designation"] + (f" = {western}" if western not in ("", row["designation"]) else "")
    tail = number + (" only in the study" if pd.isna(row["tiv"]) else "") + (" ★" if row["named"] else "")
    if row["category"] in GLOSSED and not western:
        yield f"{sign} {name}, {row['system'].removeprefix('self-propelled ').removeprefix('surface-to-air ')}{tail}"
    yield f"{sign} {name}{tail}"


CHART = Chart("systems", __doc__, data, words, draw, size=(WIDTH, 8.2), margins=(8, 20, 8, 46), columns=COLUMNS)
