"""`manage.py send_summaries [--at MOMENT]`: what beat and worker do with subscriptions, at once."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.reports.models import Delivery, Issue
from p2kp_site.reports.models.issues import DeliveryState
from p2kp_site.reports.services.arrivals import sweep_deliveries
from p2kp_site.reports.services.planning import start_due
from p2kp_site.reports.services.sending import send_issue

NOT_ALL_SENT = 1


class Command(ProductCommand):
    """Ends with 0 (all that was due is sent) or 1 (a mail failed, or nobody knows of it)."""

    help = "Send the summaries that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", default="", metavar="MOMENT", help="what is due then: 2016-01-01T06:00"
        )
        parser.add_argument("--json", action="store_true", help="the numbers, on the last line")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = self._moment(options["at"])
        sweep_deliveries(at=timezone.now())
        decided = start_due(at=at)
        waiting = Issue.objects.waiting().order_by("pk").values_list("pk", flat=True)
        sent = [pk for pk in list(waiting) if send_issue(pk, clock=timezone.now)]
        numbers = self._numbers(sent)
        result = {
            "at": at.isoformat(),
            "due": len(decided.queued),
            "missed": decided.missed,
            "issues": len(sent),
            **numbers,
        }
        text = _(
            "Due: %(due)s. Missed: %(missed)s. Mails sent: %(sent)s, failed: %(failed)s, "
            "uncertain: %(uncertain)s."
        )
        self.finish(result, as_json=options["json"], text=text % result)
        if numbers["failed"] or numbers["uncertain"] or numbers["planned"]:
            sys.exit(NOT_ALL_SENT)

    def _moment(self, text: str) -> datetime:
        if not text:
            return timezone.now()
        try:
            day = parse_date(text)
            moment = datetime.combine(day, datetime.min.time()) if day else parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            self.refuse(
                _("“%(text)s” is no moment: write it as 2016-01-01T06:00.") % {"text": text}
            )
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

    @staticmethod
    def _numbers(issues: list[int]) -> dict[str, int]:
        """How many mails of these issues stand where."""
        rows = Delivery.objects.filter(issue__in=issues).values_list("state")
        found = dict(rows.annotate(number=Count("pk")).order_by())
        states = (
            DeliveryState.SENT,
            DeliveryState.FAILED,
            DeliveryState.UNCERTAIN,
            DeliveryState.PLANNED,
        )
        return {state.value: found.get(state, 0) for state in states}
