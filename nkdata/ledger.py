"""The claim ledger: every headline number of the notebooks and the report, computed here and nowhere else.

A row of the table ``claims`` holds a sentence with a gap for its number, the name of a measure below, and what it is
measured of. The notebooks print the sentence; a test compares the number with the one that the row holds.
"""

import re
from functools import lru_cache
from string import Formatter

import pandas as pd

from nkdata import codebook
from nkdata.display import Prose
from nkdata.errors import NkdataError, choose, shown
from nkdata.loading import load

MARK = re.compile(r"[\\`*_\[\]<>$|{}]")  # of Markdown or HTML: from a table it is text
DRAWS = 1000
NUMBERS = ("value", "low", "high", "share")


def claim(*keys, data=None):
    """Print headline sentences of the ledger, their numbers computed anew.

    Parameters
    ----------
    *keys : str
        Keys of the table ``claims``.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    Prose
        One sentence, or a list of them, shown by JupyterLab as the last line of a cell.

    Raises
    ------
    NkdataError
        If a key is not in the ledger.

    Examples
    --------
    >>> import nkdata
    >>> nkdata.claim("lean_1957_60")
    In 1957–60 arms came almost equally from both: lean +0.06 (90 per cent interval −0.11 to +0.12).
    """
    rows = load("claims", data=data).set_index("claim")
    if not keys:
        raise NkdataError(f"claim needs a key; allowed are {', '.join(map(repr, rows.index))}.")
    for key in keys:
        choose(key, list(rows.index), "claim")
    said = [MARK.sub(r"\\\g<0>", sentence(rows.loc[key], compute(rows.loc[key], data))) for key in keys]
    return Prose(said[0] if len(said) == 1 else "\n".join(f"- {text}" for text in said))


def compute(row, data=None):
    """Value, lower and upper bound, and share of choices of a ledger row, computed anew; missing where it has none."""
    measure = MEASURES[choose(row["measure"], list(MEASURES), "measure")]
    found = measure(data, *str(row["of"]).split() if pd.notna(row["of"]) else ())
    value, low, high = found if isinstance(found, tuple) else (found, None, None)
    return {"value": value, "low": low, "high": high, "share": _share(row["headline"], data) if pd.notna(row["headline"]) else None}


def sentence(row, numbers):
    """The sentence of a ledger row with its numbers filled in, minus signs as minus signs."""
    filled = {name: number for name, number in numbers.items() if number is not None}
    try:
        if not {name for _, name, _, _ in Formatter().parse(row["says"])} <= {*NUMBERS, None}:
            raise ValueError("an unknown field")
        text = row["says"].format(**filled)
    except (LookupError, TypeError, ValueError) as error:
        raise NkdataError(f"claims.csv, says: {shown(row['says'])} ({error}); allowed are the fields {', '.join(NUMBERS)}.") from None
    return re.sub(r"(?<![\w\d])-(?=\d)", "\N{MINUS SIGN}", text)


def _kept(measure):
    """Keep what a measure gives, until a file of the dataset changes."""

    @lru_cache(maxsize=16)
    def remembered(folder, stamps, *words, **named):
        return measure(folder, *words, **named)

    def fresh(data, *words, **named):
        folder = codebook.folder(data)
        files = sorted(folder.iterdir())
        return remembered(folder, tuple((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in files), *words, **named)

    return fresh


@_kept
def _phases(data, indicator="arms", licensed=None):
    from nkdata.ties import lean

    options = {} if licensed is None else {"licensed": licensed}
    return lean("phase", indicator, draws=DRAWS if licensed is None else 0, data=data, **options).set_index("phase")


@_kept
def _shifts(data, indicator):
    from nkdata.ties import shifts

    return shifts(indicator, draws=DRAWS, data=data).set_index("to_phase")


@_kept
def _words(data, reading="all"):
    from nkdata.pinned import identified

    return identified(reading=reading, data=data).set_index("phase")


@_kept
def _boundaries(data):
    from nkdata.periods import boundaries

    return boundaries("arms", data=data).query("measure == 'ties'")


@_kept
def _verdicts(data):
    from nkdata.verdict import verdicts

    return verdicts(data=data)


@_kept
def _robust(data):
    from nkdata.specification import robustness

    return robustness(data=data).set_index("claim")["share"]


def _share(headline, data):
    return float(_robust(data)[headline])


def _with_interval(row, name):
    return float(row[name]), float(row[f"{name}_low"]), float(row[f"{name}_high"])


def _shift(data, indicator, to):
    row = _shifts(data, indicator).loc[int(to)]
    return float(row["size"]), float(row["low"]), float(row["high"])


def _tie_change(data, tie, to):
    from nkdata.ties import MEASURES as PARTS
    from nkdata.ties import interval, spread

    best, drawn = spread(DRAWS, data)
    to, part = int(to) - 1, PARTS.index(tie)
    low, high = interval(drawn[:, to, part] - drawn[:, to - 1, part])
    return float(best[to, part] - best[to - 1, part]), float(low), float(high)


def _decided(data, indicator):
    rows = _shifts(data, indicator).query("to_phase < 7")["toward_moscow"]
    return int((rows.gt(0.95) | rows.lt(0.05)).sum())


def _yearly(data):
    from nkdata.ties import lean

    return lean(data=data)


def _same_direction(data):
    directions = pd.DataFrame({name: _shifts(data, name)["direction"] for name in ("arms", "orders", "events")})
    return int((directions.nunique(axis=1) == 1).sum())


def _estimated(data, column, supplier):
    rows = load("deliveries", data=data).merge(load("transfers", data=data)[["transfer", "supplier"]], on="transfer")
    rows = rows[rows["supplier"].isin(supplier.split(";"))].dropna(subset="tiv_2024")
    return float(rows.loc[rows[column].astype(bool), "tiv_2024"].sum() / rows["tiv_2024"].sum())


def _revision(data):
    leans = pd.DataFrame({r: _release(data, r) for r in (2022, 2026)})
    return float((leans[2026] - leans[2022]).abs().max())


def _release(data, release):
    from nkdata.ties import lean

    return lean("phase", release=release, data=data)["lean"]


def _break(data, year):
    from nkdata.posterior import break_years

    rows = break_years(data=data).set_index("year")["probability"]
    return float(rows[int(year)])


def _percentile(data, sixth, pick):
    rows = _boundaries(data)
    return float(getattr(rows[rows["sixth_opens"].eq(int(sixth))]["percentile"], pick)())


def _alpha(data, what):
    from nkdata.reliability import agreement

    row = agreement(data=data).set_index("what").loc[what]
    return _with_interval(row.rename({"low": "alpha_low", "high": "alpha_high"}), "alpha")


def _estimate(data, key):
    return float(load("estimates", data=data).set_index("estimate").at[key, "best"])


def _vote(data, partner, pick):
    rows = load("votes", data=data).query("partner == @partner and session <= 50")["share"]
    return float(getattr(rows, pick)())


def _trade(data, key):
    return float(load("trade", data=data).set_index("trade").at[key, "value"])


def _events(data, tie, sign, first, last):
    rows = load("events", data=data)
    rows = rows[rows["start"].dt.year.between(int(first), int(last)) & rows[f"tie_{tie}"].eq(sign)]
    return int(rows["event_group"].fillna(rows["event"]).nunique())


def _grades(data, what):
    from nkdata.citing import grades

    joint = grades(data)
    return float(joint.attrs["diagonal"]) if what == "diagonal" else int(joint.to_numpy().sum())


def _rows_coded(data):
    from nkdata.source import CODED

    return sum(int(load(name, data=data)["passage"].notna().sum()) for name in CODED)


def _statements(data, agrees):
    rows = load("statements", data=data).query("reading != 'cumulative'")
    return len(rows) if agrees == "all" else int(rows["agrees"].eq(agrees).sum())


# Each takes the data folder and the words of the column `of`, and returns a number, or a number with its interval.
MEASURES = {
    "lean": lambda data, indicator, phase: _with_interval(_phases(data, indicator).loc[int(phase)], "lean"),
    "tie": lambda data, tie, phase: _with_interval(_phases(data).loc[int(phase)], tie),
    "tie_change": _tie_change,
    "shift": _shift,
    "decided": _decided,
    "same_direction": _same_direction,
    "total": lambda data, tie, first, last: float(_yearly(data).query(f"{first} <= year <= {last}")[tie].sum()),
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
    "headline": lambda data, name: _share(name, data),
    "percentile": _percentile,
    "break": _break,
    "alpha": _alpha,
    "verdicts": lambda data, *words: int(_verdicts(data)["verdict"].eq(" ".join(words)).sum()),
    "estimate": _estimate,
    "vote": _vote,
    "trade": _trade,
    "events": _events,
}
