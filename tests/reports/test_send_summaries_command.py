"""`manage.py send_summaries` and `check_deliveries`: beat, worker and check by hand."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError

from p2kp_site.reports import tasks
from p2kp_site.reports.models import Issue
from tests.reports.subscribers import make_owner, subscribe

pytestmark = pytest.mark.django_db


def run(command: str, *told: str) -> tuple[int, Any]:
    """With which number it ends, and what its last line says."""
    out, code = StringIO(), 0
    try:
        call_command(command, *told, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    last = out.getvalue().splitlines()[-1]
    return code, json.loads(last) if "--json" in told else last


def test_it_sends_what_was_due_at_a_moment_and_not_again() -> None:
    subscribe()
    at = ("send_summaries", "--at", "2026-02-01T06:00", "--json")
    code, said = run(*at)
    told = {name: said[name] for name in ("due", "missed", "sent", "failed", "uncertain")}
    assert (code, told) == (0, {"due": 1, "missed": 0, "sent": 1, "failed": 0, "uncertain": 0})
    assert said["at"] == "2026-02-01T06:00:00+07:00"
    assert run(*at)[1]["issues"] == 0
    assert len(mail.outbox) == 1


def test_it_ends_with_one_when_a_mail_failed() -> None:
    subscribe(to=[make_owner(email="")])
    code, said = run("send_summaries", "--at", "2026-02-01 06:00")
    assert code == 1
    assert said == "Jatuh tempo: 1. Terlewat: 0. Surat terkirim: 0, gagal: 1, tidak pasti: 0."


@pytest.mark.parametrize("text", ["besok", "2026-02-30", "2026-02-01T26:00"])
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("send_summaries", "--at", text)
    assert refusal.value.returncode == 2
    assert text in str(refusal.value)


def test_the_check_names_what_did_not_arrive() -> None:
    subscription = subscribe(rhythm="yearly", since="2024-06-01T00:00:00Z")
    code, said = run("check_deliveries", "--json")
    assert code == 1
    first = said["absent"][-1]
    assert first.pop("period").isdecimal()  # a year
    assert first == {
        "subscription": subscription.ref,
        "summary": "community-boards",
        "region": "14.04",
    }
    run("send_summaries")
    assert run("check_deliveries")[0] == 0


def test_beat_wakes_a_worker_for_each_issue(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    subscribe(rhythm="yearly", since="2024-06-01T00:00:00Z")
    woken: list[int] = []
    monkeypatch.setattr(tasks.send_issue, "delay", woken.append)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start_due()
        tasks.start_due()
    assert woken == [Issue.objects.get(state="queued").pk]
    tasks.send_issue(woken[0])
    tasks.sweep_deliveries()
    tasks.check_arrivals()
    assert len(mail.outbox) == 1
