"""Jobs and pages, tried by everybody who should not get at them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import NoReverseMatch, reverse

from communities.models import AreaAssignment, Region
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.services.imports import cancel_import, confirm_import
from tests.builders import AT, TODAY, make_region
from tests.exchange.services.office import (
    HEAD,
    KOTA,
    as_csv,
    bring,
    changes,
    faults,
    make_person,
    reader,
    take,
)
from tests.exchange.towns import OUTSIDE, THERE, Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


# Jobs ---------------------------------------------------------------------------------------------


def test_jobs_are_seen_by_their_owner_and_by_whoever_oversees_their_area(town: Town) -> None:
    steward = town.people["steward"]
    job = bring(reader(steward), as_csv(HEAD, ("NEW-1", "Baru", KOTA)))
    export = take(reader(steward), "csv")
    regency = make_person(region=Region.objects.get(code="14.04"), role=RoleName.AUDITOR)
    neighbour = make_person(region=Region.objects.get(code="14.04.13"))
    colleague = make_person(region=Region.objects.get(code="14.04.04"))
    blind = make_person(region=None, without=["view_importjob", "view_exportjob"])
    seen = {"steward": steward, "regency": regency, "colleague": colleague}
    unseen = {"neighbour": neighbour, "blind": blind, **{n: town.people[n] for n in OUTSIDE}}
    for name, user in seen.items():
        assert ImportJob.objects.visible_to(reader(user)).get() == job, name
        assert ExportJob.objects.visible_to(reader(user)).get() == export, name
    for name, user in unseen.items():
        assert not ImportJob.objects.visible_to(reader(user)).exists(), name
        assert not ExportJob.objects.visible_to(reader(user)).exists(), name


def test_a_job_of_a_wider_area_is_not_seen_from_below(town: Town) -> None:
    nation = make_person(region=None)
    bring(reader(nation), as_csv(HEAD, ("NEW-1", "Baru", THERE)))
    assert not ImportJob.objects.visible_to(reader(town.people["steward"])).exists()


def test_only_the_owner_confirms_or_cancels(town: Town) -> None:
    job = bring(reader(town.people["steward"]), as_csv(HEAD, ("NEW-1", "Baru", KOTA)))
    colleague = make_person(region=None)
    with pytest.raises(PermissionDenied):
        confirm_import(job=job, partial=False, by=reader(colleague), at=AT)
    with pytest.raises(PermissionDenied):
        cancel_import(job=job, by=reader(colleague), at=AT)
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_a_person_of_two_areas_works_in_both_and_in_no_third(town: Town) -> None:
    user = town.people["steward"]
    later = TODAY - timedelta(days=1)
    AreaAssignment.objects.create(user=user, region=town.other.region, from_on=later)
    make_region(code="14.04.01.1001")
    rows = [("OTHER-1", "Baru", THERE), ("OWN-1", "Baru", KOTA), ("X-1", "X", "14.04.01.1001")]
    job = bring(reader(user), as_csv(HEAD, *rows))
    assert sorted(changes(job)) == [2, 3]
    assert faults(job) == {(4, "region"): "unknown_region"}


# Pages --------------------------------------------------------------------------------------------


def address(name: str, *args: Any) -> str:
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        pytest.skip(f"there is no page {name} yet")


@pytest.mark.parametrize("who", [*OUTSIDE, "nobody"])
@pytest.mark.parametrize("page", ["import", "export"])
def test_the_pages_of_import_and_export_are_closed_to_others(
    town: Town, who: str, page: str
) -> None:
    client = Client()
    if who != "nobody":
        # The pages read the clock: the assignment that ends today has ended since.
        client.force_login(town.people[who])
    answer = client.get(address(f"communities_board_{page}"))
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert "login" in answer.headers["Location"]


@pytest.mark.parametrize("kind", ["importjob", "exportjob"])
def test_the_page_of_a_job_is_closed_to_others(town: Town, kind: str) -> None:
    steward = reader(town.people["steward"])
    job = bring(steward, as_csv(HEAD, ("NEW-1", "Baru", KOTA)))
    number = job.pk if kind == "importjob" else take(steward, "csv").pk
    page = address(f"exchange_{kind}_change", number)
    neighbour = make_person(region=Region.objects.get(code="14.04.13"), is_staff=True)
    for user in (neighbour, *(town.people[name] for name in OUTSIDE)):
        client = Client()
        client.force_login(user)
        assert client.get(page).status_code in (302, 403, 404), user
    client = Client()
    client.force_login(town.people["steward"])
    assert client.get(page).status_code == 200
