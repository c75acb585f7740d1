"""The boundaries of the text, and those of other authors set against them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from nkdata.errors import NkdataError, check_option
from nkdata.measures.breaks.segments import MIN_LENGTH
from nkdata.measures.series.phases import SPAN, YEAR_1984, phase_years
from nkdata.record.codebook import PathLike
from nkdata.record.tables import load


def text_boundaries(year_1984: str = "both", until: int = 1993, data: PathLike | None = None) -> list[int]:
    """Return the years in which the phases open, without the first; with "both" the sixth opens in 1984 and in 1985.

    >>> text_boundaries(), text_boundaries("phase_5")
    ([1957, 1961, 1965, 1973, 1984, 1985, 1990], [1957, 1961, 1965, 1973, 1985, 1990])
    """
    check_option(year_1984, YEAR_1984, "year_1984")
    readings = YEAR_1984[1:] if year_1984 == "both" else (year_1984,)
    opens = {int(year) for reading in readings for year in phase_years(reading, data)["start_year"].iloc[1:]}
    return sorted(year for year in opens if year <= until)


def other_boundaries(data: PathLike | None = None) -> pd.DataFrame:
    """Return the years in which others let a period open, a row for each year and author.

    A period opens in its first year, and the year after its last opens the next, unless the author's next begins in
    that last year itself. The last year does not count where the period runs to the date of the document: that is
    where the author stopped, not where the period did. A turning point (first and last year the same) opens in that
    year. Years too near to either end of 1953-93 are left out, and so is the book of the source
    text.

    >>> other_boundaries().query("author == 'Shen and Xia'")["year"].tolist()
    [1957, 1961, 1966, 1970, 1977]
    """
    rows = load("periodisations", data=data)
    rows = rows[~rows["source"].isin(set(load("phases", data=data)["source"]))]
    written = rows["source"].map(load("sources", data=data).set_index("source")["year"])
    ends, begins = (pd.MultiIndex.from_frame(rows[["author", column]]) for column in ("end_year", "start_year"))
    goes_on = ends.isin(begins)
    stops = rows["end_year"].mask(goes_on | (rows["end_year"] >= written).fillna(False))
    opens = pd.concat([rows.assign(year=rows["start_year"]), rows.assign(year=stops + 1)])
    opens = opens[opens["year"].between(SPAN[0] + MIN_LENGTH, SPAN[1] - MIN_LENGTH + 1).fillna(False)]
    opens = opens.groupby(["author", "year"], as_index=False).agg(
        patron=("patron", lambda values: ";".join(sorted(set(values)))),
        rows=("periodisation", lambda values: ";".join(sorted(values))),
        reliability=("reliability", "min"),
    )
    return opens.astype({"year": int}).sort_values(["author", "year"]).reset_index(drop=True)


def compare_periodisations(year_1984: str = "both", data: PathLike | None = None) -> pd.DataFrame:
    """Return the distance in years between the boundaries of the text and those of every other author, in both directions.

    Suggested default: 1984 in both phases, as the text prints it, so that 1984 and 1985 are both boundaries; compare
    ``to_text_mean`` with ``chance``, since with few years between boundaries any year is near one.

    Parameters
    ----------
    year_1984 : {"both", "phase_5", "phase_6"}, default "both"
        The sixth phase opens in 1985 ("phase_5": 1984 is the fifth's), in 1984 ("phase_6"), or either will do.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row for each author: ``reliability`` (the best grade of the sources), ``boundaries`` and ``years``, their number; ``to_text_mean`` and
        ``to_text_max``, years from each of theirs to the nearest of the text; ``chance``, the mean distance of any
        year from the nearest of the text; ``compared``, the number of the text's boundaries in the years that the
        author covers (from the first boundary less two years to the last plus two), and ``from_text_mean`` and
        ``from_text_max``, years from each of those to the nearest of theirs. Many authors name one or two years only:
        a single year close to the text is weak agreement.

    Raises
    ------
    NkdataError
        If `year_1984` is not among the options.

    References
    ----------
    The larger of the two maxima is the Hausdorff distance between the two sets of boundaries, as used to compare
    segmentations: Truong, Oudre and Vayatis 2020, *Signal Processing* 167, 107299.

    Examples
    --------
    >>> import nkdata
    >>> compared = nkdata.compare_periodisations().set_index("author")
    >>> compared[["boundaries", "to_text_mean", "to_text_max"]].loc[["Shen and Xia"]].to_numpy().tolist()
    [['1957;1961;1966;1970;1977', 1.6, 4.0]]
    """
    text = text_boundaries(year_1984, data=data)
    every = np.arange(SPAN[0] + MIN_LENGTH, SPAN[1] - MIN_LENGTH + 2)
    rows = []
    for author, own in other_boundaries(data).groupby("author"):
        years = own["year"]
        to_text = _nearest(years, text)
        covered = [year for year in text if years.min() - 2 <= year <= years.max() + 2]
        from_text = _nearest(covered, years)
        rows.append(
            {
                "author": author,
                "reliability": own["reliability"].min(),
                "boundaries": ";".join(map(str, years)),
                "years": len(years),
                "to_text_mean": to_text.mean(),
                "to_text_max": to_text.max(),
                "chance": _nearest(every, text).mean(),
                "compared": len(covered),
                "from_text_mean": from_text.mean() if covered else np.nan,
                "from_text_max": from_text.max() if covered else np.nan,
            }
        )
    if not rows:
        raise NkdataError("periodisations.csv has no boundary within 1953 to 1993; allowed is at least one period of another author.")
    return pd.DataFrame(rows).sort_values(["to_text_mean", "author"]).reset_index(drop=True)


def _nearest(years: Iterable[int], others: Iterable[int]) -> np.ndarray:
    """Return the distance of each year from the nearest of the others.

    >>> _nearest([1957, 1970], [1958, 1966]).tolist()
    [1.0, 4.0]
    """
    apart = np.subtract.outer(np.asarray(years, dtype=float), np.asarray(others, dtype=float))
    return np.abs(apart).min(axis=1, initial=np.inf)
