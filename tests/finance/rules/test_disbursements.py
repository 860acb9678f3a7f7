"""The rules of disbursements, as tables."""

from datetime import date
from typing import Any

import pytest

from finance.rules.disbursements import (
    Payment,
    Row,
    Tally,
    Totals,
    account_changed_shortly_before,
    counter_row_refusal,
    days_without_account,
    disbursement_faults,
    is_backlog,
    totals_of,
)

PAYMENT = {
    "payment_no": 1, "kind": "payment", "answers_id": None, "reason": "", "receipt_number": "",
    "tranche_id": 7,
}  # fmt: skip
BACK = {**PAYMENT, "kind": "return", "answers_id": 1, "reason": "x", "receipt_number": "N"}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (PAYMENT, []),
        (BACK, []),
        ({**BACK, "kind": "reversal", "receipt_number": ""}, []),
        ({**PAYMENT, "payment_no": 0}, [("payment_no", "number_from_one")]),
        ({**PAYMENT, "reason": "x"}, [("kind", "payment_answers_nothing")]),
        ({**BACK, "answers_id": None}, [("answers", "answers_no_payment")]),
        ({**BACK, "tranche_id": 8}, [("answers", "answers_another_tranche")]),
        ({**BACK, "reason": ""}, [("reason", "counter_row_without_reason")]),
        ({**BACK, "receipt_number": ""}, [("receipt_number", "return_without_receipt")]),
        ({**BACK, "kind": "reversal"}, [("receipt_number", "reversal_with_receipt")]),
    ],
)
def test_a_disbursement_as_it_is_typed(values: dict[str, Any], found: list[Any]) -> None:
    faults = disbursement_faults(values, answered_kind="payment", answered_tranche=7)
    assert [(column, fault.kind) for column, fault in faults] == found


@pytest.mark.parametrize(
    ("kind", "amount", "answered", "accounted", "state", "refusal"),
    [
        ("return", 100, 0, 0, "paid", ""),
        ("return", 40, 60, 0, "paid", ""),
        ("return", 41, 60, 0, "paid", "over_payment"),
        ("return", 10, 0, 90, "accounted", ""),
        ("return", 11, 0, 90, "accounted", "below_accounted"),
        ("return", 1, 0, 0, "approved", "answers_unpaid"),
        ("return", 1, 0, 0, "handed_over", "answers_nothing"),
        ("reversal", 100, 0, 0, "approved", ""),
        ("reversal", 100, 0, 0, "paid", ""),
        ("reversal", 99, 0, 0, "paid", "not_whole"),
        ("reversal", 100, 1, 0, "paid", "over_payment"),
        ("reversal", 100, 0, 100, "accounted", "below_accounted"),
        ("reversal", 100, 0, 0, "rejected", "answers_nothing"),
    ],
)
def test_what_a_payment_of_100_can_be_answered_with(
    kind: str, amount: int, answered: int, accounted: int, state: str, refusal: str
) -> None:
    payment = Payment(amount=100, answered=answered, accounted=accounted, state=state)
    assert counter_row_refusal(kind, amount, payment) == refusal


def test_what_comes_back_can_be_taken_by_the_next_row() -> None:
    tally = Tally({1: 50}, {9: Payment(60, 0, 0, "paid")})
    rows = [
        Row(1, "payment", 60, 1), Row(2, "return", 20, 1, 9), Row(3, "payment", 60, 1),
        Row(4, "return", 41, 1, 9), Row(5, "payment", 10, 1),
    ]  # fmt: skip
    assert [tally.take(row) for row in rows] == ["over_tranche", "", "", "over_payment", ""]
    assert tally.unapproved == {1: 0}


@pytest.mark.parametrize(
    ("kind", "state", "answered_state", "totals"),
    [
        ("payment", "handed_over", "", Totals()),
        ("payment", "approved", "", Totals(100)),
        ("payment", "paid", "", Totals(100, 100)),
        ("payment", "accounted", "", Totals(100, 100, 90)),
        ("reversal", "approved", "approved", Totals(-100)),
        ("return", "approved", "paid", Totals(-100, -100)),
        ("return", "handed_over", "paid", Totals()),
    ],
)
def test_what_a_row_counts(kind: str, state: str, answered_state: str, totals: Totals) -> None:
    accounted = 90 if state == "accounted" else 0
    counted = totals_of(kind, state, 100, accounted=accounted, answered_state=answered_state)
    assert counted == totals


@pytest.mark.parametrize(
    ("changed_on", "asked"),
    [(None, False), (date(2026, 3, 1), True), (date(2026, 1, 1), True), (date(2025, 12, 1), False)],
)
def test_an_account_that_changed_within_sixty_days_is_asked_about(
    changed_on: date | None, asked: bool
) -> None:
    assert account_changed_shortly_before(changed_on, date(2026, 3, 2)) is asked


def test_days_run_from_the_sp2d_to_the_lpj_or_until_today() -> None:
    day = date(2026, 3, 2)
    assert days_without_account(None, None, day) is None
    assert days_without_account(date(2026, 3, 1), None, day) == 1
    assert days_without_account(date(2026, 2, 1), date(2026, 2, 11), day) == 10


def test_backlog_is_what_was_paid_before_the_area_went_live() -> None:
    live = date(2020, 1, 1)
    assert is_backlog(date(2019, 12, 31), live)
    assert not is_backlog(live, live)
    assert not is_backlog(date(2019, 12, 31), None)
