"""The same bytes elsewhere: from another folder, without a network, under other settings, as another processor computes them."""

import doctest
import importlib.util
import shutil
import subprocess
import sys

import pytest
from hardship import apart, other_settings
from lockfile import others
from toys import contents

from nkdata import errors

PARTS = ("nkdata", "notebooks", "figures")


@pytest.fixture(scope="module")
def elsewhere(root, tmp_path_factory):
    """A copy of the repository in a folder with blanks and Korean letters, from which report and figures were made."""
    place = tmp_path_factory.mktemp("elsewhere") / "다른 곳, another place"
    for part in PARTS:
        shutil.copytree(root / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    for command in (["report", "--format", "html,single,pdf"], ["figures", "--out", "drawn"]):
        done = subprocess.run(
            apart([sys.executable, "-m", "nkdata", *command]), cwd=place, env=other_settings(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert "arning" not in done.stderr
    return place


@pytest.fixture
def as_stored():
    """What stands in the repository was drawn by the locked versions; others draw other bytes."""
    if others():
        pytest.skip(f"{len(others())} packages in other versions than locked, {others()[0]} first")


def differing(one, other):
    """Names of files that are not the same in both."""
    return sorted(name for name in one | other if one.get(name) != other.get(name))


def test_the_report_has_the_same_bytes(report, elsewhere):
    assert differing(contents(report), contents(elsewhere / "reports")) == []


def test_the_notebooks_have_the_same_bytes(root, elsewhere, as_stored):
    stored = {name: raw.rstrip() for name, raw in contents(root / "notebooks", "*.ipynb").items()}
    fresh = {f"{name[:-23]}.ipynb": raw.rstrip() for name, raw in contents(elsewhere / ".cache" / "executed").items()}
    assert differing(stored, fresh) == []


def test_the_figures_have_the_same_bytes(root, elsewhere, as_stored):
    """Look at old and new where this fails: `python -m nkdata figures --out NEW`, then at both folders."""
    stored, drawn = contents(root / "figures"), contents(elsewhere / "drawn")
    assert differing(stored, drawn) == []


def test_the_examples_of_messages_hold_in_a_folder_with_a_long_name(tmp_path, monkeypatch):
    place = tmp_path / ("a long name " * 12 + "조선")
    place.mkdir()
    copy = shutil.copy(errors.__file__, place / "errors.py")
    spec = importlib.util.spec_from_file_location(errors.__name__, copy)
    moved = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(moved)
    monkeypatch.setitem(sys.modules, errors.__name__, moved)  # there doctest looks where a function comes from
    done = doctest.testmod(moved, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert done.attempted > 5
    assert done.failed == 0
