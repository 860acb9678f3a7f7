"""The summaries of an issue: one for each region and language in which it is sent."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from communities.summaries.scopes import NoSuchRegion
from p2kp_site.exchange.services.leases import Lease
from p2kp_site.foundation.periods import UnusablePeriod
from p2kp_site.foundation.summaries import NATION_CODE
from p2kp_site.reports.models import Delivery, Issue, SummaryRun
from p2kp_site.reports.models.issues import DeliveryState
from p2kp_site.reports.models.runs import RunState
from p2kp_site.reports.services.runs import run_summary, start_run
from p2kp_site.reports.services.subscriptions import owner_as_reader


class Postponed(Exception):
    """What cannot be done now and may be done in a minute; `kind` says why."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def unlike(deliveries: Iterable[Delivery]) -> list[list[Delivery]]:
    """The mails in groups that are sent the same summary."""
    groups: dict[tuple[int | None, str], list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        groups[delivery.region_id, delivery.language].append(delivery)
    return list(groups.values())


def run_for(lease: Lease[Issue], issue: Issue, group: list[Delivery]) -> SummaryRun | None:
    """The kept summary that this group is sent; None where it came to nothing: its mails say so.

    A summary that an attempt before has made is taken again: all mails of an issue say the same.
    """
    run = _made_before(issue, group[0]) or _made_now(lease, issue, group)
    if run is None:
        return None
    if run.state in (RunState.QUEUED, RunState.RUNNING):
        # The sweeper had another worker take it.
        raise Postponed("summary_elsewhere")
    if run.state != RunState.DONE:
        _fail(group, run.failure or {"kind": "internal", "params": {}})
        return None
    Delivery.objects.filter(pk__in=[one.pk for one in group]).update(run=run)
    return run


def _made_before(issue: Issue, like: Delivery) -> SummaryRun | None:
    made = issue.deliveries.filter(
        region=like.region_id, language=like.language, run__state=RunState.DONE
    )
    found = made.select_related("run__region").order_by("-run").first()
    return found.run if found else None


def _made_now(lease: Lease[Issue], issue: Issue, group: list[Delivery]) -> SummaryRun | None:
    subscription, like, at = issue.subscription, group[0], lease.clock()

    def clock() -> datetime:
        """The clock of the summary; whoever looks at it says that this worker lives."""
        lease.beat(done=lease.job.progress_done)
        return lease.clock()

    try:
        run = start_run(
            reader=owner_as_reader(subscription, at),
            summary=subscription.summary,
            region=like.region.code if like.region else NATION_CODE,
            period=issue.period,
            formats=subscription.formats,
            language=like.language,
            at=at,
            verified_only=subscription.verified_only,
        )
    except (NoSuchRegion, PermissionDenied):
        # An address may stand beside a region that the owner has left meanwhile.
        _fail(group, {"kind": "not_allowed", "params": {}})
        return None
    except UnusablePeriod:
        _fail(group, {"kind": "internal", "params": {}})
        return None
    # This worker makes it: nobody needs to be woken for it.
    SummaryRun.objects.filter(pk=run.pk).update(woken_at=at)
    run_summary(run.pk, clock=clock)
    run.refresh_from_db()
    return run


def _fail(group: list[Delivery], failure: dict[str, Any]) -> None:
    rows = Delivery.objects.filter(pk__in=[one.pk for one in group], state=DeliveryState.PLANNED)
    rows.update(state=DeliveryState.FAILED, failure=failure)
