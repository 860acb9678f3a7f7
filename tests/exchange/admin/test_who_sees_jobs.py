"""Who sees an import or an export, who may act on it, and what stays hidden."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.models import ExportJob, ImportJob
from tests.builders import make_board, make_region
from tests.builders_accounts import browser_of
from tests.exchange.admin.pages import UPLOAD, boards, page, told, upload
from tests.exchange.services.office import KOTA, content_of, make_person, reader, take

pytestmark = pytest.mark.django_db

IMPORT_PAGES = ("change", "progress", "file", "refused", "columns", "confirm", "cancel", "undo")


@pytest.fixture
def job(desk: Client) -> ImportJob:
    """An import of the steward with a personal column, a fault in it, and a refused row."""
    return upload(
        desk,
        boards(
            ("A-1", "BKM Baru", KOTA, "Ibu Sari"),
            ("A-2", "", KOTA, "Pak Rahasia"),
            ("A-3", "BKM Panjang", KOTA, "Bu Panjang " * 20),
        ),
    )


@pytest.fixture
def export(steward: User) -> ExportJob:
    """An export of the steward."""
    make_board(code="A-9", name="BKM Lama")
    return take(reader(steward), "csv")


def ask(client: Client, address: str, word: str) -> int:
    """The status that a page or a button answers with."""
    posted = word in ("columns", "confirm", "cancel", "undo")
    return (client.post if posted else client.get)(address).status_code


@pytest.mark.parametrize("word", IMPORT_PAGES)
def test_another_area_does_not_know_of_the_import(job: ImportJob, word: str) -> None:
    make_region(code="14.05.01.1001")
    stranger = make_person(region=Region.objects.get(code="14.05"), is_staff=True)
    assert ask(browser_of(stranger), page(job, word), word) == 404


@pytest.mark.parametrize("word", ["change", "progress", "file", "dictionary", "cancel"])
def test_another_area_does_not_know_of_the_export(export: ExportJob, word: str) -> None:
    make_region(code="14.05.01.1001")
    stranger = make_person(region=Region.objects.get(code="14.05"), is_staff=True)
    assert ask(browser_of(stranger), page(export, word), word) == 404


def test_lists_show_ones_own_jobs_and_those_of_ones_area(
    job: ImportJob, export: ExportJob, tembilahan: Region
) -> None:
    make_region(code="14.05.01.1001")
    stranger = make_person(region=Region.objects.get(code="14.05"), is_staff=True)
    auditor = make_person(region=tembilahan, role=RoleName.AUDITOR, is_staff=True)
    for of, name in ((job, "boards.csv"), (export, f"#{export.pk} boards.csv")):
        address = reverse(f"admin:exchange_{of._meta.model_name}_changelist")
        assert name in told(browser_of(auditor), address)
        assert name not in told(browser_of(stranger), address)


@pytest.mark.parametrize("word", IMPORT_PAGES[2:])
def test_a_colleague_sees_the_import_and_touches_nothing(
    job: ImportJob, tembilahan: Region, word: str
) -> None:
    colleague = make_person(region=tembilahan, role=RoleName.VERIFIER, is_staff=True)
    client = browser_of(colleague)
    assert "boards.csv" in told(client, page(job))
    assert ask(client, page(job, word), word) == 403
    job.refresh_from_db()
    assert job.state == "checked"


def test_personal_data_are_hidden_from_who_may_not_see_them(
    job: ImportJob, tembilahan: Region
) -> None:
    verifier = make_person(region=tembilahan, role=RoleName.VERIFIER, is_staff=True)
    for kind in ("new", "refused", "skipped"):
        text = told(browser_of(verifier), f"{page(job)}?kind={kind}")
        assert "Ibu Sari" not in text
        assert "Pak Rahasia" not in text
        assert "Bu Panjang" not in text
    assert "A-2" in told(browser_of(verifier), f"{page(job)}?kind=refused")


def test_a_changed_personal_value_is_told_without_the_value(
    desk: Client, tembilahan: Region
) -> None:
    make_board(code="A-1", name="BKM Baru", coordinator="Pak Rahasia")
    job = upload(desk, boards(("A-1", "BKM Baru", KOTA, "Ibu Sari")))
    verifier = make_person(region=tembilahan, role=RoleName.VERIFIER, is_staff=True)
    text = told(browser_of(verifier), f"{page(job)}?kind=changed")
    assert "Personal data change too" in text
    assert "Pak Rahasia" not in text
    assert "Ibu Sari" not in text


@pytest.mark.parametrize("word", ["import", "import_template", "process_import"])
def test_without_the_right_to_import_there_is_no_upload(tembilahan: Region, word: str) -> None:
    verifier = make_person(region=tembilahan, role=RoleName.VERIFIER, is_staff=True)
    address = reverse(f"admin:communities_board_{word}")
    client = browser_of(verifier)
    expected = 404 if word == "process_import" else 403
    assert client.get(address).status_code == expected
    assert client.post(address).status_code == expected


def test_without_the_right_to_export_there_is_no_file(tembilahan: Region) -> None:
    auditor = make_person(region=tembilahan, role=RoleName.AUDITOR, is_staff=True)
    address = reverse("admin:communities_board_export")
    assert browser_of(auditor).get(address).status_code == 403
    assert browser_of(auditor).post(address, {"format": "csv"}).status_code == 403


def test_without_an_area_nothing_comes_in_or_leaves(steward: User) -> None:
    steward.area_assignments.all().delete()
    for address in (UPLOAD, "admin:communities_board_export"):
        assert browser_of(steward).get(reverse(address)).status_code == 403


def test_the_original_file_is_handed_to_its_owner_alone(
    desk: Client, job: ImportJob, steward: User
) -> None:
    answer = desk.get(page(job, "file"))
    assert b"Ibu Sari" in b"".join(answer)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="boards.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    steward.groups.clear()
    assert browser_of(steward).get(page(job, "file")).status_code == 403


def test_an_export_is_handed_to_its_owner_as_long_as_they_may_export(
    desk: Client, export: ExportJob, steward: User
) -> None:
    assert b"".join(desk.get(page(export, "file"))) == content_of(export)
    assert b"fields" in b"".join(desk.get(page(export, "dictionary")))
    steward.groups.clear()
    assert browser_of(steward).get(page(export, "file")).status_code == 403


def test_nobody_adds_edits_or_deletes_a_job_by_hand(desk: Client, job: ImportJob) -> None:
    assert desk.get(reverse("admin:exchange_importjob_add")).status_code == 403
    assert desk.post(page(job, "delete"), {"post": "yes"}).status_code == 403
    desk.post(page(job), {"state": "done"})
    job.refresh_from_db()
    assert job.state == "checked"


@pytest.mark.parametrize("word", ["columns", "confirm", "cancel", "undo"])
def test_buttons_are_no_links(desk: Client, job: ImportJob, word: str) -> None:
    assert desk.get(page(job, word)).status_code == 405


def test_the_page_asks_as_much_for_fifty_rows_as_for_one(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for rows in (1, 50):
        new = [(f"N-{rows}-{n}", f"BKM {n}", KOTA, "") for n in range(rows)]
        bad = [(f"R-{rows}-{n}", "", KOTA, "") for n in range(rows)]
        job = upload(desk, boards(*new, *bad))
        for kind in ("new", "refused"):
            with django_assert_max_num_queries(9):
                told(desk, f"{page(job)}?kind={kind}")


def test_the_list_asks_as_much_for_thirty_jobs_as_for_one(
    desk: Client, job: ImportJob, django_assert_max_num_queries: Any
) -> None:
    address = reverse("admin:exchange_importjob_changelist")
    for _n in range(30):
        job.pk = None
        job.save(force_insert=True)
    with django_assert_max_num_queries(8):
        assert told(desk, address).count("boards.csv") >= 31


@pytest.mark.parametrize("query", ["owner__id__exact=1", "statee=done", "e=1"])
def test_a_list_asked_for_nonsense_shows_no_rows(desk: Client, job: ImportJob, query: str) -> None:
    address = reverse("admin:exchange_importjob_changelist")
    answer = desk.get(f"{address}?{query}", follow=True)
    assert answer.status_code == 400
    assert "boards.csv" not in answer.content.decode()
