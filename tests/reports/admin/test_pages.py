"""The pages of summaries: live figures, a press of a button, and what was kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.models.runs import RunState
from p2kp_site.reports.services.runs import run_summary
from tests.builders import make_board, make_region
from tests.exchange.services.office import clock, make_person, reader
from tests.reports.desk import ran

pytestmark = pytest.mark.django_db
LIVE = "admin:reports_summaryrun_live"
ASKED = {"summary": "community-boards", "region": "14.04", "period": "2015"}


@pytest.fixture
def person() -> User:
    make_board(formed_on="2010-01-01")
    regency = Region.objects.get(code="14.04")
    return make_person(region=regency, role=RoleName.VERIFIER, is_staff=True)


@pytest.fixture
def desk(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_the_first_page_asks_and_proposes_the_year_that_ended_last(desk: Client) -> None:
    page = desk.get(reverse(LIVE))
    assert page.status_code == 200
    assert page.context["form"].initial["period"].isdecimal()
    assert "document" not in page.context


def test_live_figures_lead_to_their_rows(desk: Client) -> None:
    page = desk.get(reverse(LIVE), ASKED)
    assert "Keadaan BKM/LKM" in page.content.decode()
    boards = next(one for one in page.context["document"]["figures"] if one["key"] == "boards")
    assert boards["value"] == "1"
    rows = desk.get(boards["url"])
    assert rows.context["cl"].result_count == 1


def test_without_a_region_it_is_the_whole_area(desk: Client, client: Client) -> None:
    page = desk.get(reverse(LIVE), {**ASKED, "region": ""})
    assert page.context["document"]["region_code"] == "14.04"
    client.force_login(make_person(region=None, role=RoleName.AUDITOR, is_staff=True))
    page = client.get(reverse(LIVE), {**ASKED, "region": ""})
    assert page.context["document"]["region_code"] == "ID"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"region": "14"}, "di luarnya"),
        ({"region": "ID"}, "di luarnya"),
        ({"period": "besok"}, "bukan periode"),
        ({"summary": "nothing"}, "nothing"),
    ],
)
def test_what_makes_no_sense_shows_no_figures_and_says_why(
    desk: Client, asked: dict[str, str], why: str
) -> None:
    page = desk.get(reverse(LIVE), {**ASKED, **asked})
    assert page.status_code == 400
    assert why in page.content.decode()
    assert "document" not in page.context


def test_a_button_has_files_made_and_the_page_of_the_run_shows_them(
    desk: Client, person: User
) -> None:
    answer = desk.post(reverse(LIVE), {**ASKED, "make": "xlsx"})
    run = SummaryRun.objects.get()
    assert answer.headers["Location"].endswith(f"/{run.pk}/change/")
    assert run.state == RunState.QUEUED
    assert run.owner == person
    waiting = desk.get(answer.headers["Location"])
    assert "menunggu dibuat" in waiting.content.decode()
    run_summary(run.pk, clock=clock)
    page = desk.get(answer.headers["Location"])
    assert page.context["document"]["title"] == "Keadaan BKM/LKM"
    file = desk.get(reverse("admin:reports_summaryrun_file", args=[run.pk]), {"format": "xlsx"})
    assert file.status_code == 200
    assert file.headers["Content-Disposition"].endswith('.xlsx"')
    assert (
        desk.get(
            reverse("admin:reports_summaryrun_file", args=[run.pk]), {"format": "pdf"}
        ).status_code
        == 404
    )


def test_a_kept_run_says_what_changed_and_leads_to_todays_figures(
    desk: Client, person: User
) -> None:
    ran(reader(person))
    make_board(formed_on="2011-01-01")
    run = ran(reader(person))
    page = desk.get(reverse("admin:reports_summaryrun_change", args=[run.pk]))
    text = page.content.decode()
    assert "Sejak saat itu" in text
    assert "+1" in text
    live = desk.get(page.context["live_url"])
    assert live.context["document"]["figures"][3]["value"] == "2"


def test_the_short_address_on_paper_leads_to_the_run(
    desk: Client, person: User, client: Client
) -> None:
    run = ran(reader(person))
    address = reverse("reports:kept", args=[run.ref])
    assert desk.get(address).headers["Location"].endswith(f"/{run.pk}/change/")
    elsewhere = make_person(region=make_region(code="15"), role=RoleName.AUDITOR, is_staff=True)
    client.force_login(elsewhere)
    assert client.get(address).status_code == 404
    client.logout()
    assert "/login/" in client.get(address).headers["Location"]


def test_who_lost_the_right_to_what_is_counted_sees_no_kept_figures(client: Client) -> None:
    make_board(formed_on="2010-01-01")
    regency = Region.objects.get(code="14.04")
    run = ran(reader(make_person(region=regency, role=RoleName.VERIFIER)))
    less = make_person(region=regency, role=RoleName.AUDITOR, without=["view_board"], is_staff=True)
    client.force_login(less)
    address = reverse("admin:reports_summaryrun_change", args=[run.pk])
    assert client.get(address).status_code == 403
    file = reverse("admin:reports_summaryrun_file", args=[run.pk])
    assert client.get(file).status_code == 403
    assert client.get(reverse(LIVE)).status_code == 403


def test_regions_are_looked_up_inside_the_own_area_only(desk: Client) -> None:
    make_region(code="15", name="Tembilahan Jauh")
    answer = desk.get(
        reverse("admin:autocomplete"),
        {
            "term": "tembilahan",
            "app_label": "reports",
            "model_name": "summaryrun",
            "field_name": "region",
        },
    )
    codes = {one["code"] for one in answer.json()["results"]}
    assert codes == {"14.04.04", "14.04.04.1001"}


def test_the_pages_ask_as_often_however_many_runs_there_are(
    desk: Client, person: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        ran(reader(person))
    with django_assert_max_num_queries(12):
        desk.get(reverse("admin:reports_summaryrun_changelist"))
    with django_assert_max_num_queries(26):
        desk.get(reverse(LIVE), ASKED)
