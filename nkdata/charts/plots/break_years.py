"""Probability of a break of deliveries by year, breaks of two searches, and the boundaries of the text and of other authors."""

import pandas as pd
from matplotlib.axes import Axes

from nkdata.charts import artists
from nkdata.charts.chart import Chart
from nkdata.charts.frame import INK, WIDTH, Words, no_data
from nkdata.charts.phase_bands import draw_bands, name_bands
from nkdata.measures.breaks.boundaries import text_boundaries
from nkdata.measures.breaks.changepoint_posterior import DRAWS, break_probabilities
from nkdata.measures.breaks.changepoints import breaks
from nkdata.measures.breaks.periodisations import other_boundaries
from nkdata.measures.series.phases import SPAN
from nkdata.record.formatting import counted, listing, runs, written_years

COLUMNS = {
    "row": "posterior, pelt, dynp, text or author",
    "name": "name of the row or of the author",
    "year": "year that opens a segment or period",
    "value": "probability; of a search, the share of its settings",
    "low": "lower bound of the probability over simulated records",
    "high": "upper bound of it",
    "patron": "tie that the author's boundary is about, as a code or both",
    "grade": "reliability of the author's source, A to F",
}
LIKELY, NAMED = 0.5, 0.3  # probability from which a break is called likely, in one year or a run of years that are named
GRADES = ("A", "B", "C")  # of sources of authors; the others are drawn apart, hollow
SEARCHES = {"pelt": "search with a penalty (PELT)", "dynp": "best cut into 2 to 11 pieces"}
PLAIN = {
    "DIA": "US Defense Intelligence Agency",
    "FBIS": "US broadcast monitors (FBIS)",
    "SNIE 14.2-68": "US intelligence estimate 1968",
    "CIA February 1987, China study": "CIA 1987, study of China",
    "CIA February 1987, media study": "CIA 1987, study of media",
    "GDR Embassy in Pyongyang": "East German Embassy in Pyongyang",
    "Hankyung, Russian statistics": "Russian statistics in Hankyung",
}
TOP, GAP = 1.0, 0.077  # height of a probability of 1, and of a row below it


def data() -> pd.DataFrame:
    """Return the posterior with its range over simulated records, shares of settings, boundaries of the text and of authors."""
    posterior = break_probabilities("arms", draws=DRAWS).rename(columns={"probability": "value"})
    rows = [posterior.assign(row="posterior", name="deliveries")]
    found = breaks("arms")
    for method, own in found.groupby("method"):
        settings = own[["penalty", "breaks"]].drop_duplicates()
        share = own.dropna(subset="year").groupby("year").size() / len(settings)
        rows.append(share.rename("value").reset_index().assign(row=method, name=SEARCHES[method]))
    text = text_boundaries()
    rows.append(pd.DataFrame({"row": "text", "name": "text", "year": text, "value": 1.0}))
    others = other_boundaries().rename(columns={"author": "name"})
    best = others.groupby("name")["reliability"].transform("min")
    rows.append(others.assign(row="author", value=1.0, grade=best))
    return pd.concat(rows, ignore_index=True).reindex(columns=COLUMNS).astype({"year": int})


def words(data: pd.DataFrame) -> Words:
    """Return title, subtitle, caption, alt text and source line of the plotted numbers."""
    chance = data[data["row"].eq("posterior")].set_index("year")["value"]
    if chance.empty:
        return no_data("break-years")
    text = data.loc[data["row"].eq("text"), "year"].tolist()
    _, likely = _break_runs(chance)
    title = f"Deliveries break in {listing(map(written_years, likely))}" if likely else "Deliveries show no likely break"
    if likely and text:
        far = max(min(abs(year - other) for other in text) for run in likely for year in run)
        title += f", each within {'a year' if far <= 1 else f'{counted(far)} years'} of the country study"
    unmatched = [year for year in text if not any(abs(year - other) <= 1 for run in likely for other in run)]
    title += f"; around {listing(map(str, unmatched))} no year stands out" if likely and unmatched else ""
    breaks = [f"{written_years(run)} ({chance[run].sum():.2f})" for run in likely]
    text_years = [f"{chance.get(year, 0):.2f} in {year}" for year in text]
    authors = data[data["row"].eq("author")].drop_duplicates("name")
    weak = int((~authors["grade"].isin(GRADES)).sum())
    return Words(
        title=title,
        subtitle="Dark: probability that a year opens a new level of arms deliveries; pale: 90% of plausible records. Dots: share "
        "of settings in which a search breaks there. Below: where other authors begin a period with Moscow (circle), Beijing (square) "
        "or both (diamond), hollow where the source is graded below C. Bars and marks stand at the start of their year.",
        caption="Break years of arms deliveries against the phases of the country study and the periods of other authors, 1953 to 1993",
        alt=f"{title}. Probability of a break: {listing(breaks) or 'none likely'}. The years that the country study prints have "
        f"{listing(text_years)}. {chance.sum():.1f} breaks are expected in all; {len(authors)} other authors stand below, "
        f"{counted(weak)} of them hollow.",
        source="Source: SIPRI Arms Transfers Database (2022, 2024, 2026), own calculation; phases: Library of Congress 1994; "
        "authors: see the table periodisations.",
    )  # fmt: skip


def _break_runs(chance: pd.Series) -> tuple[list[list[int]], list[list[int]]]:
    """Return the runs of years with a probability worth a name, and those of them in which a break is likely."""
    every = runs(chance.index[chance >= NAMED])
    return every, [run for run in every if chance[run].sum() >= LIKELY]


def draw(ax: Axes, data: pd.DataFrame) -> None:
    """Draw the posterior, and below it a row for each search and each author."""
    first, last = SPAN
    phases = draw_bands(ax, "x", first - 0.5, last + 0.5)
    authors = data[data["row"].eq("author")]
    order = authors.assign(weak=~authors["grade"].isin(GRADES)).groupby("name").agg({"weak": "max", "year": "min"})
    order = order.sort_values(["weak", "year"], kind="stable").index
    ax.set_xlim(first - 0.9, last + 0.9)
    ax.set_ylim(-GAP * (len(order) + 4.2), TOP * 1.12)
    for year in data.loc[data["row"].eq("text"), "year"]:
        ax.axvline(year - 0.5, color="#9a9a9a", lw=0.9, ls=(0, (4, 2)), zorder=1)
    _posterior(ax, data[data["row"].eq("posterior")])
    for row, (method, name) in enumerate(SEARCHES.items(), start=1):
        own = data[data["row"].eq(method)]
        ax.scatter(own["year"] - 0.5, [-GAP * (row + 0.2)] * len(own), s=own["value"] * 62 + 2, color=INK, lw=0, zorder=4)
        artists.annotate_axes(ax, name, (0, -GAP * (row + 0.2)), (-4, 0), "y", ha="right", color=INK)
    styles = {code: artists.actor(code) for code in ("SUN", "CHN")} | {"both": {"colour": INK, "marker": "D"}}
    for row, name in enumerate(order, start=4):
        _author(ax, authors[authors["name"].eq(name)], -GAP * row, name, styles)
    ax.axhline(0, color=INK, lw=0.9, zorder=5)
    ax.axhline(-GAP * 2.95, color="#b5b5b5", lw=0.6)
    ax.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    artists.annotate_axes(ax, "probability of a break", (0, 0.5), (-26, 0), "y", rotation=90, ha="right")
    artists.hide_y_axis(ax)
    ax.set_xticks(artists.five_years(first, last))
    name_bands(ax, phases)


def _posterior(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw the probability of each year with its range, and name the years of the breaks."""
    at = rows["year"] - 0.5
    ax.bar(at, rows["high"] - rows["low"], bottom=rows["low"], width=0.74, color="#b9c4cf", zorder=2)
    ax.bar(at, rows["value"], width=0.3, color="#26323f", zorder=3)
    known = rows.set_index("year")
    every, likely = _break_runs(known["value"])
    # a year that is not likely itself gives way to a likely one beside it
    named = [run for run in every if run in likely or not any(-4 < run[0] - r[-1] < 4 or -4 < r[0] - run[-1] < 4 for r in likely)]
    for run in named:
        top = known.loc[run[0] - 1 : run[-1] + 1, ["value", "high"]].to_numpy().max()
        aside = 5 * (any(0 < run[0] - r[-1] < 4 for r in named) - any(0 < r[0] - run[-1] < 4 for r in named))
        weight = "bold" if run in likely else "normal"
        artists.label(ax, written_years(run), ((run[0] + run[-1]) / 2 - 0.5, top), (aside, 7), ha="center", weight=weight)


def _author(ax: Axes, own: pd.DataFrame, y: float, name: str, styles: dict[str, dict[str, str]]) -> None:
    if len(own) > 1:
        ax.plot([own["year"].min() - 0.5, own["year"].max() - 0.5], [y, y], color="#c4c4c4", lw=0.8, zorder=2)
    for row in own.itertuples():
        style = styles.get(row.patron, styles["both"])
        face = {"mec": "white", "mew": 0.5} if row.grade in GRADES else {"mfc": "white", "mec": style["colour"], "mew": 1, "ms": 4}
        ax.plot(row.year - 0.5, y, style["marker"], **{"color": style["colour"], "ms": 4.6, "zorder": 4, **face})
    artists.annotate_axes(ax, PLAIN.get(name, name.removesuffix(", author not shown")), (0, y), (-4, 0), "y", ha="right")


CHART = Chart("break-years", __doc__, data, words, draw, size=(WIDTH, 8.6), margins=(168, 20, 8, 40), columns=COLUMNS)
