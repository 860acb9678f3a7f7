"""Merged cells: what stands in one stands in all the rows that it spans."""

from collections.abc import Sequence

from .header import Span
from .raw_cells import is_blank
from .rows import SourceRow

_WIDE = 3


def wide_spans(spans: Sequence[Span]) -> frozenset[tuple[int, int]]:
    """The beginnings (0-based row and column) of cells merged over three columns or more."""
    return frozenset((t, le) for t, le, _b, r in spans if r - le + 1 >= _WIDE)


class DownFill:
    """Fills the rows of a cell that is merged downwards. `used` counts the rows it filled."""

    def __init__(self, spans: Sequence[Span], header_last: int) -> None:
        tall = [s for s in spans if s[2] > s[0] > header_last]
        self.used = 0
        self._waiting = sorted(tall, reverse=True)
        self._open: list[tuple[int, int, object]] = []

    def apply(self, rows: list[SourceRow]) -> None:
        """In place, on rows in the order of the sheet."""
        if not self._waiting and not self._open:
            return
        for row in rows:
            index = row.number - 1
            self._open = [o for o in self._open if o[0] >= index]
            if self._open and row.kind == "data" and isinstance(row.cells, list):
                self._fill(row.cells)
            while self._waiting and self._waiting[-1][0] <= index:
                top, left, bottom, _right = self._waiting.pop()
                value = row.cells[left] if top == index and left < len(row.cells) else None
                if value is not None:
                    self._open.append((bottom, left, value))

    def _fill(self, cells: list[object]) -> None:
        filled = False
        for _bottom, left, value in self._open:
            if left < len(cells) and is_blank(cells[left]):
                cells[left] = value
                filled = True
        self.used += filled
