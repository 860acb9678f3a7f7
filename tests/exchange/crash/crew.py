"""Real workers as processes of their own, to be killed and replaced."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 30.0  # seconds, many times what is needed
READY = " ready."


def until(what: Callable[[], Any], why: str, patience: float = PATIENCE) -> Any:
    """Wait until it holds and return it."""
    deadline = time.monotonic() + patience
    while not (answer := what()):
        assert time.monotonic() < deadline, why
        time.sleep(0.01)
    return answer


class Worker:
    """One `celery worker` with its pool, in a process group of its own."""

    _number = 0

    def __init__(self, environment: Mapping[str, str], folder: Path, pool: str) -> None:
        type(self)._number += 1
        name = f"crash{os.getpid()}-{self._number}"
        self.log = folder / f"{name}.log"
        command = [sys.executable, "-m", "celery", "-A", "p2kp_site", "worker", "-n", f"{name}@%h"]
        command += ["--pool", pool, "--concurrency", "2", "--without-mingle", "--without-gossip"]
        command += ["--loglevel", "INFO", "--include", "tests.exchange.crash.pausing"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        """What the worker has printed so far."""
        return self.log.read_text(errors="replace")

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def wait_until_ready(self) -> "Worker":
        until(lambda: READY in self.said() or not self.alive, f"no worker:\n{self.said()}")
        assert self.alive, self.said()
        return self

    def hears(self, words: str) -> None:
        """Wait until the worker has said this."""
        until(lambda: words in self.said(), f"never said “{words}”")

    def kill(self) -> None:
        """Kill -9 the worker and its whole pool."""
        if self.alive:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Crew:
    """The workers of one test module; those that a test killed are replaced for the next one."""

    def __init__(self, environment: Mapping[str, str], folder: Path, pool: str = "prefork") -> None:
        self.folder, self.pool = folder, pool
        self.environment = {**environment, "P2KP_PAUSES": str(folder), "LOG_LEVEL": "WARNING"}
        self.workers: list[Worker] = []

    def need(self, count: int) -> list[Worker]:
        """So many workers, ready."""
        self.workers = [worker for worker in self.workers if worker.alive]
        while len(self.workers) < count:
            self.hire()
        while len(self.workers) > count:
            self.workers.pop().kill()
        return [worker.wait_until_ready() for worker in self.workers]

    def hire(self) -> Worker:
        """One more worker, which will be ready in a second or two."""
        self.workers.append(Worker(self.environment, self.folder, self.pool))
        return self.workers[-1]

    def dismiss(self) -> None:
        """Kill them all."""
        for worker in self.workers:
            worker.kill()
        self.workers = []

    # Holding a worker at a point of its work, see `pausing` --------------------------------------

    def arm(self, point: str) -> None:
        """The next worker that comes to this point waits there."""
        (self.folder / f"{point}.armed").touch()

    def caught(self, point: str) -> Worker:
        """The worker that waits at this point."""
        held = self.folder / f"{point}.held"
        until(held.exists, f"no worker came to {point}:\n{self.said()}")
        group = os.getpgid(int(held.read_text()))
        return next(w for w in self.workers if w.process.pid == group)

    def caught_process(self, point: str) -> int:
        """The process that waits at this point: one of a worker's pool."""
        self.caught(point)
        return int((self.folder / f"{point}.held").read_text())

    def release(self, point: str) -> None:
        """Let the worker go on."""
        (self.folder / f"{point}.held").unlink(missing_ok=True)

    def disarm(self) -> None:
        """Forget all points."""
        for pattern in ("*.armed", "*.held"):
            for file in self.folder.glob(pattern):
                file.unlink(missing_ok=True)

    def said(self) -> str:
        return "\n".join(worker.said() for worker in self.workers)
