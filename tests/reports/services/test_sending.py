"""Sending an issue: with the owner's present rights, to whom may see it, each mail once."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from communities.models import AreaAssignment, Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.reports.models import Delivery, Issue, Subscription, SummaryRun
from p2kp_site.reports.models.issues import DeliveryState, IssueState
from p2kp_site.reports.services.again import send_again
from p2kp_site.reports.services.sending import send_issue
from tests.builders import make_board, make_region
from tests.builders_accounts import INHIL, region_of
from tests.exchange.services.office import make_person, reader
from tests.reports.mail_server import MailServer
from tests.reports.subscribers import (
    LATER,
    add_recipient,
    clock,
    decide,
    make_owner,
    send,
    states,
    subscribe,
)

pytestmark = pytest.mark.django_db
TEMBILAHAN, ELSEWHERE = "14.04.04", "14.05"


@pytest.fixture
def owner() -> User:
    make_board(formed_on="2010-01-01")
    return make_owner()


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[MailServer]:
    settings.EMAIL_BACKEND = "tests.reports.mail_server.MailServer"
    monkeypatch.setattr(MailServer, "answers", [])
    monkeypatch.setattr(MailServer, "opened", 0)
    return MailServer


def reasons(issue: Issue) -> list[str]:
    rows = issue.deliveries.order_by("pk").values_list("failure", flat=True)
    return [(failure or {}).get("kind", "") for failure in rows]


def test_an_issue_is_made_with_its_files_and_sent(owner: User) -> None:
    subscribe(owner, formats=["pdf", "xlsx"])
    (issue,) = send()
    assert (issue.state, issue.failure) == (IssueState.DONE, None)
    delivery = issue.deliveries.get()
    assert delivery.state == DeliveryState.SENT
    assert (delivery.address, delivery.sent_at, delivery.attempts) == (owner.email, LATER, 1)
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert {name.rpartition(".")[2] for name, _content, _kind in letter.attachments} == {
        "pdf", "xlsx",
    }  # fmt: skip
    run = SummaryRun.objects.get()
    assert delivery.run == run
    assert (run.period, run.owner, run.region_code) == ("2026-01", owner, "14.04")


def test_an_issue_is_sent_once(owner: User) -> None:
    subscribe(owner)
    (issue,) = send()
    assert not send_issue(issue.pk, clock=clock)
    assert send() == [issue]
    assert len(mail.outbox) == 1


def test_recipients_of_one_region_and_language_are_sent_the_same_summary(owner: User) -> None:
    colleagues = [make_owner(email=f"rekan{n}@inhil.example") for n in range(3)]
    subscription = subscribe(owner, to=[owner, *colleagues])
    add_recipient(subscription, ("kantor@inhil.example", TEMBILAHAN))
    send()
    assert len(mail.outbox) == 5
    assert SummaryRun.objects.count() == 2


def test_an_owner_who_lost_the_area_sends_nothing_and_sees_why(owner: User) -> None:
    subscribe(owner)
    AreaAssignment.objects.filter(user=owner).update(region=make_region(code=ELSEWHERE))
    (issue,) = send()
    assert (issue.state, (issue.failure or {})["kind"]) == (IssueState.FAILED, "not_allowed")
    assert (states(issue), reasons(issue)) == ([DeliveryState.FAILED], ["not_allowed"])
    assert mail.outbox == []
    assert not SummaryRun.objects.exists()
    assert Subscription.objects.get().failures == 1


@pytest.mark.parametrize("lost", ["right", "account"])
def test_an_owner_who_lost_the_right_or_the_account_sends_nothing(owner: User, lost: str) -> None:
    subscribe(owner)
    if lost == "right":
        owner.groups.clear()
    else:
        User.objects.filter(pk=owner.pk).update(is_active=False)
    (issue,) = send()
    assert (issue.failure or {})["kind"] == "not_allowed"
    assert mail.outbox == []


def test_five_failures_in_a_row_switch_it_off_and_tell_the_owner(owner: User) -> None:
    subscription = subscribe(owner)
    owner.groups.clear()
    at = LATER
    for number in range(1, 6):
        assert Subscription.objects.get().is_running
        send(at)
        assert Subscription.objects.get().failures == number
        at += timedelta(days=31)
    stopped = Subscription.objects.get()
    assert (stopped.is_running, stopped.stopped_why) == (False, "failures")
    assert stopped.version == subscription.version
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert letter.subject == "Dimatikan: Keadaan BKM/LKM"
    assert "gagal lima kali berturut-turut" in letter.body
    send(at)
    assert Issue.objects.count() == 5


def test_a_success_between_failures_counts_from_nought_again(owner: User) -> None:
    subscribe(owner)
    groups = list(owner.groups.all())
    owner.groups.clear()
    for number in range(4):
        send(LATER + timedelta(days=31 * number))
    assert Subscription.objects.get().failures == 4
    owner.groups.set(groups)
    send(LATER + timedelta(days=31 * 4))
    assert Subscription.objects.get().failures == 0


def test_an_address_gets_the_figures_of_its_region_only(owner: User) -> None:
    make_board(region=make_region(code="14.04.01.1001"), formed_on="2010-01-01")
    subscription = subscribe(owner, formats=["json"])
    add_recipient(subscription, ("camat@tembilahan.example", TEMBILAHAN))
    send()
    assert {run.region_code for run in SummaryRun.objects.all()} == {"14.04", TEMBILAHAN}
    delivery = Delivery.objects.get(user__isnull=True)
    assert delivery.run is not None
    figures = {one["key"]: one["value"] for one in (delivery.run.figures or {})["figures"]}
    assert figures["boards"] == 1
    letter = next(one for one in mail.outbox if one.to == ["camat@tembilahan.example"])
    ((name, content, _kind),) = letter.attachments
    assert TEMBILAHAN in name
    assert b"14.04.01" not in content
    assert "/r/" not in letter.body.replace("/r/leave/", "")


def test_an_address_beside_a_region_outside_the_owners_area_gets_nothing(owner: User) -> None:
    subscription = subscribe(owner)
    add_recipient(subscription, ("orang@lain.example", ELSEWHERE))
    (issue,) = send()
    assert states(issue) == [DeliveryState.SENT, DeliveryState.FAILED]
    assert reasons(issue) == ["", "not_allowed"]
    assert [one.to for one in mail.outbox] == [[owner.email]]
    assert issue.state == IssueState.DONE


def test_an_account_gets_nothing_that_it_may_not_see_itself(owner: User) -> None:
    away = make_owner(code=ELSEWHERE, email="jauh@example.example")
    powerless = make_person(
        region=region_of(INHIL), role=RoleName.ADMINISTRATOR, email="tu@inhil.example"
    )
    subscribe(owner, to=[away, powerless])
    (issue,) = send()
    assert reasons(issue) == ["recipient_not_allowed"] * 2
    assert (issue.state, (issue.failure or {})["kind"]) == (IssueState.FAILED, "nothing_left")
    assert mail.outbox == []


def test_an_account_without_an_address_is_said_so(owner: User) -> None:
    subscribe(owner, to=[make_owner(email="")])
    (issue,) = send()
    assert reasons(issue) == ["no_address"]


def test_what_nobody_receives_fails(owner: User) -> None:
    subscribe(owner, to=[])
    (issue,) = send()
    assert (issue.failure or {})["kind"] == "no_recipients"


def test_a_mail_that_is_on_its_way_when_a_worker_comes_is_uncertain_and_not_sent(
    owner: User,
) -> None:
    subscribe(owner, to=[owner, make_owner(email="rekan@inhil.example")])
    (pk,) = decide().queued
    first = Delivery.objects.earliest("pk")
    Delivery.objects.filter(pk=first.pk).update(
        state=DeliveryState.SENDING, token="x", sending_at=LATER, address=owner.email
    )
    send_issue(pk, clock=clock)
    assert states(Issue.objects.get()) == [DeliveryState.UNCERTAIN, DeliveryState.SENT]
    assert [one.to for one in mail.outbox] == [["rekan@inhil.example"]]


def test_what_the_server_refuses_failed_and_what_broke_off_is_uncertain(
    owner: User, server: type[MailServer]
) -> None:
    people = [make_owner(email=f"rekan{n}@inhil.example") for n in range(3)]
    subscribe(owner, to=people)
    server.answers = [SMTPRecipientsRefused({}), SMTPServerDisconnected("gone")]
    (issue,) = send()
    assert states(issue) == ["failed", "uncertain", "sent"]
    assert reasons(issue) == ["mail_refused", "broke_off", ""]
    assert server.opened == 2  # after the break a new connection
    assert [one.to for one in mail.outbox] == [[people[2].email]]


def test_a_server_that_is_gone_is_asked_again_and_given_up_in_the_end(
    owner: User, server: type[MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(owner)
    (pk,) = decide().queued

    def gone(_self: Any) -> bool:
        raise ConnectionRefusedError

    monkeypatch.setattr(server, "open", gone)
    for _attempt in range(2):
        send_issue(pk, clock=clock)
        assert Issue.objects.get().state == IssueState.QUEUED
        assert states(Issue.objects.get()) == ["planned"]
    send_issue(pk, clock=clock)
    issue = Issue.objects.get()
    assert (issue.state, reasons(issue)) == (IssueState.FAILED, ["mail_server"])
    assert SummaryRun.objects.count() == 1  # made once
    assert Subscription.objects.get().failures == 1


def test_a_person_sends_again_what_failed_and_what_is_uncertain(owner: User) -> None:
    colleague = make_owner(email="")
    subscribe(owner, to=[owner, colleague])
    (issue,) = send()
    assert states(issue) == ["sent", "failed"]
    User.objects.filter(pk=colleague.pk).update(email="rekan@inhil.example")
    send_again(issue, by=reader(owner), at=LATER)
    send_issue(issue.pk, clock=clock)
    assert states(issue) == ["sent", "sent"]
    Delivery.objects.filter(user=owner).update(state="uncertain")
    with pytest.raises(NotNow, match="moved_on"):
        send_again(issue, by=reader(owner), at=LATER)  # not all at once: one may have arrived
    uncertain = Delivery.objects.get(user=owner)
    send_again(issue, by=reader(owner), at=LATER, delivery=uncertain.pk)
    send_issue(issue.pk, clock=clock)
    assert [one.to[0] for one in mail.outbox].count(owner.email) == 2
    uncertain.refresh_from_db()
    assert (uncertain.state, uncertain.attempts) == ("sent", 2)
    assert SummaryRun.objects.count() == 1


def test_a_missed_issue_is_sent_when_its_owner_says_so(owner: User) -> None:
    subscribe(owner)
    decide(LATER + timedelta(days=40))
    missed = Issue.objects.get(period="2026-01")
    with pytest.raises(NotNow, match="moved_on"):
        send_again(Issue.objects.get(period="2026-02"), by=reader(owner), at=LATER)
    send_again(missed, by=reader(owner), at=LATER)
    send_issue(missed.pk, clock=clock)
    missed.refresh_from_db()
    assert missed.state == IssueState.DONE
    assert SummaryRun.objects.get().period == "2026-01"


def test_nobody_else_sends_again(owner: User) -> None:
    subscribe(owner)
    (issue,) = send()
    other = reader(make_person(region=Region.objects.get(code="14.04")))
    with pytest.raises(PermissionDenied):
        send_again(issue, by=other, at=LATER)
