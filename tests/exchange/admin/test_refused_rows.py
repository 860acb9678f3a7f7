"""Refused rows are handed back with what to do, ready to be corrected and brought again."""

import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.exchange.admin.pages import HEAD, boards, page, upload
from tests.exchange.services.office import KOTA

pytestmark = pytest.mark.django_db


def test_refused_rows_come_back_as_they_were_with_advice(desk: Client) -> None:
    job = upload(desk, boards(("A-1", "BKM", KOTA, ""), ("A-2", "", "14.04.04.1999", "Sari")))
    answer = desk.get(page(job, "refused") + "?format=csv")
    text = b"".join(answer).decode("utf-8-sig")
    head, row = csv.reader(StringIO(text))
    assert head == ["No.", *HEAD, "What to do"]
    assert row[:5] == ["3", "A-2", "", "14.04.04.1999", "Sari"]
    assert "Board name: The cell is empty: fill it in." in row[5]
    assert "Region code: There is no kelurahan" in row[5]


def test_the_workbook_keeps_codes_as_texts(desk: Client) -> None:
    job = upload(desk, boards(("007", "", "14.04.04.1001", "=1+1")))
    content = b"".join(desk.get(page(job, "refused")))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [sheet["B2"].value, sheet["D2"].value] == ["007", "14.04.04.1001"]
    assert sheet["E2"].data_type != "f"
