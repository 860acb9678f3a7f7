"""Wake workers for runs of summaries."""

from celery import shared_task
from django.utils import timezone

from p2kp_site.exchange.tasks import serve
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.services import runs


@shared_task(name="reports.run_summary")
def run_summary(pk: int) -> None:
    """Make one run."""
    runs.run_summary(pk, clock=timezone.now)


serve(SummaryRun, run_summary)
