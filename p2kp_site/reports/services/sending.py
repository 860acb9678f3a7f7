"""Send an issue: make its summaries with the owner's present rights, and send each mail once.

A mail becomes *sending* by compare-and-set before it leaves. Who finds a mail so, and is not the
one who sends it, cannot know whether it left: it becomes *uncertain*, and stays so until a person
decides. Nothing is sent within a transaction.
"""

import logging
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string

from p2kp_site.exchange.models.jobs import MOST_ATTEMPTS
from p2kp_site.exchange.services.leases import Clock, Lease, claim
from p2kp_site.exchange.services.running import settled_whatever_happens
from p2kp_site.foundation.reader import reader_for
from p2kp_site.reports.models import Delivery, Issue, SummaryRun
from p2kp_site.reports.models.issues import DeliveryState, IssueState
from p2kp_site.reports.services.letters import letter_of
from p2kp_site.reports.services.making import Postponed, run_for, unlike
from p2kp_site.reports.services.notices import tell_stopped
from p2kp_site.reports.services.subscriptions import (
    count_failures,
    may_receive,
    owner_as_reader,
    refuse_owner_without_rights,
)

logger = logging.getLogger(__name__)


def send_issue(pk: int, *, clock: Clock) -> bool:
    """Send what an issue waits to send. False when there was nothing to take."""
    lease = claim(Issue, pk, clock=clock)
    if lease is None:
        return False
    with settled_whatever_happens(lease):
        try:
            _send(lease)
        except Postponed as error:
            _postpone(lease, error)
    close_issue(pk, at=clock())
    return True


def close_issue(pk: int, *, at: datetime) -> None:
    """After an issue came to nothing: its mails say so, and its subscription may be stopped."""
    issue = Issue.objects.select_related("subscription__owner").get(pk=pk)
    if issue.state in (IssueState.FAILED, IssueState.CANCELLED):
        planned = issue.deliveries.filter(state=DeliveryState.PLANNED)
        failure = issue.failure or _failure("cancelled")
        planned.update(state=DeliveryState.FAILED, failure=failure)
    if count_failures(issue.subscription, at=at):
        tell_stopped(issue.subscription, issue)


def _send(lease: Lease[Issue]) -> None:
    issue = Issue.objects.select_related("subscription__owner", "subscription__region").get(
        pk=lease.job.pk
    )
    # Whoever was sending these before is gone.
    doubt(issue.deliveries.filter(state=DeliveryState.SENDING))
    subscription, at = issue.subscription, lease.clock()
    refuse_owner_without_rights(subscription, owner_as_reader(subscription, at))
    planned = issue.deliveries.filter(state=DeliveryState.PLANNED)
    planned = planned.select_related("user", "recipient", "region").order_by("pk")
    for group in unlike(planned):
        run = run_for(lease, issue, group)
        if run is not None:
            _send_all(lease, issue, group, run)
    _settle(lease, issue)


def _send_all(
    lease: Lease[Issue], issue: Issue, deliveries: list[Delivery], run: SummaryRun
) -> None:
    connection = get_connection()
    _open(connection)
    try:
        for delivery in deliveries:
            lease.beat(done=lease.job.progress_done, now=True)
            if why := _why_not(issue, delivery, lease.clock()):
                _fail(delivery, why)
            elif not _sent(connection, delivery, run, lease.clock):
                # Of what comes next the server would know nothing.
                connection.close()
                _open(connection)
    finally:
        connection.close()


def _open(connection: Any) -> None:
    try:
        connection.open()
    except OSError as error:
        # No mail was on its way yet: all of them may be tried again.
        raise Postponed("mail_server") from error


def _sent(connection: Any, delivery: Delivery, run: SummaryRun, clock: Clock) -> bool:
    """Send one mail. False when the connection to the server is of no use any more."""
    token, at = get_random_string(32), clock()
    mail = letter_of(delivery, run, at=at)
    taken = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PLANNED).update(
        state=DeliveryState.SENDING,
        token=token,
        sending_at=at,
        address=mail.to[0],
        message_id=mail.extra_headers["Message-ID"],
        attempts=F("attempts") + 1,
        failure=None,
    )
    if not taken:
        return True
    try:
        connection.send_messages([mail])
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        logger.warning("the mail server refused delivery %s: %s", delivery.ref, error)
        _end(delivery, token, state=DeliveryState.FAILED, failure=_failure("mail_refused"))
        return True
    except Exception:
        logger.exception("delivery %s broke off", delivery.ref)
        _end(delivery, token, state=DeliveryState.UNCERTAIN, failure=_failure("broke_off"))
        return False
    _end(delivery, token, state=DeliveryState.SENT, sent_at=clock(), failure=None)
    return True


def _end(delivery: Delivery, token: str, **values: Any) -> None:
    """Say how a mail ended: who sent it knows better than who took this worker for dead."""
    doubted = [DeliveryState.SENDING, DeliveryState.UNCERTAIN]
    Delivery.objects.filter(pk=delivery.pk, token=token, state__in=doubted).update(**values)


def _why_not(issue: Issue, delivery: Delivery, at: datetime) -> str:
    """Why this recipient gets nothing; their own rights and area are asked, too."""
    recipient, user = delivery.recipient, delivery.user
    if recipient is None or recipient.left_at is not None:
        return "recipient_left"
    if user is None:
        return ""
    area = delivery.region.path if delivery.region else ""
    reader = reader_for(user, on=timezone.localdate(at))
    if not may_receive(reader, issue.subscription.summary, area):
        return "recipient_not_allowed"
    return "" if user.email else "no_address"


def _fail(delivery: Delivery, why: str) -> None:
    rows = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PLANNED)
    rows.update(state=DeliveryState.FAILED, failure=_failure(why))


def doubt(deliveries: Any) -> int:
    """Of these mails nobody knows whether they left."""
    return int(
        deliveries.filter(state=DeliveryState.SENDING).update(
            state=DeliveryState.UNCERTAIN, failure=_failure("worker_died_sending")
        )
    )


def _settle(lease: Lease[Issue], issue: Issue) -> None:
    """Done when at least one mail left, or may have."""
    left = [DeliveryState.SENT, DeliveryState.UNCERTAIN]
    if issue.deliveries.filter(state__in=left).exists():
        lease.settle(IssueState.DONE, failure=None)
    else:
        kind = "nothing_left" if issue.deliveries.exists() else "no_recipients"
        lease.settle(IssueState.FAILED, failure=_failure(kind))


def _postpone(lease: Lease[Issue], error: Postponed) -> None:
    """Give the issue back, to be tried again in a minute; after some attempts it fails."""
    job = lease.job
    if job.attempts >= MOST_ATTEMPTS:
        lease.settle(IssueState.FAILED, failure=_failure(error.kind))
        return
    Issue.objects.filter(pk=job.pk, lease=job.lease, state=IssueState.RUNNING).update(
        state=IssueState.QUEUED, lease="", heartbeat_at=None, woken_at=lease.clock()
    )


def _failure(kind: str) -> dict[str, Any]:
    return {"kind": kind, "params": {}}
