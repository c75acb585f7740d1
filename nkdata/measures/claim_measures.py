"""What the rows of the claim ledger count: each measure takes the data folder and words, and gives a number or more."""

import pandas as pd

from nkdata.errors import check_option
from nkdata.record.cache import kept
from nkdata.record.tables import TEXT, load

DRAWS = 1000
DOUBTED = 5  # credibility from which a row is contradicted or cannot be judged
SURE = 0.95  # share of plausible records from which a direction counts as decided
PICKS = {"min": pd.Series.min, "median": pd.Series.median, "max": pd.Series.max}  # words of the table are looked up, never run


@kept
def _phases(data, indicator="arms", licensed=None):
    from nkdata.measures.series.alignment import lean

    options = {} if licensed is None else {"licensed": licensed}
    return lean("phase", indicator, draws=DRAWS if licensed is None else 0, data=data, **options).set_index("phase")


@kept
def _shifts(data, indicator):
    from nkdata.measures.series.alignment import shifts

    return shifts(indicator, draws=DRAWS, data=data).set_index("to_phase")


@kept
def _words(data, reading="all"):
    from nkdata.measures.wording.identified import identified

    return identified(reading=reading, data=data).set_index("phase")


def _boundaries(data):
    from nkdata.measures.breaks.boundaries import boundary_test

    return boundary_test(data=data)


def _verdicts(data):
    from nkdata.measures.verdicts.phase_verdicts import verdicts

    return verdicts(data=data)


def share(data, headline):
    """Share of the ways to count under which a headline holds."""
    from nkdata.measures.multiverse.hypotheses import HYPOTHESES
    from nkdata.measures.multiverse.specification_curve import multiverse

    return float(multiverse(check_option(headline, list(HYPOTHESES), "headline"), data=data)["holds"].mean())


def _picked(values, pick):
    return float(PICKS[check_option(pick, list(PICKS), "the number picked")](values))


def _with_interval(row, name):
    return float(row[name]), float(row[f"{name}_low"]), float(row[f"{name}_high"])


def _shift(data, indicator, to):
    row = _shifts(data, indicator).loc[int(to)]
    return float(row["size"]), float(row["low"]), float(row["high"])


def _tie_change(data, tie, to):
    from nkdata.measures.series.alignment import MEASURES as PARTS
    from nkdata.measures.series.alignment import interval, spread

    best, drawn = spread(DRAWS, data)
    to, part = int(to) - 1, PARTS.index(tie)
    low, high = interval(drawn[:, to, part] - drawn[:, to - 1, part])
    return float(best[to, part] - best[to - 1, part]), float(low), float(high)


def _decided(data, indicator):
    rows = _shifts(data, indicator)["toward_moscow"]
    return int((rows.gt(SURE) | rows.lt(1 - SURE)).sum())


def _words_against_arms(data):
    """Shifts that the words decide one way while the arms, as booked, go the other."""
    words = _words(data).dropna(subset="shift")
    words = words[words["verdict"].eq("the words decide")]
    booked = "toward " + _shifts(data, "arms")["direction"].reindex(words.index)
    return int(booked.ne(words["shift"]).sum())


def _share_of_all(data, tie):
    sums = _yearly(data)[["moscow", "beijing"]].sum()
    return float(sums[tie] / sums.sum())


def _headlines(data, pick, *names):
    shares = [share(data, name) for name in names]
    least = check_option(pick, ("min", "span"), "the number picked") == "min"
    return min(shares) if least else (len(shares), min(shares), max(shares))


def _by_indicator(data, headline):
    """Share of the ways to count under which a headline holds: by value, and the least and largest of by deals and by orders."""
    from nkdata.measures.multiverse.specification_curve import robustness

    row = robustness(data=data).set_index("hypothesis").loc[headline]
    counts = [float(row["share_deals"]), float(row["share_orders"])]
    return float(row["share_arms"]), min(counts), max(counts)


def _average_break(data):
    from nkdata.measures.verdicts.phase_verdicts import average

    return average(_breaks(data).reset_index())


def _yearly(data):
    from nkdata.measures.series.alignment import lean

    return lean(data=data)


def _same_direction(data):
    directions = pd.DataFrame({name: _shifts(data, name)["direction"] for name in ("arms", "orders", "events")})
    return int((directions.nunique(axis=1) == 1).sum())


def _estimated(data, column, supplier, phase=None):
    """Share of a supplier's value, in one phase or in all, whose delivery year SIPRI estimates."""
    from nkdata.measures.series.phases import phase_years

    rows = load("deliveries", data=data).merge(load("transfers", data=data)[["transfer", "supplier"]], on="transfer")
    spans = phase_years(data=data)
    first, last = (
        (spans["start_year"].min(), spans["end_year"].max()) if phase is None else spans.loc[int(phase), ["start_year", "end_year"]]
    )
    rows = rows[rows["supplier"].isin(supplier.split(";")) & rows["year"].between(first, last)].dropna(subset="tiv")
    return float(rows.loc[rows[column].fillna(True).astype(bool), "tiv"].sum() / rows["tiv"].sum())


def _revision(data):
    leans = pd.DataFrame({r: _release(data, r) for r in (2022, 2026)})
    return float((leans[2026] - leans[2022]).abs().max())


def _release(data, release):
    from nkdata.measures.series.alignment import lean

    return lean("phase", release=release, data=data)["lean"]


def _breaks(data):
    from nkdata.measures.breaks.changepoint_posterior import DRAWS as RECORDS
    from nkdata.measures.breaks.changepoint_posterior import break_probabilities

    return break_probabilities(draws=RECORDS, data=data).set_index("year")


def _break(data, year):
    return _with_interval(_breaks(data).loc[int(year)].rename({"low": "probability_low", "high": "probability_high"}), "probability")


def _percentile(data, indicator, measure, sixth, pick):
    rows = _boundaries(data)
    rows = rows[rows["indicator"].eq(indicator) & rows["sixth_opens"].eq(int(sixth))]
    return _picked(rows[rows["measure"].eq(measure) | (measure == "any")]["percentile"], pick)


def _alpha(data, what):
    from nkdata.measures.verdicts.agreement import agreement

    row = agreement(data=data).set_index("what").loc[what]
    return _with_interval(row.rename({"low": "alpha_low", "high": "alpha_high"}), "alpha")


def _estimate(data, key):
    return float(load("estimates", data=data).set_index("estimate").at[key, "best"])


def _vote(data, partner, pick):
    rows = load("votes", data=data).query("session <= 50")
    return _picked(rows[rows["partner"].isin(partner.split(";"))]["share"], pick)


def _trade(data, key):
    return float(load("trade", data=data).set_index("trade").at[key, "value"])


def _events(data, tie, sign, first, last):
    """Acts that moved a tie: a group once, the text's own rows apart, and none that is contradicted or beyond judgement."""
    rows = load("events", data=data)
    rows = rows[rows["credibility"].lt(DOUBTED)]
    rows = rows[rows["source"].ne(TEXT) & rows["start"].dt.year.between(int(first), int(last)) & rows[f"tie_{tie}"].eq(sign)]
    return int(rows["event_group"].fillna(rows["event"]).nunique())


def _ways(data, indicator):
    from nkdata.measures.multiverse.specifications import combinations

    return float(combinations(data)["indicator"].eq(indicator).mean())


def _nearest(data, what):
    """Mean distance in years of all boundaries of other authors from those of the text, or of any year by chance."""
    from nkdata.measures.breaks.periodisations import compare_periodisations

    rows = compare_periodisations(data=data)
    return float(rows["chance"].iloc[0] if what == "chance" else (rows["to_text_mean"] * rows["years"]).sum() / rows["years"].sum())


def _grades(data, what):
    from nkdata.record.quality import grades

    joint = grades(data)
    return float(joint.attrs["diagonal"]) if what == "diagonal" else int(joint.to_numpy().sum())


def _rows_coded(data):
    from nkdata.record.source_text import CODED

    return sum(int(load(name, data=data)["passage"].notna().sum()) for name in CODED)


def _text_claims(data):
    from nkdata.measures.verdicts.source_claims import source_claims

    return len(source_claims(data))


def _statements(data, agrees):
    rows = load("statements", data=data)
    rows = rows[rows["reading"].ne("cumulative") & rows["source"].ne(TEXT)]
    return len(rows) if agrees == "all" else int(rows["agrees"].eq(agrees).sum())


# Each takes the data folder and the words of the column `of`, and returns a number, or a number with its interval.
MEASURES = {
    "lean": lambda data, indicator, phase: _with_interval(_phases(data, indicator).loc[int(phase)], "lean"),
    "tie": lambda data, tie, phase: _with_interval(_phases(data).loc[int(phase)], tie),
    "tie_change": _tie_change,
    "shift": _shift,
    "decided": _decided,
    "words_against_arms": _words_against_arms,
    "share_of_all": _share_of_all,
    "headlines": _headlines,
    "break_near": lambda data, year: float(_breaks(data).at[int(year), "prob_within_1y"]),
    "break_near_average": _average_break,
    "by_indicator": _by_indicator,
    "nearest": _nearest,
    "ways": _ways,
    "text_claims": _text_claims,
    "same_direction": _same_direction,
    "total": lambda data, tie, first, last: float(_yearly(data).set_index("year").loc[int(first) : int(last), tie].sum()),
    "years_beijing_ahead": lambda data: int(_yearly(data).eval("beijing > moscow").sum()),
    "lean_without_licence": lambda data, phase: float(_phases(data, licensed=False).at[int(phase), "lean"]),
    "estimated": _estimated,
    "revision": _revision,
    "grades": _grades,
    "rows_coded": _rows_coded,
    "passages": lambda data: int(load("passages", data=data)["coded"].sum()),
    "transfers": lambda data, basis: int(load("transfers", data=data)["basis"].eq(basis).sum()),
    "statements": _statements,
    "words_toward_moscow": lambda data, to: float(_words(data).at[int(to), "toward_moscow"]),
    "words_decide": lambda data, reading: int(_words(data, reading)["verdict"].eq("the words decide").sum()),
    "headline": share,
    "percentile": _percentile,
    "break": _break,
    "alpha": _alpha,
    "verdicts": lambda data, *words: int(_verdicts(data)["verdict"].eq(" ".join(words)).sum()),
    "estimate": _estimate,
    "vote": _vote,
    "trade": _trade,
    "events": _events,
}
