"""The files of one document hold the same figures, in the form of their language."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from django.conf import settings
from django.utils import translation
from openpyxl import load_workbook

from communities.models import Region
from communities.summaries.scopes import scope_named
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.summaries import Cell, Document, Fact, Unit, summary_named
from p2kp_site.reports.rendering import render
from p2kp_site.reports.rendering.words import number_in_words, unverified_in_words
from tests.builders import AT, make_change_set, make_region
from tests.exchange.services.office import make_person, reader
from tests.finance.summaries.drawn import Drawing
from tests.programs.summaries.towns import draw_towns
from tests.reports.desk import sheets_of, text_of

pytestmark = pytest.mark.django_db
LINK = "https://p2kp.example/r/ABCDEFGHJKLM/"


BOARDS, OVERVIEW = "community-boards", "programme-overview"


def drawn(
    seed: int, code: str = "14.04", language: str = "id", *, summary: str = BOARDS
) -> Document:
    """The summary of a region of towns drawn by chance."""
    if summary == OVERVIEW:
        Drawing(seed).draw()
    else:
        draw_towns(seed)
    by = reader(make_person(region=None, role=RoleName.MINISTRY_ANALYST))
    with translation.override(language):
        return summary_named(summary).document(
            scope=scope_named(code, by), period=read_period("2015"), reader=by, at=AT
        )


class Texts(HTMLParser):
    """The texts of a page, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.found.append(text)


def shown(document: Document) -> list[str]:
    """Each line of each table as it is written: name, then figures."""
    return [
        " ".join(
            [
                line.name,
                *(
                    number_in_words(cell.value, measure.unit)
                    for measure, cell in zip(table.measures, line.cells, strict=True)
                ),
            ]
        )
        for table in document.tables
        for line in (*table.lines, table.total)
    ]


@pytest.mark.parametrize(("seed", "summary"), [(11, BOARDS), (12, BOARDS), (13, OVERVIEW)])
@pytest.mark.parametrize("code", ["ID", "14.04"])
def test_page_paper_workbook_and_json_hold_the_same_figures(
    seed: int, summary: str, code: str
) -> None:
    document = drawn(seed, code, summary=summary)
    page = Texts(render(document, "html", link=LINK).decode()).found
    paper = text_of(render(document, "pdf", link=LINK))
    sheets = sheets_of(render(document, "xlsx", link=LINK))
    kept = json.loads(render(document, "json", link=LINK))
    for one, plain in zip(document.figures, kept["figures"], strict=True):
        written = " ".join(number_in_words(one.cell.value, one.measure.unit).split())
        place = page.index(one.measure.label)
        assert page[place + 1] == written
        assert written in paper[paper.index(one.measure.label) :]
        (row,) = [row for row in sheets["Angka utama"] if row[0] == one.measure.label]
        assert number_of(row[1], one.measure.unit) == plain["value"]
        assert row[4] == plain["unverified"] == one.cell.unverified
    for table, plain in zip(document.tables, kept["tables"], strict=True):
        rows = next(rows for title, rows in sheets.items() if rows[0][0] == table.title)
        lines = [*plain["rows"], plain["own"], plain["total"]]
        for line, row in zip(lines, rows[-len(lines) :], strict=True):
            assert row[:2] == [line["region"], line["name"]]
            for place, measure in enumerate(table.measures, 2):
                assert number_of(row[place], measure.unit) == line[measure.key]


def test_the_key_figures_stand_on_the_first_page() -> None:
    document = drawn(14, "ID", summary=OVERVIEW)
    for name in ("Program P2KP Sebelum Berganti Nama", "Program PNPM Mandiri Perkotaan"):
        document = replace(document, facts=[*document.facts, Fact("Program", name)])
    first = pypdfium2.PdfDocument(render(document, "pdf", link=LINK))[0]
    page = re.sub(r"\s+", " ", first.get_textpage().get_text_bounded())
    for one in document.figures:
        assert one.measure.label in page


def number_of(cell: Any, unit: Unit) -> Any:
    """The number of a cell; a share is a part of one there."""
    return round(cell * 100, 1) if unit == Unit.SHARE and cell is not None else cell


def test_figures_are_written_in_the_form_of_the_language() -> None:
    for language, thousand, share in (("id", "12.345", "58,3%"), ("en", "12,345", "58.3%")):
        with translation.override(language):
            assert number_in_words(12345, Unit.COUNT) == thousand
            assert number_in_words(Decimal("58.3"), Unit.SHARE) == share
            assert number_in_words(None, Unit.SHARE) == "–"


def test_a_little_that_is_not_verified_is_never_written_as_nothing() -> None:
    with translation.override("id"):
        assert unverified_in_words(Cell(rows=100_000, unverified=1)) == "0,1%"
        assert unverified_in_words(Cell(rows=100_000, unverified=99_999)) == "99,9%"
        assert unverified_in_words(Cell(rows=0)) == "–"


def test_a_paper_says_what_it_is_of_on_numbered_pages() -> None:
    pdf = render(drawn(13), "pdf", link=LINK)
    paper, pages = text_of(pdf), len(pypdfium2.PdfDocument(pdf))
    for said in (
        "Program Peningkatan Kualitas Permukiman (P2KP)",
        "Keadaan BKM/LKM",
        "Kab. Indragiri Hilir (14.04)",
        "Tahun 2015",
        "Keadaan per 2 Maret 2026 09:00",
        "Tabel 1. Angka utama",
        "Gambar 1.",
        LINK,
    ):
        assert said in paper
    for number in range(1, pages + 1):
        assert f"Halaman {number} dari {pages}" in paper
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf


def test_the_same_document_gives_the_same_paper() -> None:
    document = drawn(14)
    assert render(document, "pdf", link=LINK) == render(document, "pdf", link=LINK)


def test_a_document_in_english_is_english_throughout() -> None:
    with translation.override("en"):
        document = drawn(15, language="en")
        paper = text_of(render(document, "pdf", link=LINK))
        assert "State of the community boards (BKM/LKM)" in paper
        assert "Page 1 of" in paper
        assert "Key figures" in sheets_of(render(document, "xlsx", link=LINK))


def test_a_page_of_its_own_needs_nothing_else() -> None:
    page = render(drawn(11), "html", link=LINK).decode()
    assert "<style>" in page
    assert "<script" not in page
    assert 'rel="stylesheet"' not in page
    assert f'href="{settings.SITE_URL}/admin/' in page
    assert "<desc>" in page


def test_a_workbook_has_charts_frozen_heads_and_notes() -> None:
    xlsx = render(drawn(17), "xlsx", link=LINK)
    book = load_workbook(BytesIO(xlsx))
    table = book.worksheets[1]
    assert table.freeze_panes == "C6"
    assert table["C7"].number_format == "#,##0"
    assert table["D7"].number_format == "0.0%"
    assert book.sheetnames[-1] == "Keterangan"
    assert any("xl/charts/chart" in name for name in ZipFile(BytesIO(xlsx)).namelist())


def test_a_name_that_a_spreadsheet_would_run_stays_a_text() -> None:
    make_region(code="14.04.04")
    region = Region.objects.get(code="14.04.04")
    region.name = '=HYPERLINK("http://x")'
    region.save(change_set=make_change_set())
    book = load_workbook(BytesIO(render(drawn(18), "xlsx", link=LINK)))
    cells = [cell for row in book.worksheets[1].rows for cell in row]
    cells = [cell for cell in cells if "HYPERLINK" in str(cell.value)]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_a_workbook_has_room_for_each_figure_and_each_line_of_a_text() -> None:
    document = drawn(19, summary=OVERVIEW)
    figures = [
        replace(one, cell=replace(one.cell, value=Decimal("123456789012345")))
        if one.measure.unit == Unit.RUPIAH
        else one
        for one in document.figures
    ]
    xlsx = render(replace(document, figures=tuple(figures)), "xlsx", link=LINK)
    sheets = load_workbook(BytesIO(xlsx)).worksheets
    assert all(fits(sheet, cell) for sheet in sheets for row in sheet.rows for cell in row)


def fits(sheet: Any, cell: Any) -> bool:
    """Whether all of a cell is seen: a number on its line, a text that wraps on all of its own."""
    width = column_width(sheet, cell.column)
    if isinstance(cell.value, int | float) and cell.number_format.startswith('"Rp"'):
        return len(f"Rp {cell.value:,.0f}") < width
    if isinstance(cell.value, str) and cell.alignment.wrap_text:
        height = sheet.row_dimensions[cell.row].height or 15
        return all(len(word) < width for word in cell.value.split()) and (
            len(cell.value) / width <= height / 15
        )
    return True


def column_width(sheet: Any, column: int) -> float:
    """The width of a column in characters; neighbours of one width are written as one."""
    spans = (one for one in sheet.column_dimensions.values() if one.min <= column <= one.max)
    return next((one.width for one in spans), 8.43)
