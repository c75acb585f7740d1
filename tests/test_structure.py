"""The structure of the code: imports run one way, types are right, modules stay small."""

import os
import subprocess
import sys
from pathlib import Path

LONGEST = 215  # lines of a module: about 200


def run(root, *command):
    done = subprocess.run([sys.executable, *command], cwd=root, capture_output=True, text=True, env=os.environ | {"NO_COLOR": "1"})
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_run_one_way(root):
    run(root, "-c", "import sys; sys.argv[1:] = ['--no-cache']; from importlinter.cli import lint_imports_command; lint_imports_command()")


def test_a_type_checker_finds_nothing(root, tmp_path):
    run(root, "-m", "mypy", "--cache-dir", str(tmp_path))


def test_no_module_is_long(root):
    lengths = {
        str(file.relative_to(root)): len(file.read_text(encoding="utf-8").splitlines()) for file in Path(root, "nkdata").rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
