"""A build that is killed, or finds no room or no right to write, leaves the last report or a whole new one, and says why."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hardship import apart
from toys import contents, notebook, pair

from nkdata import NkdataError
from nkdata.report.execution.processes import worker_process
from nkdata.report.staging import MARK, STAMP

KILLS = int(os.environ.get("NKDATA_KILLS", 4))  # more of them: NKDATA_KILLS=20 python -m pytest tests/report/test_interrupted.py


def command(folder, out="reports"):
    """The command that a reader types, for the notebooks in a folder."""
    return [sys.executable, "-m", "nkdata", "report", "--out", str(folder / out), "--notebooks", str(folder / "notebooks")]


def second(folder, words):
    """Write the second notebook with other words in it."""
    notebook(
        folder / "notebooks" / "01-second.ipynb", f"# Second\n\n**What is second?** {words}", "from nkdata import prose", 'prose("Two.")'
    )


def test_a_killed_build_leaves_the_old_report_or_a_new_one(tmp_path):
    pair(tmp_path)
    notebook(tmp_path / "notebooks" / "00-first.ipynb", "# First\n\n**What is first?**", "from nkdata import prose", 'prose("One.")')
    whole = []
    for words in ("It is old.", "It is new."):
        second(tmp_path, words)
        began = time.monotonic()
        subprocess.run(command(tmp_path), check=True, capture_output=True)
        whole.append(contents(tmp_path / "reports"))
    longest, chance = time.monotonic() - began, random.Random(1953)
    assert whole[0] != whole[1]
    for number in range(KILLS):
        second(tmp_path, ("It is old.", "It is new.")[number % 2])
        build = subprocess.Popen(command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0.1, 1.0) * longest)
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        assert contents(tmp_path / "reports") in whole
    second(tmp_path, "It is old.")
    subprocess.run(command(tmp_path), check=True, capture_output=True)
    assert contents(tmp_path / "reports") == whole[0]
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".reports.") and file.is_dir()] == []


def test_no_kernel_outlives_a_killed_build(tmp_path):
    note = tmp_path / "number of the process"
    long = f"import os, pathlib, time\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\ntime.sleep(100)"
    notebook(tmp_path / "notebooks" / "00-long.ipynb", "# Long\n\n**How long?**", long)
    build = subprocess.Popen(command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _until(lambda: note.exists() and note.read_text())
    kernel = int(note.read_text())
    build.kill()
    build.wait()
    _until(lambda: not Path(f"/proc/{kernel}").exists())


def test_no_other_process_outlives_one_that_is_killed():
    code = "import os, time\nfrom nkdata.report.execution.processes import worker_process\n"
    code += "with worker_process(['json']) as other:\n    print(other(os.getpid).result(), flush=True)\n    time.sleep(100)"
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    other = int(first.stdout.readline())
    assert Path(f"/proc/{other}").exists()
    first.kill()
    first.communicate()
    _until(lambda: not Path(f"/proc/{other}").exists())


@pytest.mark.parametrize("begun", [f".reports.*/{MARK}", "a kernel is at work"])
def test_ctrl_c_ends_a_build_soon_in_one_sentence_and_the_last_report_stays(tmp_path, begun):
    note = tmp_path / "a kernel is at work"
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / STAMP).write_text("{}")
    notebook(
        tmp_path / "notebooks" / "00-long.ipynb", "# Long", f"import pathlib, time\npathlib.Path({str(note)!r}).touch()\ntime.sleep(100)"
    )
    build = subprocess.Popen(command(tmp_path), stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_heed_ctrl_c)
    _until(lambda: list(tmp_path.glob(begun)))
    os.killpg(build.pid, signal.SIGINT)
    began = time.monotonic()
    said = build.communicate()[1]
    assert said == "nkdata: interrupted\n"
    assert build.returncode in (130, -signal.SIGINT)  # to a shell both are 130
    assert time.monotonic() - began < 20
    assert contents(tmp_path / "reports") == {STAMP: b"{}"}
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".reports.") and file.is_dir()] == []


def _heed_ctrl_c():
    """A process heeds no Ctrl-C if it inherits that from tests that a shell runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("later", [False, True])
def test_a_process_that_dies_is_one_sentence(later):
    def ask():
        with worker_process(["json"]) as other:
            gone = other(os._exit, 1)
            if later:  # asked when it is gone already
                gone.exception()
                gone = other(os.getpid)
            gone.result()

    with pytest.raises(NkdataError, match=r"a process of the build ended .*; build fewer formats at a time\.$"):
        ask()


def _until(true, seconds=60):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)


def run_in(folder, mount):
    """Build into a folder on which something was mounted; return exit code, messages, and what stands there afterwards."""
    pair(folder.parent)
    script = [
        "sh",
        "-c",
        'place=$1; shift; "$@"; code=$?; ls -A "$place"; exit $code',
        "sh",
        folder,
        *command(folder.parent, folder.name + "/reports"),
    ]
    done = subprocess.run(apart(script, mount=mount), capture_output=True, text=True)
    return done.returncode, done.stderr, done.stdout.split()


def test_a_full_disk_is_one_sentence(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    code, said, left = run_in(small, f"mount -t tmpfs -o size=200k tmpfs '{small}'")
    assert code == 1
    assert "No space left on device" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert "reports" not in left


def test_a_folder_that_is_read_only_is_one_sentence(tmp_path):
    fixed = tmp_path / "fixed"
    fixed.mkdir()
    code, said, left = run_in(fixed, f"mount --bind '{fixed}' '{fixed}' && mount -o remount,bind,ro '{fixed}'")
    assert code == 1
    assert "Read-only file system" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert left == []
