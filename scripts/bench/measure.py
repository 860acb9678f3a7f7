"""Measure one piece of work in this process: time, memory, queries and the first byte."""

import gc
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Measured:
    """What a piece of work cost."""

    seconds: float = 0.0
    growth_mb: float = 0.0
    queries: int = 0
    database_seconds: float = 0.0
    first_byte: float | None = None
    parts: dict[str, float] | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Meter:
    """Counts the statements of every connection of this process; measures a block at a time."""

    def __init__(self) -> None:
        self.measured = Measured()
        self._begun = 0.0
        connection_created.connect(self._watch, weak=False)

    def _watch(self, connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(self._count)
        if connection.vendor == "postgresql":
            self._count_copies(connection)

    def _count(self, execute: Callable[..., Any], *args: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*args)
        finally:
            self.measured.queries += 1
            self.measured.database_seconds += time.perf_counter() - begun

    def _count_copies(self, connection: Any) -> None:
        cursors, meter = connection.connection.cursor_factory, self

        # The driver says at run time which.
        class CountingCursor(cursors):  # type: ignore[misc,valid-type]
            def copy(self, *args: Any, **options: Any) -> Any:
                meter.measured.queries += 1
                return super().copy(*args, **options)

        connection.connection.cursor_factory = CountingCursor

    @contextmanager
    def measure(self) -> Iterator[Measured]:
        """The cost of the block; what happened before it is forgotten."""
        gc.collect()
        _forget_peak()
        self.measured = measured = Measured()
        before, self._begun = _memory("VmRSS"), time.perf_counter()
        yield measured
        measured.seconds = time.perf_counter() - self._begun
        measured.growth_mb = max(0.0, _memory("VmHWM") - before)

    def so_far(self) -> float:
        """Seconds since the block began."""
        return time.perf_counter() - self._begun

    def byte_written(self) -> None:
        """Note the moment at which the first bytes were handed out."""
        if self.measured.first_byte is None:
            self.measured.first_byte = self.so_far()


def _forget_peak() -> None:
    if _CLEAR.exists():
        _CLEAR.write_text("5")


def _memory(field: str) -> float:
    """The memory of this process in MB; without /proc only its peak is known."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for line in _STATUS.read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0
