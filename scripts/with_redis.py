#!/usr/bin/env python3
"""Runs a command with a Redis of its own: `scripts/with_redis.py COMMAND ...`.

The server listens on a free port of the loopback, keeps nothing on disk, and is gone when the
command ends. The command finds it in TEST_REDIS_URL. Its exit code is returned; 75 says that no
redis-server was found.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from running import NOT_FOUND, leave_on_signals, run, temporary_folder

START = 10.0  # seconds


def find() -> Path | None:
    """The server's program, from PATH."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


@contextmanager
def server(program: Path) -> Iterator[str]:
    """A running Redis; gives its address."""
    with temporary_folder("p2kp-redis-") as folder:
        port = _free_port()
        where = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
        process = subprocess.Popen(
            [program, *where, "--save", "", "--appendonly", "no"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the command; the server goes after it
        )
        try:
            _wait(process, port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(16).startswith(b"+PONG"):
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("redis-server did not start")


def main(command: list[str]) -> int:
    """The exit code of the command, or 75."""
    leave_on_signals()
    if not command:
        sys.exit(__doc__)
    program = find()
    if program is None:
        print(
            "with_redis: no redis-server found (Debian: apt-get install redis-server)",
            file=sys.stderr,
        )
        return NOT_FOUND
    with server(program) as url:
        return run(command, {"TEST_REDIS_URL": url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
