"""Workbooks, read by a process of their own that has little memory, little time and no rights.

A child by `subprocess`, because Celery's workers may have no children by `multiprocessing`.
"""

import json
import marshal
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .faults import UnusableFile
from .header import Sample
from .limits import Limits
from .raw_cells import CellError, PercentNumber, UncalculatedFormula

# The package is imported by its own name, so that neither Django nor Celery is loaded.
_START = "import sys; sys.path.append(sys.argv[1]); from {}.workbook_child import main; main()"


class WorkbookSource:
    """One workbook: first `sheets`, each followed by `keep` or `drop`, then `chunks`."""

    encoding: str | None = None
    delimiter: str | None = None
    separator_line = False

    def __init__(self, path: Path, kind: str, limits: Limits) -> None:
        self._limits = limits
        self._seconds = limits.seconds
        package = Path(__file__).resolve().parent
        # The arguments are our own; the file's name is no part of a shell's line.
        self._child = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-c",
                _START.format(package.name),
                str(package.parent),
                str(path.resolve()),
                kind,
                json.dumps(asdict(limits)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

    @property
    def pid(self) -> int:
        return self._child.pid

    def sheets(self) -> Iterator["SheetOffer"]:
        """The beginning of each sheet. Answer with keep or drop before going on."""
        while (message := self._receive())[0] == "sheet":
            yield SheetOffer(message)

    def keep(self) -> None:
        self._answer(b"k")

    def drop(self) -> None:
        self._answer(b"d")

    def chunks(self, start: int, size: int) -> Iterator[tuple[int, list[list[Any]]]]:
        """Rows of the kept sheet from the 0-based `start`; with the number of the first."""
        self._answer(b"g")
        while (message := self._receive())[0] == "rows":
            first, rows = message[1], _unpacked(message[2], message[3])
            if first + len(rows) <= start:
                continue
            if first < start:
                rows, first = rows[start - first :], start
            for low in range(0, len(rows), size):
                yield first + low + 1, rows[low : low + size]

    def close(self) -> None:
        """End the child and take leave of it, so that nothing stays behind."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        if self._child.poll() is None:
            self._child.kill()
        self._child.wait()

    def _answer(self, byte: bytes) -> None:
        try:
            assert self._child.stdin is not None  # noqa: S101  # it was asked for above
            self._child.stdin.write(byte)
        except BrokenPipeError:
            raise self._cause_of_death() from None

    def _receive(self) -> tuple[Any, ...]:
        length = struct.unpack(">I", self._read(4))[0]
        # Written by our own code in the child, which only ever holds plain values.
        message: tuple[Any, ...] = marshal.loads(self._read(length))  # noqa: S302
        if message[0] == "refused":
            raise UnusableFile(message[1], **message[2])
        return message

    def _read(self, wanted: int) -> bytes:
        """So many bytes. Only the time spent waiting for the child counts."""
        assert self._child.stdout is not None  # noqa: S101  # it was asked for, too
        number = self._child.stdout.fileno()
        poll = select.poll()
        poll.register(number, select.POLLIN)
        parts = []
        while wanted:
            began = time.monotonic()
            ready = poll.poll(max(0.0, self._seconds) * 1000)
            self._seconds -= time.monotonic() - began
            if not ready:
                self.close()
                raise UnusableFile("took_too_long", seconds=self._limits.seconds)
            part = os.read(number, min(wanted, 1 << 20))
            if not part:
                raise self._cause_of_death()
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def _cause_of_death(self) -> UnusableFile:
        try:
            code = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.close()
            code = self._child.returncode
        if code == -signal.SIGABRT:
            # The native reader aborts when memory is refused to it.
            return UnusableFile("too_much_memory", limit=self._limits.child_memory_bytes)
        if code == -signal.SIGXCPU:
            return UnusableFile("took_too_long", seconds=self._limits.seconds)
        return UnusableFile("reader_died", code=code, detail="")


class SheetOffer:
    """The beginning of one sheet and what is known about all of it."""

    def __init__(self, message: tuple[Any, ...]) -> None:
        _tag, name, visible, rows, sample, odd, spans, hidden_rows, hidden_columns = message
        self.sample = Sample(_unpacked(sample, odd), name, visible, spans)
        self.rows: int = rows
        self.hidden_rows = frozenset(n + 1 for n in hidden_rows)
        self.hidden_columns: list[int] = hidden_columns


def _unpacked(rows: list[list[Any]], odd: list[tuple[int, int, str, Any]]) -> list[list[Any]]:
    for number, index, tag, value in odd:
        row = rows[number]
        if tag == "d":
            row[index] = date.fromordinal(value)
        elif tag == "t":
            row[index] = datetime.fromisoformat(value)
        elif tag == "e":
            row[index] = CellError(value)
        elif tag == "f":
            row[index] = UncalculatedFormula(value)
        elif isinstance(row[index], int | float):
            row[index] = PercentNumber(row[index])
    return rows
