"""Dated events by kind, those on the tie to Moscow above those on the tie to Beijing."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.measures.series.phases import SPAN
from nkdata.record.edtf import decimal_year
from nkdata.record.tables import TEXT, load, ties

COLUMNS = {
    "event": "key of the event or of its group",
    "kind": "kind of event",
    "side": "moscow or beijing",
    "start": "beginning in decimal years, missing when open",
    "end": "end in decimal years, missing when open",
    "effect": "warmer, cooler or unclear",
    "text": "True where the country study is the source",
}
GROUPS = {  # kinds of events: between states, in goods, between armed forces
    "diplomacy": {"treaty": "treaties", "visit": "visits", "diplomacy": "diplomacy", "statement": "statements", "dispute": "quarrels"},
    "goods": {"trade": "trade", "aid": "military aid", "economic_aid": "economic aid", "delivery": "arms deliveries"},
    "forces": {
        "troops": "troops",
        "exchange": "exchanges",
        "exercise": "exercises",
        "ship_visit": "ship visits",
        "air_visit": "air visits",
        "overflight": "overflights",
        "port_access": "port access",
        "intelligence": "intelligence",
    },
}
KINDS = {kind: name for group in GROUPS.values() for kind, name in group.items()}
FORCES = ("exercise", "ship_visit", "air_visit", "overflight", "port_access", "intelligence")  # between armed forces
STUB = 2.5  # years that the arrow of an open beginning is drawn
BAR = 0.9  # years from which an interval is drawn as a bar
NEAR, RISE = 0.6, 0.16  # years within which marks would lie on each other, and rows by which one then moves
LEVELS = (0, -1, 1, -2, 2, -3, 3)  # rises of a mark, in the order in which they are tried
EDGE = 0.15  # rows between the outermost marks of a lane and its edge
FILL = {"+": "warmer", "-": "cooler"}


def data() -> pd.DataFrame:
    """Return each event once for each tie that it touches, or else for the patron that took part.

    Reports of one event in several sources have one mark in a year, at the most precise of their dates.
    """
    events = load("events")
    parts = []
    for side in artists.PATRONS:
        takes_part = events["parties"].str.contains("|".join(code for code, tie in ties().items() if tie == side))
        touched = events[f"tie_{side}"].ne("0")
        neither = events["tie_moscow"].eq("0") & events["tie_beijing"].eq("0") & takes_part
        rows = events[touched | neither].assign(side=side)
        rows["effect"] = rows[f"tie_{side}"].map(FILL).fillna("unclear")
        parts.append(rows)
    rows = pd.concat(parts, ignore_index=True)
    first, last = (pd.Timestamp(year, month, day) for year, month, day in ((SPAN[0], 1, 1), (SPAN[1], 12, 31)))
    rows = rows[rows["end"].fillna(last).ge(first) & rows["start"].fillna(first).le(last)]
    rows["text"] = rows["source"].eq(TEXT)
    rows["event"] = rows["event_group"].fillna(rows["event"])
    rows["start"], rows["end"] = (decimal_year(rows[edge]) for edge in ("start", "end"))
    rows = rows.drop_duplicates(["event", "kind", "side", "start", "end", "effect"])
    length = (rows["end"] - rows["start"]).sort_values(kind="stable")
    marked = rows.loc[length.index].assign(year=(rows["start"] + 0.5) // 1)[length.le(BAR)]
    rows = rows.drop(marked.index[marked.duplicated(["event", "kind", "side", "effect", "year"])])
    return rows[list(COLUMNS)].sort_values(["kind", "side", "start", "event"], kind="stable").reset_index(drop=True)


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted rows."""
    if data.empty:
        return no_data("cooperation")
    count = data["side"].value_counts()
    kinds = ", ".join(f"{KINDS.get(kind, kind)} {len(data[data['kind'] == kind])}" for kind in KINDS if (data["kind"] == kind).any())
    cool = data[data["effect"].eq("cooler")]["side"].value_counts()
    return Words(
        title=_title(data),
        subtitle="Events on record by kind; upper lane: tie to Moscow, lower lane: to Beijing. Filled: closer; cross: cooler; hollow: "
        "neither or unclear. Bars: intervals (pale: from the country study); arrow: no beginning given.",
        caption=f"Events between North Korea and its two patrons, {SPAN[0]} to {SPAN[1]}, by kind and tie",
        alt=f"{_title(data)}. A raster of {len(data)} marks, {count.get('moscow', 0)} on the tie to Moscow and {count.get('beijing', 0)} on that "
        f"to Beijing, by kind: {kinds}. Marks of cooling: {cool.get('moscow', 0)} with Moscow, {cool.get('beijing', 0)} with Beijing.",
        source="Source: dated events of this record, each with its own source; own coding of the effects; phases: Library of Congress 1994.",
    )  # fmt: skip


def _title(data: pd.DataFrame) -> str:
    forces = data[data["kind"].isin(FORCES)]
    count = forces["side"].value_counts()
    if forces.empty:
        return f"{len(data)} events on record between North Korea and its patrons"
    since = int(forces["start"].min() + 0.5) if forces["start"].notna().any() else None
    when = f", from {since} on" if since else ""
    if len(count) == 1:
        return f"Exercises, fleet visits and overflights are on record with {count.index[0].title()} alone{when}"
    return f"Exercises, fleet visits and overflights: {count['moscow']} on record with Moscow, {count['beijing']} with Beijing{when}"


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw a row for each kind of event, with a lane for each tie."""
    first, last = SPAN[0] - 0.5, SPAN[1] + 0.5
    ax.set_xlim(first - 0.3, last + 0.3)
    phases = draw_bands(ax, "x", first, last)
    kinds = [kind for kind in KINDS if (data["kind"] == kind).any()]
    top, middles = 0.0, []
    for kind in kinds:
        opens = any(kind == next((k for k in group if k in kinds), None) for group in GROUPS.values())
        ax.axhline(top, color="#8a8a8a" if opens else "#d2d2d2", lw=0.9 if opens else 0.6, zorder=0)
        begins = top
        for side in artists.PATRONS:  # a lane is as high as its marks need
            rows = data[(data["kind"] == kind) & (data["side"] == side)]
            half = EDGE + RISE * max((abs(level) for *_, level in _spread(_places(ax, rows))), default=0)
            _lane(ax, rows, side, top + half)
            top += 2 * half
        middles.append((begins + top) / 2)
    ax.set_ylim(top, 0)
    ax.set_yticks(middles, [KINDS[kind] for kind in kinds])
    artists.hide_y_axis(ax)
    ax.set_xticks(artists.five_years(*SPAN))
    name_bands(ax, phases)
    for text, code, above in (("upper: Moscow", "moscow", 20), ("lower: Beijing", "beijing", 8)):
        artists.annotate_axes(ax, text, (0, 1), (-4, above), ha="right", color=artists.colour(code))


def _lane(ax: Axes, rows: pd.DataFrame, side: str, y: float) -> None:
    """Draw the events of one kind and tie: bars for intervals, marks for the others."""
    style = artists.actor(artists.PATRONS[side])
    for row, (start, end) in zip(rows.itertuples(), _spans(ax, rows), strict=True):
        if np.isnan(row.start):  # only its end is known: an arrow into the past, of no set length
            ax.plot([end - STUB, end], [y, y], color=style["colour"], lw=1, ls=(0, (1, 1)), zorder=2)
            ax.plot([end - STUB], [y], "<", color=style["colour"], ms=4, zorder=3)
        elif end - row.start > BAR:  # filled when closer, with a cross when cooler, hollow when neither
            face = "white" if row.effect == "unclear" else artists.tint(style["colour"], 0.45 if row.text else 0.8)
            ax.barh(y, end - start, 0.2, left=start, color=face, edgecolor=style["colour"], lw=0.8, zorder=2)
    places = pd.DataFrame(_spread(_places(ax, rows)), columns=["at", "effect", "level"])
    for effect, found in places.groupby("effect"):
        _marks(ax, found["at"], y + found["level"] * RISE, effect, style)


def _spans(ax: Axes, rows: pd.DataFrame) -> list[tuple[float, float]]:
    """Return beginning and end of each event as far as the axis shows them; the beginning is missing where none is given."""
    low, high = ax.get_xlim()
    return [(max(row.start, low), high if np.isnan(row.end) else min(row.end, high)) for row in rows.itertuples()]


def _places(ax: Axes, rows: pd.DataFrame) -> list[tuple[float, str]]:
    """Return where each mark of a lane stands, with its effect; an interval has one only where it cools."""
    places = []
    for row, (start, end) in zip(rows.itertuples(), _spans(ax, rows), strict=True):
        if np.isnan(row.start):
            places.append((end, row.effect))
        elif end - row.start <= BAR or row.effect == "cooler":
            places.append(((start + end) / 2, row.effect))
    return places


def _spread(places: list[tuple[float, str]]) -> list[tuple[float, str, int]]:
    """Return marks with a level, 0 in the middle of the lane; a mark too near to another has the level with most room.

    >>> [level for *_, level in _spread([(1967.0, "cooler"), (1967.1, "cooler"), (1967.2, "warmer"), (1970.0, "cooler")])]
    [0, -1, 1, 0]
    """
    last, placed = dict.fromkeys(LEVELS, -np.inf), []
    for at, effect in sorted(places):
        level = next((level for level in last if at - last[level] >= NEAR), min(last, key=last.__getitem__))
        last[level] = at
        placed.append((at, effect, level))
    return placed


def _marks(ax: Axes, x: pd.Series, y: pd.Series, effect: str, style: dict[str, str]) -> None:
    colour, kind = style["colour"], {"ls": "none", "zorder": 4}
    if effect == "cooler":
        kind |= {"marker": "x", "color": colour, "ms": 4.4, "mew": 1.5, "zorder": 5, "path_effects": artists.halo(2.4)}
    elif effect == "warmer":
        kind |= {"marker": style["marker"], "mfc": colour, "mec": "white", "ms": 5, "mew": 0.6}
    else:
        kind |= {"marker": style["marker"], "mfc": "white", "mec": colour, "ms": 4.6, "mew": 1.1}
    ax.plot(x, y, **kind)


CHART = Chart("cooperation", __doc__, data, words, draw, size=(WIDTH, 9.2), margins=(84, 20, 6, 46), columns=COLUMNS)
