"""What an export writes, the import reads back with zero changes."""

import csv
import json
from datetime import date
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from communities.models import Board, Region
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportState
from p2kp_site.foundation.filters import UnusableFilter
from p2kp_site.foundation.reader import Reader
from tests.builders import TODAY, make_board, make_region
from tests.exchange.services.office import (
    HILIR,
    KOTA,
    bring,
    changes,
    content_of,
    counts,
    faults,
    make_person,
    reader,
    take,
)

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "csv_excel", "xlsx")
SUFFIX = {"csv": "csv", "csv_excel": "csv", "xlsx": "xlsx"}


@pytest.fixture
def steward() -> Reader:
    """The steward of Tembilahan, where two kelurahan are."""
    make_region(code=KOTA)
    make_region(code=HILIR, name="Tembilahan Hilir")
    return reader(make_person(region=Region.objects.get(code="14.04.04")))


def brought_back(by: Reader, format_: str, language: str = "id") -> ImportJob:
    """Everything taken out and brought in again."""
    job = take(by, format_, language=language)
    assert job.state == ExportState.DONE, job.failure
    return bring(by, content_of(job), name=f"boards.{SUFFIX[format_]}")


def assert_unchanged(by: Reader, format_: str, language: str = "id") -> None:
    job = brought_back(by, format_, language)
    number = Board.objects.visible_to(by).count()
    assert faults(job) == {}
    assert changes(job) == {}
    assert counts(job) == {"read": number, "unchanged": number}


TEXTS = [
    "=1+1", "'=1+1", "''=1+1", "-5", "+62", "@x", "'", "''", "'Aisyiyah", "\u00a0=1+1", "\uff1d1+1",
    "007", "0812", "1E5", "12-08-2015", "14.1", "TRUE", "Ya", "None", "null", "#REF!", "#N/A",
    "a,b;c\td", 'kata "kutip"', '"', "🏘️ 👨‍👩‍👧", "Siti\u00a0Aminah", "dua  spasi",
    "3. BKM Maju", "(1)", "Jumlah", "Catatan: ada",
    "H. Ridwan, S.H., M.Kn.", "é\u0301", "\u200bnol", "a\u00adb", "-", "–", "\\n",
    "Nama BKM", "sep=;", "Ket.", "_x0041_", "&amp;<b>",
]  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_texts_that_a_spreadsheet_would_spoil_come_back_as_they_were(
    steward: Reader, format_: str, language: str
) -> None:
    for number, text in enumerate(TEXTS):
        make_board(code=f"{number:04d}", name=text, address=text, deed_number=text, note=text)
    assert_unchanged(steward, format_, language)


@pytest.mark.parametrize("format_", FORMATS)
def test_notes_of_several_lines_come_back_as_they_were(steward: Reader, format_: str) -> None:
    notes = [
        "satu\ndua",
        "satu\r\ndua",
        "satu\n\n\ndua",
        "\n=1+1",
        "satu\n=1+1",
        "a\tb",
        "dua  kata\n x",
    ]
    for number, note in enumerate(notes):
        make_board(code=f"N-{number}", note=note)
    assert_unchanged(steward, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_was_typed_on_a_page_in_a_form_that_no_file_would_have_comes_back(
    steward: Reader, format_: str
) -> None:
    make_board(code="P-1", name="BKM  Dua  Spasi", phone="0768-21234")
    make_board(code="P-2", phone="21234")
    make_board(code="P-3", phone="hubungi kantor", coordinator="Siti\u00a0 Aminah")
    make_board(code="P-4", formed_on=date(1799, 1, 1), deed_on=date(2150, 1, 1))
    assert_unchanged(steward, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_dates_states_and_empty_columns_come_back_as_they_were(
    steward: Reader, format_: str
) -> None:
    make_board(code="A-1", formed_on=date(2006, 5, 3), deed_on=date(2007, 12, 1))
    make_board(
        code="A-2", is_active=False, inactive_reason="Bubar", closed_on=date(2012, 5, 4),
        formed_on=date(1999, 4, 5), bank_account_number="00123456789012345678",
        phone="+6281234567890", region=Region.objects.get(code=HILIR),
    )  # fmt: skip
    for language in ("id", "en"):
        assert_unchanged(steward, format_, language)


LETTERS = st.sampled_from(
    "aZ09 =+-@'\"`,;.:/\\\u00a0é数🙂\u2019()[]#%*_&<>|~^!?{}$\u200b\u00ad\uff1d"
)
LINE = st.text(LETTERS, max_size=12).map(str.strip)
NAME = LINE.filter(bool)
NOTE = st.lists(LINE, max_size=4).map("\r\n".join).map(str.strip)
DAY = st.none() | st.dates(date(1950, 1, 1), TODAY)
BOARDS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAME, "coordinator": LINE, "address": LINE, "deed_number": LINE,
            "notary": LINE, "bank_account_number": LINE, "note": NOTE, "deed_on": DAY,
            "formed_on": DAY, "is_active": st.booleans(), "reason": NAME,
        }
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip
FEW = hypothesis_settings(
    max_examples=25, phases=[Phase.generate], deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def round_trip(by: Reader, boards: list[dict[str, Any]], format_: str, language: str) -> None:
    with transaction.atomic():
        for number, values in enumerate(boards):
            reason = values["reason"]
            values = {n: v for n, v in values.items() if n != "reason"}
            values["inactive_reason"] = "" if values["is_active"] else reason
            make_board(code=f"H-{number}", **values)
        assert_unchanged(by, format_, language)
        transaction.set_rollback(True)


@FEW
@given(boards=BOARDS, language=st.sampled_from(["id", "en"]))
def test_any_boards_come_back_from_a_csv(
    steward: Reader, boards: list[dict[str, Any]], language: str
) -> None:
    round_trip(steward, boards, "csv", language)


@FEW
@given(boards=BOARDS, language=st.sampled_from(["id", "en"]))
def test_any_boards_come_back_from_a_csv_with_semicolons(
    steward: Reader, boards: list[dict[str, Any]], language: str
) -> None:
    round_trip(steward, boards, "csv_excel", language)


@hypothesis_settings(FEW, max_examples=8)
@given(boards=BOARDS, language=st.sampled_from(["id", "en"]))
def test_any_boards_come_back_from_a_workbook(
    steward: Reader, boards: list[dict[str, Any]], language: str
) -> None:
    round_trip(steward, boards, "xlsx", language)


def test_no_cell_of_a_csv_is_run_as_a_formula(steward: Reader) -> None:
    for number, text in enumerate(TEXTS):
        make_board(code=f"{number:04d}", name=text, note=text)
    rows = list(csv.reader(StringIO(content_of(take(steward, "csv")).decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert [
        c for c in cells if c.strip(" \u00a0\u200b")[:1] in ("=", "+", "-", "@", "\uff1d")
    ] == []
    assert "'=1+1" in cells
    assert "''=1+1" in cells


def test_no_cell_of_a_workbook_is_a_formula(steward: Reader) -> None:
    make_board(code="A-1", name="=1+1", note="@SUM(A1)")
    book = load_workbook(BytesIO(content_of(take(steward, "xlsx"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert {"=1+1", "@SUM(A1)"} <= {cell.value for cell in cells}


def test_a_personal_column_is_absent_without_the_right_and_survives_the_way_back() -> None:
    board = make_board(coordinator="Siti", phone="+6281234567890", bank_account_number="0012")
    user = make_person(region=None, without=["personal_board"])
    for format_ in FORMATS:
        job = take(reader(user), format_)
        assert not {"coordinator", "phone", "bank_account_number"} & set(job.columns)
        content = content_of(job)
        if format_ != "xlsx":
            for secret in (b"Siti", b"81234567890", b"0012"):
                assert secret not in content
        back = bring(reader(user), content, name=f"boards.{SUFFIX[format_]}")
        assert counts(back) == {"read": 1, "unchanged": 1}
    board.refresh_from_db()
    assert board.coordinator == "Siti"


def test_the_register_keeps_who_took_what_and_its_checksum(steward: Reader) -> None:
    make_board(code="A-1", is_active=False, inactive_reason="Bubar")
    make_board(code="A-2")
    job = take(steward, "csv", filters={"is_active": "true"})
    content = content_of(job)
    assert (job.owner, job.row_count, job.size) == (steward.user, 1, len(content))
    assert job.sha256 == sha256(content).hexdigest()
    schema = json.loads((Path(settings.MEDIA_ROOT) / job.dictionary).read_text())
    assert [field["name"] for field in schema["fields"]] == job.columns
    assert content.decode("utf-8-sig").splitlines()[0] == ",".join(job.columns)


def test_an_export_of_nothing_has_headings_only(steward: Reader) -> None:
    for format_ in FORMATS:
        job = take(steward, format_)
        assert (job.state, job.row_count) == (ExportState.DONE, 0)


@pytest.mark.parametrize(
    "filters",
    [{"colour": "red"}, {"is_activ": "1"}, {"region": "14.99"}, {"formed_on_after": "rubbish"}],
)
def test_a_filter_that_cannot_be_used_never_means_everything(
    steward: Reader, filters: dict[str, str]
) -> None:
    with pytest.raises(UnusableFilter):
        take(steward, "csv", filters=filters)
    assert not ExportJob.objects.exists()


def test_nobody_exports_without_the_right(steward: Reader) -> None:
    user = make_person(region=None, without=["export_board"])
    with pytest.raises(PermissionDenied):
        take(reader(user), "csv")
