"""What the scripts that lend a server to a command have in common (standard library only)."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

NOT_FOUND = 75  # EX_TEMPFAIL of sysexits.h: nothing failed, the server is not on this machine
PATIENCE = 20.0  # seconds that a command gets to end by itself
INTERRUPTED = 128 + signal.SIGINT


def leave_on_signals() -> None:
    """Makes Ctrl-C and SIGTERM unwind this process, so that it stops what it has started.

    SystemExit, since `subprocess` does not wait for its child after a KeyboardInterrupt.
    """

    def leave(signum: int, frame: FrameType | None) -> None:
        sys.exit(128 + signum)

    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)


@contextmanager
def temporary_folder(prefix: str, owner: str | None = None) -> Iterator[Path]:
    """A folder that only `owner` (default: this user) may enter, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        if owner:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str], environment: dict[str, str]) -> int:
    """Runs a command to its end and returns its exit code (128 + n for signal n)."""
    with subprocess.Popen(command, env={**os.environ, **environment}) as process:
        try:
            code = process.wait()
        except SystemExit as reason:
            if reason.code != INTERRUPTED:  # Ctrl-C has reached it already, from the terminal
                process.terminate()
            try:
                process.wait(PATIENCE)
            except (SystemExit, subprocess.TimeoutExpired):
                process.kill()
            raise
    return code if code >= 0 else 128 - code
