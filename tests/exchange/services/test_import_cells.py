"""What stands in the cells of an office's files, and what of it reaches the preview."""

import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest

from communities.models import Board, Region
from p2kp_site.exchange.faults import describe_fault
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board, make_region
from tests.exchange.services.office import (
    HEAD,
    KOTA,
    as_csv,
    as_xlsx,
    bring,
    faults,
    make_person,
    reader,
    store,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward() -> Reader:
    """The steward of Tembilahan."""
    make_region(code=KOTA)
    return reader(make_person(region=Region.objects.get(code="14.04.04")))


def read_cells(by: Reader, heading: str, cells: Iterable[Any]) -> dict[Any, Any]:
    """What a workbook with one board for each cell would store: payload, or kind of fault."""
    wanted = list(cells)
    where = HEAD.index(heading) if heading in HEAD else len(HEAD)
    head = HEAD if heading in HEAD else (*HEAD, heading)
    rows = []
    for number, cell in enumerate(wanted):
        row: list[Any] = [f"A-{number}", f"Board {number}", KOTA]
        row[where : where + 1] = [cell]
        rows.append(row)
    job = bring(by, as_xlsx(head, *rows), name="b.xlsx")
    assert job.state == ImportState.CHECKED, (job.state, job.failure)
    read = {
        row.number: row.payload if row.kind == RowKind.NEW else str(row.faults[0]["kind"])
        for row in job.rows.all()
    }
    return {cell: read[number] for number, cell in enumerate(wanted, 2)}


def test_words_for_yes_and_no_are_read_in_both_languages(steward: Reader) -> None:
    words = {
        "Ya": True, "YA": True, "ya.": True, "Sudah": True, "Ada": True, "Yes": True, "true": True,
        "1": True, "✓": True, "Tidak": False, "TDK": False, "Belum": False, "No": False, "0": False,
        "Tidak Ada": False,
    }  # fmt: skip
    head = (*HEAD, "Aktif", "Alasan Tidak Aktif")
    rows = [
        (f"A-{n}", f"BKM {n}", KOTA, word, "" if yes else "Bubar")
        for n, (word, yes) in enumerate(words.items())
    ]
    job = store(bring(steward, as_csv(head, *rows)), steward)
    stored = dict(Board.objects.values_list("code", "is_active"))
    read = {word: stored[f"A-{n}"] for n, word in enumerate(words)}
    assert (read, job.state) == (words, ImportState.DONE)


def test_what_is_neither_yes_nor_no_is_refused(steward: Reader) -> None:
    words = {
        "Ya/Tidak": "not_filled_in", "Y/T": "not_filled_in", "x": "not_yes_or_no",
        "mungkin": "not_yes_or_no", 2: "not_yes_or_no",
    }  # fmt: skip
    assert read_cells(steward, "Aktif", words) == words


DAYS = {
    "12 Agustus 2015": "2015-08-12",
    "12 Agt 2015": "2015-08-12",
    "Rabu, 12 Agustus 2015": "2015-08-12",
    "05-03-2010": "2010-03-05",
    "5/3/2010": "2010-03-05",
    "2010-03-05": "2010-03-05",
    "5 Pebruari 2010": "2010-02-05",
    "17 Nopember 2009": "2009-11-17",
    datetime(2010, 3, 5): "2010-03-05",
    "31-02-2010": "no_such_date",
    "12 Agustus": "year_missing",
    "Agustus 2015": "day_missing",
    "Senin, 12 Agustus 2015": "weekday_disagrees",
    "menyusul": "not_a_date",
}


def test_dates_are_read_as_indonesians_write_them(steward: Reader) -> None:
    read = read_cells(steward, "Tanggal Berdiri", DAYS)
    assert {c: r if isinstance(r, str) else r["formed_on"] for c, r in read.items()} == DAYS


CODES = {
    1404041001: KOTA,
    "1404041001": KOTA,
    "14.04.04.1001 ": KOTA,
    "14 04 04 1001": KOTA,
    "'14.04.04.1001": KOTA,
    14.1: "lost_zero",
    "14.1": "lost_zero",
    1404: "unknown_region",
    "14.04.04": "unknown_region",
    1404041: "bps_code",
    "1404041": "bps_code",
    "1403060007": "bps_code",
    "1,40404E+09": "scientific",
    "3.52E+15": "scientific",
    3.52e15: "wrong_length",
    date(2011, 1, 1): "date_for_code",
    "14.04.04.1OO1": "letter_for_digit",
    "14.04.04.1099": "unknown_region",
    "Tembilahan Kota": "not_a_region_code",
}


def test_codes_of_regions_as_spreadsheets_leave_them(steward: Reader) -> None:
    village = Region.objects.get(code=KOTA).pk
    read = read_cells(steward, "Kode Wilayah", CODES)
    assert {
        c: r if isinstance(r, str) else KOTA if r["region_id"] == village else r
        for c, r in read.items()
    } == CODES


def test_a_code_without_points_is_not_believed_against_the_name_beside_it(steward: Reader) -> None:
    head = (*HEAD, "Kecamatan")
    file = as_xlsx(head, ("A-1", "Satu", 1404041001, "Kerumutan"), ("A-2", "Dua", KOTA, None))
    assert faults(bring(steward, file, name="b.xlsx")) == {(2, "district"): "differs_from_code"}


def test_an_unknown_code_is_answered_with_the_villages_near_it(steward: Reader) -> None:
    job = bring(steward, as_csv(HEAD, ("A-1", "Satu", "14.04.04.1009")))
    said = describe_fault(job.rows.get().faults[0], dataset_named("boards"))
    assert "14.04.04.1001 Tembilahan Kota" in said


def test_a_code_of_a_board_that_a_spreadsheet_made_a_number_keeps_its_digits(
    steward: Reader,
) -> None:
    read = read_cells(steward, "Kode", [140404001, "007"])
    assert [payload["code"] for payload in read.values()] == ["140404001", "007"]


def test_a_code_that_the_page_would_refuse_is_refused_in_a_file(steward: Reader) -> None:
    codes = ["BKM 01", "BKM_1", "BKM#1", "ÉKM-1", "-BKM", "=1+1"]
    job = bring(steward, as_csv(HEAD, *((code, f"Board {code}", KOTA) for code in codes)))
    assert [row.payload["code"] for row in job.rows.filter(kind=RowKind.NEW)] == []
    assert {column for _row, column in faults(job)} == {"code"}


@pytest.mark.parametrize(
    ("heading", "length"),
    [("Kode", 30), ("Nama BKM", 150), ("Alamat", 250), ("Nomor Akta", 60), ("Catatan", 32_767)],
)
def test_a_text_that_is_too_long_is_refused_with_its_length(
    steward: Reader, heading: str, length: int
) -> None:
    cells = {
        "Kode": "A-1",
        "Nama BKM": "Satu",
        "Kode Wilayah": KOTA,
        "Alamat": "",
        "Nomor Akta": "",
        "Catatan": "",
    }
    fits, over = {**cells, heading: "A" * length}, {**cells, heading: "B" * (length + 1)}
    over["Kode"] = over["Kode"] if heading == "Kode" else "A-2"
    job = bring(steward, as_csv(tuple(cells), tuple(fits.values()), tuple(over.values())))
    fault = job.rows.get(kind=RowKind.REFUSED)
    assert (fault.number, fault.faults[0]["kind"]) == (3, "too_long")
    assert fault.faults[0]["params"]["length"] == length + 1
    assert job.added == 1


@pytest.mark.parametrize("code", [0x01, 0x07, 0x1B, 0x7F, 0x202E])
def test_a_sign_that_cannot_be_seen_is_refused(steward: Reader, code: int) -> None:
    job = bring(steward, as_csv(HEAD, ("A-1", f"Sa{chr(code)}tu", KOTA)))
    assert faults(job) == {(2, "name"): "control_character"}
    assert chr(code) not in describe_fault(job.rows.get().faults[0], dataset_named("boards"))


def patched(file: bytes, old: str, new: str) -> bytes:
    """A workbook in whose XML one text stands for another."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as book, zipfile.ZipFile(result, "w") as changed:
        for name in book.namelist():
            changed.writestr(name, book.read(name).replace(old.encode(), new.encode()))
    return result.getvalue()


@pytest.mark.parametrize("hidden", ["_x0000_", "_xD800_", "_x0007_"])
def test_signs_that_a_database_cannot_keep_are_refused_or_kept_as_written(
    steward: Reader, hidden: str
) -> None:
    file = as_xlsx(
        (*HEAD, "Warna"), ("A-1", "SatuXXX", KOTA, "biruXXX"), ("A-2", "Dua", KOTA, None)
    )
    job = bring(steward, patched(file, "XXX", hidden), name="b.xlsx", mapping={"Warna": None})
    assert job.state == ImportState.CHECKED, job.failure
    row = job.rows.get(number=2)
    if row.kind == RowKind.NEW:
        assert row.payload["name"] == f"Satu{hidden}"
    else:
        assert faults(job) == {(2, "name"): "control_character"}
    assert job.rows.get(number=3).kind == RowKind.NEW


def test_telephone_numbers_are_kept_in_one_form(steward: Reader) -> None:
    cells = ["0812-3456-7890", "+62 812 3456 7890", 81234567890, "21234"]
    one, two, three, without = read_cells(steward, "Telepon", cells).values()
    assert {payload["phone"] for payload in (one, two, three)} == {"+6281234567890"}
    assert without == "no_area_code"


def test_texts_are_freed_of_spaces_that_nobody_typed_on_purpose(steward: Reader) -> None:
    job = bring(
        steward, as_csv((*HEAD, "Catatan"), ("A-1", " BKM\u00a0 Maju ", KOTA, "a\r\n b  c "))
    )
    payload = job.rows.get().payload
    assert (payload["name"], payload["note"]) == ("BKM Maju", "a\nb c")


def test_spaces_put_right_are_no_change_of_what_the_base_holds(steward: Reader) -> None:
    make_board(code="A-1", name="BKM Maju")
    job = bring(steward, as_csv(HEAD, (" a-1 ", "BKM   Maju ", f" {KOTA} ")))
    assert job.unchanged == 1
