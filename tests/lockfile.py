"""Which versions `requirements.lock` names, and which are installed here."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]


def locked():
    """Names and versions in the lock file."""
    return re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)


def installed(name):
    """The version of a package that is installed here; None if it is not."""
    try:
        return str(Version(version(name)))  # 4.004 is 4.4
    except PackageNotFoundError:
        return None


def others():
    """Packages that are installed here in another version than the lock file names."""
    return [f"{name} {found}" for name, wanted in locked() if (found := installed(name)) not in (None, wanted)]
