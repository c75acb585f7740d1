"""Rows of any table: what is said twice is said alike, and keys rise."""

from nkdata.record import codebook
from nkdata.record.derived import CODED
from nkdata.record.validation.rules.fault import Faults, Tables, faults, stacked, stacked_faults, usual

TWICE = {"Sino-Soviet split"}  # stands in two sentences of the text

# Table, what the rows share, and what they must then share too. `stem`, `first` and `money` are made below.
ALIKE = [
    ("sources", ["publisher"], "kind"),
    ("sources", ["publisher"], "language"),
    ("sources", ["licence", "publisher"], "terms"),
    ("sources", ["reliability_reason"], "reliability"),
    ("transfers", ["designation"], "system"),
    ("transfers", ["system"], "category"),
    ("transfers", ["designation", "condition"], "tiv_unit"),
    ("tiv", ["release"], "locator"),
    ("tiv", ["release"], "source"),
    ("statements", ["stem"], "date"),
    ("statements", ["stem"], "gist"),
    ("statements", ["stem"], "source"),
    ("statements", ["stem"], "locator"),
    ("statements", ["stem"], "note"),
    ("estimates", ["quantity"], "supplier"),
    ("estimates", ["money", "source"], "unit"),
    ("estimates", ["measure", "system"], "unit"),
    ("votes", ["session"], "last_year"),
    ("trade", ["money"], "unit"),
    ("trade", ["source"], "trade"),
    ("periodisations", ["source"], "author"),
    ("periodisations", ["author"], "source"),
    ("claims", ["measure", "first"], "tables"),
    ("claims", ["measure", "first"], "unit"),
]
NUMBERED = {  # tables whose keys are letters and a number, with the first key
    "assistance": "a01", "drivers": "d01", "constraints": "c01", "events": "e001", "estimates": "est001",
    "statements": "s001", "treaties": "y01", "periodisations": "q01", "corrections": "k001",
}  # fmt: skip
NAMED = ("events", "estimates", "corrections", "treaties", "periodisations")  # in notes of other rows
# Columns that never hold the same thing twice, though they are no keys.
ONCE = {
    "passages": ["sha256_tokens", "sha256_opening", "sha256_closing", "gist"],
    "phases": ["name", "passage", "wording"],
    "actors": ["name", "colour", "marker", "line"],
    "drivers": ["title"],
    "periodisations": ["gist"],
    "choices": ["label", "reason"],
    "claims": ["sentence"],
    "assistance": ["pace"],
}


def alike(tables: Tables) -> Faults:
    """Rows that are alike in one column are alike in those that hang on it."""
    made = {
        "statements": tables["statements"].assign(stem=tables["statements"]["statement"].str[:4]),
        "claims": tables["claims"].assign(first=tables["claims"]["arguments"].fillna("").str.split(" ").str[0]),
        "estimates": tables["estimates"].assign(
            supplier=tables["estimates"]["supplier"].str[:3],
            money=tables["estimates"]["measure"].where(tables["estimates"]["system"].isna()),
        ),
        "trade": tables["trade"].assign(
            money=tables["trade"]["source"].where(tables["trade"]["unit"].ne("percent")),
            trade=tables["trade"]["trade"].str.split("-", n=3).str[3],  # what the key says of the source
        ),
    }
    for name, given, column in ALIKE:
        frame = (made[name] if name in made else tables[name]).dropna(subset=given)
        most, text = usual(frame, given, column)
        yield from faults(name, frame, most.ne(text), column, most + f", as where {' and '.join(given)} are the same")


def said_once(tables: Tables) -> Faults:
    """Titles, gists, colours and fingerprints stand once."""
    for name, columns in ONCE.items():
        for column in columns:
            twice = tables[name][column].notna() & tables[name][column].duplicated()
            yield from faults(name, tables[name], twice, column, "a text that stands in no other row")
    events = tables["events"]
    twice = events["title"].duplicated() & ~events.duplicated(["title", "event_group"])
    yield from faults("events", events, twice, "title", "a text that stands in no other row, but for rival rows of a group")


def notes_name_rows(tables: Tables) -> Faults:
    """A note that names another row by its key names one that exists."""
    keys = set().union(*(tables[name][codebook.key_of(name, codebook.SHIPPED)[0]] for name in NAMED))
    for name, frame in tables.items():
        if "note" in frame:
            named = frame["note"].str.findall(r"\b(?:e\d{3}|t\d{2}|est\d{3}|k\d{3}|y\d{2}|q\d{2})\b")
            lost = named.map(lambda found: isinstance(found, list) and not keys.issuperset(found))
            yield from faults(name, frame, lost, "note", "keys of rows that exist")


def numbered_keys_rise(tables: Tables) -> Faults:
    """Keys are letters and a number that rises row by row, leaving out one number at most."""
    for name, example in NUMBERED.items():
        rows, column = tables[name], codebook.key_of(name, codebook.SHIPPED)[0]
        parts = rows[column].str.extract(r"^([a-z]+)([0-9]{1,9})(?![0-9])")  # longer numbers would not fit into 64 bits
        strange = parts[1].isna()
        yield from faults(name, rows, strange, column, f"letters and a number of at most nine digits, like {example}")
        rows, letter, number = rows[~strange], parts[0][~strange], parts[1][~strange].astype("int64")
        step = number - number.groupby(letter).shift(fill_value=0)
        least = 0 if name == "statements" else 1  # several rows of one statement share its number
        yield from faults(name, rows, ~step.between(least, 2), column, "a key that follows the one before")


def words_of_one_passage(tables: Tables) -> Faults:
    """Deciding words belong to one passage, wherever they are quoted."""
    rows = stacked(tables, CODED, ["wording", "passage"])
    first = rows["wording"].map(rows.drop_duplicates("wording").set_index("wording")["passage"])
    wrong = rows["passage"].ne(first) & ~rows["wording"].isin(TWICE)
    yield from stacked_faults(rows, wrong, "passage", first + ", where other rows have these words")


RULES = [alike, said_once, notes_name_rows, numbered_keys_rise, words_of_one_passage]
