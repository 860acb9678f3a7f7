"""Backlog rows: what was paid on paper before an area went live, counted as it is entered."""

from datetime import date

from django.db import transaction

from finance.models import GoLive
from finance.rules.disbursements import is_backlog
from finance.services.disbursement_acts import count
from p2kp_site.foundation.areas import above
from p2kp_site.foundation.models import ChangeSet


def belongs_to_backlog(area: str, sp2d_on: date | None) -> bool:
    """Was this paid before the area went live? Without a go-live date nothing is backlog."""
    return is_backlog(sp2d_on, GoLive.objects.of_area(area))


class GoLiveDays:
    """The days on which areas went live, read once for many rows."""

    def __init__(self) -> None:
        self._days: dict[str, date] = dict(GoLive.objects.values_list("area", "on"))

    def of_area(self, area: str) -> date | None:
        """The day on which this area went live; the nearest region decides; None says nobody."""
        return next((self._days[a] for a in reversed(above(area)) if a in self._days), None)

    def __str__(self) -> str:
        """All of them, as a text that differs where a day does."""
        return ";".join(f"{area}={on}" for area, on in sorted(self._days.items()))


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
