"""The wheel and the sdist: they carry the data, and what is installed from them works far from the repository."""

import subprocess
import sys
import sysconfig
import tarfile
import zipfile

import pytest


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
