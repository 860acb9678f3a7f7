"""Serves the demo from one terminal: web server, worker and beat as children of this process.

Their lines are printed with their names before them; one that dies is started again, later each
time. Ctrl-C or SIGTERM ends them all; `child.py` ends them when this process is killed outright.
"""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("child.py")
TICK = 0.1  # seconds
GRACE = 15.0  # seconds from "please end" to "end now"
HEALTHY = 30.0  # seconds of life after which the pause before a new start is the first one again
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
PORTS_TO_TRY = 50


Commands = Mapping[str, Sequence[str]]  # by the name that stands before their lines


def site_commands(host: str, port: int) -> Commands:
    """The three children of the product."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "p2kp_site", "--quiet"]
    web = f"gunicorn p2kp_site.wsgi --bind {host}:{port} --worker-class gthread --workers 2"
    web += " --threads 4 --graceful-timeout 5 --no-control-socket --log-level warning"
    # A demo may run as root, as in a container; its messages are JSON, so that nothing is lost.
    calm = ["-W", "ignore:You're running the worker with superuser privileges"]
    # Alone on its broker, the worker has nobody to mingle or to gossip with.
    worker = "worker --pool prefork --concurrency 2 --without-mingle --without-gossip"
    return {
        "web": [*python, *web.split()],
        "worker": [sys.executable, *calm, *celery[1:], *worker.split()],
        "beat": [*celery, "beat", "--pidfile="],
    }


def serve(
    host: str,
    port: int,
    *,
    env: Mapping[str, str],
    ready: Callable[[str], None],
    commands: Callable[[str, int], Commands] = site_commands,
) -> None:
    """Serves until Ctrl-C on `port`, or on the next free one; returns when every child is gone.

    `env` is the children's environment; `ready` is called once, with the site's address, when the
    site answers.
    """
    wanted, port = port, free_port(host, port)
    if port != wanted:
        say(f"Port {wanted} is taken; taking {port}.")
    Supervisor(commands(host, port), env).run(host, port, ready)


class AlreadyServing(Exception):
    """Another process serves the demo of this folder; the message says which, and where."""


@contextmanager
def sole_server(folder: Path) -> Iterator[Callable[[str], None]]:
    """Holds the folder's demo for this process, so that no two share a database and a broker.

    Gives a function that leaves our address for whoever comes second, who gets AlreadyServing.
    A lock and no pid file: the system lets go of it however we die.
    """
    path = folder / "demo.lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServing(path.read_text().strip()) from None

        def leave(address: str) -> None:
            path.write_text(f"process {os.getpid()}, {address}")

        leave("starting")
        yield leave


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        # Called as well as bound: macOS lets one bind beside a listener on all addresses.
        with socket.socket() as caller, socket.socket() as listener:
            caller.settimeout(1)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if caller.connect_ex((host, port)) == 0:
                continue
            with suppress(OSError):
                listener.bind((host, port))
                return port
    raise OSError(f"No free port on {host} from {wanted} to {wanted + PORTS_TO_TRY - 1}")


def say(line: str) -> None:
    """Prints a line at once; a terminal that has gone away is no reason to stop."""
    with suppress(OSError, ValueError):
        print(line, flush=True)


class Child:
    """One command that is kept running.

    What it says is read now and then rather than by a thread: threads that print at the same time
    lose each other's lines.
    """

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.name = name
        self.command = command
        self.env = {**env, "PYTHONUNBUFFERED": "1"}
        self.process: subprocess.Popen[bytes] | None = None
        self.said = b""  # of a line that is not finished
        self.started_at = self.due_at = 0.0
        self.pause = FIRST_PAUSE

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tend(self, now: float) -> None:
        """Starts the command when it is due; notices its death and plans the next start."""
        if self.process is None:
            if now >= self.due_at:
                self._start(now)
        elif not self.alive:
            if now - self.started_at > HEALTHY:
                self.pause = FIRST_PAUSE
            code = self.kill()
            say(f"{self.name:>6} | ended with code {code}, starts again in {self.pause:.0f} s")
            self.due_at = now + self.pause
            self.pause = min(2 * self.pause, LONGEST_PAUSE)

    def _start(self, now: float) -> None:
        self.started_at = now
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(CHILD), str(os.getpid()), *self.command],
            bufsize=0,
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if self.process.stdout:
            os.set_blocking(self.process.stdout.fileno(), False)

    def repeat(self) -> None:
        """Prints the lines that the command has finished since the last time."""
        while self.process and self.process.stdout and (news := self.process.stdout.read(65536)):
            *lines, self.said = (self.said + news).split(b"\n")
            for line in lines:
                say(f"{self.name:>6} | {line.decode(errors='replace')}")

    def ask_to_end(self) -> None:
        """Lets the command finish what it holds."""
        if self.process and self.alive:
            self.process.terminate()

    def kill(self) -> int | None:
        """Ends the command, and whatever it started, at once; gives its exit code."""
        if self.process is None:
            return None
        with self.process as process:
            with suppress(ProcessLookupError, PermissionError):  # macOS: a group of zombies
                os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
            self.repeat()
        self.process, self.said = None, b""
        return code


class Supervisor:
    """Keeps children running until it is told to stop; told twice, it does not wait for them."""

    def __init__(self, commands: Commands, env: Mapping[str, str]) -> None:
        self.children = [Child(name, command, env) for name, command in commands.items()]
        self.told = 0

    def run(self, host: str, port: int, ready: Callable[[str], None]) -> None:
        """Starts the children and returns when all of them are gone."""
        with self._listening_to_signals():
            try:
                waiting = True
                while not self.told:
                    now = time.monotonic()
                    for child in self.children:
                        child.tend(now)
                        child.repeat()
                    if waiting and _answers(host, port):
                        waiting = False
                        ready(f"http://{host}:{port}/")
                    time.sleep(TICK)
                self._end()
            finally:
                for child in self.children:
                    child.kill()

    def _end(self) -> None:
        say("Stopping. Ctrl-C once more stops at once.")
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        while any(child.alive for child in self.children):
            if self.told > 1 or time.monotonic() > deadline:
                return
            for child in self.children:
                child.repeat()
            time.sleep(TICK)

    @contextmanager
    def _listening_to_signals(self) -> Iterator[None]:
        def tell(signum: int, frame: FrameType | None) -> None:
            self.told += 1

        ending = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as under nohup
            ending.append(signal.SIGHUP)
        before = {signum: signal.signal(signum, tell) for signum in ending}
        try:
            yield
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler)


def _answers(host: str, port: int) -> bool:
    """Whether the site answers a request with anything but an error of its own."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
