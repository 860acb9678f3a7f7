"""Two people with one case at one moment: one act counts, and the other is told what happened."""

from typing import Any

import pytest
from django.db import transaction

from p2kp_site.foundation.models.change_sets import Door
from programs.models import Case, CaseCounter
from programs.services.case_acts import ActedMeanwhile, NothingToCheck
from programs.services.case_moves import check_outcome, move_case
from programs.services.cases import hand_over_case
from tests.builders_accounts import region_of
from tests.finance.at_once import at_once, errors_in
from tests.programs.builders_cases import (
    KOTA,
    LATER,
    checker,
    desk_worker,
    make_case,
    moved,
    type_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
NOW: dict[str, Any] = {"at": LATER, "door": Door.PAGE}
NAMES = ("Ibu Contoh Satu", "Bapak Contoh Dua")
opened = transaction.atomic(make_case)


@pytest.mark.parametrize("targets", [("DITELAAH", "SELESAI"), ("DITELAAH", "DITELAAH")])
def test_of_two_who_move_a_case_one_wins_and_the_other_is_told(targets) -> None:
    case = opened()
    people = [desk_worker(name=name) for name in NAMES]

    def moving(number: int) -> Any:
        seen = Case.objects.get(pk=case.pk)
        return move_case(
            seen, to=targets[number], expected="DITERIMA", outcome="Dijawab", by=people[number],
            **NOW,
        )  # fmt: skip

    outcomes = at_once(lambda: moving(0), lambda: moving(1))
    (error,) = errors_in(outcomes)
    assert isinstance(error, ActedMeanwhile)
    winner = next(number for number, one in enumerate(outcomes) if one is not error)
    case.refresh_from_db()
    assert case.stage.code == targets[winner]
    assert NAMES[winner] in str(error)
    assert case.stage.name in str(error)
    assert case.events.count() == 2


def test_of_two_who_hand_a_case_over_one_wins() -> None:
    case = opened()
    people = [desk_worker(name=name) for name in NAMES]

    def handing(number: int, to: str) -> Any:
        seen = Case.objects.get(pk=case.pk)
        return hand_over_case(
            seen, to=to, expected="village", reason="Alasan", by=people[number], **NOW
        )

    outcomes = at_once(lambda: handing(0, "district"), lambda: handing(1, "regency"))
    (error,) = errors_in(outcomes)
    assert isinstance(error, ActedMeanwhile)
    assert any(name in str(error) for name in NAMES)


def test_an_outcome_is_checked_once() -> None:
    case = transaction.atomic(lambda: moved(make_case(), "SELESAI"))()
    people = [checker(), checker()]
    outcomes = at_once(*(lambda by=by: check_outcome(case, by=by, **NOW) for by in people))
    (error,) = errors_in(outcomes)
    assert isinstance(error, NothingToCheck)


def test_cases_that_are_opened_at_one_moment_have_numbers_of_their_own() -> None:
    people = [desk_worker() for _number in range(4)]
    type_of()
    region = region_of(KOTA)
    outcomes = at_once(*(lambda by=by: make_case(by=by, region=region) for by in people))
    assert errors_in(outcomes) == []
    assert sorted(Case.objects.values_list("number", flat=True)) == [
        f"PPM-1404-2015-000{number}" for number in range(1, 5)
    ]
    assert CaseCounter.objects.get().last == 4
