"""Check a reader's own copy of the source text against the stored fingerprints; the text itself is not shipped."""

import hashlib
import re
from collections import defaultdict
from typing import Any

import pandas as pd

from nkdata.errors import NkdataError, check_path, short_repr
from nkdata.record.codebook import PathLike
from nkdata.record.derived import CODED
from nkdata.record.tables import load
from nkdata.record.text_file import read_text

EDGE = 5  # tokens in the fingerprints of the opening and the close


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
    tokens = [(match.group().lower(), match.start(), match.end()) for match in re.finditer(r"[A-Za-z0-9]+", text)]
    if not tokens:
        raise NkdataError(f"path must be a copy of the source text, plain or HTML; {short_repr(path.name)} holds no text.")
    words = [token for token, _, _ in tokens]
    edges: defaultdict[str, int] = defaultdict(int)
    for at in range(len(words)):
        for size in range(1, EDGE + 1):
            edges[_sha(words[at : at + size])] += 1
    wordings = _wordings(data)
    return pd.DataFrame([_look(row, text, tokens, words, edges, wordings[row.passage]) for row in load("passages", data=data).itertuples()])


def _look(row: Any, text: str, tokens: list[tuple[str, int, int]], words: list[str], edges: dict[str, int], wordings: list[str]) -> dict:
    n = int(row.tokens)
    hits = [at for at in range(len(words) - n + 1) if _sha(words[at : at + n]) == row.sha256_tokens]
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


def _exact(text: str, start: int, end: int, sha256: str) -> bool:
    """Return whether the passage agrees with its punctuation too: the mark that ends a sentence follows the last token."""
    return any(hashlib.sha256(" ".join(text[start : end + more].split()).encode()).hexdigest() == sha256 for more in range(4))


def _wordings(data: PathLike | None) -> dict[str, list[str]]:
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
