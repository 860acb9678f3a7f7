"""What the native reader leaves out about a sheet; the scanners of the three formats find it."""

from dataclasses import dataclass, field
from typing import Protocol

from .header import Span

ERROR, FORMULA, PERCENT = "e", "f", "p"

Special = tuple[int, str, str]
"""Column, tag and text: an error, a formula without a result, or a percent format."""


@dataclass
class SheetFacts:
    """Rows and columns are 0-based. `spans` is None where the native reader knows them."""

    specials: dict[int, list[Special]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    spans: list[Span] | None = None

    def add(self, row: int, column: int, tag: str, text: str = "") -> None:
        self.specials.setdefault(row, []).append((column, tag, text[:100]))


class Scanner(Protocol):
    """Looks over the sheets of one workbook, each before the native reader builds it."""

    def facts(self, sheet: str) -> SheetFacts:
        """Raises UnusableFile when the sheet should not be built."""
