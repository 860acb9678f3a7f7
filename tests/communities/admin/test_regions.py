"""The pages of regions."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Region, RegionCode
from tests.builders import TODAY, make_region
from tests.builders_accounts import browser_of, make_person, region_of

pytestmark = pytest.mark.django_db

LIST = "/admin/communities/region/"


@pytest.fixture
def village() -> Region:
    region_of("14.04.04")
    return make_region(code="14.04.04.1004", name="Sungaiperak")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward"))


def test_a_name_is_found_whatever_its_spacing(steward):
    answer = steward.get(LIST, {"q": "Sungai Perak"})
    assert [region.name for region in answer.context["cl"].result_list] == ["Sungaiperak"]


def test_a_region_is_offered_with_what_it_is_part_of(steward):
    answer = steward.get(
        "/admin/autocomplete/",
        {
            "app_label": "communities",
            "model_name": "board",
            "field_name": "region",
            "term": "sungai perak",
        },
    )
    (offered,) = answer.json()["results"]
    assert offered["text"] == (
        "Sungaiperak — Kec. Tembilahan, Kab. Indragiri Hilir (14.04.04.1004)"
    )


def test_regions_above_are_seen_and_regions_beside_are_not(steward):
    make_region(code="14.04.01.1001", name="Pulaukijang")
    codes = [region.code for region in steward.get(LIST).context["cl"].result_list]
    assert codes == ["14", "14.04", "14.04.04", "14.04.04.1004"]


def test_past_codes_stand_on_the_page_of_the_region(steward, village):
    RegionCode.objects.create(region=village, code="14.03.09.1010", until_on=TODAY)
    page = f"{LIST}{village.pk}/change/"
    assert "14.03.09.1010" in steward.get(page).content.decode()


def test_nobody_changes_a_region_by_hand(village):
    boss = browser_of(make_person("data_steward", area="", is_superuser=True))
    page = f"{LIST}{village.pk}/change/"
    assert boss.get(page).status_code == HTTPStatus.OK
    assert boss.post(page, {"name": "Lain"}).status_code == HTTPStatus.FORBIDDEN
    assert boss.get(f"{LIST}add/").status_code == HTTPStatus.FORBIDDEN
    assert boss.get(f"{LIST}{village.pk}/delete/").status_code == HTTPStatus.FORBIDDEN


def test_the_list_names_parents_without_asking_for_each(steward, village):
    steward.get(LIST)
    with CaptureQueriesContext(connection) as few:
        steward.get(LIST)
    for number in range(2001, 2051):
        make_region(code=f"14.04.04.{number}", parent=village.parent)
    with CaptureQueriesContext(connection) as many:
        steward.get(LIST)
    assert len(few) == len(many) == 5
