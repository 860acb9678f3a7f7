"""Send again: what a person decides about mails that failed, are uncertain, or were missed."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.foundation.reader import Reader
from p2kp_site.reports.models import Issue
from p2kp_site.reports.models.issues import DeliveryState, IssueState
from p2kp_site.reports.services.planning import plan_deliveries

AGAIN = (DeliveryState.FAILED, DeliveryState.UNCERTAIN)
_AT_REST = (IssueState.DONE, IssueState.FAILED, IssueState.CANCELLED, IssueState.MISSED)


@transaction.atomic
def send_again(issue: Issue, *, by: Reader, at: datetime, delivery: int | None = None) -> Issue:
    """Have one mail of an issue sent once more, or all that failed; an uncertain one by its key.

    A missed issue is sent to all. Raises PermissionDenied for somebody else's, and NotNow while a
    worker has the issue or nothing is to be sent.
    """
    own = Issue.objects.writable_by(by).filter(pk=issue.pk)
    if not own.exists():
        raise PermissionDenied(str(issue))
    missed = own.filter(state=IssueState.MISSED).exists()
    taken = own.filter(state__in=_AT_REST).update(
        state=IssueState.QUEUED, attempts=0, woken_at=None, failure=None, finished_at=None
    )
    if not taken:
        raise NotNow("moved_on", issue)
    issue.refresh_from_db()
    if missed or not issue.deliveries.exists():
        plan_deliveries(issue)
        return issue
    rows: Any = issue.deliveries.filter(state=DeliveryState.FAILED)
    if delivery is not None:
        rows = issue.deliveries.filter(pk=delivery, state__in=AGAIN)
    if not rows.update(state=DeliveryState.PLANNED, failure=None):
        raise NotNow("moved_on", issue)
    return issue
