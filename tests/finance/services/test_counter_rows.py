"""Counter-rows: approved money is answered, never edited, and never more than it was."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from finance.models import Disbursement, Tranche
from finance.models.disbursements import Kind, State
from finance.services.counter_rows import CounterRowRefused, give_back, reverse
from finance.services.disbursement_acts import MissingReason
from p2kp_site.foundation.models.change_sets import Door
from tests.finance.builders import make_tranche
from tests.finance.builders_disbursements import (
    LATER,
    accounted_for,
    brought_to,
    decided,
    handed_over,
    make_backlog,
    make_counter_row,
    make_disbursement,
    make_holder,
    make_steward,
    paid,
)

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def totals(row: Disbursement) -> tuple[int, ...]:
    tranche = Tranche.objects.get(pk=row.tranche_id)
    return tuple(t // MILLION for t in (tranche.approved, tranche.paid, tranche.accounted))


def returned(payment: Disbursement, amount: int = 20, **values: Any) -> Disbursement:
    facts = {"receipt_number": "NTPN-A", "reason": "Kegiatan batal", "by": make_steward(), **values}
    return give_back(payment, amount=amount * MILLION, at=LATER, door=Door.PAGE, **facts)


def reversed_(payment: Disbursement, **values: Any) -> Disbursement:
    facts = {"reason": "Salah entri", "by": make_steward(), **values}
    return reverse(payment, at=LATER, door=Door.PAGE, **facts)


@pytest.fixture
def payment() -> Disbursement:
    return brought_to(make_disbursement(), State.PAID)


def test_money_goes_back_in_part_and_the_rest_is_accounted_for(payment) -> None:
    row = returned(payment)
    assert (row.kind, row.payment_no, row.answers, row.state) == (
        Kind.RETURN, 2, payment, State.ENTERED,
    )  # fmt: skip
    assert totals(payment) == (60, 60, 0)
    brought_to(row, State.APPROVED)
    payment.refresh_from_db()
    assert (payment.answered, payment.net, payment.version) == (20 * MILLION, 40 * MILLION, 1)
    assert totals(payment) == (40, 40, 0)
    assert accounted_for(payment).done == 1
    assert totals(payment) == (40, 40, 40)


def test_what_came_back_can_be_paid_again() -> None:
    tranche = make_tranche()
    payment = brought_to(make_disbursement(tranche), State.PAID)
    brought_to(returned(payment, 60), State.APPROVED)
    again = brought_to(make_disbursement(tranche, payment_no=3), State.APPROVED)
    assert totals(again) == (60, 0, 0)


def test_a_wrong_entry_is_reversed_whole_before_and_after_it_was_paid(payment) -> None:
    unpaid = brought_to(make_disbursement(), State.APPROVED)
    for row in (payment, unpaid):
        brought_to(reversed_(row), State.APPROVED)
        assert totals(row) == (0, 0, 0)
    assert paid(unpaid).reasons == {"answered": 1}
    assert accounted_for(payment).reasons == {"nothing_to_account_for": 1}


def test_a_reversal_that_was_handed_over_before_the_payment_was_paid_counts_both() -> None:
    payment = brought_to(make_disbursement(), State.APPROVED)
    row = reversed_(payment)
    handed_over(row)
    paid(payment)
    for step in row.steps.order_by("number"):
        assert decided(row, by=make_holder(step.position.code)).done == 1
    assert totals(payment) == (0, 0, 0)


@pytest.mark.parametrize(
    ("state", "act", "words"),
    [
        (State.HANDED_OVER, returned, "was approved"),
        (State.HANDED_OVER, reversed_, "was approved"),
        (State.APPROVED, returned, "was paid"),
        (State.ACCOUNTED, returned, "accounted for"),
        (State.ACCOUNTED, reversed_, "accounted for"),
    ],
)
def test_a_payment_that_cannot_be_answered_is_refused(state, act, words) -> None:
    payment = brought_to(make_disbursement(), state)
    with translation.override("en"), pytest.raises(CounterRowRefused, match=words):
        act(payment)


def test_no_more_comes_back_than_was_paid_what_is_on_its_way_included(payment) -> None:
    returned(payment, 40)
    with pytest.raises(CounterRowRefused):
        returned(payment, 21, receipt_number="NTPN-B")
    with pytest.raises(CounterRowRefused):
        reversed_(payment)
    returned(payment, 20, receipt_number="NTPN-B")


def test_the_same_return_twice_is_refused(payment) -> None:
    returned(payment)
    with pytest.raises(CounterRowRefused):
        returned(payment)


def test_a_counter_row_answers_a_payment_only(payment) -> None:
    row = brought_to(returned(payment), State.APPROVED)
    with pytest.raises(CounterRowRefused):
        reversed_(row)


def test_a_counter_row_has_a_reason_a_return_a_receipt_and_an_amount_above_zero(payment) -> None:
    with pytest.raises(MissingReason):
        reversed_(payment, reason=" ")
    with pytest.raises(CounterRowRefused):
        returned(payment, receipt_number="")
    with pytest.raises(CounterRowRefused):
        returned(payment, -20)
    with pytest.raises(PermissionDenied):
        reversed_(payment, by=make_holder("PPK"))


def test_a_counter_row_of_another_area_is_not_entered(payment) -> None:
    with pytest.raises(PermissionDenied):
        reversed_(payment, by=make_steward(area="14.04.01"))


def test_approval_is_refused_while_paid_would_fall_below_accounted(payment) -> None:
    row = returned(payment)
    handed_over(row)
    accounted_for(payment)
    for step in row.steps.order_by("number"):
        outcome = decided(row, by=make_holder(step.position.code))
    assert outcome.reasons == {"below_accounted": 1}
    assert totals(payment) == (60, 60, 60)


def test_two_counter_rows_of_one_act_do_not_come_to_more_than_the_payment(payment) -> None:
    rows = [make_counter_row(payment, 40 * MILLION) for _row in range(2)]
    handed_over(*rows)
    for code in ("FASKEL", "PPK", "SATKER"):
        outcome = decided(*rows, by=make_holder(code))
    assert (outcome.done, outcome.reasons) == (1, {"over_payment": 1})
    assert totals(payment) == (20, 20, 0)


def test_what_a_file_brought_is_checked_when_it_is_handed_over(payment) -> None:
    wrong = {
        "answers_nothing": make_counter_row(make_disbursement(), 1),
        "not_whole": make_counter_row(payment, 1, kind=Kind.REVERSAL),
        "over_payment": make_counter_row(payment, 61 * MILLION),
    }
    for kind, row in wrong.items():
        assert handed_over(row).reasons == {kind: 1}


def test_a_backlog_payment_is_answered_as_any_other() -> None:
    payment = make_backlog()
    brought_to(returned(payment), State.APPROVED)
    assert totals(payment) == (40, 40, 0)
