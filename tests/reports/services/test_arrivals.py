"""What did not arrive is noticed by a check that does not depend on the sender."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.models.jobs import LEASE
from p2kp_site.reports.models import Delivery, Issue, Subscription
from p2kp_site.reports.models.issues import DeliveryState, IssueState
from p2kp_site.reports.services.arrivals import GRACE, check_arrivals, sweep_deliveries
from p2kp_site.reports.worklist import queues_of
from tests.builders import make_region
from tests.builders_accounts import INHIL, region_of
from tests.exchange.services.office import make_person, reader
from tests.reports.subscribers import DUE, LATER, decide, make_owner, send, subscribe

pytestmark = pytest.mark.django_db
WHEN_IT_COUNTS = DUE + GRACE


def absent(at: datetime = WHEN_IT_COUNTS) -> list[str]:
    return [one.period for one in check_arrivals(at=at)]


def test_a_beat_that_stands_still_is_noticed_and_the_owner_is_told_once() -> None:
    owner = make_owner()
    subscribe(owner)
    assert absent(WHEN_IT_COUNTS - timedelta(seconds=1)) == []
    assert absent() == ["2026-01"]
    assert absent() == ["2026-01"]
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert letter.subject == "Tidak sampai: Keadaan BKM/LKM, Januari 2026"
    assert "14.04" in letter.body or "Indragiri" in letter.body


def test_the_first_page_shows_it_to_the_owner_and_to_the_administrators_of_the_area() -> None:
    owner = make_owner()
    subscribe(owner)
    absent()
    administrator = make_person(region=region_of(INHIL), role=RoleName.ADMINISTRATOR)
    elsewhere = make_person(region=make_region(code="15"), role=RoleName.ADMINISTRATOR)
    colleague = make_owner()
    for person, titles in (
        (owner, ["Tidak sampai"]),
        (administrator, ["Tidak sampai"]),
        (elsewhere, []),
        (colleague, []),
    ):
        assert [one.title for one in queues_of(reader(person))] == titles
    send(WHEN_IT_COUNTS)
    assert absent() == []
    assert queues_of(reader(owner)) == []


def test_an_issue_that_waits_for_a_worker_too_long_did_not_arrive() -> None:
    subscribe()
    decide(DUE)
    assert absent(WHEN_IT_COUNTS - timedelta(seconds=1)) == []
    assert absent() == ["2026-01"]


@pytest.mark.parametrize("state", [IssueState.FAILED, IssueState.MISSED, IssueState.CANCELLED])
def test_what_is_explained_is_not_asked_for(state: str) -> None:
    subscribe()
    decide(DUE)
    Delivery.objects.update(state=DeliveryState.FAILED)
    Issue.objects.update(state=state)
    assert absent() == []


def test_what_was_switched_off_is_not_waited_for_any_more() -> None:
    subscription = subscribe()
    assert absent() == ["2026-01"]
    Subscription.objects.filter(pk=subscription.pk).stamp(stopped_at=DUE, stopped_why="failures")
    assert absent() == []
    assert Subscription.objects.get().absent_period == ""


def test_only_the_last_periods_are_asked_for() -> None:
    subscribe(rhythm="weekly")
    assert len(absent(DUE + timedelta(days=200))) == 3


def test_the_sweeper_finds_mails_that_nobody_is_sending() -> None:
    subscribe()
    decide()
    Delivery.objects.update(
        state=DeliveryState.SENDING, token="x", sending_at=LATER, address="a@b.example"
    )
    Issue.objects.update(state=IssueState.FAILED, failure={"kind": "worker_died", "params": {}})
    assert sweep_deliveries(at=LATER + LEASE) == 0
    assert sweep_deliveries(at=LATER + LEASE + timedelta(seconds=1)) == 1
    assert Delivery.objects.get().state == DeliveryState.UNCERTAIN


def test_the_sweeper_leaves_mails_of_an_issue_that_a_worker_holds() -> None:
    subscribe()
    decide()
    Delivery.objects.update(
        state=DeliveryState.SENDING, token="x", sending_at=LATER, address="a@b.example"
    )
    Issue.objects.update(state=IssueState.RUNNING)
    assert sweep_deliveries(at=LATER + 10 * LEASE) == 0


def test_an_issue_that_killed_its_workers_counts_as_a_failure_and_says_so() -> None:
    subscribe()
    decide()
    Issue.objects.update(state=IssueState.FAILED, failure={"kind": "worker_died", "params": {}})
    sweep_deliveries(at=LATER)
    delivery = Delivery.objects.get()
    assert (delivery.state, (delivery.failure or {})["kind"]) == ("failed", "worker_died")
    assert Subscription.objects.get().failures == 1
