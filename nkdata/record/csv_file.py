"""Read and write one file of the data folder: its rows as text, the faults of its form, and cells as they stand in it."""

import csv
import io
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from nkdata.errors import short_repr

MARK = b"\xef\xbb\xbf"  # UTF-8 with a byte-order mark begins so
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}  # spreadsheets write any of them and call it CSV
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
GUESSED = 100  # rows from which other programs guess the type of a column
Rows: TypeAlias = list[tuple[int, dict[str, str]]]  # line of the file, the header being 1, and its cells by column


class Fault(NamedTuple):
    """A fault of a data file: where it is, the value found there, and what is allowed instead."""

    file: str
    row: int
    column: str
    value: str
    allowed: str

    def __str__(self) -> str:
        """Return the fault in words; one of a line or of a whole file tells in words what is there instead of a value.

        >>> print(Fault("votes.csv", 0, "", "is missing", "a file of this name"))
        votes.csv is missing; allowed: a file of this name
        >>> print(Fault("votes.csv", 1, "", "columns are separated by semicolons", "commas"))
        votes.csv, row 1: columns are separated by semicolons; allowed: commas
        >>> print(Fault("votes.csv", 2, "partner", "URS", "SUN, RUS"))
        votes.csv, row 2, partner: 'URS'; allowed: SUN, RUS
        """
        if not self.row:
            return f"{self.file} {self.value}; allowed: {self.allowed}"
        found = f", {self.column}: {self.value!r}" if self.column else f": {self.value}"
        return f"{self.file}, row {self.row}{found}; allowed: {self.allowed}"


def read_rows(folder: Path, resource: dict[str, Any]) -> tuple[Rows, list[Fault]]:
    """Return the rows of a file and the faults of its form; no rows where the file cannot be read as a whole.

    Other separators, encodings and ends of lines than ours, and other columns beside ours, are faults, but the rows are read.
    """
    name = resource["path"]
    try:
        raw = (folder / name).read_bytes()
    except FileNotFoundError:
        return [], [Fault(name, 0, "", "is missing", "a file of this name")]
    except OSError as error:
        return [], [Fault(name, 0, "", f"cannot be read ({error.strerror})", "a file of text")]
    header, rows, faults = parse(name, raw)
    wanted = [field["name"] for field in resource["schema"]["fields"]]
    wrong = wrong_columns(header, wanted, ordered=True) if header or not faults else ""
    if wrong:
        faults.append(Fault(name, 1, "", wrong, f"the columns of nkdata.describe({resource['name']!r})"))
    return rows if set(wanted) <= set(header) else [], faults


def parse(name: str, raw: bytes) -> tuple[list[str], Rows, list[Fault]]:
    """Return header and rows of the bytes of a file, and the faults of its form; no rows where they cannot be told apart."""
    text, faults = _decode(name, raw)
    if not text.endswith("\n"):
        end = f"the end is {text[-20:]!r}"
        allowed = "a last line that ends with a line feed: is the file cut short?"
        return [], [], [*faults, Fault(name, text.count("\n") + 1, "", end, allowed)]
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    if separator != ",":
        faults.insert(0, Fault(name, 1, "", f"columns are separated by {SEPARATORS[separator]}", "commas"))
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a cell that is too long is named like any other fault
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    header: list[str] = []
    rows: Rows = []
    broken = []
    try:
        header = next(reader)
        for cells in reader:
            if len(cells) != len(header):
                broken.append(Fault(name, reader.line_num, "", f"{len(cells)} cells", f"{len(header)} cells"))
            rows.append((reader.line_num, dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        broken.append(Fault(name, reader.line_num, "", str(error)[:80], "comma-separated values with double quotes"))
    return header, [] if broken else rows, faults + broken


def _decode(name: str, raw: bytes) -> tuple[str, list[Fault]]:
    """Return bytes as text with line feeds, and the faults of the encoding."""
    faults = []
    if raw.startswith(MARK):
        raw = raw.removeprefix(MARK)
        faults.append(Fault(name, 1, "", "byte-order mark", "UTF-8 without one"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", errors="replace")
        faults.append(Fault(name, raw[: error.start].count(b"\n") + 1, "", f"the byte {raw[error.start : error.start + 1]!r}", "UTF-8"))
    if "\r" in text:
        faults.append(Fault(name, text[: text.index("\r")].count("\n") + 1, "", "carriage return", "lines that end with a line feed"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, faults


def wrong_columns(found: Sequence, wanted: Sequence[str], ordered: bool = False) -> str:
    """Return in words which columns are unknown, missing, there twice or the first out of order; an empty text if none is.

    >>> wrong_columns(["a", "words"], ["a", "wording"]), wrong_columns(["b", "a"], ["a", "b"])
    ("column 'words' is unknown, 'wording' is missing", '')
    >>> wrong_columns(["a", "a"], ["a", "b", "c", "d", "e", "f"])
    "columns 'b', 'c', 'd' and 2 more are missing, 'a' is there twice"
    >>> wrong_columns(["b", "a"], ["a", "b"], ordered=True)
    "column 'b' stands where 'a' belongs"
    """
    kinds = {
        "unknown": [name for name in found if name not in wanted],
        "missing": [name for name in wanted if name not in found],
        "there twice": [name for name in wanted if list(found).count(name) > 1],
    }
    wrong = {kind: names for kind, names in kinds.items() if names}
    if ordered and not wrong:
        return next(
            (f"column {here!r} stands where {there!r} belongs" for here, there in zip(found, wanted, strict=True) if here != there), ""
        )
    text = ", ".join(f"{_some(names)} {'is' if len(names) == 1 else 'are'} {kind}" for kind, names in wrong.items())
    return text and f"column{'s' * (len(next(iter(wrong.values()))) > 1)} {text}"


def _some(names: list) -> str:
    more = len(names) - 3
    return ", ".join(map(short_repr, names[:3])) + (f" and {more} more" if more > 0 else "")


def cell(value: Any, kind: str) -> str:
    """Return a value as it stands in a file: nothing where it is missing, yes or no, a day, a number without an exponent.

    A column of numbers that need not be whole has a point in every cell, so that other programs see its type.

    >>> cell(True, "boolean"), cell(pd.NA, "string"), cell(pd.Timestamp("1984-05-23"), "date"), cell(2e-06, "number")
    ('yes', '', '1984-05-23', '0.000002')
    >>> cell(5, "number"), cell(5.0, "integer"), cell(1984.0, "string")
    ('5.0', '5', '1984')
    """
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if kind == "boolean" and isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if kind == "date" and isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, (float, np.floating)):  # in a column of text too: years turn into floats where a row lacks one
        return np.format_float_positional(value, trim="0" if kind == "number" else "-")
    whole = kind == "number" and pd.api.types.is_integer(value)
    return f"{value}.0" if whole else str(value)


def write(frame: pd.DataFrame, resource: dict[str, Any], folder: Path) -> Path:
    """Write the columns of a table in the order of the codebook, the whole file or nothing, and return its path.

    Raises `UnicodeEncodeError` for text that UTF-8 cannot hold, and `OSError` where the file cannot be written.
    """
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    columns = [_column([cell(value, kind) for value in frame[name]], kind) for name, kind in types.items()]
    file = folder / resource["path"]
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            out.writelines(",".join(row) + "\n" for row in [types, *zip(*columns, strict=True)])
        part.replace(file)
    finally:
        with suppress(OSError):  # where the folder may not be written to, nothing was left in it
            part.unlink(missing_ok=True)
    return file


def _column(cells: list[str], kind: str) -> list[str]:
    """Return the cells of a column with quotation marks where they are needed.

    Programs that guess a type from the first rows would take text such as 5 and 5;6 for whole numbers. Quoted empty cells stop them.
    """
    quoted = ['"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n\r') else text for text in cells]
    seen, every = (all(NUMBER.fullmatch(text) for text in some if text) for some in (cells[:GUESSED], cells))
    misleading = kind == "string" and any(cells[:GUESSED]) and seen and not every
    return [text or '""' for text in quoted] if misleading else quoted


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with an apostrophe before text that a spreadsheet would run: a leading = + - @ or tab.

    >>> without_formulas(pd.DataFrame({"text": ["=A1", "a"], "number": [-1.5, 2]})).to_numpy().tolist()
    [["'=A1", -1.5], ['a', 2.0]]
    """
    text = frame.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    return frame.assign(**{column: frame[column].map(_as_text) for column in text})


def _as_text(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
