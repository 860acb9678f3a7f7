"""Areas are given, ended and handed over."""

from datetime import date

import pytest

from communities.models import AreaAssignment
from communities.services.assignments import (
    assign_area,
    end_assignment,
    hand_over,
    visible_accounts,
    within_reach,
)
from p2kp_site.accounts.services.accounts import AccountRefused
from p2kp_site.foundation.reader import reader_for
from tests.builders import AT, TODAY
from tests.builders_accounts import INHIL, NATION, RETEH, TEMBILAHAN, make_person, region_of

pytestmark = pytest.mark.django_db

ON = date(2026, 7, 1)


def areas_of(person) -> set[tuple[str, date, date | None]]:
    return set(person.area_assignments.values_list("region__code", "from_on", "until_on"))


def test_a_hand_over_ends_one_and_begins_the_other_on_the_same_day():
    ratna, ani = make_person("administrator", area=INHIL), make_person("verifier", area=TEMBILAHAN)
    budi = make_person("verifier", area=RETEH)
    begun = hand_over(account=ani, successor=budi, on=ON, by=ratna, at=AT)
    assert [one.region.code for one in begun] == [TEMBILAHAN]
    assert areas_of(ani) == {(TEMBILAHAN, date(2020, 1, 1), ON)}
    assert (TEMBILAHAN, ON, None) in areas_of(budi)
    assert not reader_for(ani, on=ON).areas
    assert reader_for(ani, on=date(2026, 6, 30)).areas


def test_a_successor_who_has_the_area_already_keeps_it():
    ratna, ani = make_person("administrator", area=INHIL), make_person("verifier", area=TEMBILAHAN)
    budi = make_person("verifier", area=TEMBILAHAN)
    assert hand_over(account=ani, successor=budi, on=ON, by=ratna, at=AT) == []
    assert len(areas_of(budi)) == 1


def test_an_area_that_has_not_begun_is_handed_over_whole():
    ratna = make_person("administrator", area=INHIL)
    ani = make_person("verifier", area=TEMBILAHAN, since=date(2027, 1, 1))
    budi = make_person("verifier", area=RETEH)
    hand_over(account=ani, successor=budi, on=ON, by=ratna, at=AT)
    assert areas_of(ani) == set()
    assert (TEMBILAHAN, date(2027, 1, 1), None) in areas_of(budi)


@pytest.mark.parametrize("who", ["self", "outsider", "inactive", "same", "administrator"])
def test_a_hand_over_that_may_not_be_is_refused(who):
    ratna, ani = make_person("administrator", area=INHIL), make_person("verifier", area=TEMBILAHAN)
    successor = {
        "self": ratna,
        "outsider": make_person("verifier", area="14.01"),
        "inactive": make_person("verifier", area=RETEH, is_active=False),
        "same": ani,
        "administrator": make_person("verifier", area=RETEH),
    }[who]
    by = make_person("data_steward", area=INHIL) if who == "administrator" else ratna
    with pytest.raises(AccountRefused):
        hand_over(account=ani, successor=successor, on=ON, by=by, at=AT)
    assert areas_of(ani) == {(TEMBILAHAN, date(2020, 1, 1), None)}


def test_an_area_is_given_inside_ones_own_only():
    ratna, budi = make_person("administrator", area=INHIL), make_person("verifier", area=RETEH)
    assign_area(account=budi, region=region_of(TEMBILAHAN), from_on=ON, by=ratna, at=AT)
    for region in (region_of("14"), region_of("14.01"), None):
        with pytest.raises(AccountRefused):
            assign_area(account=budi, region=region, from_on=ON, by=ratna, at=AT)
    assert len(areas_of(budi)) == 2
    latest = budi.history.latest("history_id")
    assert latest.history_user == ratna
    assert TEMBILAHAN in latest.history_change_reason


def test_nobody_gives_an_area_to_themselves():
    ratna = make_person("administrator", area=NATION)
    with pytest.raises(AccountRefused):
        assign_area(account=ratna, region=region_of(RETEH), from_on=ON, by=ratna, at=AT)


def test_an_area_elsewhere_is_not_ones_to_end():
    ratna = make_person("administrator", area=INHIL)
    other = make_person("verifier", area="14.01").area_assignments.get()
    with pytest.raises(AccountRefused):
        end_assignment(assignment=other, until_on=ON, by=ratna, at=AT)


def test_whom_an_administrator_reaches():
    ratna = make_person("administrator", area=INHIL)
    inside = make_person("verifier", area=RETEH)
    both = make_person("verifier", area=RETEH)
    AreaAssignment.objects.create(user=both, region=region_of("14.01"), from_on=date(2030, 1, 1))
    national = make_person("verifier", area=NATION)
    AreaAssignment.objects.create(user=national, region=region_of(RETEH), from_on=TODAY)
    outside = make_person("verifier", area="14.01")
    ended = make_person("verifier", area=RETEH)
    ended.area_assignments.update(until_on=date(2021, 1, 1))
    nowhere = make_person("verifier", area=None)
    reader = reader_for(ratna, on=TODAY)
    assert set(within_reach(reader)) == {ratna, inside, ended}
    assert set(visible_accounts(reader)) == {ratna, inside, both, national, ended}
    everybody = {ratna, inside, both, national, outside, ended, nowhere}
    assert everybody <= set(within_reach(reader_for(national, on=TODAY)))
    assert not within_reach(reader_for(nowhere, on=TODAY))
