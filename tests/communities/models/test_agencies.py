"""An agency: of a region or of the whole nation, read by everybody below."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from communities.models import Agency, Region
from communities.models.agencies import AgencyKind
from p2kp_site.foundation.reader import Reader
from tests.builders import TODAY, make_change_set, make_region
from tests.builders_accounts import region_of
from tests.communities.builders import make_agency, make_assignment
from tests.communities.models.refusals import assert_refused

pytestmark = pytest.mark.django_db

WRONG: list[dict[str, Any]] = [
    {"code": ""},
    {"name": ""},
    {"active_from": date(2012, 1, 1), "active_until": date(2012, 1, 1)},
    {"active_from": date(2012, 1, 2), "active_until": date(2012, 1, 1)},
]


@pytest.mark.parametrize("values", WRONG)
def test_what_cannot_be_is_refused_by_the_page_and_by_the_table(values: dict[str, Any]) -> None:
    assert_refused(make_agency(), values)


def test_a_code_is_given_once_in_the_whole_nation() -> None:
    make_agency(code="INS-1", region=make_region(code="14.04"))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_agency(code="INS-1")


@pytest.mark.parametrize("door", ["save", "update", "bulk_update", "bulk_create"])
def test_the_area_of_an_agency_is_that_of_its_region_or_the_nation(door: str) -> None:
    region, act = make_region(code="14.04"), make_change_set()
    local, national = make_agency(), make_agency(region=region)
    assert (local.area, national.area) == ("", region.path)
    local.region, national.region = region, None
    if door == "save":
        local.save(change_set=act)
        national.save(change_set=act)
    elif door == "update":
        Agency.objects.filter(pk=local.pk).update(region=region, change_set=act)
        Agency.objects.filter(pk=national.pk).update(region=None, change_set=act)
    elif door == "bulk_update":
        Agency.objects.bulk_update([local, national], ["region"], change_set=act)
    else:
        new = [
            Agency(region=one, code=f"NEW-{number}", name="Baru", kind=AgencyKind.OTHER)
            for number, one in enumerate([region, None])
        ]
        Agency.objects.bulk_create(new, change_set=act)
    for stored in Agency.objects.all():
        assert stored.area == (stored.region.path if stored.region else "")


def reader(*codes: str) -> Reader:
    paths = [Region.objects.get(code=code).path if code else "" for code in codes]
    return Reader(None, frozenset(), tuple(paths), TODAY)


@pytest.mark.parametrize(
    ("area", "sees", "writes"),
    [
        ("14.04.04", {"NATION", "RIAU", "INHIL", "DISTRICT"}, {"DISTRICT"}),
        ("14.04", {"NATION", "RIAU", "INHIL", "DISTRICT"}, {"INHIL", "DISTRICT"}),
        ("14.71", {"NATION", "RIAU"}, set()),
        ("", {"NATION", "RIAU", "INHIL", "DISTRICT"}, {"NATION", "RIAU", "INHIL", "DISTRICT"}),
    ],
)
def test_agencies_above_are_read_and_only_ones_own_are_written(
    area: str, sees: set[str], writes: set[str]
) -> None:
    region_of("14.71")
    for code, where in (("RIAU", "14"), ("INHIL", "14.04"), ("DISTRICT", "14.04.04")):
        make_agency(code=code, region=region_of(where))
    make_agency(code="NATION")
    seen, writable = (
        set(rows.values_list("code", flat=True))
        for rows in (
            Agency.objects.visible_to(reader(area)),
            Agency.objects.writable_by(reader(area)),
        )
    )
    assert (seen, writable) == (sees, writes)


def test_agencies_stand_from_a_day_until_a_day_and_unknown_days_are_open() -> None:
    make_agency(code="KNOWN", active_from=date(2012, 1, 1), active_until=date(2013, 1, 1))
    make_agency(code="OPEN")

    def standing(on: date) -> set[str]:
        return set(Agency.objects.standing_on(on).values_list("code", flat=True))

    assert standing(date(2011, 12, 31)) == {"OPEN"}
    assert standing(date(2012, 1, 1)) == {"OPEN", "KNOWN"}
    assert standing(date(2012, 12, 31)) == {"OPEN", "KNOWN"}
    assert standing(date(2013, 1, 1)) == {"OPEN"}


def test_whoever_is_assigned_as_a_consultant_stays_one() -> None:
    agency = make_agency(kind=AgencyKind.OVERSIGHT_CONSULTANT)
    make_assignment(agency=agency, region=make_region(code="14"))
    agency.kind = AgencyKind.TECHNICAL_OFFICE
    with pytest.raises(ValidationError) as refusal:
        agency.full_clean(exclude=["changed_at", "change_set"])
    assert "kind" in refusal.value.message_dict
    agency.kind = AgencyKind.REGIONAL_CONSULTANT
    agency.full_clean(exclude=["changed_at", "change_set"])
    assert set(Agency.objects.consultants()) == {agency}
