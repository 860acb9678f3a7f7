"""`manage.py check_deliveries`: which summaries should have arrived and did not."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.reports.models import Issue
from p2kp_site.reports.models.issues import DeliveryState
from p2kp_site.reports.services.arrivals import check_arrivals, sweep_deliveries

ABSENT = 1


class Command(ProductCommand):
    """Ends with 0 (all arrived or is explained) or 1; owners are told as by the hourly task."""

    help = "Find summaries that should have been sent and were not, and tell their owners."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = timezone.now()
        sweep_deliveries(at=at)
        found = check_arrivals(at=at)
        uncertain = Issue.objects.with_delivery(DeliveryState.UNCERTAIN).count()
        result = {
            "absent": [
                {
                    "subscription": one.subscription.ref,
                    "summary": one.subscription.summary,
                    "region": one.subscription.region_code,
                    "period": one.period,
                }
                for one in found
            ],
            "uncertain": uncertain,
        }
        lines = [f"{one.subscription} {one.period}" for one in found]
        told = {"absent": len(found), "uncertain": uncertain}
        text = _("Did not arrive: %(absent)s. Issues with uncertain mails: %(uncertain)s.") % told
        self.finish(result, as_json=options["json"], text="\n".join([*lines, text]))
        if found:
            sys.exit(ABSENT)
