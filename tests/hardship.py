"""Hard places to run a command in: no network, another locale, time zone, processor, a home that cannot be written, a small disk."""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys

UP = 0x8914, struct.pack("16sH14s", b"lo", 1, b"")  # SIOCSIFFLAGS, IFF_UP


def other_settings():
    """An environment that agrees with this one in nothing that should not matter."""
    return os.environ | {
        "PYTHONHASHSEED": "4242",
        "TZ": "Asia/Pyongyang",
        "LC_ALL": "C",
        "HOME": "/dev/null/nobody",
        "OPENBLAS_CORETYPE": "Nehalem",
        "NPY_DISABLE_CPU_FEATURES": ",".join(_optional_instructions()),
    }


def _optional_instructions():
    """The instructions that numpy uses where the processor has them, so that sums round otherwise without them."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    return [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]


def apart(command, mount=None):
    """The command in namespaces of its own: loopback is its only network, and `mount`, a shell command, may come first."""
    from conftest import lacking

    if not shutil.which("unshare") or subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True).returncode:
        lacking("no namespaces to be had here (Linux, as root)")
    here = [sys.executable, __file__, *map(str, command)]
    return ["unshare", "--net", "--mount", *(["sh", "-c", f'{mount} && exec "$@"', "sh"] if mount else []), *here]


if __name__ == "__main__":
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, *UP)
    os.execvp(sys.argv[1], sys.argv[1:])
