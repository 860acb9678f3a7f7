"""The brokers on which the workers are tried, and how this process talks to them."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings

from p2kp_site.celery import app
from tests.exchange.crash.crew import until

OPTIONS = {"visibility_timeout": 6 * 3600}  # as in the settings, which here mean the folder


def lose_messages() -> None:
    """Empty the embedded broker under its workers: every message is lost."""
    for message in (settings.VAR_DIR / "broker" / "messages").glob("*.msg"):
        message.unlink(missing_ok=True)


def wipe_folder() -> None:
    """Take the embedded broker away, folders and all."""
    # A worker that is alive puts rooms back while they are taken away.
    shutil.rmtree(settings.VAR_DIR / "broker", ignore_errors=True)


def own_redis(url: str) -> str:
    """The address of a part of that Redis that this process of tests has for itself, emptied."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    own = urlsplit(url)._replace(path=f"/{1 + int(worker) % 14}").geturl()
    redis.Redis.from_url(own).flushdb()
    return own


def forget_connections() -> None:
    """As in a child process: the next message finds its broker anew."""
    app._after_fork()  # type: ignore[attr-defined]  # the stubs leave it out


@contextmanager
def talking_to(url: str) -> Iterator[str]:
    """Messages of this process go to that broker meanwhile."""
    kept = app.conf.broker_transport_options
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CELERY_BROKER_URL", url)
        if not url.startswith("filesystem:"):
            app.conf.broker_transport_options = dict(OPTIONS)
        forget_connections()
        try:
            yield url
        finally:
            app.conf.broker_transport_options = kept
    forget_connections()


class RedisServer:
    """A Redis of the test's own, to be killed and started again on the same port, empty."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if not program:
            pytest.skip("no Redis server found; to run: apt-get install redis-server, make test")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.command = [program, "--bind", "127.0.0.1", "--port", str(self.port)]
        self.command += ["--dir", str(folder), "--save", "", "--appendonly", "no"]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(self.command, stdin=quiet, stdout=quiet, stderr=quiet)
        until(self._answers, "redis-server did not start")

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.exceptions.ConnectionError:
            return False

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
