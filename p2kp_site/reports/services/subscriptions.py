"""Subscriptions as their owners keep them: who may have which, and how one starts and leaves."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from p2kp_site.foundation.reader import Reader, reader_for
from p2kp_site.foundation.summaries import UnknownSummary, summary_named
from p2kp_site.reports.models import Issue, Recipient, Subscription
from p2kp_site.reports.models.issues import IssueState
from p2kp_site.reports.rules.subscriptions import MOST_FAILURES, failures_in_a_row

# Whoever changes one of these begins to count anew.
SCHEDULE = ("summary", "region", "rhythm", "send_days", "send_time", "is_active")
FAILURES = "failures"


def may_receive(reader: Reader, summary: str, area: str) -> bool:
    """May this reader have this summary of that area at all?"""
    try:
        kind = summary_named(summary)
    except UnknownSummary:
        return False
    return kind.may_be_read_by(reader) and reader.covers(area)


def owner_as_reader(subscription: Subscription, at: datetime) -> Reader:
    """The owner with the rights and the area of that moment."""
    return reader_for(subscription.owner, on=timezone.localdate(at))


def refuse_owner_without_rights(subscription: Subscription, reader: Reader) -> None:
    """Raise PermissionDenied where the owner may not have it any more."""
    if not may_receive(reader, subscription.summary, subscription.area):
        raise PermissionDenied(str(subscription))


def begin(subscription: Subscription, *, at: datetime) -> bool:
    """Let a subscription that stopped run again. False where it had not stopped."""
    stopped = Subscription.objects.filter(pk=subscription.pk, stopped_at__isnull=False)
    return bool(
        stopped.stamp(
            stopped_at=None, stopped_why="", failures=0, absent_period="", absent_since=None
        )
    )


@transaction.atomic
def count_failures(subscription: Subscription, *, at: datetime) -> bool:
    """Tell from its issues how often it failed in a row. True when that has stopped it now."""
    own = Subscription.objects.filter(pk=subscription.pk)
    own.lock(with_keys=False)
    since = own.values_list("since", flat=True).get()
    ended = Issue.objects.filter(
        subscription=subscription,
        state__in=[IssueState.DONE, IssueState.FAILED],
        created_at__gte=since,
    ).order_by("-pk")
    failures = failures_in_a_row(list(ended.values_list("state", flat=True)[:MOST_FAILURES]))
    own.stamp(failures=failures)
    if failures < MOST_FAILURES:
        return False
    return bool(own.running().stamp(stopped_at=at, stopped_why=FAILURES))


def leave(recipient: Recipient, *, at: datetime) -> bool:
    """Send this recipient nothing more. False where they had left already."""
    rows = Recipient.objects.filter(pk=recipient.pk).receiving()
    return bool(rows.stamp(left_at=at))
