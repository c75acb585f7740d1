"""Compare a reader's own copy of the source text with the stored fingerprints, and read its sentences; the text itself is not shipped."""

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_path, short_repr
from nkdata.record import codebook
from nkdata.record.codebook import PathLike
from nkdata.record.derived import CODED
from nkdata.record.tables import load, stamp
from nkdata.record.text_file import read_text

EDGE = 5  # tokens in the fingerprints of the opening and the close
VARIABLE = "NKDATA_SOURCE"  # the environment variable that names a reader's copy
OPENING, CLOSING = "\"'([", "\"')].,;:!?"  # marks that belong to the sentence that they touch
Token = tuple[str, int, int]  # a word in lower case, its start and its end


def verify_source(path: PathLike, data: PathLike | None = None) -> pd.DataFrame:
    """Look for each passage of the source text, and each deciding wording, in a copy of the text.

    Parameters
    ----------
    path : path
        A plain text file or a saved HTML page, in UTF-8 or Latin-1. Line breaks, quotation marks and markup do not
        matter, and the text may stand in it more than once.
    data : path, optional
        Folder with an edited copy of the tables.

    Returns
    -------
    pandas.DataFrame
        A row a passage: ``passage``; ``result`` ("found", "altered" when only its opening or its close stands there,
        or "not found"); ``exact`` (also the punctuation agrees with the fingerprint); ``times``; ``wordings`` (how
        many deciding wordings rest on it); ``missing`` (those that do not stand in the passage as found).

    Raises
    ------
    NkdataError
        If the file cannot be read or holds no text.

    Examples
    --------
    >>> import nkdata, tempfile, pathlib
    >>> copy = pathlib.Path(tempfile.mkdtemp()) / "copy.txt"
    >>> _ = copy.write_text("Data as of  June 1993", encoding="utf-8")
    >>> nkdata.verify_source(copy).set_index("passage").loc["p5s1", ["result", "exact", "times"]].astype(str).tolist()
    ['found', 'True', '1']
    """
    path = check_path(path, "path", "a text file or a saved HTML page")
    text = read_text(path, "path")
    tokens = _placed(text)
    if not tokens:
        raise NkdataError(f"path must be a copy of the source text, plain or HTML; {short_repr(path.name)} holds no text.")
    words = [token for token, _, _ in tokens]
    edges: defaultdict[str, int] = defaultdict(int)
    for at in range(len(words)):
        for size in range(1, EDGE + 1):
            edges[_sha(words[at : at + size])] += 1
    wordings = wordings_of(data)
    return pd.DataFrame([_look(row, text, tokens, words, edges, wordings[row.passage]) for row in load("passages", data=data).itertuples()])


def _look(row: Any, text: str, tokens: list[Token], words: list[str], edges: dict[str, int], wordings: list[str]) -> dict:
    n, hits = int(row.tokens), _hits(row, words)
    if hits:
        result, stands = "found", " ".join(words[hits[0] : hits[0] + n])
    elif edges[row.sha256_opening] or edges[row.sha256_closing]:
        result, stands = "altered", " ".join(words)
    else:
        result, stands = "not found", " ".join(words)
    missing = [w for w in wordings if f" {' '.join(_tokens(w))} " not in f" {stands} "]
    return {
        "passage": row.passage,
        "result": result,
        "exact": any(_exact(text, tokens[at][1], tokens[at + n - 1][2], row.sha256) for at in hits),
        "times": len(hits),
        "wordings": len(wordings),
        "missing": "; ".join(missing),
    }


def _hits(row: Any, words: list[str]) -> list[int]:
    """Return the places at which the words of a passage stand."""
    n = int(row.tokens)
    return [at for at in range(len(words) - n + 1) if _sha(words[at : at + n]) == row.sha256_tokens]


def _exact(text: str, start: int, end: int, sha256: str) -> bool:
    """Return whether the passage agrees with its punctuation too: the mark that ends a sentence follows the last token."""
    return any(hashlib.sha256(" ".join(text[start : end + more].split()).encode()).hexdigest() == sha256 for more in range(4))


def wordings_of(data: PathLike | None = None) -> dict[str, list[str]]:
    """Return the deciding wordings that rest on each passage."""
    by_passage: defaultdict[str, list[str]] = defaultdict(list)
    for table in CODED:
        rows = load(table, data=data).dropna(subset=["passage", "wording"])
        for passage, wording in zip(rows["passage"], rows["wording"], strict=True):
            if wording not in by_passage[passage]:
                by_passage[passage].append(wording)
    return by_passage


def _sha(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _placed(text: str) -> list[Token]:
    return [(match.group().lower(), match.start(), match.end()) for match in re.finditer(r"[A-Za-z0-9]+", text)]


def named_copy(source: PathLike | None = None, data: PathLike | None = None) -> Path | None:
    """Return the copy of the source text in use: `source` if given, else that of NKDATA_SOURCE, else none; another file is an error."""
    chosen, what = (source, "source") if source is not None else (os.environ.get(VARIABLE), VARIABLE)
    if source is None and not chosen:
        return None
    path = check_path(chosen, what, "a text file or a saved HTML page")
    if not _sentences_in(path, data, what):
        raise NkdataError(f"{what} must be a copy of the source text, plain or HTML; {short_repr(path.name)} holds none of its passages.")
    return path


def sentence_of(passage: str, path: PathLike, data: PathLike | None = None) -> str | None:
    """Return the sentence of a passage as it stands in a reader's copy; None where the copy does not hold it as it was coded.

    >>> import pathlib, tempfile
    >>> copy = pathlib.Path(tempfile.mkdtemp()) / "copy.txt"
    >>> _ = copy.write_text("(Data as of   June 1993.) Next", encoding="utf-8")
    >>> sentence_of("p5s1", copy), sentence_of("p2s7", copy)
    ('(Data as of June 1993.)', None)
    """
    return _sentences_in(check_path(path, "path", "a text file or a saved HTML page"), data, "path").get(passage)


def _sentences_in(path: Path, data: PathLike | None, what: str) -> dict[str, str]:
    folder = codebook.folder(data)
    return _sentences(path, folder, what, path.absolute(), stamp(path), stamp(folder / "passages.csv"))


@lru_cache(maxsize=4)
def _sentences(path: Path, folder: Path, what: str, *_state: Any) -> dict[str, str]:
    """Return every passage that a copy holds, kept until one of the two files changes."""
    text = read_text(path, what)
    tokens = _placed(text)
    words = [token for token, _, _ in tokens]
    found = {}
    for row in load("passages", data=folder).itertuples():
        for at in _hits(row, words)[:1]:
            start, end = tokens[at][1], tokens[at + int(row.tokens) - 1][2]
            before, after = text[max(0, start - 3) : start], text[end : end + 3]
            opens, closes = before[len(before.rstrip(OPENING)) :], after[: len(after) - len(after.lstrip(CLOSING))]
            found[row.passage] = " ".join(f"{opens}{text[start:end]}{closes}".split())
    return found


def marked(sentence: str, wordings: Iterable[str]) -> list[tuple[str, bool]]:
    """Cut a sentence into parts, each with whether it is one of the deciding wordings.

    >>> marked("Aid rose steadily.", ["rose steadily"])
    [('Aid ', False), ('rose steadily', True), ('.', False)]
    """
    tokens = _placed(sentence)
    decides = [False] * len(sentence)
    for wanted in filter(None, map(_tokens, wordings)):
        for at in range(len(tokens) - len(wanted) + 1):
            if [token for token, _, _ in tokens[at : at + len(wanted)]] == wanted:
                start, end = tokens[at][1], tokens[at + len(wanted) - 1][2]
                decides[start:end] = [True] * (end - start)
    parts = groupby(zip(sentence, decides, strict=True), key=lambda pair: pair[1])
    return [("".join(letter for letter, _ in part), decided) for decided, part in parts]
