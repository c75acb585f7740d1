"""What nbval cannot see: outputs are stored, code is short, pictures are those of figures/, and a stripped notebook fails."""

import base64
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 24  # lines in a cell; what is longer belongs into the package


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def code(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_every_code_cell_has_its_run_and_its_output_stored(notebook):
    cells = code(notebook)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert all(cell["outputs"] for cell in cells)


def test_no_output_is_an_error_or_a_warning(notebook):
    kinds = {(o["output_type"], o.get("name")) for cell in code(notebook) for o in cell["outputs"]}
    assert not {kind for kind in kinds if kind[0] in ("error", "stream")}


def test_the_question_comes_first_and_the_answer_next(notebook):
    first, second = notebook["cells"][:2]
    assert re.match(r"# .+\n", "".join(first["source"]))
    assert re.search(r"\*\*.+\?\*\*", "".join(first["source"]), re.DOTALL)
    assert "text/markdown" in second["outputs"][0]["data"]
    headings = [line for cell in notebook["cells"] if cell["cell_type"] == "markdown" for line in cell["source"] if line.startswith("# ")]
    assert len(headings) == 1


def test_code_is_short_and_plain(notebook):
    for cell in code(notebook):
        source = "".join(cell["source"])
        assert source.count("\n") < LONGEST
        assert not re.search(r"filterwarnings|\bdef \w+|(?<![\w.])/(home|root|work|tmp|Users)/", source)


def test_the_kernel_is_the_one_that_everybody_has(notebook):
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_pictures_are_those_of_the_figures_folder(notebook):
    for cell in code(notebook):
        for output in cell["outputs"]:
            about = output.get("metadata", {}).get("nkdata", {})
            if about.get("kind") == "figure":
                stored = (ROOT / "figures" / f"{about['name']}.png").read_bytes()
                assert base64.b64decode(output["data"]["image/png"]) == stored, f"{about['name']}: run `make figures notebooks`"
                assert about["alt"] in output["data"]["text/html"][0] or about["alt"] in "".join(output["data"]["text/plain"])


def test_every_chart_stands_in_a_notebook():
    shown = set()
    for path in NOTEBOOKS:
        shown |= set(re.findall(r'figure\(\\"([\w-]+)\\"\)', path.read_text(encoding="utf-8")))
    assert shown == {file.stem for file in (ROOT / "figures").glob("*.png")}


def test_a_changed_output_and_a_stripped_notebook_fail(tmp_path):
    """A changed number is caught by nbval; a stripped notebook, which nbval would pass, by the tests above."""
    changed = json.loads((ROOT / "notebooks" / "08-after-1989.ipynb").read_text(encoding="utf-8"))
    changed["cells"] = changed["cells"][:2]
    shown = changed["cells"][1]["outputs"][0]["data"]
    for kind in shown:
        shown[kind] = [line.replace("94%", "95%").replace("87%", "88%") for line in shown[kind]]
    path = tmp_path / "changed.ipynb"
    path.write_text(json.dumps(changed), encoding="utf-8")
    shutil.copy(ROOT / "tests" / "nbval.cfg", tmp_path)
    options = ["-q", "-o", "addopts=", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", f"--rootdir={tmp_path}"]
    ran = subprocess.run([sys.executable, "-m", "pytest", *options, str(path)], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 1, ran.stdout
    stripped = {"cells": [{**cell, "outputs": [], "execution_count": None} for cell in code(changed)]}
    with pytest.raises(AssertionError):
        test_every_code_cell_has_its_run_and_its_output_stored(stripped)
