"""`manage.py remind_cases` killed with -9 in the middle: nobody gets a mail twice."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from programs.models import CaseReminder, ReminderMail
from programs.models.case_reminders import PATIENCE, MailState
from tests.builders_accounts import TEMBILAHAN, make_person
from tests.exchange.crash.crew import ROOT, until
from tests.programs.builders_cases import register_case

DUE = "2026-03-11"
CASES = 3
TAKES_OR_SENDS = 'UPDATE "programs_remindermail"'


@pytest.fixture
def office(child_environment: Mapping[str, str], tmp_path: Path) -> dict[str, str]:
    """Cases that are due and two people to be told; what a process needs to tell them."""
    with transaction.atomic():
        for name in ("ani", "budi"):
            make_person("data_steward", area=TEMBILAHAN, email=f"{name}@contoh.example")
        for _number in range(CASES):
            register_case(stage="DITANGANI", due_on=DUE)
    return {**child_environment, "VAR_DIR": str(tmp_path), "EMAIL_URL": "filemail://"}


def killed_at(office: Mapping[str, str], folder: Path, statement: str, number: int) -> None:
    """Start a run, and kill it before this statement."""
    there = folder / "there"
    command = [sys.executable, "-m", "tests.programs.remind_and_wait", statement, str(number)]
    with subprocess.Popen([*command, str(there), "--on", DUE], cwd=ROOT, env=office) as process:
        until(lambda: there.exists() or process.poll() is not None, "it never came so far")
        assert there.exists(), f"it ended before {statement}"
        process.send_signal(signal.SIGKILL)


def run(office: Mapping[str, str]) -> dict[str, Any]:
    """The outcome of a run that nobody disturbs."""
    done = subprocess.run(
        [sys.executable, "manage.py", "remind_cases", "--on", DUE, "--json"],
        cwd=ROOT, env=office, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


def arrived(folder: Path) -> Counter[tuple[str, str]]:
    """How many mails about each case came to each person."""
    lines = [
        line for file in (folder / "mail").glob("*.log") for line in file.read_text().splitlines()
    ]
    subjects = [line for line in lines if line.startswith("Subject: ")]
    people = [line for line in lines if line.startswith("To: ")]
    return Counter(zip(subjects, people, strict=True))


def test_a_mail_that_left_unsaid_is_not_sent_again(office, tmp_path) -> None:
    # The second mail has left, and nobody could write it down.
    killed_at(office, tmp_path, TAKES_OR_SENDS, 4)
    assert sum(arrived(tmp_path).values()) == 2
    outcome = run(office)
    assert (outcome["made"], outcome["sent"], outcome["waiting"]) == (0, 2 * CASES - 2, 0)
    assert set(arrived(tmp_path).values()) == {1}
    assert len(arrived(tmp_path)) == 2 * CASES
    (uncertain,) = ReminderMail.objects.uncertain(at=timezone.now() + PATIENCE)
    assert uncertain.state == MailState.SENDING
    assert run(office)["sent"] == 0


def test_a_mail_that_was_not_taken_yet_is_sent_by_the_next(office, tmp_path) -> None:
    killed_at(office, tmp_path, TAKES_OR_SENDS, 3)
    assert sum(arrived(tmp_path).values()) == 1
    assert run(office)["sent"] == 2 * CASES - 1
    assert sorted(arrived(tmp_path).values()) == [1] * 2 * CASES
    assert not ReminderMail.objects.uncertain(at=timezone.now() + PATIENCE).exists()


def test_reminders_are_made_with_their_mails_or_not_at_all(office, tmp_path) -> None:
    killed_at(office, tmp_path, 'INSERT INTO "programs_remindermail"', 2)
    until(lambda: CaseReminder.objects.count() == 1, "the second was left without its mails")
    outcome = run(office)
    assert (outcome["made"], outcome["sent"]) == (CASES - 1, 2 * CASES)
    assert sorted(arrived(tmp_path).values()) == [1] * 2 * CASES
