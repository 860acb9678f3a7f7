"""Wake workers for summaries and their subscriptions; each of these has a command, too."""

import logging

from celery import shared_task
from django.utils import timezone

from p2kp_site.exchange.tasks import serve, wake
from p2kp_site.reports.models import Issue, SummaryRun
from p2kp_site.reports.services import arrivals, planning, runs, sending

logger = logging.getLogger(__name__)


@shared_task(name="reports.run_summary")
def run_summary(pk: int) -> None:
    """Make one run."""
    runs.run_summary(pk, clock=timezone.now)


@shared_task(name="reports.send_issue")
def send_issue(pk: int) -> None:
    """Send one issue of a subscription."""
    sending.send_issue(pk, clock=timezone.now)


serve(SummaryRun, run_summary)
serve(Issue, send_issue)


@shared_task(name="reports.start_due")
def start_due() -> None:
    """Queue what is due now, and wake a worker for each issue."""
    decided = planning.start_due(at=timezone.now())
    for issue in Issue.objects.filter(pk__in=decided.queued):
        wake(issue)


@shared_task(name="reports.sweep_deliveries")
def sweep_deliveries() -> None:
    """Find mails whose worker died while it sent them."""
    if doubted := arrivals.sweep_deliveries(at=timezone.now()):
        logger.warning("%d deliveries became uncertain", doubted)


@shared_task(name="reports.check_arrivals")
def check_arrivals() -> None:
    """Find summaries that should have arrived, and tell their owners."""
    for one in arrivals.check_arrivals(at=timezone.now()):
        logger.error("%s: %s did not arrive", one.subscription, one.period)
