"""The demo's processes live and die together."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from p2kp_site.demo.supervisor import AlreadyServing, free_port, sole_server

ROOT = Path(__file__).resolve().parents[2]
DUMMY = Path(__file__).with_name("dummy.py")
HOST = "127.0.0.1"
PATIENCE = 15.0  # seconds, many times what is needed

SERVE = """
import json, os, sys
from p2kp_site.demo.supervisor import serve

def commands(host, port):
    site = [sys.executable, "-m", "http.server", str(port), "--bind", host]
    return {"web": site, **json.loads(sys.argv[2])}

def ready(address):
    print("ready", address, flush=True)

serve("127.0.0.1", int(sys.argv[1]), env=os.environ, ready=ready, commands=commands)
"""


class Switchboard:
    """Hears the dummies live (a call) and die (a line that goes dead)."""

    def __init__(self) -> None:
        self.listener = socket.create_server((HOST, 0))
        self.listener.settimeout(PATIENCE)
        self.lines: dict[str, socket.socket] = {}
        self.pids: dict[str, int] = {}

    def dummy(self, name: str, *traits: str) -> list[str]:
        return [sys.executable, str(DUMMY), name, str(self.listener.getsockname()[1]), *traits]

    def wait_for(self, *names: str) -> None:
        while not self.lines.keys() >= set(names):
            line, _ = self.listener.accept()
            line.settimeout(PATIENCE)
            name, pid = _introduction(line)
            self.lines[name], self.pids[name] = line, pid

    def wait_until_gone(self, *names: str) -> None:
        for name in names:
            assert self.lines.pop(name).recv(1) == b""

    def close(self) -> None:
        for line in (self.listener, *self.lines.values()):
            line.close()


def _introduction(line: socket.socket) -> tuple[str, int]:
    with line.makefile() as words:
        return words.readline().strip(), int(words.readline())


@pytest.fixture
def switchboard() -> Iterator[Switchboard]:
    board = Switchboard()
    yield board
    board.close()


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a supervisor over the site and the given children; gone at the end of the test."""
    started = []

    def start_supervisor(**children: list[str]) -> "subprocess.Popen[str]":
        port = free_port(HOST, 20000 + os.getpid() % 10000)
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port), json.dumps(children)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        # A supervisor that says nothing more must not stop the tests.
        watchdog = threading.Timer(4 * PATIENCE, process.kill)
        watchdog.start()
        started.append((process, watchdog))
        return process

    yield start_supervisor
    for process, watchdog in started:
        watchdog.cancel()
        process.kill()
        process.communicate()


def lines_until(process: "subprocess.Popen[str]", start: str) -> list[str]:
    """What a supervisor prints, up to the line that begins so."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith(start):
            return lines
    pytest.fail(f"no line begins with {start!r}: {lines}")


def test_ctrl_c_ends_every_process_and_exits_with_zero(
    switchboard: Switchboard, start: Start
) -> None:
    supervisor = start(worker=switchboard.dummy("worker", "parent"), beat=switchboard.dummy("beat"))
    switchboard.wait_for("worker", "worker's child", "beat")
    said = lines_until(supervisor, "ready http://127.0.0.1:")
    supervisor.send_signal(signal.SIGINT)
    rest, _ = supervisor.communicate(timeout=PATIENCE)
    assert supervisor.returncode == 0
    assert "worker | at work" in [*said, *rest.splitlines()]
    switchboard.wait_until_gone("worker", "worker's child", "beat")


def test_killing_the_supervisor_leaves_no_orphan(switchboard: Switchboard, start: Start) -> None:
    supervisor = start(
        worker=switchboard.dummy("worker", "parent"), beat=switchboard.dummy("beat", "deaf")
    )
    switchboard.wait_for("worker", "worker's child", "beat")
    supervisor.kill()
    switchboard.wait_until_gone("worker", "worker's child", "beat")


def test_a_child_that_dies_is_started_again_without_its_old_family(
    switchboard: Switchboard, start: Start
) -> None:
    supervisor = start(worker=switchboard.dummy("worker", "parent"))
    switchboard.wait_for("worker", "worker's child")
    first = switchboard.pids["worker"]
    os.kill(first, signal.SIGKILL)
    switchboard.wait_until_gone("worker", "worker's child")
    assert "worker | ended with code 137" in lines_until(supervisor, "worker | ended")[-1]
    switchboard.wait_for("worker", "worker's child")
    assert switchboard.pids["worker"] != first


def test_a_second_ctrl_c_does_not_wait(switchboard: Switchboard, start: Start) -> None:
    supervisor = start(worker=switchboard.dummy("worker", "deaf"))
    switchboard.wait_for("worker")
    began = time.monotonic()
    supervisor.send_signal(signal.SIGINT)
    lines_until(supervisor, "Stopping")
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(PATIENCE) == 0
    assert time.monotonic() - began < 5
    switchboard.wait_until_gone("worker")


def test_a_taken_port_is_passed_over() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(HOST, port) > port


def test_a_second_demo_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    with sole_server(tmp_path) as leave:
        leave("http://127.0.0.1:8000/")
        told = f"process {os.getpid()}, http://127.0.0.1:8000/"
        with pytest.raises(AlreadyServing, match=told), sole_server(tmp_path):
            pass


def test_a_demo_that_has_ended_is_in_nobodys_way(tmp_path: Path) -> None:
    for _ in range(2):
        with sole_server(tmp_path):
            pass
