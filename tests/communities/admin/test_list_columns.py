"""Which columns a list has, by the area of its reader."""

import pytest
from django.urls import reverse

from tests.builders_accounts import INHIL, NATION, browser_of, make_person, region_of

pytestmark = pytest.mark.django_db

LISTS = {
    "communities_board": {"district", "regency"},
    "communities_boardyear": {"regency"},
    "communities_selfhelpgroup": {"regency"},
    "communities_boardofficer": {"regency"},
    "communities_slumarea": {"regency"},
    "programs_plan": {"regency"},
    "programs_location": {"district", "regency"},
}


@pytest.mark.parametrize("name", LISTS)
def test_a_place_that_all_rows_share_has_no_column(name) -> None:
    region_of("14.04.04.1001")
    told = LISTS[name]
    areas = (("14.04.04", set()), (INHIL, told - {"regency"}), (NATION, told))
    for area, expected in areas:
        browser = browser_of(make_person("data_steward", area=area))
        answer = browser.get(reverse(f"admin:{name}_changelist"))
        columns = answer.context["cl"].list_display
        assert set(columns) & {"district", "regency"} == expected, area
        # After the box to tick and the name: how far the row is.
        assert columns[:1] == ["action_checkbox"]
        assert columns[2] == "signoff_label"
