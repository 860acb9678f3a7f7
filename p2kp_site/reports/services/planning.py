"""What is due: decided from the rows of subscriptions and issues and from the moment alone.

Asked twice, by two beats, or by a clock that jumped, it decides the same once: an issue is unique
by subscription and period, and the subscription is held while its issues are written.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from p2kp_site.foundation.periods import Period
from p2kp_site.reports.models import Delivery, Issue, Subscription
from p2kp_site.reports.models.issues import IssueState


@dataclass(slots=True)
class Decided:
    """What came of asking: issues that wait for a worker now, and how many periods are missed."""

    queued: list[int] = field(default_factory=list)
    missed: int = 0


def start_due(*, at: datetime) -> Decided:
    """Queue the last ended period of every subscription whose moment has come."""
    last = {one: one.schedule.last_due(at) for one in Subscription.objects.running()}
    due = {one: period for one, period in last.items() if one.schedule.sent_at(period) > one.since}
    standing = Issue.objects.filter(period__in={period.text for period in due.values()})
    decided_on = set(_not_of_the_future(standing, at).values_list("subscription_id", "period"))
    decided = Decided()
    for subscription, period in due.items():
        if (subscription.pk, period.text) not in decided_on:
            with transaction.atomic():
                _decide(subscription, decided, at)
    return decided


def _not_of_the_future(issues: Any, at: datetime) -> Any:
    """Without what a clock that ran ahead took for missed."""
    return issues.exclude(state=IssueState.MISSED, created_at__gt=at)


def _decide(subscription: Subscription, decided: Decided, at: datetime) -> None:
    """Queue the last period and list those before it as missed; once, whoever else asks."""
    own = Subscription.objects.filter(pk=subscription.pk)
    own.lock(with_keys=False)
    held = own.running().first()
    if held is None:
        return
    periods = held.schedule.due_between(held.since, at)
    issues = Issue.objects.filter(subscription=held)
    standing = {
        period: (pk, state, created_at)
        for pk, period, state, created_at in issues.values_list(
            "pk", "period", "state", "created_at"
        )
    }
    missed = [
        _issue(held, period, IssueState.MISSED, at)
        for period in periods[1:]
        if period.text not in standing
    ]
    # The oldest first, so that they are listed in their order.
    Issue.objects.bulk_create(reversed(missed))
    decided.missed += len(missed)
    if not periods:
        return
    pk, state, created_at = standing.get(periods[0].text, (None, "", at))
    if pk is None:
        issue = _issue(held, periods[0], IssueState.QUEUED, at)
        issue.save()
    elif state == IssueState.MISSED and created_at > at:
        Issue.objects.filter(pk=pk).update(state=IssueState.QUEUED, created_at=at)
        issue = Issue.objects.get(pk=pk)
    else:
        return
    plan_deliveries(issue)
    decided.queued.append(issue.pk)


def _issue(subscription: Subscription, period: Period, state: str, at: datetime) -> Issue:
    return Issue(
        subscription=subscription,
        period=period.text,
        state=state,
        owner_id=subscription.owner_id,
        area=subscription.area,
        created_at=at,
    )


def plan_deliveries(issue: Issue) -> None:
    """One mail for each recipient who has not left."""
    subscription = issue.subscription
    Delivery.objects.bulk_create(
        Delivery(
            issue=issue,
            recipient=recipient,
            user_id=recipient.user_id,
            address=recipient.address,
            region_id=recipient.region_id or subscription.region_id,
            language=recipient.reads,
        )
        for recipient in subscription.recipients.receiving().select_related("user").order_by("pk")
    )
