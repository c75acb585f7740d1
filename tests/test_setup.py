"""The ways in agree: environment.yml with pyproject.toml, the lock with both, the README with the Makefile and the commands."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from nkdata.__main__ import parser

CONDA_NAMES = {"matplotlib-base": "matplotlib"}
EXTRAS_OF_CONDA = ("lab", "report")


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def conda(root):
    return yaml.safe_load((root / "environment.yml").read_text())


@pytest.fixture(scope="module")
def lock(root):
    return (root / "requirements.lock").read_text()


def wanted(project, *extras):
    """Names and bounds that pyproject.toml asks for."""
    meta = project["project"]
    lines = meta["dependencies"] + [line for extra in extras for line in meta["optional-dependencies"][extra]]
    return {canonicalize_name(line.name): line.specifier for line in map(Requirement, lines)}


def test_environment_yml_has_the_names_and_bounds_of_pyproject(project, conda):
    given, pip = {}, []
    for line in conda["dependencies"]:
        if isinstance(line, dict):
            pip += line["pip"]
            continue
        name, _, bounds = line.partition(" ")
        given[CONDA_NAMES.get(name, name)] = SpecifierSet(bounds)
    assert pip.pop() == "-e .", "the last line must install this repository"
    given |= {canonicalize_name(line.name): line.specifier for line in map(Requirement, pip)}
    python, _ = given.pop("python"), given.pop("pip")
    assert given == wanted(project, *EXTRAS_OF_CONDA)
    bounds = {bound.operator: bound for bound in python}
    assert str(bounds[">="]) == project["project"]["requires-python"]
    assert "<" in bounds, "Binder takes any new Python otherwise"
    assert conda["channels"] == ["conda-forge", "nodefaults"]


def test_the_lock_has_a_hash_for_everything_and_no_address(lock):
    assert "://" not in lock
    assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find-links|--trusted-host)", lock, re.MULTILINE)
    entries = re.split(r"\n(?=[a-z0-9])", lock[lock.index("\n", lock.index("make lock")) + 1 :])
    assert len(entries) > 100
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+ ", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_lock_fits_the_bounds_of_pyproject(project, lock):
    locked = {name: Version(version) for name, version in re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE)}
    asked = wanted(project, *project["project"]["optional-dependencies"])
    asked |= {canonicalize_name(line.name): line.specifier for line in map(Requirement, project["dependency-groups"]["setup"])}
    for name, bounds in asked.items():
        assert locked[name] in bounds, f"{name} is locked at {locked[name]}, allowed are {bounds}"


def test_make_help_lists_the_three_commands(root):
    said = subprocess.run(["make", "help"], cwd=root, capture_output=True, text=True, check=True).stdout
    for command in ("report", "test", "lab"):
        assert re.search(rf"^  {command} +\S", said, re.MULTILINE)


def test_make_keeps_no_packages_where_home_cannot_be_written(root, tmp_path):
    def variables(home):
        clean = {"PATH": os.environ["PATH"], "HOME": home}
        return subprocess.run(["make", "-pn", "help"], cwd=root, env=clean, capture_output=True, text=True).stdout

    assert "UV_NO_CACHE := 1" in variables("/dev/null/nobody")
    assert "UV_NO_CACHE" not in variables(str(tmp_path))


def test_every_make_target_of_the_readme_exists(root):
    targets = re.findall(r"^([a-z]+):", (root / "Makefile").read_text(), re.MULTILINE)
    named = re.findall(r"`?make ([a-z]+)\b`?", (root / "README.md").read_text())
    assert set(named) <= set(targets)
    assert {"report", "test"} <= set(named)


def test_every_command_of_the_readme_exists(root):
    named = re.findall(r"python -m nkdata ([^\n`#|]+)", (root / "README.md").read_text())
    for line in named:
        options = [word for word in line.split() if not word.startswith("[")]
        assert parser().parse_args(options).command == options[0]


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_the_code_keeps_to_its_style(root, command):
    done = subprocess.run([sys.executable, "-m", "ruff", *command, "--no-cache", "."], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
