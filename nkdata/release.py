"""Update the data folder after an edit: derived columns, the claim ledger, sizes and checksums, and references.bib."""

import hashlib
import json
from pathlib import Path

import numpy as np

from nkdata.errors import NkdataError
from nkdata.measures.claims import compute
from nkdata.record import codebook
from nkdata.record.citations import bibliography
from nkdata.record.codebook import PathLike
from nkdata.record.csv_file import read_rows, write
from nkdata.record.derived import DERIVED, derive
from nkdata.record.tables import load, typed

DIGITS = 6  # of a number in the ledger


def update(data: PathLike | None = None) -> list[str]:
    """Fill the columns that follow from others, and write every checksum into datapackage.json and the sources into references.bib.

    Parameters
    ----------
    data : path, optional
        Folder with an edited copy of the tables; left out, the one in use.

    Returns
    -------
    list of str
        A mark for each table that changed, to be put into CHANGELOG.md with what changed and why.

    Raises
    ------
    NkdataError
        If the folder has no description, or a file cannot be read.
    """
    folder = codebook.folder(data)
    _fill_derived(folder)
    _fill_ledger(folder)
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


def _fill_derived(folder: Path) -> None:
    """Work out every derived column, and write each table in the form of the shipped files."""
    tables = {}
    for name in codebook.names(folder):
        resource = codebook.resource(name, folder)
        rows, faults = read_rows(folder, resource)
        if faults:
            raise NkdataError(f"{faults[0]}; `python -m nkdata check` lists every fault.")
        tables[name] = typed(rows, resource)
    for name, columns in DERIVED.items():
        for column in columns:
            tables[name][column] = derive(name, column, tables)
    for name, frame in tables.items():
        write(frame, codebook.resource(name, folder), folder)


def _fill_ledger(folder: Path) -> None:
    """Compute every number of claims.csv anew, to six digits."""
    rows = load("claims", data=folder)
    for i, row in rows.iterrows():
        for name, number in compute(row, folder).items():
            rows.loc[i, name] = np.nan if number is None else float(f"{number:.{DIGITS}g}")
    write(rows, codebook.resource("claims", folder), folder)
