"""Files that are no tables, and names that are no names: refused with a reason, nothing written."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from communities.models import Board, Region
from p2kp_site.exchange.faults import describe_failure
from p2kp_site.exchange.file_messages import FILES
from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.reading import UnusableFile
from p2kp_site.exchange.services.imports import NotNow, confirm_import, start_import
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, make_region
from tests.exchange.services.office import (
    HEAD,
    KOTA,
    as_csv,
    as_xlsx,
    bring,
    clock,
    make_person,
    reader,
)

pytestmark = pytest.mark.django_db

FILE = as_csv(HEAD, ("A-1", "Satu", KOTA))


@pytest.fixture
def steward() -> Reader:
    """The steward of Tembilahan."""
    make_region(code=KOTA)
    return reader(make_person(region=Region.objects.get(code="14.04.04")))


def refused(by: Reader, content: bytes, name: str) -> str:
    """Why a file is refused, or what became of it; either way nothing may be written."""
    try:
        job = bring(by, content, name=name)
    except UnusableFile as error:
        failure: dict[str, Any] = {"kind": error.kind, "params": error.params}
    else:
        assert job.state == ImportState.UNUSABLE, (job.state, job.failure)
        with pytest.raises(NotNow):
            confirm_import(job=job, partial=True, by=by, at=AT)
        failure = job.failure or {}
    assert failure["kind"] in FILES
    said = describe_failure(failure)
    assert "%(" not in said
    assert "…" not in said
    assert not ImportRow.objects.exists()
    assert not Board.objects.exists()
    return str(failure["kind"])


def test_every_broken_file_is_refused_with_a_reason(
    steward: Reader, samples: Path, subtests: pytest.Subtests
) -> None:
    folder = samples / "messy" / "broken"
    files = json.loads((folder / "expected.json").read_text())["files"]
    assert len(files) == 16
    reasons = {
        "bom_entitas.xlsx": "unsafe_xml",
        "bom_zip.xlsx": "inflates_too_much",
        "bukan_buku_kerja.xlsx": "archive_not_workbook",
        "hanya_kepala.csv": "no_rows",
        "laman_web.xls": "html_page",
        "lembar_raksasa.xlsx": "giant_sheet",
        "nul.csv": "nul_byte",
        "tabel_lain.xlsx": "no_known_header",
        "kosong.csv": "empty_file",
        "terpotong.xlsx": "damaged_workbook",
    }
    for name in files:
        with subtests.test(file=name):
            kind = refused(steward, (folder / name).read_bytes(), name)
            assert kind == reasons.get(name, kind)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty_file"),
        (b"Kode,Nama BKM,Kode\x00Wilayah\r\nA-1,Satu,x\r\n", "nul_byte"),
        (b" \r\n\r\n", "empty_file"),
        (b"Siti,Umar\r\nA,B\r\n", "no_known_header"),
        (b"Kode,Nama BKM,Kode Wilayah\r\n", "no_rows"),
        (b"<!DOCTYPE html><html><table><tr><td>Kode</td></tr></table></html>", "html_page"),
        (b'Kode,Nama BKM,Kode Wilayah\r\nA-1,"Satu,14\r\n' + b"x\r\n" * 50, "broken_quotes"),
        (b"Kode,Kode BKM,Nama BKM,Kode Wilayah\r\nA,B,Satu,14.04.04.1001\r\n", "duplicate_column"),
    ],
)
def test_a_file_that_is_no_table_is_refused(steward: Reader, content: bytes, kind: str) -> None:
    assert refused(steward, content, "boards.csv") == kind


def test_a_workbook_cut_off_at_any_place_is_refused(steward: Reader) -> None:
    whole = as_xlsx(HEAD, ("A-1", "Satu", KOTA))
    for part in (30, len(whole) // 2, len(whole) - 10):
        assert refused(steward, whole[:part], "boards.xlsx")


def test_a_file_larger_than_allowed_is_refused_before_it_is_kept(
    steward: Reader, settings: Settings
) -> None:
    settings.IMPORT_MAX_BYTES = len(FILE) - 1
    assert refused(steward, FILE, "boards.csv") == "too_large"
    assert not ImportJob.objects.exists()
    settings.IMPORT_MAX_BYTES = len(FILE)
    assert bring(steward, FILE).state == ImportState.CHECKED


NAMES = [
    "../../../etc/passwd",
    "..\\..\\boards.csv",
    "/etc/cron.d/boards.csv",
    "C:\\Users\\Siti\\boards.csv",
    ".",
    "..",
    "...",
    "",
    " ",
    "/",
    "???",
    "%%%",
    "../",
    "boards\x00.csv",
    "boards\n.csv",
    "données ünïcode 数据 🙂.csv",
    "a" * 300 + ".csv",
    "数" * 300 + ".csv",
    "🙂" * 300,
    ("e\u0301" * 120) + ".csv",
    "boards\udce9.csv",
    "-rf.csv",
    "CON.csv",
    "boards.csv.part",
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:24])
def test_a_file_may_have_any_name(steward: Reader, name: str) -> None:
    job = start_import(reader=steward, dataset="boards", file=BytesIO(FILE), name=name, at=AT)
    folder = Path(django_settings.MEDIA_ROOT).resolve() / "imports"
    kept = Path(job.file.path).resolve()
    assert kept.parent.parent == folder
    assert kept.read_bytes() == FILE
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    assert (job.state, job.added) == (ImportState.CHECKED, 1)
    assert len(job.file_name) <= 200
