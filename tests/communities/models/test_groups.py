"""Self-help groups: formed, working and closed as boards are."""

from datetime import date
from typing import Any

import pytest

from communities.models import SelfHelpGroup
from tests.builders import make_board
from tests.communities.builders import make_group
from tests.communities.models.refusals import assert_given_once, assert_refused

pytestmark = pytest.mark.django_db

WRONG: list[dict[str, Any]] = [
    {"name": ""},
    {"members_men": 3, "members_women": 2, "members_low_income": 6},
    {"is_active": False},
    {"inactive_reason": "Bubar"},
    {"closed_on": date(2015, 1, 1)},
    {
        "is_active": False, "inactive_reason": "Bubar",
        "formed_on": date(2012, 1, 2), "closed_on": date(2012, 1, 1),
    },
]  # fmt: skip


@pytest.mark.parametrize("values", WRONG)
def test_what_cannot_be_is_refused_by_the_page_and_by_the_table(values: dict[str, Any]) -> None:
    assert_refused(make_group(), values)


def test_a_board_has_a_name_once() -> None:
    assert_given_once(make_group, board=make_board(), name="KSM Melati Contoh")
    make_group(board=make_board(), name="KSM Melati Contoh")


def test_members_are_men_and_women_when_both_were_counted() -> None:
    known = make_group(members_men=3, members_women=2)
    unknown = make_group(members_men=3)
    assert (known.members, unknown.members) == (5, None)
    told = {row.pk: row.member_count for row in SelfHelpGroup.objects.with_members()}
    assert told == {known.pk: 5, unknown.pk: None}


def test_groups_that_stand_on_a_day_were_formed_by_then_and_not_closed() -> None:
    make_group(name="OPEN", formed_on=date(2006, 1, 1))
    make_group(
        name="SHUT", formed_on=date(2006, 1, 1), closed_on=date(2012, 1, 1),
        is_active=False, inactive_reason="Bubar",
    )  # fmt: skip
    make_group(name="UNKNOWN")

    def standing(on: date) -> set[str]:
        return set(SelfHelpGroup.objects.standing_on(on).values_list("name", flat=True))

    assert standing(date(2005, 12, 31)) == set()
    assert standing(date(2011, 12, 31)) == {"OPEN", "SHUT"}
    assert standing(date(2012, 1, 1)) == {"OPEN"}
    assert set(SelfHelpGroup.objects.active().values_list("name", flat=True)) == {"OPEN", "UNKNOWN"}
