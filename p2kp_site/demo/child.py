"""Runs a command that must not outlive the process that asked for it.

`child.py PARENT COMMAND ...` leads a process group of its own, passes SIGTERM on to the command,
ends as the command ends, and takes the whole group away (grandchildren too) when the process
PARENT is gone, however that died. It polls, since the kernel's own way exists on Linux only.
"""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

POLL = 0.2  # seconds
GRACE = 3.0  # seconds between asking an orphaned group to end and killing it


def main(parent: int, command: list[str]) -> int:
    """Follows the command; its exit code, 128 + n where a signal ended it."""
    process = subprocess.Popen(command)

    def pass_on(signum: int, frame: FrameType | None) -> None:
        process.send_signal(signum)

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent speaks SIGTERM
    while (code := process.poll()) is None:
        if os.getppid() != parent:
            _end_the_group(process)
        time.sleep(POLL)
    return code if code >= 0 else 128 - code


def _end_the_group(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    deadline = time.monotonic() + GRACE
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(POLL)
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
