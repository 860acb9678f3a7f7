"""What stands in the cells of a workbook, seen through two independent readers."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from p2kp_site.exchange.writing.xlsx_cells import Kind
from p2kp_site.exchange.writing.xlsx_files import CellTooLong, Sheet, SheetColumn, write_xlsx


def workbook_of(kind: Kind, values: Sequence[object], *, wrapped: bool = False) -> bytes:
    file = io.BytesIO()
    columns = [SheetColumn("Isi", kind, wrapped=wrapped), SheetColumn("Nomor", "number")]
    rows = [(value, number) for number, value in enumerate(values)]
    write_xlsx(file, [Sheet("Data", columns, rows)])
    return file.getvalue()


def openpyxl_sheet(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def openpyxl_cells(data: bytes) -> list[Cell]:
    return [row[0] for row in openpyxl_sheet(data).iter_rows(min_row=2)]


def sheet_xml(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def calamine_values(data: bytes) -> list[Any]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    assert [row[1] for row in rows[1:]] == list(range(len(rows) - 1))
    return [row[0] for row in rows[1:]]


TEXTS = [
    "0012030001",
    "3201010101010001",
    "=HYPERLINK(\"http://x\",'a')",
    "+62812",
    "-5",
    "@x",
    "'=1",
    "baris satu\nbaris dua",
    "akhir\r\nWindows",
    "\ttab di depan",
    " spasi di depan",
    "spasi di belakang ",
    "\nbaris kosong dulu",
    'kata "kutip" & <tanda> ]]>',
    "\U0001f3e0 rumah \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "spasi\u00a0keras",
    "garis | garis",
    "a ]]> b",
    "_x0041_",
    "TRUE",
    "1E5",
]


@pytest.mark.parametrize("wrapped", [False, True])
def test_texts_come_back_as_they_were_through_both_readers(*, wrapped: bool) -> None:
    data = workbook_of("text", TEXTS, wrapped=wrapped)
    assert calamine_values(data) == TEXTS
    # This reader leaves Excel's escape for look-alikes of escapes as it stands in the file.
    seen = [str(cell.value).replace("_x005F_", "_") for cell in openpyxl_cells(data)]
    assert seen == TEXTS


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_among_ordinary_ones_too(text: str) -> None:
    """One unusual text in a run: the quick way must notice it, wherever it stands."""
    for run in ([text], ["a", text], [text, "a"], [None, text, "a"]):
        data = workbook_of("text", run)
        assert calamine_values(data) == ["" if value is None else value for value in run]
        ElementTree.fromstring(sheet_xml(data))


@pytest.mark.parametrize("text", [" a", "a ", "a\nb", "\ta", "a\r"])
def test_space_that_a_spreadsheet_would_trim_is_marked_as_wanted(text: str) -> None:
    for run in ([text], ["x", text], [text, "x"]):
        assert sheet_xml(workbook_of("text", run)).count(b'xml:space="preserve"') == 1


ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@settings(deadline=None)
@given(st.lists(st.text() | st.text(alphabet="_x0041&<>'\"= \t\r\n|", max_size=9), min_size=1))
def test_any_text_comes_back_without_its_control_characters(texts: list[str]) -> None:
    assert calamine_values(workbook_of("text", texts)) == [ILLEGAL.sub("", text) for text in texts]


def test_a_text_that_begins_like_a_formula_is_text_and_stays_so_when_edited() -> None:
    for cell in openpyxl_cells(workbook_of("text", ["=1+1", "'=1", " @x"])):
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.number_format == "@"


def test_an_ordinary_text_carries_the_text_format_and_nothing_else() -> None:
    (cell,) = openpyxl_cells(workbook_of("text", ["007"]))
    assert (cell.value, cell.number_format, cell.quotePrefix) == ("007", "@", False)


def test_control_characters_vanish_and_half_a_surrogate_pair_is_replaced() -> None:
    data = workbook_of("text", ["a\x00\x0bb\x1f", "c\ud83d", "\x07", "d\ufffe"])
    assert calamine_values(data) == ["ab", "c\ufffd", "", "d"]


def test_an_empty_text_and_nothing_at_all_are_empty_cells() -> None:
    for kind in get_args(Kind):
        cells = openpyxl_cells(workbook_of(kind, [None, ""]))
        assert [cell.value for cell in cells] == [None, None]


def test_a_text_column_takes_any_value_and_a_zero_is_not_empty() -> None:
    data = workbook_of("text", [0, False, Decimal("0.50"), date(2015, 8, 12), None])
    assert calamine_values(data) == ["0", "False", "0.50", "2015-08-12", ""]


def test_numbers_are_numbers() -> None:
    values = [0, -5, 1_250_000, Decimal("1234.50"), Decimal("1E+3"), 0.25, None]
    data = workbook_of("number", values)
    assert calamine_values(data) == [0, -5, 1_250_000, 1234.5, 1000, 0.25, ""]


@pytest.mark.parametrize("value", ["tidak ada", Decimal("NaN"), Decimal("Infinity"), True])
def test_what_is_not_a_number_is_written_as_text_among_numbers(value: object) -> None:
    assert calamine_values(workbook_of("rupiah", [1, value])) == [1, str(value)]


def test_a_number_that_is_not_finite_is_written_as_text() -> None:
    assert calamine_values(workbook_of("number", [float("nan"), float("-inf")])) == ["nan", "-inf"]


def test_money_shows_thousands() -> None:
    (cell,) = openpyxl_cells(workbook_of("rupiah", [Decimal(1_500_000)]))
    assert (cell.value, cell.number_format) == (1_500_000, "#,##0")


def test_dates_are_dates_shown_day_first() -> None:
    values = [date(1900, 3, 1), date(2015, 8, 12), None, date(9999, 12, 31)]
    data = workbook_of("date", values)
    assert calamine_values(data) == ["" if value is None else value for value in values]
    cells = openpyxl_cells(data)
    assert [cell.is_date for cell in cells] == [True] * 4
    assert cells[1].value == datetime(2015, 8, 12)
    assert re.sub(r"\\", "", cells[1].number_format) == "dd-mm-yyyy"


def test_a_date_from_before_excel_can_count_is_written_as_text() -> None:
    early = [date(1900, 2, 28), date(1945, 8, 17)]
    assert calamine_values(workbook_of("date", early)) == ["1900-02-28", early[1]]
    data = workbook_of("date", [*early, "tidak tahu"])
    assert calamine_values(data) == ["1900-02-28", early[1], "tidak tahu"]


def test_moments_keep_the_wall_clock_that_they_came_with() -> None:
    moment = datetime(2015, 8, 12, 23, 59, 59, tzinfo=UTC)
    data = workbook_of("datetime", [moment, date(2015, 8, 13)])
    seen = [cell.value for cell in openpyxl_cells(data)]
    assert seen == [moment.replace(tzinfo=None), datetime(2015, 8, 13)]


def test_a_moment_in_a_date_column_is_its_day() -> None:
    moment = datetime(2015, 8, 12, 23, 59, tzinfo=UTC)
    assert calamine_values(workbook_of("date", [moment])) == [date(2015, 8, 12)]


def test_a_cell_may_be_as_long_as_excel_allows() -> None:
    text = "&" * 32_767
    assert calamine_values(workbook_of("text", [text])) == [text]


@pytest.mark.parametrize("text", ["a" * 32_768, "\U0001f3e0" * 16_384])
def test_a_longer_cell_is_refused_by_row_and_heading(text: str) -> None:
    with pytest.raises(CellTooLong) as caught:
        workbook_of("text", ["a", "b", text])
    assert (caught.value.row, caught.value.column) == (4, "Isi")
