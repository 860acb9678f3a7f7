"""Disbursements from entry to account: who may, in which order, and what the tranche counts."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from finance.models import Disbursement, Tranche
from finance.models.disbursements import State
from finance.services.disbursements import PaperRefused, take_back
from p2kp_site.foundation.records import StaleRecord
from p2kp_site.foundation.signoffs import SealedRecord
from tests.builders import make_board, make_change_set
from tests.builders_accounts import region_of
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    LPJ,
    SP2D,
    accounted_for,
    brought_to,
    decided,
    handed_over,
    make_backlog,
    make_chain,
    make_disbursement,
    make_holder,
    make_steward,
    paid,
    rows_of,
)

pytestmark = pytest.mark.django_db


def totals(row: Disbursement | Tranche) -> tuple[int, ...]:
    """Approved, paid and accounted of the tranche, in millions."""
    key = row.pk if isinstance(row, Tranche) else row.tranche_id
    tranche = Tranche.objects.get(pk=key)
    return tuple(t // 1_000_000 for t in (tranche.approved, tranche.paid, tranche.accounted))


def positions(row: Disbursement) -> list[tuple[int, int, str]]:
    steps = row.steps.order_by("round", "number")
    return list(steps.values_list("round", "number", "position__code"))


def test_money_goes_from_entry_to_account_and_its_tranche_counts_it() -> None:
    row = brought_to(make_disbursement(), State.APPROVED)
    assert totals(row) == (60, 0, 0)
    assert (row.approved_version, row.round, row.next_step) == (row.version, 1, None)
    brought = [paid(row), accounted_for(row)]
    assert [one.done for one in brought] == [1, 1]
    row.refresh_from_db()
    assert (row.state, row.sp2d_number, row.lpj_on) == (
        State.ACCOUNTED, SP2D["sp2d_number"], LPJ["lpj_on"],
    )  # fmt: skip
    assert totals(row) == (60, 60, 60)
    assert list(row.decisions.in_order().values_list("step", "action")) == [
        (1, "approve"), (2, "approve"), (3, "approve"),
    ]  # fmt: skip
    states = row.history.order_by("history_id").values_list("state", flat=True)
    assert list(states) == [
        "entered", "handed_over", "handed_over", "handed_over", "approved", "paid", "accounted",
    ]  # fmt: skip
    assert row.version == 1


def test_the_steps_depend_on_the_amount_and_are_copied() -> None:
    chain = make_chain("FASKEL", "PPK", "SATKER", above={"FASKEL": 0, "PPK": 50, "SATKER": 100})
    small, middle, large = (
        make_disbursement(make_tranche(number=1), amount=amount) for amount in (49, 50, 100)
    )
    assert handed_over(small, middle, large).done == 3
    assert positions(small) == [(1, 1, "FASKEL")]
    assert positions(middle) == [(1, 1, "FASKEL"), (1, 2, "PPK")]
    assert len(positions(large)) == 3
    step = chain.steps.get(number=2)
    step.delete(change_set=make_change_set())
    assert len(positions(large)) == 3


def test_a_step_that_begins_later_is_the_first_of_a_larger_amount() -> None:
    make_chain("SATKER", "PPK", above={"SATKER": 100})
    row = make_disbursement(amount=50)
    handed_over(row)
    row.refresh_from_db()
    assert (row.next_step, row.next_position.code) == (2, "PPK")


def test_the_chain_of_the_day_is_taken() -> None:
    make_chain("FASKEL", from_on=date(2010, 1, 1))
    make_chain("PPK", from_on=date(2026, 1, 1))
    make_chain("SATKER", from_on=date(2027, 1, 1))
    row = make_disbursement()
    handed_over(row)
    assert positions(row) == [(1, 1, "PPK")]


def test_without_a_chain_nothing_is_handed_over() -> None:
    assert handed_over(make_disbursement()).reasons == {"no_chain": 1}
    make_chain(above={"FASKEL": 10**9, "PPK": 10**9, "SATKER": 10**9})
    assert handed_over(make_disbursement()).reasons == {"no_chain": 1}


def test_only_what_lies_in_the_own_area_is_handed_over() -> None:
    make_chain()
    mine = make_disbursement()
    reteh = make_board(region=region_of("14.04.01.1001"))
    theirs = make_disbursement(make_tranche(make_grant(board=reteh)))
    outcome = handed_over(mine, theirs, by=make_steward(area="14.04.04"))
    assert (outcome.done, outcome.refused) == (1, 0)
    theirs.refresh_from_db()
    assert theirs.state == State.ENTERED


@pytest.mark.parametrize("act", [handed_over, paid, accounted_for])
def test_an_act_takes_its_right(act: Any) -> None:
    with pytest.raises(PermissionDenied):
        act(make_disbursement(), by=make_holder("PPK"))


# The account of the tranche before --------------------------------------------------------------


def two_tranches() -> tuple[Disbursement, Disbursement]:
    grant = make_grant()
    first, second = (make_tranche(grant, number=number) for number in (1, 2))
    return make_disbursement(first), make_disbursement(second)


def test_the_next_tranche_waits_for_the_account_of_the_one_before() -> None:
    first, second = two_tranches()
    brought_to(first, State.PAID)
    assert handed_over(second).reasons == {"account_missing": 1}
    accounted_for(first)
    assert handed_over(second).done == 1


def test_a_chain_may_leave_the_account_of_the_tranche_before_aside() -> None:
    make_chain(needs_account_before=False)
    first, second = two_tranches()
    brought_to(first, State.PAID)
    assert handed_over(second).done == 1


# The account of the board -------------------------------------------------------------------------


def test_the_account_of_the_board_is_copied_with_the_day_of_its_last_change() -> None:
    make_chain()
    board = make_board(bank_account_number="111")
    row = make_disbursement(make_tranche(make_grant(board=board)))
    handed_over(row)
    row.refresh_from_db()
    assert (row.account_number, row.account_changed_on) == ("111", None)
    board.refresh_from_db()
    board.bank_account_number = "222"
    board.save(change_set=make_change_set())
    board.note = "x"
    board.save(change_set=make_change_set())
    other = make_disbursement(make_tranche(make_grant(board=board)))
    handed_over(other)
    other.refresh_from_db()
    assert (other.account_number, other.account_changed_on) == ("222", date(2026, 3, 2))
    row.refresh_from_db()
    assert row.account_number == "111"


# Edits --------------------------------------------------------------------------------------------


def test_an_edit_opens_a_new_round_and_the_old_decisions_stay() -> None:
    make_chain()
    row = make_disbursement()
    handed_over(row)
    faskel = make_holder("FASKEL")
    decided(row, by=faskel)
    row.refresh_from_db()
    act = make_change_set(by=make_steward().user)
    with transaction.atomic():
        take_back(row, change_set=act)
        row.amount = 50_000_000
        row.save(change_set=act)
    row.refresh_from_db()
    assert (row.state, row.version, row.round) == (State.ENTERED, 2, 1)
    handed_over(row)
    row.refresh_from_db()
    assert (row.round, row.next_step) == (2, 1)
    assert decided(row, by=faskel).done == 1
    assert list(row.decisions.in_order().values_list("round", "step")) == [(1, 1), (2, 1)]


def test_an_edit_of_what_was_decided_meanwhile_is_stale() -> None:
    row = brought_to(make_disbursement(), State.HANDED_OVER)
    seen = Disbursement.objects.get(pk=row.pk)
    brought = rows_of(row)
    for step in row.steps.order_by("number"):
        decided(row, by=make_holder(step.position.code))
    with pytest.raises(StaleRecord):
        take_back(seen, change_set=make_change_set())
    assert brought.get().state == State.APPROVED


@pytest.mark.parametrize("state", ["handed_over", "approved", "paid", "accounted"])
def test_what_is_handed_over_or_approved_is_neither_edited_nor_deleted(state: str) -> None:
    row = brought_to(make_disbursement(), state)
    row.amount = 1
    with pytest.raises(SealedRecord):
        row.save(change_set=make_change_set())
    with pytest.raises(SealedRecord):
        rows_of(row).update(amount=1, change_set=make_change_set())
    with pytest.raises(SealedRecord):
        Disbursement.objects.bulk_update([row], ["amount"], change_set=make_change_set())
    with pytest.raises(SealedRecord):
        row.delete(change_set=make_change_set())


def test_somebody_who_read_it_before_does_not_overwrite_what_is_handed_over() -> None:
    row = make_disbursement()
    seen = Disbursement.objects.get(pk=row.pk)
    brought_to(row, State.HANDED_OVER)
    seen.amount = 1
    with pytest.raises(StaleRecord):
        seen.save(change_set=make_change_set())
    with pytest.raises(SealedRecord):
        seen.delete(change_set=make_change_set())


def test_a_draft_is_deleted() -> None:
    make_disbursement().delete(change_set=make_change_set())
    assert not Disbursement.objects.exists()


# Papers -------------------------------------------------------------------------------------------


def test_what_was_not_approved_is_not_paid() -> None:
    entered = make_disbursement()
    waiting = brought_to(make_disbursement(), State.HANDED_OVER)
    done = brought_to(make_disbursement(), State.PAID)
    outcome = paid(entered, waiting, done)
    assert (outcome.done, outcome.reasons) == (
        0, {"not_handed_over": 1, "not_approved": 1, "paid_already": 1},
    )  # fmt: skip
    assert totals(done) == (60, 60, 0)


def test_many_boards_are_paid_under_one_sp2d() -> None:
    rows = [brought_to(make_disbursement(), State.APPROVED) for _board in range(3)]
    assert paid(*rows).done == 3
    assert {row.sp2d_number for row in rows_of(*rows)} == {SP2D["sp2d_number"]}
    assert [totals(row) for row in rows] == [(60, 60, 0)] * 3


@pytest.mark.parametrize(
    ("act", "paper"),
    [
        (paid, {"sp2d_number": " "}),
        (paid, {"sp2d_on": date(2026, 3, 3)}),
        (accounted_for, {"lpj_number": ""}),
        (accounted_for, {"lpj_on": date(2026, 3, 3)}),
        (accounted_for, {"amount": 0}),
    ],
)
def test_a_paper_that_cannot_be_is_refused(act: Any, paper: dict[str, Any]) -> None:
    with pytest.raises(PaperRefused):
        act(make_disbursement(), **paper)


def test_an_account_lies_after_its_payment_and_is_no_more_than_it() -> None:
    row = brought_to(make_disbursement(), State.PAID)
    assert accounted_for(row, lpj_on=date(2026, 2, 1)).reasons == {"before_sp2d": 1}
    assert accounted_for(row, amount=60_000_001).reasons == {"more_than_paid": 1}
    assert accounted_for(row, amount=50_000_000).done == 1
    assert totals(row) == (60, 60, 50)


def test_the_same_request_twice_does_no_harm() -> None:
    row = brought_to(make_disbursement(), State.HANDED_OVER)
    steward = make_steward()
    assert handed_over(row, by=steward).reasons == {"handed_over_already": 1}
    brought = brought_to(make_disbursement(), State.APPROVED)
    assert [paid(brought).done, paid(brought).done] == [1, 0]
    assert [accounted_for(brought).done, accounted_for(brought).done] == [1, 0]
    assert totals(brought) == (60, 60, 60)
    assert brought.history.filter(state="paid").count() == 1


def test_backlog_rows_count_at_once_and_take_their_account_later() -> None:
    row = make_backlog()
    assert totals(row) == (60, 60, 0)
    assert not Disbursement.objects.verified().exists()
    assert accounted_for(row).done == 1
    assert totals(row) == (60, 60, 60)
    assert totals(make_backlog(accounted=True)) == (60, 60, 60)
