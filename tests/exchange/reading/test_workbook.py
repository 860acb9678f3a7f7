"""Workbooks: the right sheet, the odd cells, and a reading process that may die."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from p2kp_site.exchange.reading import (
    CellError,
    Limits,
    PercentNumber,
    UncalculatedFormula,
    UnusableFile,
)

from .boards import kinds, read
from .workbooks import DAY, PERCENT, Raw, merges, sheet_xml, write_xlsx

HEAD: list[Any] = ["Kode", "Nama BKM", "L", "P"]
ROWS: list[list[Any]] = [["B-1", "BKM Maju", 5, 3], ["B-2", "BKM Jaya", 6, 4]]


def refusal(path: Path, limits: Limits | None = None) -> UnusableFile:
    with pytest.raises(UnusableFile) as caught:
        read(path, limits=limits)
    return caught.value


def test_cells_come_as_what_they_are(tmp_path: Path) -> None:
    row = [
        "B-1", 7, 7.25,
        Raw(f' s="{DAY}"><v>40042</v></c>'), Raw(f' s="{PERCENT}"><v>0.455</v></c>'),
        Raw(' t="b"><v>1</v></c>'), Raw(' t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        Raw("><f>A2*2</f></c>"), Raw("><f>3+4</f><v>7</v></c>"),
        Raw(' t="str"><f>IF(A2="","","")</f><v></v></c>'), Raw("><f>SUM(A1)</f><v/></c>"), None,
    ]  # fmt: skip
    names = ["Kode", "Nama BKM", *(f"X{n}" for n in range(10))]
    _table, rows = read(write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml([names, row])}))
    assert list(rows[0].cells) == [
        "B-1", 7, 7.25, date(2009, 8, 17), 0.455, True, CellError("#DIV/0!"),
        UncalculatedFormula("=A2*2"), 7, None, UncalculatedFormula("=SUM(A1)"), None,
    ]  # fmt: skip
    assert isinstance(rows[0].cells[4], PercentNumber)
    assert isinstance(rows[0].cells[1], int)


def test_odd_cells_are_found_in_sheets_without_references(tmp_path: Path) -> None:
    xml = sheet_xml([HEAD, ["B-1", "BKM Maju", Raw(' t="e"><v>#REF!</v></c>'), 3], ROWS[1]])
    bare = re.sub(r' r="[A-Z]*\d+"', "", xml)
    _table, rows = read(write_xlsx(tmp_path / "b.xlsx", {"S": bare}))
    assert rows[0].cells[2] == CellError("#REF!")
    assert rows[1].cells[2] == 6


def test_odd_cells_are_found_in_sheets_with_another_prefix(tmp_path: Path) -> None:
    xml = sheet_xml([HEAD, ["B-1", "BKM", Raw(' t="e"><v>#N/A</v></c>'), Raw("><f>1+1</f></c>")]])
    for tag in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t"):
        xml = xml.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
        xml = xml.replace(f"</{tag}>", f"</x:{tag}>")
    xml = xml.replace("xmlns=", "xmlns:x=")
    _table, rows = read(write_xlsx(tmp_path / "b.xlsx", {"S": xml}))
    assert list(rows[0].cells)[2:] == [CellError("#N/A"), UncalculatedFormula("=1+1")]


def test_rows_are_numbered_as_in_the_spreadsheet(tmp_path: Path) -> None:
    rows = [[], [], [None, *HEAD], [None, *ROWS[0]], [], [None, *ROWS[1]]]
    table, found = read(write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(rows)}))
    assert table.header_rows == [3]
    assert [c.letter for c in table.columns] == ["B", "C", "D", "E"]
    assert kinds(found) == {1: "blank", 2: "blank", 4: "data", 5: "blank", 6: "data"}


def test_the_sheet_with_most_known_headings_is_read_and_the_others_told(tmp_path: Path) -> None:
    other = sheet_xml([["Kode", "Nama BKM"], ["x", "y"]])
    sheets = {
        "Petunjuk": sheet_xml([["Cara mengisi"]]),
        "Ref": other,
        "Data": sheet_xml([HEAD, *ROWS]),
    }
    table, _rows = read(write_xlsx(tmp_path / "b.xlsx", sheets))
    assert table.sheet == "Data"
    note = next(n for n in table.notes if n.kind == "other_sheets")
    assert note.params == {"sheets": ["Petunjuk", "Ref"], "alike": []}


def test_of_two_sheets_alike_the_first_is_read_and_the_second_told(tmp_path: Path) -> None:
    sheets = {"Enok": sheet_xml([HEAD, ROWS[0]]), "Reteh": sheet_xml([HEAD, ROWS[1]])}
    table, rows = read(write_xlsx(tmp_path / "b.xlsx", sheets))
    assert (table.sheet, rows[0].cells[0]) == ("Enok", "B-1")
    assert table.notes[0].params["alike"] == ["Reteh"]


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    xml = sheet_xml([HEAD, *ROWS], hidden=[3]).replace(
        "<sheetData>", '<cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
    )
    table, rows = read(write_xlsx(tmp_path / "b.xlsx", {"S": xml}))
    assert [row.hidden for row in rows] == [False, True]
    assert (table.hidden_rows, table.hidden_columns) == (frozenset({3}), ["B", "C"])
    assert {note.kind for note in table.notes} == {"hidden_rows", "hidden_columns"}


def test_cells_merged_downwards_hold_for_all_their_rows(tmp_path: Path) -> None:
    rows = [["Kecamatan", *HEAD], ["Enok", *ROWS[0]], [None, *ROWS[1]], [None, "B-3", "BKM", 1, 2]]
    xml = sheet_xml(rows, merges("A2:A3"))
    table, found = read(write_xlsx(tmp_path / "b.xlsx", {"S": xml}), size=1)
    assert [row.cells[0] for row in found] == ["Enok", "Enok", None]
    assert table.notes[-1].params == {"rows": 1}


def test_a_merged_header_ends_where_its_merged_cells_end(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["DAFTAR"],
        ["Kode", "Nama BKM", "Anggota"],
        [None, None, "L", "P"],
        [],
        ["B-1", "BKM", 5, 3],
    ]
    xml = sheet_xml(rows, merges("A1:D1", "A2:A4", "B2:B4", "C2:D2", "C3:C4", "D3:D4"))
    table, found = read(write_xlsx(tmp_path / "b.xlsx", {"S": xml}))
    assert table.header_rows == [2, 3, 4]
    assert [c.heading for c in table.columns] == ["Kode", "Nama BKM", "Anggota L", "Anggota P"]
    assert kinds(found) == {1: "title", 5: "data"}


def test_a_text_merged_over_many_columns_heads_a_group_and_joins_no_name(tmp_path: Path) -> None:
    rows = [HEAD, ["B-1", "BKM Sinar", 5, 3], [None, "Pesisir"], ["B-2", "BKM Jaya", 6, 4]]
    plain = write_xlsx(tmp_path / "a.xlsx", {"S": sheet_xml(rows)})
    merged = write_xlsx(tmp_path / "b.xlsx", {"S": sheet_xml(rows, merges("B3:D3"))})
    assert kinds(read(plain)[1])[3] == "overflow"
    assert kinds(read(merged)[1])[3] == "section"


def test_a_sheet_that_claims_a_million_rows_is_read_as_what_it_holds(tmp_path: Path) -> None:
    rows = sheet_xml([HEAD, *ROWS]).replace(
        "</sheetData>", '<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    )
    xml = rows.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    _table, found = read(write_xlsx(tmp_path / "b.xlsx", {"S": xml}))
    assert len(found) == 2


def test_few_cells_over_a_giant_rectangle_are_refused(tmp_path: Path) -> None:
    for announced in ("", '<dimension ref="A1:XFD1048576"/>'):
        xml = sheet_xml([HEAD, *ROWS]).replace(
            "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        )
        xml = xml.replace("<sheetData>", f"{announced}<sheetData>")
        caught = refusal(write_xlsx(tmp_path / "b.xlsx", {"Besar": xml}))
        assert (caught.kind, caught.params["sheet"]) == ("giant_sheet", "Besar")


def test_a_giant_rectangle_that_is_announced_as_small_does_not_break_the_parent(
    tmp_path: Path,
) -> None:
    xml = sheet_xml([HEAD, *ROWS]).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    xml = xml.replace("<sheetData>", '<dimension ref="A1:D3"/><sheetData>')
    assert refusal(write_xlsx(tmp_path / "b.xlsx", {"S": xml})).kind in (
        "too_many_cells", "too_much_memory", "damaged_workbook",
    )  # fmt: skip


def test_a_part_that_unpacks_to_far_more_is_refused_before_unpacking(tmp_path: Path) -> None:
    xml = sheet_xml([HEAD, *ROWS]).replace("</sheetData>", " " * 20_000_000 + "</sheetData>")
    caught = refusal(write_xlsx(tmp_path / "b.xlsx", {"S": xml}))
    assert caught.kind == "inflates_too_much"
    assert caught.params["part"] == "xl/worksheets/s1.xml"
