"""The wheel and the sdist: they carry the data, and what is installed from them works far from the repository."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from toys import contents


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


@pytest.fixture(scope="module")
def python(built, tmp_path_factory):
    """The Python of an empty environment with the wheel in it; what the wheel needs is lent by this environment."""
    folder = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    installed = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--offline",
        "--no-cache",
        "--no-deps",
        "--python",
        installed,
        *built.glob("*.whl"),
    )
    site = run(installed, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    with open(f"{site}/lent.pth", "w") as file:
        file.write(sysconfig.get_path("purelib") + "\n")
    return installed


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
    for command in ("report", "figures", "notebooks", "verify-source", "check"):
        assert "usage:" in run(python, "-I", "-m", "nkdata", command, "--help", cwd=tmp_path)


def test_importing_the_package_imports_no_library(python, tmp_path):
    code = "import sys, nkdata; print([name for name in ('numpy', 'pandas', 'matplotlib', 'scipy') if name in sys.modules])"
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
