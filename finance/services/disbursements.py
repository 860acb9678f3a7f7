"""What happens to disbursements: handed over to a chain, paid, accounted for.

Decisions are in `decisions`, counter-rows in `counter_rows`.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import (
    F,
    Q,
    QuerySet,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from finance.models.disbursements import ACCOUNT, PAY, Kind, State
from finance.services.disbursement_acts import (
    Outcome,
    close,
    count,
    hindered,
    lock_tranches,
    locked,
    lying_where,
    outcome,
    refuse_without,
    told,
    unhindered,
)
from finance.services.handing_over import hand_over, take_back
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.reader import Reader

__all__ = ["PaperRefused", "account", "hand_over", "pay", "take_back"]


class PaperRefused(ValueError):
    """A paper (SP2D, LPJ) cannot be so; the message says why."""


def pay(
    rows: QuerySet[Any],
    *,
    sp2d_number: str,
    sp2d_on: date,
    by: Reader,
    at: datetime,
    door: Door,
) -> Outcome:
    """Write down that the treasury paid approved payments, all under one SP2D.

    Raises PermissionDenied without the right, PaperRefused for an SP2D that cannot be.
    """
    refuse_without(by, PAY)
    number = sp2d_number.strip()
    if not number:
        raise PaperRefused(_("Write the number of the SP2D."))
    if sp2d_on > timezone.localdate(at):
        raise PaperRefused(_("An SP2D is not dated in the future."))
    kinds = {
        **{kind: Q(state=state) for kind, state in _SENT.items()},
        "counter_rows_are_not_paid": ~Q(kind=Kind.PAYMENT),
        "answered": Q(answered__gt=0),
    }
    values = {"sp2d_number": number[:80], "sp2d_on": sp2d_on}
    return _moved(rows, kinds, State.PAID, values, by=by, at=at, door=door, paid="amount")


def account(
    rows: QuerySet[Any],
    *,
    lpj_number: str,
    lpj_on: date,
    by: Reader,
    at: datetime,
    door: Door,
    amount: int | None = None,
) -> Outcome:
    """Write down that boards accounted for payments (LPJ), less what they gave back.

    `amount` is what the LPJ accounts for where that is less: the rest is to be given back.
    Raises PermissionDenied without the right, PaperRefused for an LPJ that cannot be.
    """
    refuse_without(by, ACCOUNT)
    number = lpj_number.strip()
    if not number:
        raise PaperRefused(_("Write the number of the LPJ."))
    if lpj_on > timezone.localdate(at):
        raise PaperRefused(_("An LPJ is not dated in the future."))
    if amount is not None and amount < 1:
        raise PaperRefused(_("An LPJ accounts for at least one rupiah."))
    net = F("amount") - F("answered")
    kinds = {
        **{kind: Q(state=state) for kind, state in _UNPAID.items()},
        "before_sp2d": Q(sp2d_on__gt=lpj_on),
        "nothing_to_account_for": Q(answered__gte=F("amount")),
    }
    if amount is not None:
        kinds["more_than_paid"] = Q(amount__lt=F("answered") + amount)
    values = {
        "lpj_number": number[:80],
        "lpj_on": lpj_on,
        "accounted_amount": net if amount is None else amount,
    }
    return _moved(
        rows, kinds, State.ACCOUNTED, values, by=by, at=at, door=door, accounted="accounted_amount"
    )


_SENT = {
    "not_handed_over": State.ENTERED,
    "returned": State.RETURNED,
    "not_approved": State.HANDED_OVER,
    "paid_already": State.PAID,
    "accounted_already": State.ACCOUNTED,
    "rejected": State.REJECTED,
}
_UNPAID = {
    **{kind: state for kind, state in _SENT.items() if kind != "paid_already"},
    "not_paid": State.APPROVED,
}


def _moved(
    rows: QuerySet[Any],
    kinds: dict[str, Q],
    state: State,
    values: dict[str, Any],
    *,
    by: Reader,
    at: datetime,
    door: Door,
    **totals: str,
) -> Outcome:
    """Bring rows to a state with the facts of its paper, and count them in their tranches."""
    own = lying_where(rows, by)
    with transaction.atomic():
        change_set = open_change_set(by=by.user, at=at, door=door)
        lock_tranches(own)
        ready = locked(unhindered(own, kinds))
        moved = ready.stamp(state=state, change_set=change_set, **values)
        if moved:
            count(change_set, {"state": state}, **totals)
        reasons = told(hindered(own.exclude(change_set=change_set), kinds))
        close(change_set, moved)
    return outcome(moved, reasons)
