"""Rows of a sheet sorted into data, blank and skipped. When in doubt a row is data."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from . import row_words
from .header import Header
from .headings import HeadingBook, heading_key, is_serial
from .names import clean
from .raw_cells import is_blank

_SMALL = {f"{a}{n}{b}"[:3] for n in range(1, 30) for a, b in (("", ""), ("(", ")"), ("-", ""))}
_WORDS = {"jum", "jml", "tot", "sub", "gra", "pin", "dip", "rat", "hal", "cat", "ket", "sum"}
_WORDS |= {"j u", "t o", "s u", "nb", "nb.", "nb:", "not", "men", "dik", "a.n", "an.", "nip"}


class SourceRow(NamedTuple):
    """One row of a file. `number` is the one a person sees; `cells` reach to the last heading."""

    number: int
    kind: str
    cells: Sequence[Any]
    why: str | None = None
    hidden: bool = False


class RowSorter:
    """Sorts the rows below one header, in the order of the sheet.

    A row whose best filled columns hold ordinary values is data without further questions;
    only the others are looked at closely.
    """

    def __init__(
        self,
        header: Header,
        book: HeadingBook,
        sample: Sequence[Sequence[Any]],
        wide: frozenset[tuple[int, int]] = frozenset(),
        hidden: frozenset[int] = frozenset(),
    ) -> None:
        self.width = max((c.index + 1 for c in header.cells), default=0)
        self.second_table_row: int | None = None
        self.found_data = False
        self._header = header
        self._book = book
        self._wide = wide
        self._hidden = hidden
        self._known = frozenset(c.index for c in header.cells if c.field is not None)
        self._serials = frozenset(c.index for c in header.cells if c.serial)
        self._suspects = _SMALL | _WORDS
        for cell in header.cells:
            self._suspects.update(text[:3].lower() for text in cell.stack)
        self._anchors = self._choose_anchors(sample)
        self._blanks = 0
        self._above: SourceRow | None = None
        self._after = "repeated_header"

    def sort(self, first: int, rows: list[list[Any]], size: int) -> Iterator[list[SourceRow]]:
        """The rows from number `first`; blank ones only once something follows them."""
        out: list[SourceRow] = []
        width, suspects = self.width, self._suspects
        padding: list[Any] = [None] * width
        new = tuple.__new__
        a, b, c = self._anchors or (0, 0, 0)
        plain = self._in_plain_data()
        for number, row in enumerate(rows, first):
            if len(row) < width:
                row += padding[len(row) :]
            if plain:
                x, y, z = row[a], row[b], row[c]
                if (
                    x.__class__ is str
                    and x[:3].lower() not in suspects
                    and x
                    and y
                    and (y.__class__ is not str or y[:3].lower() not in suspects)
                    and z
                    and (z.__class__ is not str or z[:3].lower() not in suspects)
                ):
                    out.append(new(SourceRow, (number, "data", row, None, False)))
                    continue
            if not any(row) and all(map(is_blank, row)):
                self._blanks += 1
                self._above = None
                plain = False
                continue
            if self._blanks:
                yield from self._blank_rows(out, number, size)
                out = []
            if out:
                self._above = out[-1]
            out.append(self._look_closely(number, row))
            plain = self._in_plain_data()
        if out:
            last = out[-1]
            self._above = last if last.number == first + len(rows) - 1 else None
            yield self._with_hidden(out)

    def _in_plain_data(self) -> bool:
        """Whether the row above was data, so that only the row itself need be looked at."""
        return self._anchors is not None and self._after == "" and not self._blanks

    def _blank_rows(
        self, out: list[SourceRow], number: int, size: int
    ) -> Iterator[list[SourceRow]]:
        if out:
            yield self._with_hidden(out)
        start = number - self._blanks
        for low in range(start, number, size):
            yield [SourceRow(n, "blank", ()) for n in range(low, min(low + size, number))]
        self._blanks = 0

    def _with_hidden(self, out: list[SourceRow]) -> list[SourceRow]:
        if any(row.kind == "data" for row in out):
            self.found_data = True
        if not self._hidden:
            return out
        return [r._replace(hidden=True) if r.number in self._hidden else r for r in out]

    def _choose_anchors(self, sample: Sequence[Sequence[Any]]) -> tuple[int, int, int] | None:
        """The three known columns that are filled with ordinary values most often, texts first."""
        passing: list[tuple[int, int, int]] = []
        for index in sorted(self._known):
            cells = [row[index] for row in sample if index < len(row)]
            texts = [t for t in cells if isinstance(t, str) and t[:3].lower() not in self._suspects]
            good = [t for t in texts if t]
            numbers = [n for n in cells if n and not isinstance(n, str)]
            passing.append((len(good) + len(numbers), len(good), index))
        passing.sort(key=lambda p: (-p[0], -p[1], p[2]))
        chosen = sorted(passing[:3], key=lambda p: -p[1])
        if not chosen or not chosen[0][1]:
            return None
        indexes = [index for _all, _texts, index in chosen]
        while len(indexes) < 3:
            indexes.append(indexes[-1])
        return indexes[0], indexes[1], indexes[2]

    def _look_closely(self, number: int, row: list[Any]) -> SourceRow:
        filled = [(index, cell) for index, cell in enumerate(row) if not is_blank(cell)]
        why = self._why_skipped(number, filled)
        if why is None:
            self._after = ""
            return SourceRow(number, "data", row)
        self._after = why
        return SourceRow(number, "skipped", row, why)

    def _why_skipped(self, number: int, filled: list[tuple[int, Any]]) -> str | None:
        if self._repeats_header(filled):
            return "repeated_header"
        if self._after == "second_table":
            return "second_table"
        cells = [cell for _index, cell in filled]
        if self._after == "repeated_header" and row_words.are_column_numbers(cells):
            return "column_numbers"
        if why := self._total(filled):
            return why
        if len(filled) == 1:
            return self._why_alone(number, *filled[0])
        if self._begins_second_table(filled):
            self.second_table_row = self.second_table_row or number
            return "second_table"
        if why := self._below_table(cells):
            return why
        if not any(index in self._known for index, _cell in filled):
            return "no_known_value"
        return None

    def _repeats_header(self, filled: list[tuple[int, Any]]) -> bool:
        same = 0
        for index, cell in filled:
            if isinstance(cell, str) and heading_key(clean(cell)) in self._header.texts.get(
                index, ()
            ):
                same += 1
        if self._after == "repeated_header" and same == len(filled):
            return True
        return same >= 2 and same * 2 >= len(filled)

    @staticmethod
    def _total(filled: list[tuple[int, Any]]) -> str | None:
        """A word of a total, and beside it nothing but figures."""
        why = None
        for _index, cell in filled:
            if row_words.is_figure(cell):
                continue
            kind = row_words.total_kind(clean(cell)) if isinstance(cell, str) else None
            if kind is None:
                return None
            why = kind
        return why

    def _why_alone(self, number: int, index: int, cell: Any) -> str | None:
        if not isinstance(cell, str):
            if index in self._serials:
                return "serial_only"
            return None if index in self._known else "no_known_value"
        text = clean(cell)
        if why := row_words.lone_kind(text):
            return why
        if self._after in ("note", "signature"):
            return self._after
        if index in self._serials and row_words.is_figure(text):
            return "serial_only"
        if index not in self._known or row_words.is_section(text):
            return "section"
        if (number - 1, index) in self._wide:
            return "section"
        return "overflow" if self._join(number, index, text) else None

    def _join(self, number: int, index: int, text: str) -> bool:
        """Put the rest of a text to the text above it."""
        above = self._above
        if above is None or above.number != number - 1 or not isinstance(above.cells, list):
            return False
        if above.kind != "data" or not row_words.continues(above.cells[index], text):
            return False
        above.cells[index] = f"{above.cells[index].rstrip()} {text}"
        return True

    def _begins_second_table(self, filled: list[tuple[int, Any]]) -> bool:
        """Headings that are not ours, or ours in other places."""
        below_data = self._after == "" and self._above is not None
        if len(filled) < 3 or below_data or self._after == "repeated_header":
            return False
        known = elsewhere = 0
        for index, cell in filled:
            if not isinstance(cell, str) or any(c.isdigit() for c in cell):
                return False
            text = clean(cell)
            if self._book.field_of(text) is not None or is_serial(text):
                known += 1
                elsewhere += heading_key(text) not in self._header.texts.get(index, ())
        return known >= 2 and elsewhere >= 1

    def _below_table(self, cells: list[Any]) -> str | None:
        """Signatures side by side, and what stands under them."""
        if len(cells) > 3 or not all(isinstance(cell, str) for cell in cells):
            return None
        texts = [clean(cell) for cell in cells]
        signed = sum(map(row_words.is_signature, texts))
        if signed == len(texts) or (self._after == "signature" and len(texts) <= 2):
            return "signature"
        noted = row_words.lone_kind(texts[0]) == "note"
        return "note" if noted and len(texts) <= 2 and self._after != "" else None
