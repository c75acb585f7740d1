"""What several tests share: skip where the machine lacks something (but fail in CI), a browser, the built report."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET_BROWSER = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()


def lacking(reason: str) -> None:
    """Skip the test, saying why; in CI, where everything must be there, fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium of the system."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        lacking("no Chromium on this machine (Debian, Ubuntu: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=QUIET_BROWSER)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory, worker_id) -> Path:
    """The whole report of the repository's notebooks, built once by the command, however many processes test."""
    fcntl = pytest.importorskip("fcntl")
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    out = shared / "report"
    with (shared / "report-is-being-built").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            where = ["--out", out, "--notebooks", ROOT / "notebooks"]
            subprocess.run(
                [sys.executable, "-m", "nkdata", "report", "--format", "html,single,pdf", *where], check=True, capture_output=True
            )
    return out
