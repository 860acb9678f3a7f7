"""Decisions: whose turn it is, who is refused, and what two people do at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from finance.models import Chain, Decision, Disbursement, Tranche
from finance.models.disbursements import State
from finance.services.decisions import preview
from finance.services.disbursement_acts import MissingReason, Outcome
from p2kp_site.foundation.models import ChangeSet
from tests.builders import make_board, make_user
from tests.builders_accounts import region_of
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    brought_to,
    decided,
    handed_over,
    make_backlog,
    make_chain,
    make_disbursement,
    make_holder,
    make_steward,
    rows_of,
)

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


@pytest.fixture(autouse=True)
def chain(request: pytest.FixtureRequest) -> Any:
    request.getfixturevalue(
        "transactional_db" if "transactional_db" in request.fixturenames else "db"
    )
    return make_chain("FASKEL", "PPK")


def waiting(*, amount: int = 60, tranche: Tranche | None = None, **values: Any) -> Disbursement:
    row = make_disbursement(tranche, amount=amount * MILLION, **values)
    assert handed_over(row).done == 1
    row.refresh_from_db()
    return row


def at_last_step(**values: Any) -> Disbursement:
    row = waiting(**values)
    assert decided(row, by=make_holder("FASKEL")).done == 1
    row.refresh_from_db()
    return row


def test_each_position_decides_when_it_is_its_turn() -> None:
    row = waiting()
    faskel, ppk = make_holder("FASKEL"), make_holder("PPK")
    assert decided(row, by=ppk).reasons == {"not_your_position": 1}
    assert decided(row, by=faskel) == Outcome(1, 0)
    row.refresh_from_db()
    assert (row.state, row.next_step, row.next_position.code) == (State.HANDED_OVER, 2, "PPK")
    assert decided(row, by=ppk).done == 1
    row.refresh_from_db()
    assert (row.state, row.approved_version, row.next_position) == (State.APPROVED, 1, None)
    decision = row.decisions.get(step=2)
    assert (decision.person, decision.position.code, decision.maker) == (
        ppk.user, "PPK", row.changed_by,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("area", "days", "done"),
    [
        ("14.04", {}, 1),
        ("14.04.04.1001", {}, 1),
        ("14.04.01", {}, 0),
        ("14.04", {"until_on": date(2026, 3, 2)}, 0),
        ("14.04", {"until_on": date(2026, 3, 3)}, 1),
        ("14.04", {"from_on": date(2026, 3, 3)}, 0),
    ],
)
def test_a_position_is_held_for_an_area_and_a_time(area: str, days: Any, done: int) -> None:
    row = waiting()
    person = make_holder(role="approver").user
    by = make_holder("FASKEL", area=area, user=person, **days)
    assert decided(row, by=by).done == done


def test_a_position_alone_does_not_reach_beyond_the_own_area() -> None:
    row = waiting()
    assert decided(row, by=make_holder("FASKEL", user=make_holder(area="14.04.01").user)) == (
        Outcome(0, 0)
    )


def test_nobody_decides_on_what_they_entered() -> None:
    maker = make_holder("FASKEL")
    row = waiting(by=maker.user)
    assert decided(row, by=maker).reasons == {"entered_by_you": 1}


def test_nobody_takes_two_steps_of_a_round() -> None:
    both = make_holder("FASKEL", "PPK")
    row = waiting()
    assert [decided(row, by=both).done, decided(row, by=both).done] == [1, 0]
    assert decided(row, by=both).reasons == {"decided_by_you": 1}


def test_a_right_is_needed_and_a_reason_for_sending_back() -> None:
    row = waiting()
    with pytest.raises(PermissionDenied):
        decided(row, by=make_steward())
    for action in ("return", "reject"):
        with pytest.raises(MissingReason):
            decided(row, by=make_holder("FASKEL"), action=action, reason="  ")
    with pytest.raises(ValueError, match="sign"):
        decided(row, by=make_holder("FASKEL"), action="sign", reason="x")


def test_what_is_returned_is_corrected_and_passes_a_new_round() -> None:
    row = at_last_step()
    ppk = make_holder("PPK")
    assert decided(row, by=ppk, action="return", reason="Rekening salah").done == 1
    row.refresh_from_db()
    assert (row.state, row.decision_reason, row.handed_over_version) == (
        State.RETURNED, "Rekening salah", None,
    )  # fmt: skip
    assert handed_over(row).done == 1
    row.refresh_from_db()
    assert (row.round, row.next_step, row.decision_reason) == (2, 1, "")
    assert decided(row, by=make_holder("FASKEL")).done == 1
    assert decided(row, by=ppk).done == 1


def test_what_is_rejected_stays_so() -> None:
    row = waiting()
    decided(row, by=make_holder("FASKEL"), action="reject", reason="Ganda")
    assert handed_over(row).reasons == {"rejected": 1}
    assert decided(row, by=make_holder("FASKEL")).reasons == {"rejected": 1}
    assert (Decision.objects.get().reason, rows_of(row).get().state) == ("Ganda", State.REJECTED)


def test_what_is_approved_is_neither_returned_nor_rejected() -> None:
    row = brought_to(make_disbursement(), State.APPROVED)
    for action in ("return", "reject"):
        outcome = decided(row, by=make_holder("PPK"), action=action)
        assert outcome.reasons == {"approved_already": 1}


def test_approval_reserves_one_after_the_other() -> None:
    tranche = make_tranche(amount=100 * MILLION)
    rows = [at_last_step(amount=amount, tranche=tranche) for amount in (60, 60, 40)]
    by = make_holder("PPK")
    assert preview(rows_of(*rows), action="approve", by=by) == Outcome(2, 1, {"over_tranche": 1})
    assert decided(*rows, by=by) == Outcome(2, 1, {"over_tranche": 1})
    assert [row.state for row in rows_of(*rows).order_by("pk")] == [
        "approved", "handed_over", "approved",
    ]  # fmt: skip
    tranche.refresh_from_db()
    assert tranche.approved == 100 * MILLION


def test_what_is_more_than_the_tranche_holds_is_not_even_handed_over() -> None:
    tranche = make_tranche(amount=100 * MILLION)
    brought_to(make_disbursement(tranche), State.APPROVED)
    assert handed_over(make_disbursement(tranche)).reasons == {"over_tranche": 1}


def test_the_same_approval_twice_does_no_harm() -> None:
    row = at_last_step()
    by, acts = make_holder("PPK"), ChangeSet.objects.count
    assert decided(row, by=by).done == 1
    before = acts()
    assert decided(row, by=by).reasons == {"approved_already": 1}
    assert acts() == before
    assert Tranche.objects.get().approved == 60 * MILLION


# Backlog ------------------------------------------------------------------------------------------


def test_a_verifier_signs_backlog_rows_and_totals_stay() -> None:
    rows = [make_backlog(), make_backlog(accounted=True)]
    by = make_holder(role="verifier")
    assert decided(*rows, by=make_holder("PPK")).reasons == {"only_a_verifier": 2}
    assert decided(*rows, by=by, action="return").reasons == {"backlog_stays": 2}
    assert decided(*rows, by=by) == Outcome(2, 0)
    assert Disbursement.objects.verified().count() == 2
    assert decided(*rows, by=by).reasons == {"approved_already": 2}
    assert {t.approved for t in Tranche.objects.all()} == {60 * MILLION}


def test_whoever_entered_a_backlog_row_does_not_sign_it() -> None:
    by = make_holder(role="verifier")
    assert decided(make_backlog(by=by.user), by=by).reasons == {"entered_by_you": 1}


def test_a_thousand_rows_are_decided_by_as_few_statements_as_one() -> None:
    tranche = make_tranche(make_grant(amount=10**12), amount=10**12)
    author = make_user()
    rows = [waiting(amount=1, tranche=tranche, by=author) for _row in range(40)]
    first, by = make_holder("FASKEL"), make_holder("PPK")
    decided(*rows, by=first)
    with CaptureQueriesContext(connection) as few:
        assert decided(rows[0], by=by).done == 1
    with CaptureQueriesContext(connection) as many:
        assert decided(*rows[1:], by=by).done == 39
    assert len(many) == len(few)
    tranche.refresh_from_db()
    assert tranche.approved == 40 * MILLION


# At once ------------------------------------------------------------------------------------------


def at_once(*acts: Any) -> list[Outcome]:
    """The outcomes of acts that begin at one moment, each in a connection of its own."""
    start = Barrier(len(acts))

    def run(act: Any) -> Outcome:
        start.wait(timeout=10)
        try:
            outcome: Outcome = act()
            return outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_of_60_on_100_one_wins_and_the_other_is_told(transactional_db) -> None:
    with transaction.atomic():
        tranche = make_tranche(amount=100 * MILLION)
        rows = [at_last_step(tranche=tranche) for _row in range(2)]
    people = [make_holder("PPK") for _person in range(2)]
    outcomes = at_once(
        *(lambda row=row, by=by: decided(row, by=by) for row, by in zip(rows, people, strict=True))
    )
    assert sorted(outcome.done for outcome in outcomes) == [0, 1]
    assert [o.reasons for o in outcomes if not o.done] == [{"over_tranche": 1}]
    tranche.refresh_from_db()
    assert tranche.approved == 60 * MILLION
    assert Decision.objects.filter(step=2).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_step_is_taken_once_by_two_people_at_once(transactional_db) -> None:
    with transaction.atomic():
        row = at_last_step()
    people = [make_holder("PPK") for _person in range(2)]
    outcomes = at_once(*(lambda by=by: decided(row, by=by) for by in people))
    assert sorted(outcome.done for outcome in outcomes) == [0, 1]
    assert Tranche.objects.get().approved == 60 * MILLION


def test_an_office_of_another_regency_decides_on_its_own_rows() -> None:
    reteh = make_board(region=region_of("14.04.01.1001"))
    theirs, mine = waiting(tranche=make_tranche(make_grant(board=reteh))), waiting()
    by = make_holder("FASKEL", area="14.04.01")
    assert list(Disbursement.objects.to_decide(by)) == [theirs]
    assert decided(theirs, mine, by=by).done == 1
    assert Chain.objects.count() == 1
