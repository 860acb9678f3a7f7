"""CSV and its relatives, read as a stream."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from .encoding import inspect_text
from .faults import UnusableFile
from .header import SEARCHED_ROWS, Header, Sample
from .limits import Limits
from .sniffing import refuse_markup

DELIMITERS = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_HEAD = 128 * 1024

Find = Callable[[Sample], Header | None]


class DelimitedSource:
    """One text file as rows of texts. A record is a row, however many lines it takes."""

    sheet = None
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: list[str] = []

    def __init__(self, path: Path, limits: Limits, find: Find) -> None:
        self._limits = limits
        facts = inspect_text(path)
        self.encoding = facts.encoding
        self.row_estimate: int | None = facts.lines
        # newline="": line ends inside quotation marks belong to the text.
        self._file = path.open(encoding=facts.encoding, newline="")
        try:
            self._begin(find)
        except BaseException:
            self._file.close()
            raise

    def _begin(self, find: Find) -> None:
        head = self._file.read(_HEAD)
        refuse_markup(head)
        if not head.strip("\ufeff \t\r\n"):
            raise UnusableFile("empty_file")
        self.separator_line = bool(_SEPARATOR_LINE.match(head.splitlines()[0]))
        self.delimiter = _delimiter(head, find)
        self._file.seek(0)
        self._reader = csv.reader(self._file, delimiter=self.delimiter, strict=True)
        self._first = self._take(self._reader, 1, SEARCHED_ROWS)
        self.exhausted = len(self._first) < SEARCHED_ROWS
        self.sample = Sample(list(map(list, self._first)))

    def chunks(self, start: int, size: int) -> Iterator[tuple[int, list[list[Any]]]]:
        """Rows from the 0-based `start`, which lies in the sample; with the number of the first."""
        rows = chain(islice(self._first, start, None), self._reader)
        number = start + 1
        while chunk := self._take(rows, number, size):
            yield number, chunk
            number += len(chunk)
            if number - 1 > self._limits.rows:
                raise UnusableFile("too_many_rows", limit=self._limits.rows)

    @staticmethod
    def _take(rows: Iterator[list[Any]], number: int, size: int) -> list[list[Any]]:
        chunk: list[list[Any]] = []
        try:
            chunk.extend(islice(rows, size))
        except csv.Error as error:
            raise UnusableFile("broken_quotes", row=number + len(chunk)) from error
        return chunk

    def close(self) -> None:
        self._file.close()


def _delimiter(head: str, find: Find) -> str:
    """The one under which most headings are known; else the one that makes most columns."""
    lines = head.splitlines()
    if found := _SEPARATOR_LINE.match(lines[0]):
        return found.group(1)
    best, best_weight = ",", (-1, -1)
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        rows = _sample_rows(head, delimiter)
        header = find(Sample(rows))
        widths = sorted(len(row) for row in rows if row)
        weight = (header.score if header else 0, widths[len(widths) // 2] if widths else 0)
        if weight > best_weight:
            best, best_weight = delimiter, weight
    return best


def _sample_rows(head: str, delimiter: str) -> list[list[Any]]:
    rows: list[list[Any]] = []
    # The head may end in the middle of a record.
    with suppress(csv.Error):
        rows.extend(islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), 100))
    return rows
