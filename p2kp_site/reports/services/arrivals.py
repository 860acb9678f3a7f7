"""What did not arrive: asked apart from sending, so that a sender that stands still is noticed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from p2kp_site.reports.models import Delivery, Issue, Subscription
from p2kp_site.reports.models.issues import DeliveryState, IssueState
from p2kp_site.reports.services.notices import tell_absent
from p2kp_site.reports.services.sending import close_issue, doubt

# How long after its moment a summary may still be on its way.
GRACE = timedelta(hours=6)
# How many periods back are asked for.
LOOK_BACK = 3
_WAITING = (IssueState.QUEUED, IssueState.RUNNING)
_ON_THEIR_WAY = (DeliveryState.PLANNED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Absent:
    """A period of a subscription that should have arrived, and nothing says why it did not."""

    subscription: Subscription
    period: str


def check_arrivals(*, at: datetime) -> list[Absent]:
    """Find what was expected of the last periods and is neither sent nor explained.

    The owner is told once for each; the first page shows it until it arrived or is explained.
    """
    found = []
    for subscription in Subscription.objects.running().select_related("owner", "region"):
        absent = _absent(subscription, at)
        found += [Absent(subscription, period) for period in absent]
        _note(subscription, absent[0] if absent else "", at)
    # Nobody waits for what is switched off.
    noted = Subscription.objects.exclude(absent_period="")
    noted.exclude(pk__in=Subscription.objects.running().values("pk")).stamp(
        absent_period="", absent_since=None
    )
    return found


def _absent(subscription: Subscription, at: datetime) -> list[str]:
    """The unexplained ones of the last periods, the last one first."""
    expected = subscription.schedule.due_between(subscription.since, at - GRACE)[:LOOK_BACK]
    texts = [period.text for period in expected]
    issues = Issue.objects.filter(subscription=subscription, period__in=texts)
    explained = {issue.period for issue in issues if _is_explained(issue, at)}
    return [text for text in texts if text not in explained]


def _is_explained(issue: Issue, at: datetime) -> bool:
    if issue.woken_at is not None and issue.woken_at > at - GRACE:
        return True  # somebody has it in hand, perhaps because it is sent once more
    return (
        issue.state not in _WAITING
        and not issue.deliveries.filter(state__in=_ON_THEIR_WAY).exists()
    )


def _note(subscription: Subscription, period: str, at: datetime) -> None:
    """Keep what the first page shows, and tell the owner what is new; once, whoever else asks."""
    if period == subscription.absent_period:
        return
    seen = Subscription.objects.filter(pk=subscription.pk, absent_period=subscription.absent_period)
    changed = seen.stamp(absent_period=period, absent_since=at if period else None)
    if changed and period:
        tell_absent(subscription, period)


def sweep_deliveries(*, at: datetime) -> int:
    """Find mails whose worker died while it sent them, and issues that were given up.

    Returns how many mails became uncertain. Nothing is sent again.
    """
    doubted = doubt(Delivery.objects.left_by_the_dead(at))
    given_up = Issue.objects.filter(state__in=[IssueState.FAILED, IssueState.CANCELLED])
    for pk in given_up.with_delivery(DeliveryState.PLANNED).values_list("pk", flat=True):
        close_issue(pk, at=at)
    return doubted
