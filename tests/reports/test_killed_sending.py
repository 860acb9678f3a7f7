"""Killed with -9 amid sending: nobody gets two mails, and what is uncertain is listed."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from p2kp_site.accounts.models import User
from p2kp_site.exchange.services import leases
from p2kp_site.reports.models import Delivery, Issue, SummaryRun
from p2kp_site.reports.models.issues import DeliveryState, IssueState
from p2kp_site.reports.services.arrivals import sweep_deliveries
from p2kp_site.reports.services.sending import send_issue
from p2kp_site.reports.tasks import start_due
from p2kp_site.reports.worklist import queues_of
from tests.builders import make_region
from tests.exchange.crash.crew import ROOT, Crew, until
from tests.exchange.crash.desk import sweep_from_the_dead
from tests.exchange.services.office import make_person, reader
from tests.reports.subscribers import (
    forget_letters,
    letters_in_folder,
    make_owner,
    subscribe,
)

RECIPIENTS, KILLED_AT = 4, 2
AT = "2026-02-01T06:05"
BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def folder(settings: Any) -> Iterator[None]:
    """Mails of this process, too, go to the folder."""
    settings.EMAIL_BACKEND = BACKEND
    forget_letters()
    yield
    forget_letters()


def received() -> Counter[str]:
    """How many mails each address got."""
    return Counter(str(one["To"]) for one in letters_in_folder())


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_mail_that_died_on_its_way_is_uncertain_and_the_others_are_sent_once(
    child_environment: Mapping[str, str], tmp_path: Path, when: str
) -> None:
    make_region(code="14.04.04.1001")
    owner = make_owner(email="penerima0@inhil.example")
    others = [make_owner(email=f"penerima{n}@inhil.example") for n in range(1, RECIPIENTS)]
    subscribe(owner, to=[owner, *others])
    there = tmp_path / "there"
    command = [sys.executable, "-m", "tests.reports.send_and_wait", when, str(KILLED_AT), there]
    command += ["--at", AT]
    with subprocess.Popen(command, cwd=ROOT, env=dict(child_environment)) as process:
        until(lambda: there.exists() or process.poll() is not None, "it never came so far")
        assert there.exists(), "it ended before the mail"
        process.send_signal(signal.SIGKILL)
    issue = Issue.objects.get()
    assert issue.state == IssueState.RUNNING
    sweep_from_the_dead(issue)
    assert send_issue(issue.pk, clock=timezone.now)

    states = list(issue.deliveries.order_by("pk").values_list("state", flat=True))
    assert states == ["sent", "uncertain", "sent", "sent"]
    doubted = Delivery.objects.get(state="uncertain")
    mails = received()
    assert mails.pop(doubted.address, 0) == (when == "after")
    assert mails == {one.email: 1 for one in (owner, *others) if one.email != doubted.address}
    assert SummaryRun.objects.count() == 1
    (listed,) = queues_of(reader(owner))
    assert (listed.title, listed.number) == ("Tidak pasti apakah sampai", "1")
    assert "deliveries=uncertain" in listed.url
    # Nothing sends it by itself, however often the sweepers and the beat come by.
    later = timezone.now() + timedelta(days=1)
    assert leases.sweep(Issue, at=later) == []
    assert sweep_deliveries(at=later) == 0
    assert received() == {**mails, **({doubted.address: 1} if when == "after" else {})}


REGENCIES = 514
WEEK = timedelta(days=7)


def codes_of_regencies() -> Iterator[str]:
    """So many codes, some of each province."""
    for number in range(REGENCIES):
        yield f"{11 + number // 90}.{1 + number % 90:02d}"


def subscribe_all_regencies() -> User:
    """A subscription of each regency, of which one week is due now; who owns them all."""
    owner = make_person(region=None, is_staff=True)
    since = timezone.now() - WEEK
    for code in codes_of_regencies():
        to = (f"kabupaten{code}@p2kp.example", code)
        subscribe(owner, code, to=[to], rhythm="weekly", since=since)
    return owner


def hand_on_what_the_dead_held() -> None:
    """Wait until the living worker has nothing to do; then its sweeper finds what is left."""
    ended = Issue.objects.filter(state=IssueState.DONE)
    held = Issue.objects.filter(state=IssueState.RUNNING)
    # The dead was at one issue, and may have taken the message of another.
    until(lambda: ended.count() >= REGENCIES - 2 and held.count() == 1, "it stands still", 300)
    sweep_from_the_dead(held.get())
    until(lambda: ended.count() == REGENCIES, "an issue stays with the dead")


# What one machine has by itself, and what a server has.
@pytest.mark.parametrize(
    "crew",
    [
        pytest.param("filesystem", marks=pytest.mark.sqlite),
        pytest.param("redis", marks=pytest.mark.postgresql),
    ],
    indirect=True,
)
def test_one_of_two_workers_dies_amid_514_regencies_and_nobody_gets_two_mails(
    solos: Crew, client: Client
) -> None:
    owner = transaction.atomic(subscribe_all_regencies)()
    solos.need(2)
    start_due.delay()
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    until(lambda: sent.count() > REGENCIES // 4, "the workers stand still", patience=300)
    solos.arm("mail-left")
    dead = solos.caught("mail-left")
    (other,) = set(solos.workers) - {dead}
    dead.kill()
    hand_on_what_the_dead_held()
    assert all("reports.send_issue" in worker.said() for worker in (dead, other))

    (doubted,) = Delivery.objects.filter(state=DeliveryState.UNCERTAIN)
    assert sent.count() == REGENCIES - 1
    # Also the uncertain one had left: nobody could know it.
    assert received() == {f"kabupaten{code}@p2kp.example": 1 for code in codes_of_regencies()}
    client.force_login(owner)
    (queue,) = queues_of(reader(owner))
    listed = client.get(queue.url).context["cl"].result_list
    assert [issue.pk for issue in listed] == [doubted.issue_id]
