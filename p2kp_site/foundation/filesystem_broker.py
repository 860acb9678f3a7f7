"""The embedded broker: a folder of message files, for one machine and no server to install.

It is kombu's filesystem transport made safe for several processes. As it comes, that transport
gives a message its final name before its content, so that a reader now and then takes an empty
file (a worker dies of it), and it rewrites its tables of bindings while others read them.
"""

import fcntl
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar, cast

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

POLLING_SECONDS = 0.05
# Celery's worker waits for messages in pieces of two seconds, and does not hear meanwhile that it
# is to end (celery/worker/loops.py): two or three of them at every Ctrl-C. Small ones do as well.
WORKERS_WAIT, SHORT_WAIT = 2.0, 0.2


def transport_options(folder: Path) -> dict[str, Any]:
    """Celery's transport options for a broker kept in `folder`; makes `filesystem://` mean it."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
    messages, processed, control = _rooms(folder)
    _build((messages, processed, control))
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "store_processed": True,  # else messages are moved through the system's temporary folder
        "processed_folder": str(processed),
        "control_folder": str(control),
        "polling_interval": POLLING_SECONDS,
    }


def prune(folder: Path, older_than: timedelta) -> int:
    """Deletes processed messages, and torn ones, written longer ago than that; says how many."""
    messages, processed, _ = _rooms(folder)
    before = time.time() - older_than.total_seconds()
    count = 0
    for file in (*processed.glob("*.msg"), *messages.glob(".*.part")):
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
            count += 1
    return count


def _rooms(folder: Path) -> tuple[Path, Path, Path]:
    return folder / "messages", folder / "processed", folder / "control"


def _build(rooms: Iterable[Path]) -> None:
    for room in rooms:
        room.mkdir(parents=True, exist_ok=True)


class Channel(filesystem.Channel):
    """Writes whole messages only, and lets one process at a time at the bindings.

    Whoever empties the folder while the site runs loses the messages in it and nothing else: the
    rooms and the bindings are made again, and the rows of the jobs are the truth.
    """

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        self._build_what_is_gone()
        try:
            return super()._get(queue)
        except FileNotFoundError:  # wiped between the look and the reading
            raise Empty from None

    # Kombu's own channels differ from their base in this, too.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        # Wall clock, not kombu's monotonic one: the order of the queue outlives a restart.
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        self._build_what_is_gone()
        part = folder / f".{name}.part"
        part.write_text(dumps(payload), encoding="utf-8")
        os.replace(part, folder / name)

    def get_table(self, exchange: str) -> list[Any]:
        """The queues bound to an exchange."""
        with self._bindings():
            if not (self.control_folder / f"{exchange}.exchange").exists():
                self._bind_again(exchange)
            return list(super().get_table(exchange))

    def _queue_bind(self, *args: Any) -> None:
        with self._bindings():
            super()._queue_bind(*args)

    def _delete(self, *args: Any, **kwargs: Any) -> None:
        with self._bindings():
            super()._delete(*args, **kwargs)

    def _bind_again(self, exchange: str) -> None:
        """Write down what this process knows of an exchange whose table is gone."""
        known, bind = cast(Any, self.state).bindings, cast(Any, super()._queue_bind)
        for (queue, bound, routing_key), arguments in list(known.items()):
            if bound == exchange:
                kind = self.typeof(exchange)
                bind(exchange, *kind.prepare_bind(queue, exchange, routing_key, arguments))

    def _build_what_is_gone(self) -> None:
        rooms = (Path(self.data_folder_in), Path(self.processed_folder), self.control_folder)
        if not all(room.is_dir() for room in rooms):
            _build(rooms)

    @contextmanager
    def _bindings(self) -> Iterator[None]:
        self._build_what_is_gone()
        with (self.control_folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """The transport behind `filesystem://`."""

    Channel = Channel
    # A folder has no host: without this, kombu warns that it takes `localhost`.
    default_connection_params: ClassVar[dict[str, Any]] = {}

    # Kombu's own transports differ from their base in this, too.
    def drain_events(  # type: ignore[override]
        self, connection: Any, timeout: float | None = None
    ) -> None:
        """Waits for the next message; raises `TimeoutError` where none comes."""
        super().drain_events(connection, SHORT_WAIT if timeout == WORKERS_WAIT else timeout)
