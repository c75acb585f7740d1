"""Every notebook in a real JupyterLab: opened, run to the end, no error, no stderr, figures with alt text, outputs as stored."""

import json
import re
import time
from pathlib import Path

import nbformat
import pytest
from jupyter import jupyterlab

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
LONGEST = 120


@pytest.fixture(scope="module")
def server(tmp_path_factory, browser):
    """A server on copies of the notebooks without outputs, in a folder that is not the repository."""
    folder = tmp_path_factory.mktemp("lab") / "somewhere else"
    folder.mkdir()
    for file in NOTEBOOKS:
        notebook = nbformat.read(file, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, folder / file.name)
    scratch = tmp_path_factory.mktemp("jupyter")
    with jupyterlab(folder, scratch) as running:
        yield running


def prompts(page):
    """The numbers before the code cells; a star where one runs."""
    return page.eval_on_selector_all(f"{PANEL} .jp-CodeCell .jp-InputPrompt", "all => all.map(e => e.textContent.trim())")


def wait(page, condition, what):
    """Wait for something that only the test can see."""
    until = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < until, f"waited {LONGEST} s for {what}"
        page.wait_for_timeout(100)


def choose(page, menu, item):
    """Choose an item of a menu of JupyterLab."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.locator(f"#jp-mainmenu-{menu.lower()}").get_by_text(item, exact=True).click()


def run_all(page, server, cells):
    """Run all cells and wait for the last; a click while the kernel connects is dropped, so repeat it."""
    wait(page, server.kernel_is_idle, "the kernel")
    for _ in range(10):
        choose(page, "Run", "Run All Cells")
        page.wait_for_timeout(700)
        if any(prompt != "[ ]:" for prompt in prompts(page)):
            break
    wait(page, lambda: prompts(page)[:cells] == [f"[{number}]:" for number in range(1, cells + 1)], "the last cell")


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_to_the_end(server, browser, file):
    stored = json.loads(file.read_text(encoding="utf-8"))
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    page, outside = browser.new_page(viewport={"width": 1280, "height": 1000}), []
    page.on("request", lambda request: outside.append(request.url) if _is_outside(request.url, server.address) else None)
    page.goto(f"{server.address}lab/tree/{file.name}?reset&token={server.token}")
    page.wait_for_selector(f"{PANEL} .jp-CodeCell", timeout=60_000)
    assert not page.get_by_text("Select Kernel").count(), "a reader would have to choose a kernel"
    run_all(page, server, len(code))
    shown = page.evaluate(READ, PANEL)
    choose(page, "Kernel", "Shut Down Kernel")
    page.close()
    assert shown["errors"] == []
    assert [image["alt"] for image in shown["images"]] == stored_alts(code)
    assert all(image["width"] > 100 for image in shown["images"])
    assert shown["tables"] == sum(html.count("<table") for html in stored_html(code))
    assert outside == []


READ = """panel => ({
    errors: [...document.querySelectorAll(`${panel} [data-mime-type="application/vnd.jupyter.error"],
        ${panel} [data-mime-type="application/vnd.jupyter.stderr"]`)].map(e => e.textContent.slice(0, 300)),
    images: [...document.querySelectorAll(`${panel} .jp-OutputArea-output img`)].map(e => ({alt: e.alt, width: e.naturalWidth})),
    tables: document.querySelectorAll(`${panel} .jp-OutputArea-output table`).length,
})"""


def stored_html(code):
    """The HTML outputs that the notebook stores."""
    return ["".join(output["data"].get("text/html", "")) for cell in code for output in cell["outputs"] if "data" in output]


def stored_alts(code):
    """The alt texts of the figures that the notebook stores, in order."""
    words = [output.get("metadata", {}).get("nkdata", {}) for cell in code for output in cell["outputs"]]
    return [about["alt"] for about in words if about.get("kind") == "figure"]


def _is_outside(url, address):
    return bool(re.match(r"(https?|wss?)://", url)) and not url.startswith((address, address.replace("http", "ws")))
