"""What OpenDocument and old binary workbooks tell beyond the native reader."""

import struct
from pathlib import Path

import pytest

from p2kp_site.exchange.reading import CellError, PercentNumber, UnusableFile
from p2kp_site.exchange.reading.ole import OleFile
from p2kp_site.exchange.reading.xls_scan import XlsScanner

from .boards import kinds, read
from .workbooks import record, write_ods, write_ole


def text(value: str, more: str = "") -> str:
    start = f'<table:table-cell office:value-type="string" {more}>'
    return f"{start}<text:p>{value}</text:p></table:table-cell>"


def row_of(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def times(cell: str, count: int) -> str:
    start = f'<table:table-cell table:number-columns-repeated="{count}" '
    return cell.replace("<table:table-cell ", start)


def number(value: float, kind: str = "float") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}"/>'


HEAD = row_of(*map(text, ("Kode", "Nama BKM", "L", "P")))
ERROR = (
    '<table:table-cell office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)


def test_errors_and_percentages_of_an_opendocument_are_found(tmp_path: Path) -> None:
    row = row_of(text("B-1"), text("BKM"), ERROR, number(0.5, "percentage"))
    _table, rows = read(write_ods(tmp_path / "b.ods", HEAD + row))
    assert list(rows[0].cells) == ["B-1", "BKM", CellError("#DIV/0!"), 0.5]
    assert isinstance(rows[0].cells[3], PercentNumber)


def test_repeated_rows_and_cells_of_an_opendocument_keep_the_numbering(tmp_path: Path) -> None:
    gap = row_of("<table:table-cell/>", more='table:number-rows-repeated="3"')
    row = row_of(text("B-1"), text("BKM"), times(ERROR, 2))
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rest = row_of(empty, more='table:number-rows-repeated="1048000"')
    _table, rows = read(write_ods(tmp_path / "b.ods", HEAD + gap + row + rest))
    assert kinds(rows) == {2: "blank", 3: "blank", 4: "blank", 5: "data"}
    assert list(rows[-1].cells)[2:] == [CellError("#DIV/0!")] * 2


def test_hidden_and_merged_cells_of_an_opendocument_are_found(tmp_path: Path) -> None:
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
    )
    down = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    first = row_of(text("B-1"), text("BKM", down), number(5), number(3))
    second = row_of(
        text("B-2"), "<table:covered-table-cell/>", number(6), number(4),
        more='table:visibility="filter"',
    )  # fmt: skip
    table, rows = read(write_ods(tmp_path / "b.ods", columns + HEAD + first + second))
    assert [row.hidden for row in rows] == [False, True]
    assert rows[1].cells[1] == "BKM"
    assert table.hidden_columns == ["C"]


def test_a_giant_opendocument_is_refused(tmp_path: Path) -> None:
    rows = row_of(times(number(5), 16384), more='table:number-rows-repeated="1000000"')
    with pytest.raises(UnusableFile) as caught:
        read(write_ods(tmp_path / "b.ods", HEAD + rows))
    assert caught.value.kind in ("too_many_cells", "too_much_memory")


def sheet_of(path: Path, *records: bytes) -> Path:
    """An old workbook with one sheet `S`; only the records that the scanner looks at."""
    begin, end = struct.pack("<2H12x", 0x600, 0x05), record(0x0A, b"")
    formats = record(0x41E, struct.pack("<HHB", 164, 4, 0) + b"0.0%")
    styles = b"".join(record(0xE0, struct.pack("<HH16x", 0, f)) for f in (0, 164, 9))
    head = record(0x809, begin) + formats + styles
    start = len(head) + len(_entry(0)) + len(end)
    sheet = record(0x809, begin) + b"".join(records) + end
    return write_ole(path, "Workbook", head + _entry(start) + end + sheet)


def _entry(offset: int) -> bytes:
    """Where the sheet begins."""
    return record(0x85, struct.pack("<IHBB", offset, 0, 1, 0) + b"S")


def test_errors_percentages_and_hidden_rows_of_an_old_workbook_are_found(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "b.xls",
        record(0x7D, struct.pack("<5H2x", 2, 3, 0, 0, 1)),
        record(0x208, struct.pack("<6HBB2x", 4, 0, 5, 0, 0, 0, 0x20, 0)),
        record(0x205, struct.pack("<3HBB", 1, 2, 0, 0x2A, 1)),
        record(0x06, struct.pack("<3H8s8x", 1, 3, 0, bytes([2, 0, 7, 0, 0, 0, 255, 255]))),
        record(0x203, struct.pack("<3Hd", 2, 0, 1, 0.5)),
        record(0xBD, struct.pack("<2HHIHIH", 3, 1, 0, 0, 2, 0, 2)),
    )
    facts = XlsScanner(path).facts("S")
    assert facts.hidden_columns == [2, 3]
    assert facts.hidden_rows == [4]
    assert facts.specials == {
        1: [(2, "e", "#N/A"), (3, "e", "#DIV/0!")],
        2: [(0, "p", "")],
        3: [(2, "p", "")],
    }


@pytest.mark.parametrize(
    ("stream", "kind"),
    [("EncryptedPackage", "encrypted_workbook"), ("WordDocument", "not_a_table"),
     ("Sesuatu", "damaged_workbook")],
)  # fmt: skip
def test_another_kind_of_old_file_is_told(tmp_path: Path, stream: str, kind: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read(write_ole(tmp_path / "b.xls", stream, b"x"))
    assert caught.value.kind == kind


def test_a_password_on_an_old_workbook_is_told(tmp_path: Path) -> None:
    begin = record(0x809, struct.pack("<2H12x", 0x600, 0x05))
    path = write_ole(tmp_path / "b.xls", "Workbook", begin + record(0x2F, bytes(6)))
    with pytest.raises(UnusableFile, match="encrypted_workbook"):
        read(path)


@pytest.mark.parametrize("length", [8, 100, 512, 600, 1500, 3000])
def test_an_old_workbook_that_is_cut_off_is_damaged(tmp_path: Path, length: int) -> None:
    path = sheet_of(tmp_path / "b.xls")
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(UnusableFile, match="damaged_workbook"):
        OleFile(path).workbook()
