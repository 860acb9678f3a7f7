"""Every kind of mail that leaves the site speaks the language of whoever reads it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.html import escape

from p2kp_site.accounts.models import User
from p2kp_site.reports.fault_messages import REASONS
from p2kp_site.reports.services.notices import tell_absent, tell_stopped
from programs.models.case_reminders import ReminderKind
from programs.services.case_reminders import remind_cases
from tests.architecture.english import english_in, untranslated_in
from tests.architecture.sources import PACKAGES, ROOT, modules
from tests.builders import make_board
from tests.builders_accounts import INHIL, TEMBILAHAN, make_person
from tests.programs.builders_cases import register_case
from tests.reports.subscribers import add_recipient, make_owner, send, subscribe

pytestmark = pytest.mark.django_db

# Where mails are made: whoever makes one elsewhere adds its kind below.
MAKERS = {
    "p2kp_site/reports/services/letters.py",
    "p2kp_site/reports/services/notices.py",
    "programs/services/reminder_mails.py",
}
ADDRESS = re.compile(r"\S+(?:://|@)\S+")
DUE = date(2026, 3, 11)  # a Wednesday


def owner_reading(language: str) -> User:
    make_board(formed_on="2010-01-01")
    return make_owner(language=language)


def deliveries(language: str) -> None:
    """To an account and to an address; without files, with files, and with links to large ones."""
    owner = owner_reading(language)
    for formats in ([], ["json", "xlsx"]):
        subscription = subscribe(owner, formats=formats)
        add_recipient(subscription, ("camat@tembilahan.example", TEMBILAHAN), language)
    send()


def links(language: str) -> None:
    """What is too large is behind addresses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MAIL_MAX_BYTES", 1)
        deliveries(language)


def stops(language: str) -> None:
    """Of a subscription that was switched off, for each reason there is."""
    subscribe(owner_reading(language))
    (issue,) = send()
    mail.outbox.clear()
    for kind in REASONS:
        issue.failure = {"kind": kind, "params": {}}
        tell_stopped(issue.subscription, issue)


def absences(language: str) -> None:
    """Of a summary that did not arrive, of each rhythm."""
    owner = owner_reading(language)
    for rhythm, period in (("weekly", "2026-W04"), ("monthly", "2026-01"), ("yearly", "2025")):
        tell_absent(subscribe(owner, rhythm=rhythm), period)


def reminders(language: str) -> None:
    """Of a case before its due day, on it, and of a level below for long."""
    register_case(stage="DITANGANI", due_on=DUE)
    for area in (TEMBILAHAN, INHIL):
        email = f"surel{area}@contoh.example"
        make_person("data_steward", area=area, email=email, language=language)
    for days in (-3, 0, 7):
        remind_cases(on=DUE + timedelta(days), clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    assert len(mail.outbox) == len(ReminderKind)


KINDS = (deliveries, links, stops, absences, reminders)


def read(letter: Any) -> Iterator[str]:
    """What stands in a mail as pages; a line of text also by its parts, such as a label."""
    for text in (letter.subject, letter.body):
        lines = ADDRESS.sub("", text).splitlines()
        parts = [part.strip(" -") for line in lines for part in re.split(r"[:;()]", line)]
        yield "".join(f"<p>{escape(one)}</p>" for one in (*lines, *parts))
    for html, _kind in getattr(letter, "alternatives", ()):
        yield html


def english(letters: list[Any]) -> list[str]:
    pages = [page for letter in letters for page in read(letter)]
    return [text for page in pages for text in (*english_in(page), *untranslated_in(page))]


@pytest.mark.parametrize("make", KINDS)
def test_a_mail_to_whoever_reads_indonesian_holds_no_english(make: Any) -> None:
    make("id")
    assert mail.outbox
    assert not english(mail.outbox)


@pytest.mark.parametrize("make", KINDS)
def test_each_mail_to_whoever_reads_english_is_english(make: Any) -> None:
    make("en")
    assert mail.outbox
    assert all(english([letter]) for letter in mail.outbox)


def test_mails_are_made_nowhere_else() -> None:
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in modules(*PACKAGES)
        if re.search(r"\b(EmailMessage|EmailMultiAlternatives|send_mail)\(", path.read_text())
    }
    assert makers == MAKERS
