"""The wheel and the sdist: they carry the data, and the installed package works far from the repository, with and without its extras."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from packaging.requirements import Requirement
from toys import contents

from nkdata.__main__ import REPORT


def run(*command, **options):
    """Run a command; its output is shown when it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    """Both archives, built without network."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, root)
    return out


def environment(folder, wheel, lent):
    """Make an environment that holds the wheel and borrows the packages of the folder `lent`; return its Python."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    installed = folder / "bin" / "python"
    options = "--quiet --offline --no-cache --no-deps --python".split()
    run(sys.executable, "-m", "uv", "pip", "install", *options, installed, wheel)
    site = run(installed, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    Path(site, "lent.pth").write_text(f"{lent}\n")
    return installed


@pytest.fixture(scope="module")
def python(built, tmp_path_factory):
    """The Python of an environment with the wheel, which borrows every package of this one."""
    return environment(tmp_path_factory.mktemp("full"), *built.glob("*.whl"), sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def bare_python(built, tmp_path_factory):
    """The Python of an environment with the wheel and the packages that it needs without extras."""
    lent = tmp_path_factory.mktemp("lent")
    waiting, found = ["nkdata"], set()
    while waiting:
        name = waiting.pop()
        needs = [
            need for need in map(Requirement, distribution(name).requires or []) if not need.marker or need.marker.evaluate({"extra": ""})
        ]
        waiting += [need.name for need in needs if need.name not in found]
        found |= {need.name for need in needs}
    for name in found:
        for part in {file.parts[0] for file in distribution(name).files} - {".."}:
            if not (lent / part).exists() and part != "__pycache__":
                (lent / part).symlink_to(Path(sysconfig.get_path("purelib"), part))
    return environment(tmp_path_factory.mktemp("bare"), *built.glob("*.whl"), lent)


def test_the_wheel_carries_every_data_file_and_the_type_mark(built, root):
    names = set(zipfile.ZipFile(next(built.glob("*.whl"))).namelist())
    package = root / "nkdata"
    wanted = {
        f"nkdata/{file.relative_to(package).as_posix()}"
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {"nkdata/py.typed", "nkdata/data/datapackage.json", "nkdata/report/formats/style/print.typ"} <= wanted
    assert wanted <= names
    assert all(name.startswith(("nkdata/", "nkdata-")) for name in names)


def test_the_sdist_carries_notebooks_figures_tests_and_lock(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"requirements.lock", "environment.yml", "Makefile", "notebooks/00-start-here.ipynb", "tests/test_packaging.py"} <= names
    assert {"nkdata/data/sources.csv", "figures/pendulum.svg", "LICENSE", "CITATION.cff"} <= names
    assert not any(name.startswith((".venv", "reports", ".cache")) for name in names)


def test_the_installed_wheel_loads_every_table(python, tmp_path):
    code = (
        "import nkdata; names = nkdata.tables()['table']; frames = [nkdata.load(name) for name in names]; "
        "print(nkdata.__file__, len(frames), min(map(len, frames)))"
    )
    place, tables, fewest = run(python, "-I", "-c", code, cwd=tmp_path).rsplit(maxsplit=2)
    assert str(python.parents[1]) in place
    assert int(tables) >= 18
    assert int(fewest) > 0


def test_the_installed_wheel_has_its_commands(python, tmp_path):
    for command in ("report", "figures", "notebooks", "verify-source", "check", "update"):
        assert "usage:" in run(python, "-I", "-m", "nkdata", command, "--help", cwd=tmp_path)


def test_the_wheel_without_extras_has_its_tables_measures_and_charts(bare_python, tmp_path):
    code = "import nkdata; print(len(nkdata.load('phases')), nkdata.lean(by='phase').shape, len(nkdata.figure('grades').data))"
    assert re.fullmatch(r"7 \(\d+, \d+\) \d+\n", run(bare_python, "-I", "-c", code, cwd=tmp_path))


@pytest.mark.parametrize("command", ["report", "notebooks"])
def test_without_the_extra_a_command_names_it_in_one_sentence(bare_python, tmp_path, command):
    done = subprocess.run([bare_python, "-I", "-m", "nkdata", command], cwd=tmp_path, capture_output=True, text=True)
    wanted = rf"nkdata: {command} cannot import \w+: pip install 'nkdata\[report\]', or in a clone make setup\n"
    assert re.fullmatch(wanted, done.stderr), done.stderr
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (1, "", [])


@pytest.mark.parametrize(("module", "named"), [("numpy", "its libraries"), ("pandas", "pandas")])
def test_a_command_names_a_library_that_is_missing_in_one_sentence(python, tmp_path, module, named):
    code = f"import sys; sys.modules[{module!r}] = None; from nkdata.__main__ import main; sys.exit(main(['check']))"
    done = subprocess.run([python, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stderr == f"nkdata: check cannot import {named}: pip install 'nkdata', or in a clone make setup\n"
    assert done.returncode == 1


@pytest.mark.parametrize("command", ["report", "notebooks", "check"])
def test_a_checkout_that_is_not_installed_says_so_in_one_sentence(root, command):
    done = subprocess.run([sys.executable, "-S", "-m", "nkdata", command], cwd=root, capture_output=True, text=True)
    assert re.fullmatch(r"nkdata: nkdata is not installed in this Python: run `make setup` .* or `pip install \.`\n", done.stderr), (
        done.stderr
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_the_report_looks_for_every_package_of_its_extra(root):
    extra = tomllib.loads((root / "pyproject.toml").read_text())["project"]["optional-dependencies"]["report"]
    assert {re.sub("-", "_", Requirement(line).name) for line in extra} == set(REPORT)


@pytest.mark.parametrize("names", ["nkdata", "nkdata.__main__, nkdata.report"])
def test_importing_the_package_imports_no_library(python, tmp_path, names):
    code = f"import sys, {names}; print([name for name in ('numpy', 'pandas', 'matplotlib', 'scipy') if name in sys.modules])"
    assert run(python, "-I", "-c", code, cwd=tmp_path).strip() == "[]"


BUILD = """
import sys
import importlib_metadata
every = importlib_metadata.entry_points
if sys.argv.pop(1) == "hidden":
    chosen = lambda: importlib_metadata.EntryPoints(point for point in every() if point.dist.name != "nkdata")
    importlib_metadata.entry_points = lambda **wanted: chosen().select(**wanted)
assert ("nkdata" in {point.dist.name for point in importlib_metadata.entry_points()}) == (every is importlib_metadata.entry_points)
from sphinx.cmd.build import main
sys.exit(main(["-q", "-W", *sys.argv[1:]]))
"""
FRAME = (
    '<table border="1" class="dataframe"><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th><td>1</td></tr></tbody></table>'
)
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A Sphinx site of somebody else: a frame of pandas, a chart of ours, and one of no chart in particular."""
    outputs = [
        new_output("execute_result", {"text/plain": "   a\n0  1", "text/html": FRAME}, execution_count=1),
        new_output("display_data", {"image/png": PIXEL, "text/html": "<p>a chart</p>"}, metadata={"nkdata": {
            "kind": "figure", "name": "tie-plane", "alt": "a chart", "caption": "A chart"}}),
        new_output("display_data", {"text/markdown": "in *Markdown*", "text/html": "<p>in HTML</p>"}),
    ]  # fmt: skip
    cell = new_code_cell("frame", id="frame", execution_count=1, outputs=outputs)
    folder = tmp_path_factory.mktemp("foreign")
    language = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    nbformat.write(new_notebook(cells=[cell], metadata=language), folder / "index.ipynb")
    settings = 'extensions = ["myst_nb"]\nnb_execution_mode = "off"\nsuppress_warnings = ["toc.not_included"]\n'
    (folder / "conf.py").write_text(settings, encoding="utf-8")
    return folder


def test_a_site_of_somebody_else_has_the_same_bytes_with_and_without_the_wheel(python, foreign, tmp_path):
    for kind in ("visible", "hidden"):
        places = ["-d", tmp_path / "doctrees" / kind, foreign, tmp_path / kind]
        run(python, "-I", "-c", BUILD, kind, "-b", "html", *places, env=os.environ | {"SOURCE_DATE_EPOCH": "0"})
    pages = contents(tmp_path / "visible")
    assert FRAME.encode() in pages["index.html"]
    assert pages == contents(tmp_path / "hidden")
