"""Where the header of a table is, and what its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .headings import HeadingBook, heading_key, is_serial
from .names import clean
from .raw_cells import is_blank, letter

SEARCHED_ROWS = 100
_MAX_HEADER_ROWS = 4
_MAX_HEADING = 200

Span = tuple[int, int, int, int]
"""A merged area: first row, first column, last row, last column; 0-based."""


@dataclass(frozen=True)
class Sample:
    """The beginning of one sheet, as far as a header is looked for. Rows are numbered from 0."""

    rows: list[list[Any]]
    sheet: str | None = None
    visible: bool = True
    spans: Sequence[Span] | None = None


@dataclass(frozen=True)
class HeaderCell:
    """One column under a header: the headings above each other, and what they mean."""

    index: int
    stack: tuple[str, ...]
    field: str | None
    serial: bool = False
    left_out: bool = False

    @property
    def heading(self) -> str:
        return " ".join(self.stack)


@dataclass(frozen=True)
class Header:
    """A header found in a sample. `first` and `last` are 0-based rows."""

    first: int
    last: int
    cells: list[HeaderCell]
    texts: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many fields are named by a heading."""
        return len({cell.field for cell in self.cells if cell.field is not None and cell.stack})


class Decisions:
    """A person's own mapping of headings to fields. A key is a heading or a column letter.

    `#C` always means the letter; `C` means it when no heading reads so.
    """

    def __init__(self, mapping: Mapping[str, str | None]) -> None:
        self._letters = {k[1:].upper(): v for k, v in mapping.items() if k.startswith("#")}
        self._texts = {heading_key(k): v for k, v in mapping.items() if not k.startswith("#")}
        self._bare = {k.strip().upper(): v for k, v in mapping.items()}

    def about(self, index: int, stack: Sequence[str], taken: frozenset[str]) -> tuple[bool, Any]:
        """Whether something was decided about the column, and the field or None."""
        name = letter(index)
        if name in self._letters:
            return True, self._letters[name]
        for start in range(len(stack)):
            key = heading_key(" ".join(stack[start:]))
            if key in self._texts:
                return True, self._texts[key]
        if name in self._bare and heading_key(name) not in taken:
            return True, self._bare[name]
        return False, None


def find_header(sample: Sample, book: HeadingBook, decisions: Decisions) -> Header | None:
    """The block of one to four rows that names most fields; None when no row names two.

    Of equals the shortest wins, then the highest on the sheet.
    """
    rows = sample.rows[:SEARCHED_ROWS]
    if sample.spans:
        near = [span for span in sample.spans if span[0] < SEARCHED_ROWS]
        sample = replace(sample, spans=near)
    hits = [_hits(row, book, decisions) for row in rows]
    best: Header | None = None
    for first in range(len(rows)):
        if not rows[first] or not any(hits[first : first + _MAX_HEADER_ROWS]):
            continue
        for last in range(first, min(first + _MAX_HEADER_ROWS, len(rows))):
            if not _could_be_heading(rows[last]):
                break
            header = _read_block(sample, first, last, book, decisions)
            if best is None or (header.score, first - last) > (best.score, best.first - best.last):
                best = header
    wanted = min(2, max(1, len(book.fields)))
    if best is None or best.score < wanted:
        return None
    return _extend(best, sample, book, decisions)


def best_guess(sample: Sample, book: HeadingBook) -> dict[str, Any] | None:
    """The row that looks most like a header, for the message that there is none."""
    rows = [r for r in enumerate(sample.rows[:SEARCHED_ROWS]) if _could_be_heading(r[1])]
    if not rows:
        return None

    def weight(numbered: tuple[int, list[Any]]) -> tuple[int, int, int]:
        texts = [c for c in numbered[1] if isinstance(c, str) and not is_blank(c)]
        return sum(book.field_of(clean(t)) is not None for t in texts), len(texts), -numbered[0]

    number, row = max(rows, key=weight)
    texts = [clean(c) for c in row if isinstance(c, str) and not is_blank(c)]
    return {
        "sheet": sample.sheet,
        "row": number + 1,
        "headings": [t[:60] for t in texts[:20]],
        "known": [t[:60] for t in texts if book.field_of(t) is not None],
    }


def _hits(row: list[Any], book: HeadingBook, decisions: Decisions) -> bool:
    for index, cell in enumerate(row):
        if isinstance(cell, str) and cell and len(cell) <= _MAX_HEADING:
            text = clean(cell)
            if book.field_of(text) or decisions.about(index, [text], frozenset())[0]:
                return True
    return False


def _could_be_heading(row: list[Any]) -> bool:
    """Texts of moderate length; years and other whole numbers may stand among them."""
    texts = 0
    for cell in row:
        if is_blank(cell):
            continue
        if isinstance(cell, str) and len(cell) <= _MAX_HEADING:
            texts += 1
        elif not isinstance(cell, int):
            return False
    return texts > 0


def _read_block(
    sample: Sample, first: int, last: int, book: HeadingBook, decisions: Decisions
) -> Header:
    levels = [_spread(sample, row, row < last) for row in range(first, last + 1)]
    width = max(len(level) for level in levels)
    stacks: list[tuple[str, ...]] = []
    for index in range(width):
        texts = [level[index] for level in levels if index < len(level) and level[index]]
        stacks.append(tuple(dict.fromkeys(texts)))
    taken = frozenset(heading_key(stack[-1]) for stack in stacks if stack)
    cells = []
    for index, stack in enumerate(stacks):
        decided, name = decisions.about(index, stack, taken)
        if not decided:
            name = book.field_of_stack(stack) if stack else None
        serial = name is None and bool(stack) and is_serial(stack[-1])
        cells.append(HeaderCell(index, stack, name, serial, decided and name is None))
    texts_of = {c.index: frozenset(map(heading_key, c.stack)) for c in cells if c.stack}
    return Header(first, last, cells, texts_of)


def _spread(sample: Sample, number: int, upper: bool) -> list[str]:
    """The texts of one header row, those of merged cells over all their columns."""
    row = ["" if is_blank(c) else clean(str(c)) for c in sample.rows[number]]
    if sample.spans is not None:
        for top, left, bottom, right in sample.spans:
            if top <= number <= bottom and right > left and top < len(sample.rows):
                source = sample.rows[top]
                text = source[left] if left < len(source) else None
                row += [""] * (right + 1 - len(row))
                for index in range(left, right + 1):
                    row[index] = row[index] or ("" if is_blank(text) else clean(str(text)))
    elif upper:
        # Without knowledge of merged cells: a text goes on to the right over columns
        # that have a heading below and none here or above.
        below = sample.rows[number + 1] if number + 1 < len(sample.rows) else []
        for index in range(1, len(below)):
            if index < len(row) and row[index]:
                continue
            if not is_blank(below[index]):
                row += [""] * (index + 1 - len(row))
                row[index] = row[index - 1]
    return row


def _extend(header: Header, sample: Sample, book: HeadingBook, decisions: Decisions) -> Header:
    """Down to the end of the merged cells that begin in the header."""
    last = header.last
    for top, _left, bottom, _right in sample.spans or ():
        if header.first <= top <= header.last and bottom - header.first < _MAX_HEADER_ROWS + 2:
            last = max(last, bottom)
    last = min(last, len(sample.rows) - 1)
    if last == header.last:
        return header
    longer = _read_block(sample, header.first, last, book, decisions)
    return longer if longer.score >= header.score else header
