"""A JupyterLab server for the tests: on loopback, with settings of its own, ended by the test that started it."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # or only the cells in view exist
    "apputils-extension/notification": {"fetchNews": "false"},
}
OPTIONS = (
    "--no-browser --allow-root --ServerApp.ip=127.0.0.1 --ServerApp.port=0 --LabApp.news_url=None "
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.extension_manager=readonly "
    "--ServerApp.terminals_enabled=False"
).split()


class Server:
    """Where a running server is, and what it says of its kernels."""

    def __init__(self, address, token):
        self.address, self.token = address, token

    def kernel_is_idle(self):
        """Whether a kernel is connected and idle (the toolbar says so too early)."""
        request = urllib.request.Request(f"{self.address}api/kernels", headers={"Authorization": f"token {self.token}"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in json.load(answer))
        except urllib.error.HTTPError:  # the server cannot list its kernels while it ends one; whoever waits asks again
            return False


@contextmanager
def jupyterlab(notebooks, scratch):
    """Serve the folder `notebooks`; everything that Jupyter keeps goes to `scratch`."""
    for name, settings in SETTINGS.items():
        file = scratch / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))
    own = {
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "IPYTHONDIR": "ipython",
    }  # fmt: skip
    environment = os.environ | {name: str(scratch / folder) for name, folder in own.items()}
    log = scratch / "log.txt"
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.root_dir={notebooks}"]
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        try:
            yield Server(*_address(process, log))
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process, log):
    """Wait until the server says where it is."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(r"(http://127\.0\.0\.1:\d+/)lab\S*\?token=(\w+)", log.read_text()):
            return found[1], found[2]
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
