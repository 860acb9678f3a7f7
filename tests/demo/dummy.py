"""A child for the supervisor's tests: `dummy.py NAME PORT [deaf] [parent]`.

It holds a line to the test's switchboard for as long as it lives, so that its death is heard at
once, and ends itself when the test ends. A parent has a deaf child of its own.
"""

import os
import signal
import socket
import subprocess
import sys


def main(name: str, port: str, *traits: str) -> None:
    if "deaf" in traits:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "parent" in traits:
        subprocess.Popen([sys.executable, __file__, f"{name}'s child", port, "deaf"])
    with socket.create_connection(("127.0.0.1", int(port))) as line:
        line.sendall(f"{name}\n{os.getpid()}\n".encode())
        line.recv(1)


if __name__ == "__main__":
    print("at work")
    main(*sys.argv[1:])
