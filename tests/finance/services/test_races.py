"""Two people at one moment: one act counts, the other is told why, and totals stay right."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from finance.models import Decision, Disbursement, Tranche
from finance.models.disbursements import Kind, State
from finance.services.counter_rows import CounterRowRefused, give_back, reverse
from finance.services.disbursements import take_back
from finance.services.grants import recount
from finance.services.totals import differences
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import StaleRecord
from tests.builders import make_change_set
from tests.finance.at_once import PATIENCE, at_once, errors_in, side_by_side
from tests.finance.builders import make_tranche
from tests.finance.builders_disbursements import (
    LATER,
    accounted_for,
    brought_to,
    decided,
    handed_over,
    make_chain,
    make_counter_row,
    make_disbursement,
    make_holder,
    make_steward,
    paid,
    rows_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
MILLION = 1_000_000


@pytest.fixture(autouse=True)
def totals_are_right_at_the_end(transactional_db: None) -> Iterator[None]:
    make_chain("FASKEL", "PPK")
    yield
    assert differences() == []


entered = transaction.atomic(make_disbursement)
tranche_of = transaction.atomic(make_tranche)


def at_last_step(**values: Any) -> Disbursement:
    row = entered(**values)
    assert handed_over(row).done == 1
    assert decided(row, by=make_holder("FASKEL")).done == 1
    row.refresh_from_db()
    return row


def returned(payment: Disbursement, by: Reader, receipt: str, amount: int = 40) -> Any:
    return give_back(
        payment, amount=amount * MILLION, receipt_number=receipt, reason="Batal", by=by,
        at=LATER, door=Door.PAGE,
    )  # fmt: skip


def edited(row: Disbursement, by: Reader, wait: Any = lambda: None, **values: Any) -> str:
    """What the page does with what somebody typed: out of the round, then the next version."""
    try:
        with transaction.atomic():
            act = make_change_set(by=by.user)
            take_back(row, change_set=act)
            wait()
            for name, value in values.items():
                setattr(row, name, value)
            row.save(change_set=act)
    except StaleRecord:
        return "stale"
    return "edited"


@pytest.mark.parametrize("amounts", [(60, 60), (60, 41), (100, 1)])
def test_of_two_approvals_that_a_tranche_cannot_hold_one_wins(amounts) -> None:
    tranche = tranche_of(amount=100 * MILLION)
    rows = [at_last_step(tranche=tranche, amount=amount * MILLION) for amount in amounts]
    people = [make_holder("PPK") for _row in rows]
    outcomes = at_once(
        lambda: decided(rows[0], by=people[0]), lambda: decided(rows[1], by=people[1])
    )
    assert errors_in(outcomes) == []
    assert sorted(o.done for o in outcomes) == [0, 1]
    assert [dict(o.reasons) for o in outcomes if not o.done] == [{"over_tranche": 1}]
    assert Decision.objects.filter(step=2).count() == 1


def test_a_selection_that_two_people_approve_is_approved_once() -> None:
    tranche = tranche_of(amount=100 * MILLION)
    rows = [at_last_step(tranche=tranche, amount=30 * MILLION) for _row in range(3)]
    people = [make_holder("PPK") for _person in range(2)]
    outcomes = at_once(*(lambda by=by: decided(*rows, by=by) for by in people))
    assert errors_in(outcomes) == []
    assert sum(o.done for o in outcomes) == 3
    assert all(set(o.reasons) <= {"approved_already"} for o in outcomes)
    tranche.refresh_from_db()
    assert tranche.approved == 90 * MILLION


def test_approval_and_rejection_at_one_moment_are_one_decision() -> None:
    row = at_last_step()
    one, other = make_holder("PPK"), make_holder("PPK")
    outcomes = at_once(
        lambda: decided(row, by=one), lambda: decided(row, by=other, action="reject")
    )
    assert sorted(o.done for o in outcomes) == [0, 1]
    told = [set(o.reasons) for o in outcomes if not o.done]
    assert told in ([{"approved_already"}], [{"rejected"}])
    assert row.decisions.filter(step=2).count() == 1


def test_what_two_people_hand_over_begins_one_round() -> None:
    row, stewards = entered(), [make_steward(), make_steward()]
    outcomes = at_once(*(lambda by=by: handed_over(row, by=by) for by in stewards))
    assert sorted(o.done for o in outcomes) == [0, 1]
    assert [dict(o.reasons) for o in outcomes if not o.done] == [{"handed_over_already": 1}]
    assert list(row.steps.in_order().values_list("round", "number")) == [(1, 1), (1, 2)]


@pytest.mark.parametrize(
    ("before", "act", "reason"),
    [(State.APPROVED, paid, "paid_already"), (State.PAID, accounted_for, "accounted_already")],
)
def test_two_people_who_write_down_the_same_paper_write_it_once(before, act, reason) -> None:
    row = brought_to(entered(), before)
    people = [make_steward(), make_steward()]
    outcomes = at_once(*(lambda by=by: act(row, by=by) for by in people))
    assert sorted(o.done for o in outcomes) == [0, 1]
    assert [dict(o.reasons) for o in outcomes if not o.done] == [{reason: 1}]
    after = State.PAID if before == State.APPROVED else State.ACCOUNTED
    assert row.history.filter(state=after).count() == 1


def test_two_returns_in_part_at_one_moment_are_no_more_than_the_payment() -> None:
    payment = brought_to(entered(), State.PAID)
    people = [make_steward(), make_steward()]
    outcomes = at_once(
        lambda: returned(payment, people[0], "NTPN-1"),
        lambda: returned(payment, people[1], "NTPN-2"),
    )
    assert [type(error) for error in errors_in(outcomes)] == [CounterRowRefused]
    assert "20.000.000" in str(errors_in(outcomes)[0])
    assert payment.counter_rows.count() == 1


def test_the_same_return_at_one_moment_stands_once() -> None:
    payment = brought_to(entered(), State.PAID)
    by = make_steward()
    outcomes = at_once(*(lambda: returned(payment, by, "NTPN-1", 10) for _time in range(2)))
    assert [type(error) for error in errors_in(outcomes)] == [CounterRowRefused]
    assert payment.counter_rows.count() == 1


def test_two_reversals_at_one_moment_are_one() -> None:
    payment = brought_to(entered(), State.APPROVED)
    people = [make_steward(), make_steward()]
    outcomes = at_once(
        *(
            lambda by=by: reverse(payment, reason="Salah", by=by, at=LATER, door=Door.PAGE)
            for by in people
        )
    )
    assert [type(error) for error in errors_in(outcomes)] == [CounterRowRefused]


def test_two_returns_of_a_file_approved_at_one_moment_are_no_more_than_the_payment() -> None:
    payment = brought_to(entered(), State.PAID)
    rows = [make_counter_row(payment, 40 * MILLION) for _row in range(2)]
    handed_over(*rows)
    decided(*rows, by=make_holder("FASKEL"))
    people = [make_holder("PPK"), make_holder("PPK")]
    outcomes = at_once(
        lambda: decided(rows[0], by=people[0]), lambda: decided(rows[1], by=people[1])
    )
    assert sorted(o.done for o in outcomes) == [0, 1]
    assert [dict(o.reasons) for o in outcomes if not o.done] == [{"over_payment": 1}]
    payment.refresh_from_db()
    assert payment.answered == 40 * MILLION


def _answer_at_last_step(payment: Disbursement, kind: str, amount: int) -> Disbursement:
    row = make_counter_row(payment, amount * MILLION, kind=kind)
    assert handed_over(row).done == 1
    assert decided(row, by=make_holder("FASKEL")).done == 1
    return row


def test_a_payment_is_paid_or_reversed_first_and_totals_know_which() -> None:
    payment = brought_to(entered(), State.APPROVED)
    row = _answer_at_last_step(payment, Kind.REVERSAL, 60)
    by, steward = make_holder("PPK"), make_steward()
    approved, payment_made = at_once(lambda: decided(row, by=by), lambda: paid(payment, by=steward))
    assert approved.done == 1
    assert payment_made.done or dict(payment_made.reasons) == {"answered": 1}


def test_an_account_and_a_return_at_one_moment_do_not_come_to_more_than_was_paid() -> None:
    payment = brought_to(entered(), State.PAID)
    row = _answer_at_last_step(payment, Kind.RETURN, 20)
    by, steward = make_holder("PPK"), make_steward()
    approved, account = at_once(
        lambda: decided(row, by=by), lambda: accounted_for(payment, by=steward)
    )
    assert account.done == 1
    assert approved.done or dict(approved.reasons) == {"below_accounted": 1}
    payment.refresh_from_db()
    assert payment.accounted_amount + payment.answered == 60 * MILLION


# An approver and an editor ------------------------------------------------------------------------


def test_an_approval_and_an_edit_at_one_moment_are_never_both() -> None:
    row = at_last_step()
    by, steward = make_holder("PPK"), make_steward()
    approval, edit = at_once(
        lambda: decided(row, by=by),
        lambda: edited(Disbursement.objects.get(pk=row.pk), steward, amount=50 * MILLION),
    )
    row.refresh_from_db()
    if edit == "edited":
        assert dict(approval.reasons) == {"not_handed_over": 1}
        assert (row.state, row.amount, row.version) == (State.ENTERED, 50 * MILLION, 2)
    else:
        assert (edit, approval.done) == ("stale", 1)
        assert (row.state, row.amount, row.version) == (State.APPROVED, 60 * MILLION, 1)


@pytest.mark.postgresql
def test_an_editor_and_an_approver_who_wait_for_each_other_both_end() -> None:
    """The editor holds the row while the approver holds the tranche: neither may wait for both."""
    row = at_last_step()
    by, steward = make_holder("PPK"), make_steward()
    taken_back, tranche_held = Event(), Event()

    def hold(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if "UPDATE OF" in sql and not tranche_held.is_set():
            tranche_held.set()
        return answer

    def approve() -> Any:
        taken_back.wait(PATIENCE)
        with connection.execute_wrapper(hold):
            return decided(row, by=by)

    def edit() -> str:
        def wait() -> None:
            taken_back.set()
            assert tranche_held.wait(PATIENCE)

        return edited(Disbursement.objects.get(pk=row.pk), steward, wait, amount=50 * MILLION)

    approval, edit_ended = side_by_side(approve, edit)
    assert edit_ended == "edited"
    assert dict(approval.reasons) == {"not_handed_over": 1}


def test_a_new_round_is_not_approved_by_what_was_seen_of_the_old_one() -> None:
    row = at_last_step()
    assert edited(row, make_steward(), amount=50 * MILLION) == "edited"
    handed_over(row)
    assert decided(row, by=make_holder("PPK")).reasons == {"not_your_position": 1}
    row.refresh_from_db()
    assert (row.round, row.next_step, row.decisions.count()) == (2, 1, 1)


def test_a_tranche_that_shrinks_while_it_is_approved_holds_what_was_approved() -> None:
    tranche = tranche_of(amount=100 * MILLION)
    row = at_last_step(tranche=tranche)
    by = make_holder("PPK")

    def shrink() -> str:
        standing = Tranche.objects.get(pk=tranche.pk)
        standing.amount = 50 * MILLION
        with transaction.atomic():
            standing.save(change_set=make_change_set())
            recount([standing.grant_id])
        return "shrunk"

    approval, other = at_once(lambda: decided(row, by=by), shrink)
    tranche.refresh_from_db()
    assert 0 <= tranche.approved <= tranche.amount
    assert (other == "shrunk") != bool(approval.done)
    if not approval.done:
        assert dict(approval.reasons) == {"over_tranche": 1}
    assert rows_of(row).get().state in (State.APPROVED, State.HANDED_OVER)
