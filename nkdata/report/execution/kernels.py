"""Kernels that start as copies of one process with the libraries that every notebook imports. (Linux only.)

A kernel that Jupyter starts spends half of its time on imports. nkdata itself is imported by each notebook, from the current files.
"""

import gc
import os
import sys
import time
from multiprocessing import active_children, forkserver, get_context
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from nkdata.report.execution.interrupts import sigint_blocked
from nkdata.report.execution.processes import end_with_parent, without_main

PRELOADED = (
    "ipykernel.kernelapp ipykernel.debugger psutil sqlite3 IPython.core.completerlib IPython.extensions.storemagic "
    "matplotlib_inline.backend_inline matplotlib.pyplot pandas PIL.PngImagePlugin"
).split()
AVAILABLE = sys.platform == "linux"
SETTINGS = {
    "JUPYTER_DEFAULT_PROVISIONER_NAME": "nkdata-forked",  # an entry point, see pyproject.toml
    "OPENBLAS_NUM_THREADS": "1",  # a process with several threads cannot be copied, and the notebooks run side by side anyway
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger of the kernels warns
}


def preload() -> None:
    """Start the process with the libraries, in the present environment, unless it runs already; it ends with this one."""
    if AVAILABLE:
        with sigint_blocked():
            forkserver.set_forkserver_preload(PRELOADED)
            forkserver.ensure_running()


def kill_kernels() -> None:
    """Kill every forked kernel: Jupyter would ask each to end and wait, and would miss one that is just starting."""
    for process in active_children():
        if isinstance(process, ForkedKernel):
            process.kill()


_Process: Any = get_context("forkserver" if AVAILABLE else None).Process  # its class depends on the system


class ForkedKernel(_Process):
    """One kernel, with the methods of `subprocess.Popen` that Jupyter calls."""

    stdin = stdout = stderr = None

    def __init__(self, connection_file: str, folder: str | None, environment: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.started_with = connection_file, folder, environment

    def run(self) -> None:
        """Run the kernel until it is told to stop, or until its parent process ends."""
        connection_file, folder, environment = self.started_with
        os.setsid()  # it may signal its whole group when it ends
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        if folder:
            os.chdir(folder)
        end_with_parent()
        from ipykernel.kernelapp import IPKernelApp  # here, as only the copies need it

        gc.freeze()  # objects shared with the parent need not be searched for garbage
        IPKernelApp.launch_instance(["-f", connection_file, "--IPKernelApp.parent_handle=1"])

    def poll(self) -> int | None:
        """Return the exit code; `None` while the kernel runs."""
        return self.exitcode

    def wait(self) -> int | None:
        """Wait for the end, and return the exit code."""
        self.join()
        return self.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the kernel has ended or never began; SIGINT is blocked in it."""
        if self.pid is not None and self.exitcode is None:
            os.kill(self.pid, number)


class ForkedProvisioner(LocalProvisioner):
    """Start kernels as copies of the process with the libraries."""

    async def launch_kernel(self, cmd: list[str], **kwargs):
        """Start a kernel in the folder and with the environment that Jupyter gives."""
        process = ForkedKernel(cmd[cmd.index("-f") + 1], kwargs.get("cwd"), kwargs["env"])
        with without_main():
            process.start()
        self.process, self.pid = process, process.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info
