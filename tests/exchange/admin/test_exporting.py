"""A person takes rows out through the pages: what the list shows is what leaves."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Region
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.models import ExportJob
from p2kp_site.exchange.services.running import run_export
from tests.builders import make_board
from tests.builders_accounts import browser_of
from tests.exchange.admin.pages import page, press, told
from tests.exchange.services.office import content_of, make_person

pytestmark = pytest.mark.django_db

LIST, EXPORT = "admin:communities_board_changelist", "admin:communities_board_export"


@pytest.fixture
def three_boards(tembilahan: Region) -> None:
    """Two boards that work and one that does not."""
    make_board(code="A-1", name="BKM Mawar")
    make_board(code="A-2", name="BKM Melati")
    make_board(code="A-3", name="BKM Mawar Tua", is_active=False, inactive_reason="bubar")


def taken(client: Client, query: str, format_: str = "csv") -> ExportJob:
    """Ask for a file and have it made."""
    answer = client.post(f"{reverse(EXPORT)}?{query}", {"format": format_})
    job = ExportJob.objects.latest("pk")
    assert answer.headers["Location"] == page(job)
    run_export(job.pk, clock=timezone.now)
    job.refresh_from_db()
    return job


@pytest.mark.usefixtures("three_boards")
def test_the_button_of_the_list_carries_its_filter(desk: Client) -> None:
    text = told(desk, f"{reverse(LIST)}?q=mawar&is_active=true")
    assert f"{reverse(EXPORT)}?" in text
    text = told(desk, f"{reverse(EXPORT)}?is_active=true&q=mawar&after=014~1")
    assert "Search: mawar" in text
    assert "Active: Yes" in text
    assert '<dd class="ex-figure">1</dd>' in text


@pytest.mark.usefixtures("three_boards")
def test_what_was_filtered_is_what_leaves(desk: Client) -> None:
    job = taken(desk, "q=mawar&is_active=true")
    assert (job.row_count, job.filters) == (1, {"q": "mawar", "is_active": "true"})
    assert b"BKM Mawar" in content_of(job)
    assert b"Melati" not in content_of(job)
    text = told(desk, page(job))
    assert job.sha256 in text
    assert "Search: mawar" in text


@pytest.mark.usefixtures("three_boards")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("qq=mawar", "There is no filter called “qq”. Did you mean “q”?"),
        ("region=99.99", "Region"),
    ],
)
def test_a_filter_that_nobody_knows_is_refused(desk: Client, query: str, words: str) -> None:
    for answer in (
        desk.get(f"{reverse(EXPORT)}?{query}"),
        desk.post(f"{reverse(EXPORT)}?{query}", {"format": "csv"}),
    ):
        assert answer.status_code == 400
        assert words in answer.content.decode()
    assert not ExportJob.objects.exists()


@pytest.mark.usefixtures("three_boards")
def test_personal_columns_are_said_to_be_left_out(tembilahan: Region) -> None:
    verifier = make_person(region=tembilahan, role=RoleName.VERIFIER, is_staff=True)
    text = told(browser_of(verifier), reverse(EXPORT))
    assert "3 columns with personal data are left out." in text
    assert "Coordinator" not in text


@pytest.mark.usefixtures("three_boards")
@pytest.mark.parametrize("format_", ["xlsx", "csv", "csv_excel"])
def test_each_format_becomes_a_file(desk: Client, format_: str) -> None:
    job = taken(desk, "", format_)
    answer = desk.get(page(job, "file"))
    assert b"".join(answer) == content_of(job)
    assert job.row_count == 3
    has_dictionary = format_ != "xlsx"
    assert (desk.get(page(job, "dictionary")).status_code == 200) is has_dictionary


def test_a_format_that_does_not_exist_is_refused(desk: Client) -> None:
    answer = desk.post(reverse(EXPORT), {"format": "pdf"})
    assert answer.status_code == 400
    assert not ExportJob.objects.exists()


def test_an_export_is_cancelled_before_it_is_made(desk: Client) -> None:
    desk.post(reverse(EXPORT), {"format": "csv"})
    job = ExportJob.objects.get()
    assert "Cancelled. No file was made." in press(desk, job, "cancel")
    assert "This has moved on meanwhile" in press(desk, job, "cancel")
    assert job.state == "cancelled"
