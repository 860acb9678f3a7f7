"""A file from a local office as a table: where it begins, what its columns mean, its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

from .delimited import DelimitedSource
from .faults import Note, UnusableFile
from .header import Decisions, Header, HeaderCell, Sample, best_guess, find_header
from .headings import HeadingBook
from .limits import Limits
from .merges import DownFill, wide_spans
from .raw_cells import is_blank, letter
from .rows import RowSorter, SourceRow
from .sniffing import recognise
from .workbook import SheetOffer, WorkbookSource

_MOST_SUGGESTED = 100


@dataclass(frozen=True)
class Column:
    """A column that is understood. `field` is None for serial numbers and columns left out."""

    index: int
    letter: str
    heading: str
    field: str | None


@dataclass(frozen=True)
class UnknownColumn:
    """A column with a heading or values that no field fits. `key` names it in a mapping."""

    heading: str
    letter: str
    suggestions: list[str]
    key: str


def open_table(
    path: str | Path,
    *,
    name: str,
    headings: Mapping[str, str],
    mapping: Mapping[str, str | None] | None = None,
    limits: Limits | None = None,
) -> "Table":
    """Open a file that was named `name` and find the table in it.

    `headings` gives for each text that may head a column the field it means; `mapping` holds the
    person's own decisions: a heading as in the file, or `#C` for column C -> a field, or None to
    leave the column out. Raises UnusableFile; the caller closes the table.
    """
    path, limits = Path(path), limits or Limits()
    book, decisions = HeadingBook(headings), Decisions(mapping or {})
    find = partial(find_header, book=book, decisions=decisions)
    kind = recognise(path, limits)
    source: DelimitedSource | WorkbookSource
    offer: SheetOffer | None = None
    notes: list[Note] = []
    if kind == "text":
        source = text = DelimitedSource(path, limits, find)
        header, sample, tried = find(text.sample), text.sample, [text.sample]
    else:
        source = workbook = WorkbookSource(path, kind, limits)
        try:
            header, offer, tried, notes = _choose_sheet(workbook, find)
        except BaseException:
            source.close()
            raise
        sample = offer.sample if offer else Sample([])
    try:
        if header is None:
            guesses = [guess for one in tried[:10] if (guess := best_guess(one, book))]
            guesses.sort(key=lambda g: (-len(g["known"]), -len(g["headings"])))
            raise UnusableFile("no_known_header", best=guesses[:3])
        return Table(source, header, sample, book, offer, notes, name)
    except BaseException:
        source.close()
        raise


def _choose_sheet(
    source: WorkbookSource, find: "partial[Header | None]"
) -> tuple[Header | None, SheetOffer | None, list[Sample], list[Note]]:
    """The sheet whose header names most fields; of equals a visible one, then the first."""
    best: tuple[Header, SheetOffer] | None = None
    weight = (0, False)
    seen: list[tuple[str, int]] = []
    tried = []
    for offer in source.sheets():
        header = find(offer.sample)
        score = header.score if header else 0
        tried.append(offer.sample)
        if offer.rows:
            seen.append((offer.sample.sheet or "", score))
        if header and (score, offer.sample.visible) > weight:
            best, weight = (header, offer), (score, offer.sample.visible)
            source.keep()
        else:
            source.drop()
    if best is None:
        return None, None, tried, []
    header, offer = best
    others = [sheet for sheet in seen if sheet[0] != offer.sample.sheet]
    notes = []
    if others:
        alike = [name for name, score in others if score == header.score]
        notes.append(Note("other_sheets", {"sheets": [n for n, _ in others], "alike": alike}))
    if not offer.sample.visible:
        notes.append(Note("hidden_sheet", {"sheet": offer.sample.sheet}))
    return header, offer, tried, notes


class Table:
    """One table of one file, open for reading once. A context manager.

    `unknown` and `notes` may grow while the rows are read. `row_estimate` counts all rows of the
    file or sheet and is meant for showing progress.
    """

    def __init__(
        self,
        source: DelimitedSource | WorkbookSource,
        header: Header,
        sample: Sample,
        book: HeadingBook,
        offer: SheetOffer | None,
        notes: list[Note],
        name: str,
    ) -> None:
        self.name = name
        self.sheet = sample.sheet
        self.header_rows = list(range(header.first + 1, header.last + 2))
        self.encoding, self.delimiter = source.encoding, source.delimiter
        self.hidden_rows = offer.hidden_rows if offer else frozenset()
        self.row_estimate = offer.rows if offer else getattr(source, "row_estimate", None)
        self.hidden_columns: list[str] = []
        self.notes = notes
        self._source, self._header, self._sample, self._book = source, header, sample, book
        self._spans = sample.spans or ()
        _refuse_duplicates(header)
        self.columns = [
            Column(c.index, letter(c.index), c.heading, c.field)
            for c in header.cells
            if c.field is not None or c.serial or c.left_out
        ]
        self._below = sample.rows[header.last + 1 :]
        self.unknown = self._find_unknown()
        self._mark(offer)
        self._refuse_if_bare(offer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the file or end the reading process."""
        self._source.close()

    def slices(self, size: int = 2000) -> Iterator[list[SourceRow]]:
        """All rows but those of the header, in order, at most `size` at a time.

        Raises UnusableFile when the file turns out to be broken, too large or without data.
        """
        ready = list(self._above_header())
        sorter = self._sorter()
        fill = DownFill(self._spans, self._header.last)
        for first, rows in self._source.chunks(self._header.last + 1, size):
            self._watch_quiet_columns(rows)
            for part in sorter.sort(first, rows, size):
                fill.apply(part)
                ready += part
                # One row is held back: the next one may bring the rest of its text.
                while len(ready) > size:
                    yield ready[:size]
                    ready = ready[size:]
        if fill.used:
            self.notes.append(Note("merged_cells", {"rows": fill.used}))
        if sorter.second_table_row:
            self.notes.append(Note("second_table", {"row": sorter.second_table_row}))
        if ready:
            yield ready
        if not sorter.found_data:
            raise self._no_rows()

    def _above_header(self) -> Iterator[SourceRow]:
        for number, row in enumerate(self._sample.rows[: self._header.first], 1):
            if all(map(is_blank, row)):
                yield SourceRow(number, "blank", ())
                continue
            line = number == 1 and self._source.separator_line
            yield SourceRow(number, "skipped", row, "separator_line" if line else "title")

    def _sorter(self) -> RowSorter:
        wide = wide_spans(self._spans)
        return RowSorter(self._header, self._book, self._below, wide, self.hidden_rows)

    def _find_unknown(self) -> list[UnknownColumn]:
        understood = {column.index for column in self.columns}
        cells = {cell.index: cell for cell in self._header.cells}
        width = max([len(cells), *map(len, self._below)])
        self._quiet: list[int] = []
        unknown: list[UnknownColumn] = []
        for index in range(width):
            if index in understood:
                continue
            headed = index in cells and bool(cells[index].stack)
            if headed or any(index < len(r) and not is_blank(r[index]) for r in self._below):
                unknown.append(self._unknown(index, cells.get(index), len(unknown)))
            else:
                self._quiet.append(index)
        return unknown

    def _unknown(self, index: int, cell: HeaderCell | None, count: int) -> UnknownColumn:
        stack = cell.stack if cell else ()
        heading = " ".join(stack)
        taken = [column.field for column in self.columns if column.field]
        few = count < _MOST_SUGGESTED
        suggestions = self._book.suggest(stack, taken) if few else []
        same = [c for c in self._header.cells if c.heading == heading]
        key = heading if heading and len(same) == 1 else f"#{letter(index)}"
        return UnknownColumn(heading, letter(index), suggestions, key)

    def _watch_quiet_columns(self, rows: list[list[Any]]) -> None:
        """A column without heading that holds a value after all is told, not lost silently."""
        width = max(map(len, rows), default=0)
        known = len(self._header.cells)
        watched = [*self._quiet, *range(max([known, *(q + 1 for q in self._quiet)]), width)]
        for index in watched:
            if any(index < len(row) and not is_blank(row[index]) for row in rows):
                if not any(column.letter == letter(index) for column in self.unknown):
                    self.unknown.append(self._unknown(index, None, len(self.unknown)))
                if index in self._quiet:
                    self._quiet.remove(index)

    def _mark(self, offer: SheetOffer | None) -> None:
        if self.encoding == "cp1252":
            self.notes.append(Note("encoding", {"encoding": "Windows-1252"}))
        if offer is None:
            return
        if offer.hidden_rows:
            first = sorted(offer.hidden_rows)[:20]
            self.notes.append(Note("hidden_rows", {"count": len(offer.hidden_rows), "rows": first}))
        within = [i for i in offer.hidden_columns if i < len(self._header.cells)]
        self.hidden_columns = [letter(i) for i in within]
        if within:
            self.notes.append(Note("hidden_columns", {"letters": self.hidden_columns}))

    def _refuse_if_bare(self, offer: SheetOffer | None) -> None:
        """A header and nothing below it, seen at once when the sample is the whole table."""
        whole = offer.rows <= len(self._sample.rows) if offer else self._exhausted()
        if not whole:
            return
        sorter = self._sorter()
        rows = [list(row) for row in self._below]
        for _part in sorter.sort(self._header.last + 2, rows, 1000):
            pass
        if not sorter.found_data:
            raise self._no_rows()

    def _exhausted(self) -> bool:
        return isinstance(self._source, DelimitedSource) and self._source.exhausted

    def _no_rows(self) -> UnusableFile:
        return UnusableFile("no_rows", sheet=self.sheet, header_rows=self.header_rows)


def _refuse_duplicates(header: Header) -> None:
    seen: dict[str, list[HeaderCell]] = {}
    for cell in header.cells:
        if cell.field is not None:
            seen.setdefault(cell.field, []).append(cell)
    for name, cells in seen.items():
        if len(cells) > 1:
            columns = [{"letter": letter(c.index), "heading": c.heading} for c in cells]
            raise UnusableFile("duplicate_column", field=name, columns=columns)
