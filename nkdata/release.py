"""Seal the data folder after an edit: sizes and checksums into the codebook, sources into references.bib."""

import hashlib
import json

import numpy as np
import pandas as pd

from nkdata.measures.claims import compute
from nkdata.record import codebook
from nkdata.record.citations import bibliography
from nkdata.record.tables import load


def fill_ledger(folder):
    """Compute every number of claims.csv anew and write it there."""
    rows = load("claims", data=folder)
    numbers = pd.DataFrame([compute(row, folder) for _, row in rows.iterrows()], index=rows.index).astype(float)
    for name in numbers:
        rows[name] = numbers[name].map(_plain)
    rows.to_csv(folder / "claims.csv", index=False, lineterminator="\n")


def _plain(number):
    """A number with six digits and no exponent; nothing where there is none."""
    return "" if np.isnan(number) else np.format_float_positional(number, 6, unique=False, fractional=False, trim="-")


def seal(data=None):
    """Compute the claim ledger, write the size and checksum of every table into datapackage.json, and references.bib from the table sources.

    Returns
    -------
    list of str
        A mark for each table that changed, to be put into CHANGELOG.md with what changed and why.
    """
    folder = codebook.folder(data)
    fill_ledger(folder)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    marks = []
    for resource in descriptor["resources"]:
        raw = (folder / resource["path"]).read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        if resource["hash"] != f"sha256:{digest}":
            marks.append(f"`{resource['name']}` {digest[:8]}")
        resource["bytes"], resource["hash"] = len(raw), f"sha256:{digest}"
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")
    (folder / "references.bib").write_text(bibliography(folder), encoding="utf-8", newline="\n")
    return marks
