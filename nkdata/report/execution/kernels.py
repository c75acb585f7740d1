"""Kernels that start at once, as copies of the process that holds the libraries (``nkdata.report.execution.libraries``).

Jupyter starts every kernel from nothing, and a notebook of this project would spend half of its time on imports.
"""

import gc
import os
import time
from multiprocessing import get_context

from jupyter_client.provisioning import LocalProvisioner

from nkdata.report.execution.processes import end_with_parent, without_main


class ForkedProvisioner(LocalProvisioner):
    """Start a kernel as a copy of the process that holds the libraries."""

    async def launch_kernel(self, cmd, **kwargs):
        """Start it, in the folder and with the environment that Jupyter gives."""
        process = ForkedKernel(cmd[cmd.index("-f") + 1], kwargs.get("cwd"), kwargs["env"])
        with without_main():
            process.start()
        self.process, self.pid = process, process.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info


class ForkedKernel(get_context("forkserver").Process):
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
        end_with_parent()
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
        """Send it a signal (of which it does not hear an interrupt, see `deaf`), unless it has ended or never began."""
        if self.pid is not None and self.exitcode is None:
            os.kill(self.pid, number)
