"""Killed with -9 amid sending: nobody gets two mails, and what is uncertain is listed."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from p2kp_site.exchange.models.jobs import LEASE
from p2kp_site.exchange.services import leases
from p2kp_site.reports.models import Delivery, Issue, SummaryRun
from p2kp_site.reports.models.issues import IssueState
from p2kp_site.reports.services.arrivals import sweep_deliveries
from p2kp_site.reports.services.sending import send_issue
from p2kp_site.reports.worklist import queues_of
from tests.builders import make_region
from tests.exchange.crash.crew import ROOT, until
from tests.exchange.services.office import reader
from tests.reports.subscribers import (
    forget_letters,
    letters_in_folder,
    make_owner,
    region_of,
    subscribe,
)

RECIPIENTS, KILLED_AT = 4, 2
AT = "2026-02-01T06:05"
BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def folder(settings: object) -> Iterator[None]:
    """Mails of this process, too, go to the folder."""
    settings.EMAIL_BACKEND = BACKEND  # type: ignore[attr-defined]
    forget_letters()
    yield
    forget_letters()


def received() -> Counter[str]:
    """How many mails each address got."""
    return Counter(str(one["To"]) for one in letters_in_folder())


def sweep_from_the_dead(issue: Issue) -> None:
    """Sweep until the issue is out of the hands of the killed one, as in the exchange's tests."""

    def free() -> bool:
        leases.sweep(Issue, at=timezone.now() + LEASE + timedelta(seconds=1))
        issue.refresh_from_db()
        return issue.state == IssueState.QUEUED

    until(free, "the issue stays with the dead")


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


def test_one_of_two_workers_dies_amid_514_regencies_and_nobody_gets_two_mails(
    child_environment: Mapping[str, str], tmp_path: Path
) -> None:
    owner = make_owner()
    region_of("14.04.04.1001")
    for number in range(REGENCIES):
        address = f"kabupaten{number}@p2kp.example"
        subscribe(owner, to=[(address, "14.04.04")], rhythm="monthly")
    send = [sys.executable, "manage.py", "send_summaries", "--at", AT, "--json"]
    workers = [
        subprocess.Popen(send, cwd=ROOT, env=dict(child_environment), stdout=subprocess.PIPE)
        for _worker in range(2)
    ]
    sent = Delivery.objects.filter(state="sent")
    until(lambda: sent.count() > REGENCIES // 4, "the workers stand still", patience=300)
    workers[0].kill()
    workers[0].wait()
    workers[1].communicate(timeout=300)
    at_rest = (IssueState.DONE, IssueState.FAILED)

    def all_ended() -> bool:
        leases.sweep(Issue, at=timezone.now() + LEASE + timedelta(seconds=1))
        for pk in Issue.objects.waiting().values_list("pk", flat=True):
            send_issue(pk, clock=timezone.now)
        return not Issue.objects.exclude(state__in=at_rest).exists()

    until(all_ended, "an issue stays with the dead")
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states["sent"] + states["uncertain"] == REGENCIES
    assert states["uncertain"] <= 1
    mails = received()
    assert set(mails.values()) == {1}
    assert REGENCIES - states["uncertain"] <= len(mails) <= REGENCIES
    told = set(sent.values_list("address", flat=True))
    assert told <= set(mails)
