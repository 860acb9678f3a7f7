"""Counter-rows: approved money is never edited, but answered by a row of its own with a reason.

A counter-row is entered here and then takes the same chain as a payment; totals move when it is
approved.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from finance.models import Disbursement
from finance.models.disbursements import OPEN, Kind, State
from finance.rules.disbursements import Payment, counter_row_refusal
from finance.services.disbursement_acts import MissingReason, lock_tranches
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.reader import Reader

ADD = "finance.add_disbursement"
_LARGEST_NUMBER = 32_767


class CounterRowRefused(ValueError):
    """A payment cannot be answered so; the message says why."""


def reverse(
    payment: Disbursement, *, reason: str, by: Reader, at: datetime, door: Door
) -> Disbursement:
    """Enter that a payment was a wrong entry: the whole of it is taken back.

    Raises PermissionDenied, MissingReason, CounterRowRefused.
    """
    return _answer(payment, Kind.REVERSAL, payment.amount, reason, "", by=by, at=at, door=door)


def give_back(
    payment: Disbursement,
    *,
    amount: int,
    receipt_number: str,
    reason: str,
    by: Reader,
    at: datetime,
    door: Door,
) -> Disbursement:
    """Enter that money of a payment, or a part of it, went back to the treasury.

    Raises PermissionDenied, MissingReason, CounterRowRefused.
    """
    if not receipt_number.strip():
        raise CounterRowRefused(_("Write the receipt number of the treasury."))
    if amount < 1:
        raise CounterRowRefused(
            _("An amount that comes back is written above zero: its kind says that it comes back.")
        )
    receipt = receipt_number.strip()[:80]
    return _answer(payment, Kind.RETURN, amount, reason, receipt, by=by, at=at, door=door)


@transaction.atomic
def _answer(
    payment: Disbursement,
    kind: Kind,
    amount: int,
    reason: str,
    receipt: str,
    *,
    by: Reader,
    at: datetime,
    door: Door,
) -> Disbursement:
    if by.user is None or not by.may(ADD):
        raise PermissionDenied(ADD)
    if not reason.strip():
        raise MissingReason(kind)
    # Held first, as every act upon money does: the number and what is left are this act's own.
    lock_tranches(Disbursement.objects.filter(pk=payment.pk))
    standing = Disbursement.objects.writable_by(by).filter(pk=payment.pk).first()
    if standing is None:
        raise PermissionDenied(ADD)
    _refuse(standing, kind, amount, receipt)
    row = Disbursement(
        tranche=standing.tranche,
        payment_no=_next_number(standing.tranche_id),
        kind=kind,
        amount=amount,
        answers=standing,
        reason=reason.strip()[:500],
        receipt_number=receipt,
    )
    row.save(change_set=open_change_set(by=by.user, at=at, door=door, why=reason.strip()))
    return row


def _refuse(payment: Disbursement, kind: Kind, amount: int, receipt: str) -> None:
    """Raise CounterRowRefused where the payment, less what is on its way, cannot be answered so."""
    if payment.kind != Kind.PAYMENT:
        raise CounterRowRefused(_("A counter-row answers a payment, not another counter-row."))
    others = payment.counter_rows.filter(state__in=(*OPEN, State.HANDED_OVER))
    if receipt and payment.counter_rows.exclude(state=State.REJECTED).filter(
        receipt_number=receipt
    ):
        raise CounterRowRefused(_("This receipt stands against this payment already."))
    on_the_way = others.aggregate(total=Sum("amount"))["total"] or 0
    stands = Payment(
        amount=payment.amount,
        answered=payment.answered + on_the_way,
        accounted=payment.accounted_amount,
        state=payment.state,
    )
    if refused := counter_row_refusal(kind, amount, stands):
        left = max(stands.amount - stands.answered - stands.accounted, 0)
        raise CounterRowRefused(_why(refused) % {"left": in_rupiah(left)})


def _why(kind: str) -> str:
    return {
        "answers_nothing": _("Only a payment that was approved is answered: change or return it."),
        "answers_unpaid": _("Only money that was paid comes back: reverse the payment instead."),
        "over_payment": _("At most %(left)s of the payment are left to be answered."),
        "below_accounted": _(
            "The board has accounted for this money: at most %(left)s can be answered."
        ),
    }[kind]


def _next_number(tranche: int) -> int:
    """The number after the last one; where somebody typed the largest, one that is free."""
    taken = Disbursement.objects.filter(tranche=tranche).order_by("payment_no")
    numbers = set(taken.values_list("payment_no", flat=True))
    last = max(numbers, default=0)
    if last < _LARGEST_NUMBER:
        return last + 1
    return next(number for number in range(1, _LARGEST_NUMBER) if number not in numbers)
