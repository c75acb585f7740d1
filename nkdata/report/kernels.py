"""Kernels that start at once: copies of one process that has imported the libraries already. (Linux; elsewhere Jupyter's own.)

Jupyter starts every kernel from nothing, and a notebook of this project would spend half of its time on imports. What the
copies share is other people's code only: nkdata itself is imported by each notebook, from the files as they are then.
"""

import gc
import os
import sys
import time
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from jupyter_client.provisioning import LocalProvisioner

NAME = "nkdata-forked"  # its entry point in pyproject.toml
LIBRARIES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "psutil",
    "sqlite3",
    "IPython.core.completerlib",
    "IPython.extensions.storemagic",
    "matplotlib_inline.backend_inline",
    "matplotlib.pyplot",
    "pandas",
    "PIL.PngImagePlugin",
)
SETTINGS = (
    {}
    if sys.platform != "linux"
    else {
        "JUPYTER_DEFAULT_PROVISIONER_NAME": NAME,
        "OPENBLAS_NUM_THREADS": "1",  # a process with several threads cannot be copied, and the notebooks run two at a time anyway
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # Jupyter's own wish for its kernels, whose debugger would warn of it
    }
)


class ForkedProvisioner(LocalProvisioner):
    """Start a kernel as a copy of the process that holds the libraries."""

    async def launch_kernel(self, cmd, **kwargs):
        """Start it, in the folder and with the environment that Jupyter gives."""
        context = get_context("forkserver")
        context.set_forkserver_preload(list(LIBRARIES))
        self.process = ForkedKernel(cmd[cmd.index("-f") + 1], kwargs.get("cwd"), kwargs["env"])
        self.process.start()
        self.pid = self.process.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info


class ForkedKernel(get_context("forkserver").Process if sys.platform == "linux" else object):
    """One kernel, with the manners of `subprocess.Popen` that Jupyter expects."""

    stdin = stdout = stderr = None

    def __init__(self, connection_file, folder, environment):
        super().__init__(daemon=True)
        self.started_with = connection_file, folder, environment

    def run(self):
        """Be a kernel until told to stop, or until the process that asked for it is gone."""
        connection_file, folder, environment = self.started_with
        os.setsid()  # it may signal its whole group when it ends
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        if folder:
            os.chdir(folder)
        Thread(target=_end_with, args=[parent_process().sentinel], daemon=True).start()
        from ipykernel.kernelapp import IPKernelApp

        gc.freeze()  # what is shared stays: it need not be searched for garbage again and again
        IPKernelApp.launch_instance(["-f", connection_file, "--IPKernelApp.parent_handle=1"])

    def poll(self):
        """Its exit code; `None` while it runs."""
        return self.exitcode

    def wait(self):
        """Its exit code, once it has ended."""
        self.join()
        return self.exitcode

    def send_signal(self, number):
        """Send it a signal."""
        os.kill(self.pid, number)


def _end_with(sentinel):
    connection.wait([sentinel])
    os._exit(1)
