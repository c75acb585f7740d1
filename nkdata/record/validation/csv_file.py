"""Read a file of the data folder as rows of text, and name the faults of its form."""

import csv
import io

from nkdata.errors import short_repr

MARK = b"\xef\xbb\xbf"  # UTF-8 with a byte-order mark begins so
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}  # spreadsheets write any of them and call it CSV


def rows_of(folder, resource):
    """Rows of a file as dictionaries, and the faults of its form; no rows where the file cannot be read as a whole.

    Other separators, encodings and ends of lines than ours, and other columns beside ours, are faults, but the rows are read.
    """
    name = resource["path"]
    try:
        raw = (folder / name).read_bytes()
    except FileNotFoundError:
        return [], [(name, 0, "", "is missing", "a file of this name")]
    except OSError as error:
        return [], [(name, 0, "", f"cannot be read ({error.strerror})", "a file of text")]
    text, faults = _text(name, raw)
    if not text.endswith("\n"):
        cut = (
            name,
            text.count("\n") + 1,
            "",
            f"the end is {text[-20:]!r}",
            "a last line that ends with a line feed: is the file cut short?",
        )
        return [], [*faults, cut]
    apart = max(SEPARATORS, key=text.partition("\n")[0].count)
    if apart != ",":
        faults.insert(0, (name, 1, "", f"columns are separated by {SEPARATORS[apart]}", "commas"))
    rows, found = _parse(resource, text, apart)
    return rows, faults + found


def _text(name, raw):
    """Bytes as text with line feeds, and what was not as it should be."""
    faults = []
    if raw.startswith(MARK):
        raw = raw.removeprefix(MARK)
        faults.append((name, 1, "", "byte-order mark", "UTF-8 without one"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", errors="replace")
        faults.append((name, raw[: error.start].count(b"\n") + 1, "", f"the byte {raw[error.start : error.start + 1]!r}", "UTF-8"))
    if "\r" in text:
        faults.append((name, text[: text.index("\r")].count("\n") + 1, "", "carriage return", "lines that end with a line feed"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, faults


def _parse(resource, text, apart):
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a cell that is too long is named like any other fault
    name, wanted = resource["path"], [field["name"] for field in resource["schema"]["fields"]]
    reader = csv.reader(io.StringIO(text), delimiter=apart, strict=True)
    rows, faults = [], []
    try:
        header = next(reader)
        odd = odd_columns(header, wanted) or misplaced(header, wanted)
        columns = [(name, 1, "", odd, f"the columns of nkdata.describe({resource['name']!r})")] if odd else []
        if not set(wanted) <= set(header):
            return [], columns
        for cells in reader:
            if len(cells) != len(header):
                faults.append((name, reader.line_num, "", f"{len(cells)} cells", f"{len(header)} cells"))
            rows.append((reader.line_num, dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        faults.append((name, reader.line_num, "", str(error)[:80], "comma-separated values with double quotes"))
    return [] if faults else rows, columns + faults


def odd_columns(found, wanted):
    """Which columns are unknown, missing or there twice, in words; nothing if none is.

    >>> odd_columns(["a", "words"], ["a", "wording"]), odd_columns(["b", "a"], ["a", "b"])
    ("column 'words' is unknown, 'wording' is missing", '')
    >>> odd_columns(["a", "a"], ["a", "b", "c", "d", "e", "f"])
    "columns 'b', 'c', 'd' and 2 more are missing, 'a' is there twice"
    """
    kinds = {
        "unknown": [name for name in found if name not in wanted],
        "missing": [name for name in wanted if name not in found],
        "there twice": [name for name in wanted if list(found).count(name) > 1],
    }
    odd = {kind: names for kind, names in kinds.items() if names}
    said = ", ".join(f"{_some(names)} {'is' if len(names) == 1 else 'are'} {kind}" for kind, names in odd.items())
    return said and f"column{'s' * (len(next(iter(odd.values()))) > 1)} {said}"


def _some(names):
    more = len(names) - 3
    return ", ".join(map(short_repr, names[:3])) + (f" and {more} more" if more > 0 else "")


def misplaced(found, wanted):
    """Which of the right columns is the first in a wrong place, in words; nothing if none is.

    >>> misplaced(["b", "a"], ["a", "b"]), misplaced(["a"], ["a"])
    ("column 'b' stands where 'a' belongs", '')
    """
    pairs = [(here, there) for here, there in zip(found, wanted, strict=True) if here != there]
    return f"column {pairs[0][0]!r} stands where {pairs[0][1]!r} belongs" if pairs else ""
