"""Who a person is on a day: their rights, and the areas assigned to them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from communities.models import AreaAssignment, Region
from p2kp_site.accounts.models import User
from p2kp_site.foundation.reader import reader_for
from tests.builders import TODAY, make_region, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def siti() -> User:
    make_region(code="14.04.04.1001")
    make_region(code="14.04.13")
    make_region(code="14.71")
    return make_user(username="siti")


def assign(user: User, code: str, *, from_on: date = TODAY, until_on: date | None = None) -> None:
    region = Region.objects.get(code=code) if code else None
    AreaAssignment.objects.create(user=user, region=region, from_on=from_on, until_on=until_on)


def areas(user: User, on: date = TODAY) -> set[str]:
    """The regions of a person's areas on a day; the nation is called ID."""
    codes = dict(Region.objects.values_list("path", "code"))
    found = reader_for(User.objects.get(pk=user.pk), on=on).areas
    assert len(set(found)) == len(found)
    return {codes[path] if path else "ID" for path in found}


def test_without_an_assignment_there_is_no_area(siti: User) -> None:
    assert areas(siti) == set()


@pytest.mark.parametrize(
    ("days", "holds"), [(-1, False), (0, True), (9, True), (10, False), (11, False)]
)
def test_an_assignment_holds_from_its_first_day_to_the_day_before_its_end(
    siti: User, days: int, holds: bool
) -> None:
    assign(siti, "14.04", until_on=TODAY + 10 * DAY)
    assert areas(siti, TODAY + days * DAY) == ({"14.04"} if holds else set())


def test_one_assignment_follows_another_without_a_gap_or_an_overlap(siti: User) -> None:
    change = TODAY + 5 * DAY
    assign(siti, "14.04", until_on=change)
    assign(siti, "14.71", from_on=change)
    assert areas(siti, change - DAY) == {"14.04"}
    assert areas(siti, change) == {"14.71"}


@pytest.mark.parametrize(
    ("codes", "seen"),
    [
        (["14.04", "14.04.04"], {"14.04"}),
        (["14.04.04", "14.04", "14.04.04.1001"], {"14.04"}),
        (["14.04.04", "14.04.13"], {"14.04.04", "14.04.13"}),
        (["14.04.04.1001", "14.71"], {"14.04.04.1001", "14.71"}),
        (["", "14.04"], {"ID"}),
        (["14", "14.71", "14.04.04"], {"14"}),
    ],
)
def test_an_area_inside_another_adds_nothing(siti: User, codes: list[str], seen: set[str]) -> None:
    for code in codes:
        assign(siti, code)
    assert areas(siti) == seen


def test_when_the_wider_assignment_ends_the_narrower_one_stays(siti: User) -> None:
    assign(siti, "14", until_on=TODAY + DAY)
    assign(siti, "14.04.04")
    assert areas(siti) == {"14"}
    assert areas(siti, TODAY + DAY) == {"14.04.04"}


def test_an_assignment_means_the_region_and_not_its_code(siti: User) -> None:
    assign(siti, "14.04.04")
    Region.objects.filter(code="14.04.04").stamp(code="14.04.99")
    assert areas(siti) == {"14.04.99"}


def test_inactive_and_unknown_people_are_nobody(siti: User) -> None:
    assign(siti, "")
    siti.is_active = False
    siti.save()
    for user in (siti, AnonymousUser()):
        who = reader_for(user, on=TODAY)
        assert (who.user, who.rights, who.areas) == (None, frozenset(), ())


def test_rights_are_those_of_roles_and_of_the_person(siti: User) -> None:
    siti.user_permissions.add(Permission.objects.get(codename="view_board"))
    who = reader_for(User.objects.get(pk=siti.pk), on=TODAY)
    assert who.rights == {"communities.view_board"}
    assert who.may("communities.view_board")
    assert not who.may("communities.change_board")
    assert who.on == TODAY


def test_an_assignment_ends_after_it_begins_and_is_not_given_twice(siti: User) -> None:
    assign(siti, "14.04")
    assign(siti, "")
    for code, until_on in (("14.71", TODAY), ("14.71", TODAY - DAY), ("14.04", None), ("", None)):
        region = Region.objects.get(code=code) if code else None
        wrong = AreaAssignment(user=siti, region=region, from_on=TODAY, until_on=until_on)
        with pytest.raises(ValidationError):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_assignments_are_seen_inside_the_own_area_and_those_of_the_nation_by_the_nation(
    siti: User,
) -> None:
    for code in ("14.04.04", "14.71", ""):
        assign(siti, code)
    budi = make_user()
    assign(budi, "14.04")
    who = reader_for(budi, on=TODAY)
    seen = AreaAssignment.objects.visible_to(who)
    assert set(seen.values_list("region__code", flat=True)) == {"14.04.04", "14.04"}
    everywhere = reader_for(siti, on=TODAY)
    assert AreaAssignment.objects.visible_to(everywhere).count() == 4
