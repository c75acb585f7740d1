"""Read a file of the data folder as rows of text, or say what stops it from being read."""

import csv
import io


def rows_of(folder, resource):
    """Rows of a file as dictionaries, and the faults that stop it from being read."""
    name = resource["path"]
    try:
        raw = (folder / name).read_bytes()
    except OSError:
        return [], [(name, 0, "", "missing", "a file of this name")]
    if raw.startswith(b"\xef\xbb\xbf"):
        return [], [(name, 1, "", "byte-order mark", "UTF-8 without one")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return [], [(name, row, "", repr(raw[error.start : error.start + 1]), "UTF-8")]
    if "\r" in text and ";" not in text.partition("\r")[0]:
        return [], [(name, text[: text.index("\r")].count("\n") + 1, "", "carriage return", "lines that end with a line feed")]
    if not text.endswith("\n"):
        return [], [(name, text.count("\n") + 1, "", text[-20:], "a last line that ends with a line feed: is the file cut short?")]
    return _parse(name, text, [field["name"] for field in resource["schema"]["fields"]])


def _parse(name, text, wanted):
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a cell that is too long is named like any other fault
    reader = csv.reader(io.StringIO(text), strict=True)
    rows, faults = [], []
    try:
        header = next(reader)
        if header != wanted:
            return [], [(name, 1, "", *_header(header, wanted))]
        for cells in reader:
            if len(cells) != len(wanted):
                faults.append((name, reader.line_num, "", f"{len(cells)} cells", f"{len(wanted)} cells"))
            rows.append((reader.line_num, dict(zip(wanted, cells, strict=False))))
    except csv.Error as error:
        faults.append((name, reader.line_num, "", str(error)[:80], "comma-separated values with double quotes"))
    return ([], faults) if faults else (rows, [])


def _header(header, wanted):
    """What is wrong with the names of the columns, and what is allowed.

    >>> _header(["a", "c"], ["a", "b"]), _header(["b", "a"], ["a", "b"])
    (('unknown c, missing b', 'the columns a, b'), ('another order', 'the columns a, b'))
    >>> _header(["a;b"], ["a", "b"])
    ('columns apart by semicolons', 'commas between them, as "comma-separated, UTF-8" saves them')
    """
    if header and header[0].count(";") >= len(wanted) - 1 > 0:
        return "columns apart by semicolons", 'commas between them, as "comma-separated, UTF-8" saves them'
    parts = [("unknown", [name for name in header if name not in wanted]), ("missing", [name for name in wanted if name not in header])]
    said = ", ".join(f"{what} {' and '.join(names)}" for what, names in parts if names)
    return (said or "another order")[:200], f"the columns {', '.join(wanted)}"
