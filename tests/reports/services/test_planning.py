"""What is due: decided once, whoever asks and whatever the clock says."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from p2kp_site.reports.models import Delivery, Issue, Subscription
from p2kp_site.reports.models.issues import IssueState
from p2kp_site.reports.services.planning import start_due
from tests.finance.at_once import at_once, errors_in
from tests.reports.subscribers import DUE, LATER, SINCE, decide, make_owner, send, subscribe

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def listed() -> dict[str, str]:
    return dict(Issue.objects.order_by("pk").values_list("period", "state"))


def test_nothing_is_sent_before_its_moment() -> None:
    subscribe()
    assert decide(DUE - timedelta(seconds=1)).queued == []
    assert len(decide(DUE).queued) == 1
    assert listed() == {"2026-01": "queued"}


def test_a_period_is_decided_on_once() -> None:
    subscribe()
    assert len(decide().queued) == 1
    assert decide().queued == []
    assert decide(LATER + timedelta(days=5)).queued == []
    assert Delivery.objects.count() == 1


def test_what_ended_before_the_subscription_was_made_is_neither_sent_nor_missed() -> None:
    subscribe()
    send(SINCE + timedelta(days=1))
    assert listed() == {}


def test_a_clock_that_jumps_a_year_ahead_sends_one_issue_and_lists_the_others() -> None:
    subscribe(rhythm="weekly")
    decided = decide(LATER + YEAR)
    assert len(decided.queued) == 1
    states = list(listed().values())
    assert states.count("queued") == 1
    assert decided.missed == states.count("missed") == len(states) - 1 > 50
    assert states[-1] == "queued"
    assert Delivery.objects.count() == 1


def test_a_clock_that_comes_back_sends_what_it_had_taken_for_missed() -> None:
    subscribe()
    decide(LATER + YEAR)
    assert listed()["2026-01"] == "missed"
    assert len(decide(LATER).queued) == 1
    assert decide(LATER).queued == []
    assert listed()["2026-01"] == "queued"
    assert Delivery.objects.filter(issue__period="2026-01").count() == 1


def test_after_a_standstill_the_last_period_is_sent_and_the_others_are_missed() -> None:
    subscribe()
    decide(DUE)
    decide(LATER + timedelta(days=90))
    assert listed() == {
        "2026-01": "queued", "2026-02": "missed", "2026-03": "missed", "2026-04": "queued",
    }  # fmt: skip


@pytest.mark.parametrize("values", [{"is_active": False}])
def test_what_is_switched_off_is_not_sent(values: dict[str, bool]) -> None:
    subscribe(**values)
    assert decide().queued == []


def test_what_stopped_is_not_sent() -> None:
    subscription = subscribe()
    Subscription.objects.filter(pk=subscription.pk).stamp(stopped_at=SINCE, stopped_why="failures")
    assert decide().queued == []


def test_an_issue_is_unique_by_subscription_and_period() -> None:
    subscribe()
    decide()
    issue = Issue.objects.get()
    issue.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        issue.save()


def test_asking_costs_as_much_however_many_subscriptions_are_not_due(
    django_assert_num_queries: Any,
) -> None:
    owner = make_owner()
    for _number in range(3):
        subscribe(owner)
    decide()
    with django_assert_num_queries(2):
        decide()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_one_moment_decide_once() -> None:
    owner = make_owner()
    for _number in range(3):
        subscribe(owner, rhythm="weekly")
    later = LATER + timedelta(days=60)
    outcomes = at_once(lambda: start_due(at=later), lambda: start_due(at=later))
    assert errors_in(outcomes) == []
    queued = Issue.objects.filter(state=IssueState.QUEUED)
    assert sorted(pk for one in outcomes for pk in one.queued) == sorted(
        queued.values_list("pk", flat=True)
    )
    assert queued.count() == 3
    assert Delivery.objects.count() == 3
    assert sum(one.missed for one in outcomes) == Issue.objects.filter(state="missed").count()
