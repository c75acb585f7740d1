"""What is installed and under which licence: DEPENDENCIES.md lists every locked package (`PYTHONPATH=tests python tests/record/test_licences.py` writes it)."""

from importlib.metadata import metadata

from lockfile import ROOT, installed, locked

LIST = ROOT / "DEPENDENCIES.md"
HEAD = """# What is installed

Every package that `make` installs from the lock file, with the licence that its own metadata states. None of them is part of nkdata;
a package that another system needs (a colon and its mark in the lock) is listed where it is installed.

| package | version | licence |
|---|---|---|
"""


def licence(name):
    """The licence that a package states: an SPDX expression, else its classifiers, else a short licence field."""
    about = metadata(name)
    told = about.get_all("Classifier") or []
    classes = [line.rpartition(" :: ")[2] for line in told if line.startswith("License :: ") and line != "License :: OSI Approved"]
    field = (about.get("License") or "").strip().splitlines()
    return about.get("License-Expression") or "; ".join(classes) or (field[0][:60] if field else "see the package")


def rows():
    """A line for each package that is installed here as locked."""
    return [f"| {name} | {wanted} | {licence(name).replace('|', '/')} |" for name, wanted in locked() if installed(name) == wanted]


def test_every_installed_package_is_listed_with_its_licence():
    listed = LIST.read_text(encoding="utf-8").removeprefix(HEAD).splitlines()
    assert len(listed) > 100
    assert set(rows()) <= set(listed), "run `PYTHONPATH=tests python tests/record/test_licences.py`"
    assert {line.split(" | ")[0].strip("| ") for line in listed} <= {name for name, _ in locked()}


if __name__ == "__main__":
    LIST.write_text(HEAD + "\n".join(rows()) + "\n", encoding="utf-8", newline="\n")
