"""The nightly control: running totals against what the rows say.

Nothing is repaired: a difference means that somebody wrote past the services, and is looked at.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Value

from finance.models import Disbursement, Grant, Tranche
from finance.models.disbursements import COUNTED, Kind
from finance.rules.disbursements import PAID_OUT
from p2kp_site.foundation.reader import Reader
from programs.models.activities import total


@dataclass(frozen=True, slots=True)
class Difference:
    """A running total that is not what its rows come to."""

    model: str
    key: int
    column: str
    held: int
    recomputed: int


def differences(reader: Reader | None = None) -> list[Difference]:
    """Every running total of finance that differs, of a reader's area or of all; five queries."""
    found = []
    for model, column, recomputed in _controls():
        rows: Any = model._default_manager.all()
        rows = rows.visible_to(reader) if reader else rows
        differing = rows.annotate(recomputed=recomputed).exclude(**{column: F("recomputed")})
        found += [
            Difference(model._meta.label_lower, *facts)
            for facts in differing.order_by("pk").values_list(
                "pk", Value(column), column, "recomputed"
            )
        ]
    return found


def _controls() -> list[tuple[Any, str, Any]]:
    """Each running total with the sum that it must be."""
    counted = Disbursement.objects.filter(tranche=OuterRef("pk"), state__in=COUNTED)
    payments = counted.filter(kind=Kind.PAYMENT)
    against = counted.exclude(kind=Kind.PAYMENT)
    back = against.filter(answers__state__in=PAID_OUT)
    paid = payments.filter(state__in=PAID_OUT)
    answers = Disbursement.objects.filter(answers=OuterRef("pk"), state__in=COUNTED)
    tranches = Tranche.objects.filter(grant=OuterRef("pk"))
    return [
        (Grant, "tranched", total(tranches, "grant", "amount")),
        (Tranche, "approved", _sum(payments) - _sum(against)),
        (Tranche, "paid", _sum(paid) - _sum(back)),
        (Tranche, "accounted", _sum(payments, "accounted_amount")),
        (Disbursement, "answered", total(answers, "answers", "amount")),
    ]


def _sum(rows: Any, column: str = "amount") -> Any:
    return total(rows, "tranche", column)
