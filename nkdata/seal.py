"""Seal the data folder after an edit: sizes and checksums into the codebook, sources into references.bib."""

import hashlib
import json

from nkdata import codebook
from nkdata.citing import bibliography


def seal(data=None):
    """Write the size and checksum of every table into datapackage.json, and references.bib from the table sources.

    Returns
    -------
    list of str
        A mark for each table that changed, to be put into CHANGELOG.md with what changed and why.
    """
    folder = codebook.folder(data)
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
