"""A process that holds the libraries which every notebook imports, so that kernels can start as copies of it. (Linux only.)

What it holds is other people's code: nkdata itself is imported by each notebook, from the files as they are then.
"""

import sys

HELD = (
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
POSSIBLE = sys.platform == "linux"
SETTINGS = {
    "JUPYTER_DEFAULT_PROVISIONER_NAME": "nkdata-forked",  # an entry point, see pyproject.toml
    "OPENBLAS_NUM_THREADS": "1",  # a process with several threads cannot be copied, and the notebooks run side by side anyway
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # Jupyter's own wish for its kernels, whose debugger would warn of it
}


def settings() -> dict[str, str]:
    """The environment that kernels need to start as copies; empty where they cannot."""
    return SETTINGS if POSSIBLE else {}


def start() -> None:
    """Start the process if it is not there yet, with the environment as it is now; it ends with this one."""
    if POSSIBLE:
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload(list(HELD))
        forkserver.ensure_running()
