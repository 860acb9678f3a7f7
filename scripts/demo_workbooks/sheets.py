"""How a local office lays out a form: titles, headings in one row or two, rows, what stands below.

The same form makes the same bytes: nothing in the file tells when or by which machine it was made.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

INVENTED = "CONTOH – DATA REKAAN"
MADE = datetime(2015, 4, 30, 9, 0)
_CORE = "docProps/core.xml"
_THIN = Side(style="thin")
_FRAME = Border(top=_THIN, bottom=_THIN, left=_THIN, right=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_GREY = PatternFill("solid", fgColor="DDE6EF")

Heading = str | tuple[str, tuple[str, ...]]
"""A heading, or one over several: ("Peserta", ("L", "P", "MBR"))."""


@dataclass(frozen=True)
class Form:
    """One workbook: a sheet with titles, headings, rows, and lines below the table."""

    file: str
    sheet: str
    titles: Sequence[str]
    headings: Sequence[Heading]
    rows: Sequence[Sequence[object]]
    below: Sequence[str] = field(default=())
    total: str = ""
    column_numbers: bool = False

    @property
    def leaves(self) -> list[str]:
        """The lowest headings, one for each column."""
        return [leaf for one in self.headings for leaf in _parts(one)]


def write(form: Form, folder: Path) -> Path:
    """The form as a workbook in the folder."""
    book = Workbook()
    sheet = book.active
    sheet.title = form.sheet
    width = len(form.leaves)
    for number, title in enumerate((INVENTED, *form.titles), 1):
        sheet.cell(number, 1, title).font = Font(bold=True)
        sheet.cell(number, 1).alignment = Alignment(horizontal="center")
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    first = sheet.max_row + 2
    last = _write_headings(sheet, form, first)
    for row in form.rows:
        sheet.append(list(row))
    if form.total:
        sheet.append([None, None, form.total])
    for cells in sheet.iter_rows(min_row=last + 1, max_row=sheet.max_row, max_col=width):
        for cell in cells:
            cell.border = _FRAME
            if isinstance(cell.value, date):
                cell.number_format = "dd-mm-yyyy"
    for line in ("", *form.below):
        sheet.append([line or None])
    _fit(sheet, form)
    path = folder / form.file
    path.write_bytes(_without_time(book))
    return path


def _parts(heading: Heading) -> tuple[str, ...]:
    return (heading,) if isinstance(heading, str) else heading[1]


def _write_headings(sheet: Worksheet, form: Form, first: int) -> int:
    """The headings from this row on; the last row that they take."""
    last = first + any(not isinstance(one, str) for one in form.headings)
    column = 1
    for heading in form.headings:
        end = column + len(_parts(heading)) - 1
        if isinstance(heading, str):
            sheet.cell(first, column, heading)
            if last > first:
                sheet.merge_cells(
                    start_row=first, end_row=last, start_column=column, end_column=column
                )
        else:
            sheet.cell(first, column, heading[0])
            sheet.merge_cells(start_row=first, end_row=first, start_column=column, end_column=end)
            for offset, leaf in enumerate(heading[1]):
                sheet.cell(last, column + offset, leaf)
        column = end + 1
    if form.column_numbers:
        last += 1
        for number in range(1, column):
            sheet.cell(last, number, f"({number})")
    for cells in sheet.iter_rows(min_row=first, max_row=last, max_col=column - 1):
        for cell in cells:
            cell.font, cell.fill, cell.border, cell.alignment = (
                Font(bold=True),
                _GREY,
                _FRAME,
                _CENTRE,
            )
    return last


def _fit(sheet: Worksheet, form: Form) -> None:
    for number, leaf in enumerate(form.leaves):
        longest = max((len(str(row[number] or "")) for row in form.rows), default=0)
        width = max(6, min(44, longest + 2), min(14, len(leaf) + 2))
        sheet.column_dimensions[get_column_letter(number + 1)].width = width


def _without_time(book: Workbook) -> bytes:
    """The workbook as bytes; openpyxl would write the moment into it."""
    made, kept = io.BytesIO(), io.BytesIO()
    book.properties.creator = "Data contoh"
    book.properties.created = MADE
    book.save(made)
    book.properties.modified = MADE
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _core(book)
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return kept.getvalue()


def _core(book: Workbook) -> bytes:
    return bytes(tostring(book.properties.to_tree()))
