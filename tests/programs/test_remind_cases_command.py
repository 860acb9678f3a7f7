"""`manage.py remind_cases`, the task beside it, and what people see of reminders."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from programs.models import Case, ReminderMail
from programs.models.case_reminders import PATIENCE, MailState
from programs.tasks import remind_cases
from programs.worklist import queues_of
from tests.builders_accounts import TEMBILAHAN, browser_of, make_person
from tests.builders_signoffs import reader_of
from tests.programs.admin.pages import page, shown
from tests.programs.builders_cases import register_case

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("remind_cases", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def ani() -> Any:
    return make_person("data_steward", area=TEMBILAHAN, name="Ani", email="ani@contoh.example")


def test_the_command_tells_what_a_day_asked_for(ani) -> None:
    register_case(stage="DITANGANI", due_on=date(2026, 3, 11))
    first = json.loads(said("--on", "2026-03-11", "--json"))
    assert first == {
        "on": "2026-03-11", "made": 1, "sent": 1, "shown": 0, "waiting": 0, "uncertain": 0,
        "is_holiday": False,
    }  # fmt: skip
    assert "Surel terkirim: 0" in said("--on", "2026-03-11")
    with pytest.raises(CommandError, match="2026-13-01"):
        said("--on", "2026-13-01")


def test_the_worker_does_the_same_every_hour(ani) -> None:
    register_case(stage="DITANGANI", due_on=timezone.localdate())
    assert settings.CELERY_BEAT_SCHEDULE["remind-cases"]["task"] == remind_cases.name
    assert (remind_cases(), remind_cases()) == (1, 0)


def test_a_reminder_without_an_address_stands_on_the_first_page_and_on_the_case() -> None:
    budi = make_person("data_steward", area=TEMBILAHAN, name="Budi")
    case = register_case(stage="DITANGANI", due_on=date(2026, 3, 11))
    said("--on", "2026-03-11")
    found = {queue.url.rpartition("=")[2]: queue.number for queue in queues_of(reader_of(budi))}
    assert found["reminded"] == "1"
    assert "uncertain" not in found
    browser = browser_of(budi)
    assert "desk=reminded" in browser.get(reverse("admin:index")).content.decode()
    assert shown(browser, "desk=reminded") == {case.number}
    assert "shown only" in browser.get(page(case)).content.decode()
    Case.objects.filter(pk=case.pk).stamp(due_on=date(2026, 4, 1))
    assert shown(browser, "desk=reminded") == set()


def test_an_uncertain_mail_is_told_on_the_case_and_found_on_the_desk(ani) -> None:
    case = register_case(stage="DITANGANI", due_on=date(2026, 3, 11))
    said("--on", "2026-03-11")
    browser = browser_of(ani)
    assert shown(browser, "desk=uncertain") == set()
    long_ago = timezone.now() - PATIENCE - timedelta(seconds=1)
    ReminderMail.objects.update(state=MailState.SENDING, sent_at=None, taken_at=long_ago)
    assert shown(browser, "desk=uncertain") == {case.number}
    assert "uncertain: it may have left" in browser.get(page(case)).content.decode()
    found = {queue.url.rpartition("=")[2]: queue.number for queue in queues_of(reader_of(ani))}
    assert found["uncertain"] == "1"


def test_reminders_of_another_area_are_nobody_elses(ani) -> None:
    case = register_case(stage="DITANGANI", due_on=date(2026, 3, 11))
    said("--on", "2026-03-11")
    far = make_person("data_steward", area="14.05")
    assert not ReminderMail.objects.visible_to(reader_of(far)).exists()
    assert ReminderMail.objects.visible_to(reader_of(ani)).get().reminder.case == case
