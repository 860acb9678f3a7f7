"""The mails of reminders: taken before they leave, so that none leaves twice."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from p2kp_site.foundation.wording import in_words
from programs.models import Case, ReminderMail
from programs.models.case_reminders import MailState, ReminderKind
from programs.services.case_people import CaseWorkers

logger = logging.getLogger(__name__)

# What a mail server answers to a mail that it does not take.
_REFUSED = (SMTPRecipientsRefused, SMTPResponseException)


def send_waiting(
    *, workers: CaseWorkers, resting: Collection[str], clock: Callable[[], datetime]
) -> int:
    """Send the mails that wait, one after the other; returns how many left.

    While no mail server is reached they go on waiting. One that fails on its way stays taken.
    """
    rows = ReminderMail.objects.to_send(resting=resting)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if not keys:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        logger.warning("no mail server, %d reminders wait: %s", len(keys), error)
        return 0
    sent = 0
    try:
        for pk in keys:
            mail = ReminderMail.objects.select_related(
                "user", "reminder__case__type", "reminder__case__stage"
            ).get(pk=pk)
            if not _may_be_told(mail, workers):
                _move(mail, MailState.WAITING, state=MailState.SHOWN)
            elif _move(mail, MailState.WAITING, state=MailState.SENDING, taken_at=clock()):
                sent += _send(mail, connection, clock)
    except OSError as error:
        # It may have left: nobody sends it again by itself, and the rest waits for the next run.
        logger.warning("a reminder failed on its way, the others wait: %s", error)
    finally:
        connection.close()
    return sent


def _may_be_told(mail: ReminderMail, workers: CaseWorkers) -> bool:
    """Has the person an address, and do they see the case today?"""
    user, case = mail.user, mail.reminder.case
    return bool(user.email) and workers.seat_of(user, case.area) is not None


def _move(mail: ReminderMail, held: MailState, **columns: Any) -> bool:
    """Bring a mail to its next state, unless somebody else did; committed before anything else."""
    with transaction.atomic(durable=True):
        return bool(ReminderMail.objects.filter(pk=mail.pk, state=held).update(**columns))


def _send(mail: ReminderMail, connection: Any, clock: Callable[[], datetime]) -> bool:
    try:
        message_of(mail, connection).send()
    except _REFUSED as error:
        logger.warning("the mail server refused reminder %s: %s", mail.pk, error)
        _move(mail, MailState.SENDING, state=MailState.SHOWN)
        return False
    return _move(mail, MailState.SENDING, state=MailState.SENT, sent_at=clock())


def message_of(mail: ReminderMail, connection: Any = None) -> EmailMessage:
    """The mail in its reader's language: which case, where it stands, until when; nobody's name."""
    case: Case = mail.reminder.case
    with translation.override(mail.user.language):
        facts = [
            (_("Number"), case.number),
            (_("Type"), case.type.name),
            (_("Stage"), case.stage.name),
            (_("Due on"), in_words(mail.reminder.due_on)),
        ]
        subject = f"{case.number}: {ReminderKind(mail.reminder.kind).label}"
        opening = _OPENING[ReminderKind(mail.reminder.kind)]()
    link = settings.SITE_URL.rstrip("/") + reverse("admin:programs_case_change", args=[case.pk])
    lines = [opening, "", *(f"{label}: {value}" for label, value in facts), "", link, ""]
    return EmailMessage(
        subject,
        "\n".join(lines),
        to=[mail.user.email],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )


_OPENING: dict[ReminderKind, Callable[[], str]] = {
    ReminderKind.BEFORE: lambda: _("A case will be due soon."),
    ReminderKind.DUE: lambda: _("A case is due."),
    ReminderKind.ESCALATION: lambda: _("A case of a level below yours has been overdue for long."),
}
