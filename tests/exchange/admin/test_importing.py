"""A steward brings in a file through the pages: upload, decisions, preview, receipt, undo."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from communities.models import Board
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState
from tests.builders import make_board
from tests.exchange.admin.pages import (
    HEAD,
    UPLOAD,
    boards,
    confirm,
    page,
    press,
    told,
    upload,
    work,
)
from tests.exchange.services.office import HILIR, KOTA, as_csv

pytestmark = pytest.mark.django_db

MIXED = boards(
    ("A-1", "BKM Baru", KOTA, ""),
    ("A-2", "BKM Kedua", HILIR, "Ibu Sari"),
    ("A-3", "", "14.04.04.1999", ""),
)


def test_a_file_becomes_a_preview_and_then_a_receipt(desk: Client) -> None:
    job = upload(desk, boards(("A-1", "BKM Baru", KOTA, "Ibu Sari")))
    assert "Confirm: store 1 rows" in told(desk, page(job))
    assert not Board.objects.exists()
    assert "Confirmed. The rows are being stored." in confirm(desk, job)
    work(job)
    text = told(desk, page(job))
    assert "Receipt: what was stored" in text
    assert "Undo this import" in text
    assert Board.objects.get().coordinator == "Ibu Sari"


def test_the_upload_page_tells_the_columns_and_gives_a_template(desk: Client) -> None:
    text = told(desk, reverse(UPLOAD))
    assert "Region code" in text
    assert "Date, day first" in text
    template = desk.get(reverse("admin:communities_board_import_template"))
    assert template.headers["Content-Disposition"].startswith("attachment")
    assert template.headers["X-Content-Type-Options"] == "nosniff"


def test_a_filled_template_is_read_without_a_question(desk: Client, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    template = desk.get(reverse("admin:communities_board_import_template"))
    path.write_bytes(b"".join(template))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["C2"].number_format == "@", "codes are text columns"
    headings = {cell.value: cell.column for cell in sheet[1]}
    for heading, value in (("Board name", "BKM"), ("Region code", KOTA), ("Active", "ya")):
        sheet.cell(2, headings[heading]).value = value
    book.save(path)
    job = upload(desk, path.read_bytes(), "template.xlsx")
    assert (job.state, job.added, job.refused) == (ImportState.CHECKED, 1, 0)


def test_an_empty_file_is_refused_at_the_field(desk: Client) -> None:
    answer = desk.post(reverse(UPLOAD), {"file": SimpleUploadedFile("empty.csv", b"")})
    assert answer.status_code == 400
    assert "The file is empty" in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_a_file_that_is_too_large_is_refused_at_the_field(desk: Client, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 10
    answer = desk.post(reverse(UPLOAD), {"file": SimpleUploadedFile("big.csv", MIXED)})
    assert answer.status_code == 400
    assert "The file is larger than" in answer.content.decode()


def test_a_file_that_is_no_table_is_told_in_words(desk: Client) -> None:
    job = upload(desk, b"<html><table></table></html>", "data.xls")
    text = told(desk, page(job))
    assert "The file is a web page" in text
    assert "Try again with another file" in text


def test_every_fault_of_a_row_is_told_with_what_to_do(desk: Client) -> None:
    text = told(desk, page(upload(desk, MIXED)) + "?kind=refused")
    assert "<b>Board name</b> The cell is empty: fill it in." in text
    assert "There is no kelurahan or desa “14.04.04.1999” in your area: check the code." in text
    assert "Did you mean “14.04.04.1001 Tembilahan Kota”" in text


def test_good_rows_are_stored_and_refused_ones_left_out_only_when_asked(desk: Client) -> None:
    job = upload(desk, MIXED)
    assert "Store 2 good rows, leave out 1 refused" in told(desk, page(job))
    assert "Rows are refused" in confirm(desk, job)
    assert job.state == ImportState.CHECKED
    confirm(desk, job, partial="1")
    work(job)
    assert set(Board.objects.values_list("code", flat=True)) == {"A-1", "A-2"}


def test_the_change_of_a_row_is_shown_before_and_after(desk: Client) -> None:
    make_board(code="A-1", name="BKM Lama")
    text = told(desk, page(upload(desk, boards(("A-1", "BKM Baru", KOTA, "")))))
    assert "<del>BKM Lama</del>" in text
    assert "<ins>BKM Baru</ins>" in text


def test_unknown_columns_are_decided_and_the_file_is_read_again(desk: Client) -> None:
    head = (*HEAD, "Kontak", "Umur")
    job = upload(desk, as_csv(head, ("A-1", "BKM", KOTA, "Sari", "081234567890", "40")))
    assert job.state == ImportState.MAPPING
    assert "“Kontak” (column E)" in told(desk, page(job))
    press(desk, job, "columns", column_0="phone", column_1="-")
    work(job)
    assert (job.state, job.added) == (ImportState.CHECKED, 1)
    assert job.mapping == {"Kontak": "phone", "Umur": None}


def test_all_unknown_columns_are_left_out_with_one_button(desk: Client) -> None:
    job = upload(desk, as_csv((*HEAD, "Umur"), ("A-1", "BKM", KOTA, "Sari", "40")))
    press(desk, job, "columns", leave_out="1")
    assert work(job).state == ImportState.CHECKED


def test_one_meaning_is_not_given_to_two_columns(desk: Client) -> None:
    head = (*HEAD, "Kontak", "HP 2")
    job = upload(desk, as_csv(head, ("A-1", "BKM", KOTA, "Sari", "081234567890", "081234567891")))
    answer = desk.post(page(job, "columns"), {"column_0": "phone", "column_1": "phone"})
    assert answer.status_code == 400
    assert "Another column was given this meaning already." in answer.content.decode()
    job.refresh_from_db()
    assert job.state == ImportState.MAPPING


def test_a_second_confirmation_is_refused_in_words(desk: Client) -> None:
    job = upload(desk, boards(("A-1", "BKM Baru", KOTA, "")))
    seen = job.finished_at.isoformat() if job.finished_at else ""
    press(desk, job, "confirm", seen=seen)
    text = press(desk, job, "confirm", seen=seen)
    assert "This import was confirmed already" in text
    work(job)
    assert "This import was confirmed already" in press(desk, job, "confirm", seen=seen)
    assert Board.objects.count() == 1


def test_a_preview_that_was_read_again_is_not_confirmed_unseen(desk: Client) -> None:
    job = upload(desk, boards(("A-1", "BKM Baru", KOTA, "")))
    text = press(desk, job, "confirm", seen="2020-01-01T00:00:00+00:00")
    assert "look at it once more" in text
    assert job.state == ImportState.CHECKED


def test_rows_changed_since_the_preview_are_told_and_shown_again(desk: Client) -> None:
    job = upload(desk, boards(("A-1", "BKM Baru", KOTA, "")))
    confirm(desk, job)
    make_board(code="A-1", name="BKM Lain")
    work(work(job))
    text = told(desk, page(job))
    assert "1 rows were changed by somebody else after you saw them" in text
    assert "<del>BKM Lain</del>" in text


def test_an_import_is_cancelled_and_stores_nothing(desk: Client) -> None:
    job = upload(desk, MIXED)
    assert "Cancelled. Nothing was stored." in press(desk, job, "cancel")
    assert "has moved on meanwhile" in confirm(desk, job, partial="1")


def test_an_import_is_undone_with_a_reason(desk: Client) -> None:
    job = upload(desk, boards(("A-1", "BKM Baru", KOTA, "")))
    confirm(desk, job)
    work(job)
    text = press(desk, job, "undo", why="wrong year")
    assert "Undone: 1 rows removed, 0 rows put back." in text
    assert "wrong year" in text
    assert not Board.objects.exists()
    assert "it is now “undone”" in press(desk, job, "undo", why="again")


def test_the_same_file_again_says_which_import_it_was(desk: Client) -> None:
    file = boards(("A-1", "BKM Baru", KOTA, ""))
    first = upload(desk, file)
    confirm(desk, first)
    work(first)
    again = upload(desk, file)
    assert f"import #{first.pk}" in told(desk, page(again))
    assert again.unchanged == 1


def test_a_page_of_rows_is_turned_by_the_number_of_the_row(desk: Client) -> None:
    job = upload(desk, boards(*((f"A-{n}", f"BKM {n}", KOTA, "") for n in range(120))))
    first = told(desk, page(job))
    assert "kind=new&amp;start=52" in first
    middle = told(desk, page(job) + "?kind=new&start=52")
    assert "BKM 50" in middle
    assert "kind=new&amp;until=52" in middle
    assert "BKM 49" in told(desk, page(job) + "?kind=new&until=52")


def test_rows_that_nobody_knows_are_told(desk: Client) -> None:
    job = upload(desk, MIXED)
    for query in ("?kind=nothing", "?start=first", "?kind=refused&reason=1=1"):
        assert "There are no such rows" in told(desk, page(job) + query)


def test_refused_rows_are_narrowed_to_one_reason(desk: Client) -> None:
    rows = [(f"A-{n}", "", KOTA, "") for n in range(3)] + [("B-1", "BKM", "14.04.04.1999", "")]
    job = upload(desk, boards(*rows))
    text = told(desk, page(job) + "?kind=refused&reason=name:required")
    assert "A-0" in text
    assert "B-1" not in text


def test_progress_is_told_to_the_page(desk: Client) -> None:
    job = upload(desk, MIXED)
    progress = desk.get(page(job, "progress"))
    assert progress.json()["state"] == "checked"
    assert progress.json()["moving"] is False
    assert "no-store" in progress.headers["Cache-Control"]
