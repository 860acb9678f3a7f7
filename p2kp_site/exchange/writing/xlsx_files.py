"""XLSX workbooks written row by row into a sink, without a temporary file or a sheet in memory."""

from collections.abc import Sequence
from datetime import datetime

from p2kp_site.exchange.writing import ByteSink
from p2kp_site.exchange.writing.sheet_names import SheetNames
from p2kp_site.exchange.writing.xlsx_parts import (
    STYLES,
    WrittenSheet,
    content_types,
    core_properties,
    package_relations,
    workbook,
    workbook_relations,
)
from p2kp_site.exchange.writing.xlsx_sheets import (
    COLUMNS_PER_SHEET,
    ROWS_PER_SHEET,
    CellTooLong,
    Page,
    RowSource,
    Sheet,
    SheetColumn,
    write_sheet,
)
from p2kp_site.exchange.writing.zip_stream import ZipStream

__all__ = ["CellTooLong", "Sheet", "SheetColumn", "write_xlsx"]


def write_xlsx(
    file: ByteSink,
    sheets: Sequence[Sheet],
    *,
    title: str = "",
    creator: str = "",
    made_at: datetime | None = None,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> dict[str, int]:
    """Write a workbook and return the rows under each header, by the sheet names in the file.

    Names are cleaned and made unique; a sheet with more than `rows_per_sheet` rows goes on in
    `Name (2)`, `Name (3)` … with the same header. The first bytes leave before the first row is
    asked for. `title`, `creator` and `made_at` show in the file's properties; the same arguments
    give the same bytes. Raises `CellTooLong`, and `ValueError` for a row of the wrong length, no
    sheet, or a sheet of no or more than 16,384 columns; what was written by then does not open.
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    for sheet in sheets:
        if not 0 < len(sheet.columns) <= COLUMNS_PER_SHEET:
            raise ValueError(f"sheet {sheet.name!r} has {len(sheet.columns)} columns")
    archive = ZipStream(file)
    archive.add("_rels/.rels", package_relations())
    archive.add("docProps/core.xml", core_properties(title, creator, made_at))
    archive.add("xl/styles.xml", STYLES)
    names = SheetNames()
    written: list[WrittenSheet] = []
    for sheet in sheets:
        rows = RowSource(sheet.rows)
        turn = 1
        while turn == 1 or not rows.ended():
            page = Page(names.page(sheet.name, turn), len(written) + 1, rows_per_sheet)
            written.append(write_sheet(archive, sheet, rows, page, creator))
            turn += 1
    archive.add("xl/workbook.xml", workbook(written))
    archive.add("xl/_rels/workbook.xml.rels", workbook_relations(len(written)))
    archive.add("[Content_Types].xml", content_types(written))
    archive.close()
    return {sheet.name: sheet.rows for sheet in written}
