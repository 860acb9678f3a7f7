"""Backlog rows: what was paid on paper before an area went live, counted as it is entered."""

from datetime import date

from django.db import transaction

from finance.models import GoLive
from finance.rules.disbursements import is_backlog
from finance.services.disbursement_acts import count
from p2kp_site.foundation.models import ChangeSet


def belongs_to_backlog(area: str, sp2d_on: date | None) -> bool:
    """Was this paid before the area went live? Without a go-live date nothing is backlog."""
    return is_backlog(sp2d_on, GoLive.objects.of_area(area))


@transaction.atomic
def count_backlog(change_set: ChangeSet) -> None:
    """Count the backlog rows that this act added, each tranche once, in its transaction.

    Raises MoneyRefused where they come to more than a tranche holds.
    """
    count(
        change_set,
        {"is_backlog": True},
        approved="amount",
        paid="amount",
        accounted="accounted_amount",
    )
