"""Which consultant accompanies which region, when."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from communities.models import ConsultantAssignment
from communities.models.agencies import AgencyKind
from tests.builders_accounts import region_of
from tests.communities.builders import make_agency, make_assignment
from tests.communities.models.refusals import assert_given_once, assert_refused

pytestmark = pytest.mark.django_db

START, DAY = date(2012, 1, 1), timedelta(days=1)


@pytest.mark.parametrize("until_on", [START, START - DAY])
def test_an_assignment_ends_after_it_begins(until_on: date) -> None:
    assert_refused(make_assignment(region=region_of("14")), {"until_on": until_on})


def test_a_consultant_gets_a_region_once_a_day() -> None:
    assert_given_once(make_assignment, agency=make_agency(), region=region_of("14"), from_on=START)


def test_only_a_consultant_is_assigned() -> None:
    office = make_agency(kind=AgencyKind.TECHNICAL_OFFICE)
    wrong = ConsultantAssignment(agency=office, region=region_of("14"), from_on=START)
    with pytest.raises(ValidationError) as refusal:
        wrong.full_clean(exclude=["changed_at", "change_set"])
    assert "agency" in refusal.value.message_dict


def refused(assignment: ConsultantAssignment) -> bool:
    try:
        assignment.full_clean(exclude=["changed_at", "change_set"])
    except ValidationError as error:
        return list(error.message_dict) == ["from_on"]
    return False


@pytest.mark.parametrize(
    ("from_on", "until_on", "overlaps"),
    [
        (START - DAY, None, True),
        (START - DAY, START, False),
        (START - DAY, START + DAY, True),
        (START + DAY, START + 2 * DAY, True),
        (START + 10 * DAY, None, False),
        (START + 9 * DAY, None, True),
    ],
)
def test_assignments_of_one_consultant_to_one_region_do_not_overlap(
    from_on: date, until_on: date | None, overlaps: bool
) -> None:
    agency, region = make_agency(), region_of("14.04")
    standing = make_assignment(
        agency=agency, region=region, from_on=START, until_on=START + 10 * DAY
    )
    given: dict[str, Any] = {"from_on": from_on, "until_on": until_on}
    assert refused(ConsultantAssignment(agency=agency, region=region, **given)) is overlaps
    # Another consultant, another region, and the assignment itself are no matter.
    assert not refused(ConsultantAssignment(agency=make_agency(), region=region, **given))
    assert not refused(ConsultantAssignment(agency=agency, region=region_of("14.71"), **given))
    assert not refused(standing)


def test_who_serves_an_area_on_a_day_follows_from_the_regions_above_it() -> None:
    village = region_of("14.04.04.1001")
    for code, where, until in (
        ("KMW", "14", None), ("KORKOT", "14.04", START + 10 * DAY), ("FASKEL", "14.04.04", None),
        ("OTHER", "14.71", None), ("BELOW", "14.04.04.1001", None),
    ):  # fmt: skip
        make_assignment(
            agency=make_agency(code=code), region=region_of(where), from_on=START, until_on=until
        )

    def serving(area: str, on: date) -> list[str]:
        rows = ConsultantAssignment.objects.for_area(area, on)
        return list(rows.values_list("agency__code", flat=True))

    assert serving(village.path, START) == ["KMW", "KORKOT", "FASKEL", "BELOW"]
    assert serving(village.path, START + 10 * DAY) == ["KMW", "FASKEL", "BELOW"]
    assert serving(region_of("14.04").path, START) == ["KMW", "KORKOT"]
    assert serving(village.path, START - DAY) == []
    assert serving("", START) == []
