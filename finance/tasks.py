"""The nightly control of running totals; `manage.py control_totals` does the same by hand."""

import logging

from celery import shared_task

from finance.services.totals import differences

logger = logging.getLogger(__name__)


@shared_task(name="finance.control_totals")
def control_totals() -> int:
    """Tell the operator's log which totals differ from their rows. Returns how many."""
    found = differences()
    for one in found:
        logger.error(
            "%s %s: %s is %s, its rows come to %s",
            one.model,
            one.key,
            one.column,
            one.held,
            one.recomputed,
        )
    return len(found)
