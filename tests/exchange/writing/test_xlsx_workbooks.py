"""The workbook around the cells: sheets, headers, notes, names and the zip that carries them."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from p2kp_site.exchange.writing.sheet_names import SheetNames
from p2kp_site.exchange.writing.xlsx_files import Sheet, SheetColumn, write_xlsx
from p2kp_site.exchange.writing.xlsx_notes import column_letters

HOUSEHOLDS = [SheetColumn("NIK", "text", 20, "Enam belas angka"), SheetColumn("Jiwa", "number")]


class OneWaySink:
    """A response: it takes bytes and can do nothing else."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes, /) -> None:
        self.data += data


def households(count: int, name: str = "Rumah tangga") -> Sheet:
    return Sheet(name, HOUSEHOLDS, ((f"{number:016d}", number) for number in range(count)))


def passport() -> Sheet:
    columns = [SheetColumn("", width=24), SheetColumn("", width=80, wrapped=True)]
    return Sheet("Keterangan", columns, [("Judul", "Rumah tangga"), ("Baris", 3)], headed=False)


def written(*sheets: Sheet, **options: Any) -> bytes:
    sink = OneWaySink()
    write_xlsx(sink, sheets, **options)
    return sink.data


def test_a_sink_that_cannot_seek_receives_a_whole_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(written(households(3_000), passport()))) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == len(set(archive.namelist()))


def test_every_part_is_xml_that_a_strict_parser_takes() -> None:
    with zipfile.ZipFile(io.BytesIO(written(households(3), passport(), title="a & b"))) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))


def test_first_bytes_leave_before_the_first_row_is_asked_for() -> None:
    sink = OneWaySink()

    def rows() -> Iterator[tuple[str, int]]:
        assert sink.data.startswith(b"PK\x03\x04")
        yield "1", 1

    write_xlsx(sink, [Sheet("Data", HOUSEHOLDS, rows())])


def test_the_same_rows_give_the_same_bytes() -> None:
    assert written(households(300)) == written(households(300))


def test_a_workbook_whose_rows_broke_off_does_not_open() -> None:
    sink = OneWaySink()

    def rows() -> Iterator[tuple[str, int]]:
        yield "1", 1
        raise ConnectionError

    with pytest.raises(ConnectionError):
        write_xlsx(sink, [Sheet("Data", HOUSEHOLDS, rows())])
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(sink.data))


def test_the_header_is_bold_wrapped_filled_frozen_and_filtered() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(households(30)))).worksheets[0]
    heading = sheet["A1"]
    assert heading.font.b
    assert heading.alignment.wrap_text
    assert heading.fill.fgColor.rgb == "FFDDEBF7"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B31"
    assert sheet.column_dimensions["A"].width == 20


def test_a_note_hangs_on_its_heading() -> None:
    data = written(households(1), households(1, "Lagi"), creator="P2KP")
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        assert sheet["A1"].comment.text == "Enam belas angka"
        assert sheet["A1"].comment.author == "P2KP"
        assert sheet["B1"].comment is None


def test_a_passport_sheet_stands_beside_the_data_without_header_or_filter() -> None:
    data = written(households(2), passport())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Rumah tangga", "Keterangan"]
    sheet = book["Keterangan"]
    assert list(sheet.values) == [("Judul", "Rumah tangga"), ("Baris", "3")]
    assert sheet["B1"].alignment.wrap_text
    assert not sheet["A1"].font.b
    assert sheet.freeze_panes is None
    assert sheet.auto_filter.ref is None


def test_an_empty_sheet_still_has_its_header() -> None:
    data = written(households(0))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert list(book.worksheets[0].values) == [("NIK", "Jiwa")]


def test_rows_that_do_not_fit_go_on_in_a_second_sheet_with_its_own_header() -> None:
    sink = OneWaySink()
    counts = write_xlsx(sink, [households(450), passport()], rows_per_sheet=200)
    assert counts == {
        "Rumah tangga": 200,
        "Rumah tangga (2)": 200,
        "Rumah tangga (3)": 50,
        "Keterangan": 2,
    }
    book = CalamineWorkbook.from_filelike(io.BytesIO(sink.data))
    second = book.get_sheet_by_name("Rumah tangga (2)").to_python()
    assert second[0] == ["NIK", "Jiwa"]
    assert second[1] == ["0000000000000200", 200]
    assert len(second) == 201
    assert openpyxl.load_workbook(io.BytesIO(sink.data)).sheetnames == list(counts)


def test_rows_that_just_fit_make_no_second_sheet() -> None:
    assert list(write_xlsx(OneWaySink(), [households(200)], rows_per_sheet=200)) == ["Rumah tangga"]


def test_the_properties_say_what_the_file_is_and_who_made_it() -> None:
    made_at = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
    data = written(households(1), title="Rumah <tangga>", creator="Siti & Budi", made_at=made_at)
    properties = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert (properties.title, properties.creator) == ("Rumah <tangga>", "Siti & Budi")
    assert properties.created == made_at.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Rumah tangga", "Rumah tangga"),
        ("Data [2015]: a/b\\c*?", "Data 2015 a b c"),
        ("'kutip'", "kutip"),
        ("", "Data"),
        ("::", "Data"),
        ("x" * 40, "x" * 31),
        ("\U0001f3e0" * 20, "\U0001f3e0" * 15),
        ("History", "History (2)"),
        ("x" * 30 + "'x", "x" * 30),
    ],
)
def test_sheet_names_are_made_as_excel_accepts_them(wanted: str, name: str) -> None:
    assert SheetNames().page(wanted, 1) == name


def test_two_sheets_never_share_a_name_however_it_is_spelled() -> None:
    names = SheetNames()
    given = [names.page("y" * 40, 1), names.page("Y" * 40, 1), names.page("y" * 40, 2)]
    assert given == ["y" * 31, "Y" * 27 + " (2)", "y" * 27 + " (3)"]


def test_an_apostrophe_inside_a_sheet_name_does_not_break_the_filter() -> None:
    data = written(households(2, "Jum'at & <x>"))
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["Jum'at & <x>"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    names = [name.text for name in root.iter() if name.tag.endswith("definedName")]
    assert names == ["'Jum''at & <x>'!$A$1:$B$3"]


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_a_row_of_the_wrong_length_stops_the_workbook() -> None:
    with pytest.raises(ValueError, match="zip"):
        written(Sheet("Data", HOUSEHOLDS, [("1", 2, 3)]))


@pytest.mark.parametrize("sheets", [[], [Sheet("Data", [], [])]])
def test_a_workbook_without_sheets_or_columns_is_refused(sheets: list[Sheet]) -> None:
    with pytest.raises(ValueError, match=r"sheet"):
        written(*sheets)
