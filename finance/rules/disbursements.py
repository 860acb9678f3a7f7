"""What holds for disbursements and their counter-rows, said without a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from p2kp_site.exchange.reading import Fault

PAYMENT, REVERSAL, RETURN = "payment", "reversal", "return"
APPROVED, PAID, ACCOUNTED = "approved", "paid", "accounted"
HANDED_OVER, REJECTED = "handed_over", "rejected"
COUNTED = (APPROVED, PAID, ACCOUNTED)
PAID_OUT = (PAID, ACCOUNTED)

# An account that changed so shortly before a payment is asked about once more.
SHORTLY_BEFORE = timedelta(days=60)


def disbursement_faults(
    values: Mapping[str, Any], *, answered_kind: str | None, answered_tranche: int | None
) -> Iterator[tuple[str, Fault]]:
    """The faults of a disbursement as it is typed; the constraints of the table hold the same."""
    number = values["payment_no"]
    if number is not None and number < 1:
        yield "payment_no", Fault("number_from_one", {"text": str(number)})
    if values["kind"] == PAYMENT:
        if values["answers_id"] is not None or values["reason"] or values["receipt_number"]:
            yield "kind", Fault("payment_answers_nothing")
        return
    if values["answers_id"] is None:
        yield "answers", Fault("answers_no_payment")
    elif answered_kind != PAYMENT:
        yield "answers", Fault("answers_a_counter_row")
    elif answered_tranche != values["tranche_id"]:
        yield "answers", Fault("answers_another_tranche")
    if not values["reason"]:
        yield "reason", Fault("counter_row_without_reason")
    if values["kind"] == RETURN and not values["receipt_number"]:
        yield "receipt_number", Fault("return_without_receipt")
    if values["kind"] == REVERSAL and values["receipt_number"]:
        yield "receipt_number", Fault("reversal_with_receipt")


_SP2D, _LPJ = ("sp2d_number", "sp2d_on"), ("lpj_number", "lpj_on", "accounted_amount")


def paper_faults(values: Mapping[str, Any], *, today: str) -> Iterator[tuple[str, Fault]]:
    """The faults of the papers of a payment, SP2D and LPJ; days are ISO texts, as in files."""
    written = [name for name in (*_SP2D, *_LPJ) if values[name]]
    if values["kind"] != PAYMENT:
        for name in written[:1]:
            yield name, Fault("counter_row_has_no_papers")
        return
    if written:
        for name in _SP2D:
            if not values[name]:
                yield name, Fault("sp2d_not_whole")
    if any(values[name] for name in _LPJ):
        for name in _LPJ:
            if not values[name]:
                yield name, Fault("lpj_not_whole")
    for name in ("sp2d_on", "lpj_on"):
        if values[name] and values[name] > today:
            yield name, Fault("paper_of_the_future", {"text": values[name]})
    if values["lpj_on"] and values["sp2d_on"] and values["lpj_on"] < values["sp2d_on"]:
        said = {"text": values["lpj_on"], "sp2d_on": values["sp2d_on"]}
        yield "lpj_on", Fault("lpj_before_sp2d", said)
    accounted, amount = values["accounted_amount"] or 0, values["amount"]
    if amount is not None and accounted > amount > 0:
        said = {"text": accounted, "amount": amount}
        yield "accounted_amount", Fault("accounted_above_payment", said)


def paid_on_paper_faults(sp2d_on: date, went_live_on: date | None) -> Iterator[tuple[str, Fault]]:
    """The fault of a payment that a file calls paid, and that the chain should have approved."""
    said = {"text": sp2d_on.isoformat()}
    if went_live_on is None:
        yield "sp2d_on", Fault("no_go_live_day", said)
    elif not is_backlog(sp2d_on, went_live_on):
        said["went_live_on"] = went_live_on.isoformat()
        yield "sp2d_on", Fault("paid_after_go_live", said)


def standing_fault(state: str) -> Fault | None:
    """Why a file does not change a disbursement in this state; None for a draft."""
    if state in COUNTED:
        return Fault("approved_money_stays")
    return {HANDED_OVER: Fault("on_its_way"), REJECTED: Fault("rejected_stays")}.get(state)


@dataclass(frozen=True, slots=True)
class Row:
    """A disbursement at its last step; `answers` is the payment of a counter-row."""

    key: int
    kind: str
    amount: int
    tranche: int
    answers: int | None = None


@dataclass(slots=True)
class Payment:
    """A payment as counter-rows find it."""

    amount: int
    answered: int
    accounted: int
    state: str


@dataclass(slots=True)
class Tally:
    """What is left in tranches and payments while one row after the other is approved.

    Approval reserves: what a row takes is not there for the next.
    """

    unapproved: dict[int, int]
    payments: dict[int, Payment] = field(default_factory=dict)

    def take(self, row: Row) -> str:
        """Approve a row, or the kind of refusal; an empty text says that it was approved."""
        if row.kind == PAYMENT:
            if row.amount > self.unapproved[row.tranche]:
                return "over_tranche"
            self.unapproved[row.tranche] -= row.amount
            return ""
        payment = self.payments[row.answers or 0]
        if refused := counter_row_refusal(row.kind, row.amount, payment):
            return refused
        payment.answered += row.amount
        self.unapproved[row.tranche] += row.amount
        return ""


def counter_row_refusal(kind: str, amount: int, payment: Payment) -> str:
    """Why a payment cannot be answered so; empty when it can.

    A reversal says that the whole payment was a wrong entry; only money that was paid comes back;
    and paid never falls below accounted.
    """
    if payment.state not in COUNTED:
        return "answers_nothing"
    if kind == RETURN and payment.state not in PAID_OUT:
        return "answers_unpaid"
    if kind == REVERSAL and amount != payment.amount:
        return "not_whole"
    if amount > payment.amount - payment.answered:
        return "over_payment"
    if amount > payment.amount - payment.answered - payment.accounted:
        return "below_accounted"
    return ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a disbursement adds to the running totals of its tranche."""

    approved: int = 0
    paid: int = 0
    accounted: int = 0


def totals_of(
    kind: str, state: str, amount: int, *, accounted: int = 0, answered_state: str = ""
) -> Totals:
    """What one row counts; a counter-row takes back as much as its payment had come to."""
    if state not in COUNTED:
        return Totals()
    if kind == PAYMENT:
        return Totals(amount, amount if state in PAID_OUT else 0, accounted)
    return Totals(-amount, -amount if answered_state in PAID_OUT else 0, 0)


def account_changed_shortly_before(changed_on: date | None, day: date) -> bool:
    """Did the board's account change so shortly before that somebody should ask?"""
    return changed_on is not None and timedelta(0) <= day - changed_on <= SHORTLY_BEFORE


def days_without_account(sp2d_on: date | None, lpj_on: date | None, on: date) -> int | None:
    """Days from SP2D to LPJ, or until today while the LPJ is missing; None before payment."""
    if sp2d_on is None:
        return None
    return ((lpj_on or on) - sp2d_on).days


def is_backlog(sp2d_on: date | None, went_live_on: date | None) -> bool:
    """Was it paid on paper, before the area went live?"""
    return sp2d_on is not None and went_live_on is not None and sp2d_on < went_live_on
