"""Citations of the package, of a table, of a row and of a source, as text or BibTeX."""

import re
from importlib.metadata import version
from numbers import Integral
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_option, short_repr
from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.keys import hint
from nkdata.record.tables import TEXT, load

FORMS = ("text", "bibtex")
_TEX = {
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_TYPE = {"book": "book", "study": "book", "article": "article", "newspaper": "article"}


def cite(table: str | None = None, key: Any = None, *, form: str = "text", data: PathLike | None = None) -> str:
    """Cite the package, a table, one row with its source, or a source.

    Parameters
    ----------
    table : str, optional
        Name of a table. Left out, the package itself is cited.
    key : str or int, optional
        Key of one row: cites the source of that row, with its locator. For the table ``sources``, the source.
    form : {"text", "bibtex"}, default "text"
        A line of text, or a BibTeX entry.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    str
        The citation.

    Raises
    ------
    NkdataError
        If there is no such table, key or form.

    Examples
    --------
    >>> import nkdata
    >>> print(nkdata.cite("phases", 3))
    Savada, Andrea Matles (ed.) (1994). North Korea: A Country Study. Library of Congress. https://countrystudies.us/north-korea/. Passage p2s5.
    """
    check_option(form, FORMS, "form")
    codebook.folder(data)
    if table is None:
        if key is not None:
            raise NkdataError(f"key must be given together with the name of its table; got {short_repr(key)} alone.")
        return _cite_package(None, form, data)
    codebook.resource(table, data)
    if key is None:
        return _cite_package(table, form, data)
    row = row_of(table, key, data)
    source = source_of(table, row, data)
    if source is None:
        return _cite_package(table, form, data)
    if form == "text":
        return _line(source, row)
    own = [] if table == "sources" else [str(row[column]) for column in codebook.key_of(table, data)]  # two rows of one source differ
    return _entry(source, row, "_".join([source["source"], *own]))


def source_of(table: str, row: pd.Series, data: PathLike | None = None) -> pd.Series | None:
    """Return the source of a row; a passage rests on the source text, and what is ours alone (claims, choices) on none."""
    if table == "sources":
        return row
    key = TEXT if table == "passages" else row.get("source")
    return None if key is None else row_of("sources", key, data)


def row_of(table: str, key: Any, data: PathLike | None = None) -> pd.Series:
    """Return the row with a given key, as a Series; an unknown key is an error that shows how keys look."""
    frame, columns = load(table, data=data), codebook.key_of(table, data)
    wanted = key if isinstance(key, tuple) else (key,)
    if len(wanted) == len(columns):
        found = frame
        for column, value in zip(columns, wanted, strict=True):
            found = found[found[column].astype(str) == _as_printed(value)]
        if len(found) == 1:
            return found.iloc[0]
    first = "; ".join(", ".join(map(str, cells)) for cells in frame[columns].head(3).itertuples(index=False))
    some = f"for example {first}" if first else "of which the table has none"
    raise NkdataError(f"key must be a value of {' and '.join(columns)} in {table}, {some}; got {short_repr(key)}{hint(key, data)}.")


def _as_printed(value: Any) -> str | None:
    """Return a part of a key as it stands in a file; None if it is neither text nor a whole number."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        return short_repr(int(value))
    return value if isinstance(value, str) else None


def _cite_package(table: str | None, form: str, data: PathLike | None) -> str:
    what = f"Table “{table}” of nkdata" if table else "nkdata"
    note = "" if codebook.folder(data) == codebook.SHIPPED else "From an edited copy of the data."
    return cite_as(what, f"nkdata_{table}" if table else "nkdata", form, note)


def cite_as(what: str, key: str, form: str, note: str = "") -> str:
    """Cite a part of the dataset, named in words, with a key for BibTeX."""
    package = codebook.package(codebook.SHIPPED)
    title, year = f"{what}: {package['title']}", package["created"][:4]
    if form == "text":
        return f"The nkdata authors ({year}). {title}. Version {version('nkdata')}. {note}".strip()
    fields = {"author": "The nkdata authors", "title": title, "year": year, "version": version("nkdata"), "note": note}
    return _bibtex("misc", key, fields)


def _line(source: pd.Series, row: pd.Series) -> str:
    parts = [
        f"{_text(source['author']) or _text(source['publisher'])} ({_text(source['year']) or 'n.d.'})",
        _text(source["title"]),
        _text(source["publisher"]) if _text(source["author"]) else "",
        _text(source["address"]),
        _where(row),
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _where(row: pd.Series) -> str:
    if _text(row.get("passage")):
        return f"Passage {row['passage']}"
    return _text(row["locator"]).capitalize() if "locator" in row else ""


def _entry(source: pd.Series, row: pd.Series | None = None, name: str | None = None) -> str:
    fields = {
        "author": _text(source["author"]),
        "title": _text(source["title"]),
        "publisher": _text(source["publisher"]),
        "year": _text(source["year"]),
        "url": _text(source["address"]),
        "urldate": f"{source['seen']:%Y-%m-%d}",
        "note": _where(row) if row is not None else "",
    }
    kind = _TYPE.get(source["kind"], "misc")
    if kind == "article":
        fields["journal"] = fields.pop("publisher")
    return _bibtex(kind, re.sub(r"[^\w.:-]", "-", name or source["source"], flags=re.ASCII), fields)


def _bibtex(kind: str, name: str, fields: dict[str, str]) -> str:
    texts = {field: _address(value) if field == "url" else _tex(value) for field, value in fields.items() if value}
    texts |= {field: f"{{{texts[field]}}}" for field in ("author", "title") if field in texts}
    lines = [f"  {field} = {{{text}}}" for field, text in texts.items()]
    return f"@{kind}{{{name},\n" + ",\n".join(lines) + "\n}"


def _tex(value: str) -> str:
    """Return text that BibTeX and TeX take as it stands."""
    return re.sub(r"[%&#$_{}\\^~]", lambda mark: _TEX.get(mark[0], f"\\{mark[0]}"), value)


def _address(value: str) -> str:
    return value.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def bibliography(data: PathLike | None = None) -> str:
    """Return the whole of references.bib, made from the table sources; a test compares the two."""
    return "\n\n".join(_entry(row) for _, row in load("sources", data=data).iterrows()) + "\n"
