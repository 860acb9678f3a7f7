"""Summaries that need a person: did not arrive, nobody knows, or their subscription stopped."""

from django.utils.translation import gettext as _

from communities.worklist import Queue, queue
from p2kp_site.foundation.reader import Reader
from p2kp_site.reports.filters.subscriptions import ABSENT, STOPPED
from p2kp_site.reports.models import Issue, Subscription
from p2kp_site.reports.models.issues import DeliveryState


def queues_of(reader: Reader) -> list[Queue]:
    """What is wrong with one's own subscriptions, and for administrators with those of the area."""
    subscriptions = Subscription.objects.visible_to(reader)
    issues = Issue.objects.visible_to(reader)
    uncertain, failed = DeliveryState.UNCERTAIN.value, DeliveryState.FAILED.value
    found = [
        queue(_("Did not arrive"), subscriptions.exclude(absent_period=""), f"trouble={ABSENT}"),
        queue(
            _("Stopped after failures"),
            subscriptions.filter(stopped_at__isnull=False),
            f"trouble={STOPPED}",
        ),
        queue(
            _("Uncertain whether it arrived"),
            issues.with_delivery(uncertain),
            f"deliveries={uncertain}",
        ),
        queue(_("Could not be sent"), issues.with_delivery(failed), f"deliveries={failed}"),
    ]
    return [one for one in found if one.number != "0"]
