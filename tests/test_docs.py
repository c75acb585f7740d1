"""README, citation and datasheet say what is so, and their commands and examples run."""

import json
import re
from pathlib import Path

import pytest
import yaml

import nkdata
from nkdata.report.content.summary import ANSWER

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DATASHEET = (ROOT / "DATASHEET.md").read_text(encoding="utf-8")


def test_the_datasheet_lists_every_table_as_it_is():
    block = re.search(r"<!-- tables -->\n(.*?)<!-- /tables -->", DATASHEET, re.DOTALL)[1].splitlines()[2:]
    listed = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in block]
    assert listed == [(f"`{r.table}`", r.row, str(r.rows)) for r in nkdata.tables().itertuples()]


def test_the_answer_of_the_readme_is_that_of_the_ledger():
    block = re.search(r"<!-- findings -->\n(.*?)<!-- /findings -->", README, re.DOTALL)[1]
    assert block == f"{' '.join(nkdata.claim(key).text for key in ANSWER)}\n"


def test_zenodo_agrees_with_the_citation():
    deposit = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (deposit["title"], deposit["version"]) == (citation["title"], citation["version"])
    assert deposit["creators"] == citation["authors"]


def test_the_readme_lists_every_notebook():
    named = re.findall(r"^\| `(\d\d-[\w-]+)` \|", README, re.MULTILINE)
    assert named == sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb"))


def test_the_example_of_the_readme_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})
    assert nkdata.figure("grades").save("other") == [Path("other") / f"grades.{kind}" for kind in ("svg", "png", "csv")]
    assert {p.name for p in (tmp_path / "my-paper").iterdir()} == {"pendulum.svg", "pendulum.png", "pendulum.csv"}


@pytest.mark.parametrize(
    "name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "COSTS.md", "DATASHEET.md", "LICENSE-DATA.md", "CHANGELOG.md"]
)
def test_links_within_the_repository_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_datasheet_counts_the_tables():
    assert f"**Composition.** {len(nkdata.tables())} tables" in DATASHEET
    assert f"| {len(nkdata.tables())} tables as plain CSV" in README


def test_commands_of_the_readme_exist():
    from nkdata.__main__ import parser

    known = parser()._subparsers._group_actions[0].choices
    for command in re.findall(r"python -m nkdata ([\w-]+)", README):
        assert command in known
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake (\w+)", README):
        assert re.search(rf"^{target}:", rules, re.MULTILINE) or target == "does", target


def test_the_architecture_names_every_room():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "nkdata").iterdir() if path.is_dir() and (path / "__init__.py").exists()]
    inner = [path.name for room in ("measures", "report") for path in (ROOT / "nkdata" / room).iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`nkdata/{room}`" not in text] == []
    assert [room for room in inner if f"`{room}`" not in text] == []


def test_every_module_that_the_architecture_names_is_there():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    known = {part for path in (ROOT / "nkdata").rglob("*.py") for part in (path.stem, path.parent.name)}
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert named <= known | {"figures", "tests", "notebooks"}


def test_citation_agrees_with_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == nkdata.__version__
    assert citation["cff-version"] == "1.2.0"
    assert citation["title"] in nkdata.cite()
    assert {"message", "title", "authors", "license", "date-released"} <= set(citation)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{nkdata.__version__}] - {citation['date-released']}" in changelog


def test_contributing_says_why_each_dependency_is_there():
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {Requirement(r).name for r in project["dependencies"]}
    wanted |= {Requirement(r).name for extra in project["optional-dependencies"].values() for r in extra}
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"[\w-]+", " ".join(re.findall(r"^\| ([\w, -]+) \|", text, re.MULTILINE))))
    assert wanted - listed == set()
