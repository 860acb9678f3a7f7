"""One worksheet: its columns, its rows as they come, and what stands around them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Final, NamedTuple

from p2kp_site.exchange.writing.xlsx_cells import (
    Formatter,
    Kind,
    cleaned,
    column_formatter,
    heading_formatter,
)
from p2kp_site.exchange.writing.xlsx_notes import BOXES_RELATION, column_letters, write_notes
from p2kp_site.exchange.writing.xlsx_parts import MAIN, OFFICE_RELATIONS, XML, WrittenSheet
from p2kp_site.exchange.writing.zip_stream import ZipPart, ZipStream

ROWS_PER_SHEET: Final = 1_048_575
"""Rows under the header that a spreadsheet can show."""
COLUMNS_PER_SHEET: Final = 16_384
CHARACTERS_PER_CELL: Final = 32_767
"""UTF-16 units that a spreadsheet keeps in one cell."""

# Some readers count a part's bytes in 32 signed bits.
_BYTES_PER_SHEET: Final = 2_000_000_000
# Some 64 KiB of XML for a dozen columns: enough for the compressor, little to hold.
_ROWS_PER_BATCH: Final = 128
# Half the limit: a shorter row holds no cell that is too long, even if each character is a pair.
_SUSPECT_ROW: Final = CHARACTERS_PER_CELL // 2

Row = Sequence[object]


class CellTooLong(ValueError):
    """A text longer than a spreadsheet cell can be; `row` and `column` as the person sees them.

    `row` counts from 1 on the sheet, header included; `column` is the heading.
    """

    def __init__(self, row: int, column: str) -> None:
        super().__init__(f"row {row}, {column}: more than {CHARACTERS_PER_CELL} characters")
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    `kind` decides how values look: `text` (codes keep their zeros), `number`, `rupiah` (1,234,567),
    `date` (dd-mm-yyyy), `datetime` (dd-mm-yyyy hh:mm, the wall clock of the value itself, so
    convert to local time first). `width` is in characters, `note` hangs on the heading, `wrapped`
    breaks long text into lines. A value that does not fit the kind (a word among numbers, a date
    before March 1900) is written as text. Numbers keep 15 digits: longer codes are `text`.
    """

    heading: str
    kind: Kind = "text"
    width: float = 14
    note: str | None = None
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write; its rows are taken once, in order, and may be a generator.

    A sheet that is not `headed` (a passport of keys and values) has no header row, frozen row,
    filter or notes.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Row]
    headed: bool = True


class RowSource:
    """The rows of a sheet in batches, with a look at whether any are left."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: Iterator[Row] = iter(rows)

    def batch(self, limit: int) -> list[Row]:
        """Return the next rows, at most `limit`; none at the end."""
        return list(islice(self._rows, min(limit, _ROWS_PER_BATCH)))

    def ended(self) -> bool:
        """Say whether no row is left."""
        ahead = self.batch(1)
        self._rows = chain(ahead, self._rows)
        return not ahead


class Page(NamedTuple):
    """The place of a worksheet: its name, its number from 1, and the most rows it may take."""

    name: str
    number: int
    limit: int


def write_sheet(
    archive: ZipStream, sheet: Sheet, rows: RowSource, page: Page, author: str
) -> WrittenSheet:
    """Write the next of `rows` as one worksheet; `author` is who signs the notes."""
    notes = {
        position: column.note
        for position, column in enumerate(sheet.columns)
        if column.note and sheet.headed
    }
    with archive.part(f"xl/worksheets/sheet{page.number}.xml") as part:
        part.write(_start(sheet).encode())
        count = _write_rows(part, sheet, rows, page.limit)
        last_cell = (column_letters(len(sheet.columns) - 1), max(count + sheet.headed, 1))
        part.write(_end(sheet, last_cell, has_notes=bool(notes)).encode())
    if notes:
        write_notes(archive, page.number, notes, author)
    filtered = "$A$1:${}${}".format(*last_cell) if sheet.headed else ""
    return WrittenSheet(page.name, count, filtered, bool(notes))


def _write_rows(part: ZipPart, sheet: Sheet, rows: RowSource, limit: int) -> int:
    formatters = [column_formatter(column.kind, wrapped=column.wrapped) for column in sheet.columns]
    count = 0
    while count < limit and part.size < _BYTES_PER_SHEET and (batch := rows.batch(limit - count)):
        first_row = count + 1 + sheet.headed
        lines = _lines(batch, formatters, first_row)
        if max(map(len, lines)) > _SUSPECT_ROW:
            _refuse_long_cells(batch, sheet.columns, first_row)
        part.write("".join(lines).encode())
        count += len(batch)
    return count


def _lines(batch: Sequence[Row], formatters: Sequence[Formatter], first_row: int) -> list[str]:
    columns = zip(*batch, strict=True)
    cells = [form(values) for form, values in zip(formatters, columns, strict=True)]
    openings = [f'<row r="{row}">' for row in range(first_row, first_row + len(batch))]
    return list(map("".join, zip(openings, *cells, repeat("</row>"))))


def _refuse_long_cells(
    batch: Sequence[Row], columns: Sequence[SheetColumn], first_row: int
) -> None:
    for row, values in enumerate(batch, start=first_row):
        for column, value in zip(columns, values, strict=True):
            if isinstance(value, str) and len(value) > _SUSPECT_ROW:
                units = len(cleaned(value).encode("utf-16-le")) // 2
                if units > CHARACTERS_PER_CELL:
                    raise CellTooLong(row, column.heading)


def _start(sheet: Sheet) -> str:
    view, header = "", ""
    if sheet.headed:
        view = (
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft"/>'
        )
        headings = heading_formatter()([column.heading for column in sheet.columns])
        header = f'<row r="1">{"".join(headings)}</row>'
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
        for number, column in enumerate(sheet.columns, start=1)
    )
    return (
        f'{XML}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE_RELATIONS}">'
        f'<sheetViews><sheetView workbookViewId="0">{view}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>{header}'
    )


def _end(sheet: Sheet, last_cell: tuple[str, int], *, has_notes: bool) -> str:
    area = "A1:{}{}".format(*last_cell)
    filtered = f'<autoFilter ref="{area}"/>' if sheet.headed else ""
    # Codes are text on purpose; without this each gets a green corner that asks to convert it.
    ignored = f'<ignoredError sqref="{area}" numberStoredAsText="1"/>'
    boxes = f'<legacyDrawing r:id="{BOXES_RELATION}"/>' if has_notes else ""
    return f"</sheetData>{filtered}<ignoredErrors>{ignored}</ignoredErrors>{boxes}</worksheet>"
