"""Whatever the order of operations: the table's totals hold, and equal what the rows come to."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from finance.models import Disbursement, Grant, Tranche
from finance.models.disbursements import COUNTED, Kind, State
from finance.services.counter_rows import CounterRowRefused, give_back, reverse
from finance.services.disbursement_acts import MoneyRefused
from finance.services.disbursements import take_back
from finance.services.grants import recount
from finance.services.totals import differences
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.signoffs import SealedRecord
from tests.builders import make_board, make_change_set
from tests.builders_accounts import region_of
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    LATER,
    accounted_for,
    decided,
    handed_over,
    make_backlog,
    make_chain,
    make_disbursement,
    make_go_live,
    make_holder,
    make_steward,
    paid,
    recounted,
)
from tests.finance.paper_files import brought_in, paper_row
from tests.programs.resources.desk import steward as desk

AMOUNTS = st.sampled_from([10, 30, 40, 60, 100])


class Money(RuleBasedStateMachine):
    """Two tranches of 100, people who do one thing after the other, and some of it twice."""

    def __init__(self) -> None:
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    @initialize()
    def office(self) -> None:
        make_chain("FASKEL", "PPK")
        reteh = make_board(region=region_of("14.04.01.1001"))
        self.tranches = [
            make_tranche(make_grant(amount=1_000), amount=100),
            make_tranche(make_grant(board=reteh, amount=150), amount=100),
        ]
        self.steward = make_steward()
        self.people = [make_holder("FASKEL"), make_holder("PPK")]
        self.verifier = make_holder(role="verifier")
        self.receipts = self.files = 0
        make_go_live()
        self.desk = desk()
        # One payment is paid, one approved, one on its way: chance alone does not come far.
        for amount, steps in ((30, 4), (40, 3), (20, 2)):
            row = make_disbursement(self.tranches[0], amount=amount)
            self.further(row.pk, steps)

    def pick(self, data: Any, **state: Any) -> Disbursement | None:
        rows = list(Disbursement.objects.filter(**state).order_by("pk"))
        return data.draw(st.sampled_from(rows)) if rows else None

    @rule(which=st.integers(0, 1), amount=AMOUNTS)
    def enter(self, which: int, amount: int) -> None:
        make_disbursement(self.tranches[which], amount=amount)

    @rule(which=st.integers(0, 1), amount=AMOUNTS, accounted=st.booleans())
    def bring_in_backlog(self, which: int, amount: int, accounted: bool) -> None:
        tranche = Tranche.objects.get(pk=self.tranches[which].pk)
        if amount <= tranche.unapproved:
            make_backlog(tranche, amount=amount, accounted=accounted)
            return
        with pytest.raises(MoneyRefused), transaction.atomic():
            make_backlog(tranche, amount=amount, accounted=accounted)

    @rule(which=st.integers(0, 1), amount=AMOUNTS)
    def bring_in_a_file(self, which: int, amount: int) -> None:
        """A payment on paper, as a file brings it: added, or refused because it would go over."""
        tranche = Tranche.objects.get(pk=self.tranches[which].pk)
        self.files += 1
        self.file = paper_row(tranche, 900 + self.files, amount)
        kind = "added" if amount <= tranche.unapproved else "refused"
        assert brought_in(self.desk, self.file) == {"read": 1, kind: 1}

    @precondition(lambda self: self.files)
    @rule()
    def bring_in_the_same_file_again(self) -> None:
        stands = Disbursement.objects.filter(payment_no=900 + self.files).exists()
        done = brought_in(self.desk, self.file)
        assert "unchanged" in done if stands else "unchanged" not in done

    @rule(data=st.data())
    def hand_one_over(self, data: Any) -> None:
        if row := self.pick(data):
            handed_over(row, by=self.steward)

    @rule()
    def hand_everything_over(self) -> None:
        handed_over(*Disbursement.objects.all(), by=self.steward)

    @rule(
        who=st.integers(0, 1),
        action=st.sampled_from(["approve", "approve", "return", "reject"]),
        data=st.data(),
    )
    def decide_on_one(self, who: int, action: str, data: Any) -> None:
        if row := self.pick(data):
            decided(row, by=self.people[who], action=action)

    @rule(who=st.integers(0, 1))
    def approve_everything(self, who: int) -> None:
        decided(*Disbursement.objects.all(), by=self.people[who])

    @rule(data=st.data(), steps=st.integers(2, 5), counter=st.booleans())
    def take_one_further(self, data: Any, steps: int, counter: bool) -> None:
        rows = Disbursement.objects.counter_rows() if counter else Disbursement.objects.payments()
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            self.further(data.draw(st.sampled_from(keys)), steps)

    def further(self, key: int, steps: int) -> None:
        """Several people in turn, each doing what the row waits for."""
        for _step in range(steps):
            row = Disbursement.objects.get(pk=key)
            match row.state:
                case State.ENTERED | State.RETURNED:
                    handed_over(row, by=self.steward)
                case State.HANDED_OVER:
                    decided(row, by=self.people[(row.next_step or 1) - 1])
                case State.APPROVED:
                    paid(row, by=self.steward)
                case State.PAID:
                    accounted_for(row, by=self.steward, amount=10)

    @rule()
    def sign_the_backlog(self) -> None:
        decided(*Disbursement.objects.all(), by=self.verifier)

    @rule(data=st.data(), twice=st.booleans())
    def pay_one(self, data: Any, twice: bool) -> None:
        if row := self.pick(data, state=State.APPROVED):
            for _time in range(1 + twice):
                paid(row, by=self.steward)

    @rule(data=st.data(), part=st.booleans())
    def account_for_one(self, data: Any, part: bool) -> None:
        if row := self.pick(data, state=State.PAID):
            accounted_for(row, by=self.steward, amount=10 if part else None)

    @rule(data=st.data(), amount=AMOUNTS)
    def give_back_from_one(self, data: Any, amount: int) -> None:
        if row := self.pick(data, kind=Kind.PAYMENT):
            self.receipts += 1
            with suppress(CounterRowRefused):
                give_back(
                    row, amount=amount, receipt_number=f"NTPN-{self.receipts}", reason="Batal",
                    by=self.steward, at=LATER, door=Door.PAGE,
                )  # fmt: skip

    @rule(data=st.data())
    def reverse_one(self, data: Any) -> None:
        if row := self.pick(data, kind=Kind.PAYMENT):
            with suppress(CounterRowRefused):
                reverse(row, reason="Salah", by=self.steward, at=LATER, door=Door.PAGE)

    @rule(data=st.data(), amount=AMOUNTS)
    def edit_one(self, data: Any, amount: int) -> None:
        """As the page does: what is handed over leaves its round first."""
        row = self.pick(data)
        if row is None or row.kind == Kind.REVERSAL:
            return
        was = row.round
        act = make_change_set(by=self.steward.user)
        try:
            with transaction.atomic():
                if row.is_signed:
                    take_back(row, change_set=act)
                row.amount = amount
                row.save(change_set=act)
        except SealedRecord:
            assert not row.is_open
            return
        row.refresh_from_db()
        assert (row.is_open, row.next_step, row.round) == (True, None, was)

    @rule(data=st.data())
    def delete_one(self, data: Any) -> None:
        """A draft goes while nothing was decided on it and nothing answers it."""
        row = self.pick(data)
        if row is None:
            return
        try:
            row.delete(change_set=make_change_set(by=self.steward.user))
        except SealedRecord:
            assert not row.is_open
        except ProtectedError:
            assert row.round or row.counter_rows.exists()

    @rule(which=st.integers(0, 1), amount=st.sampled_from([50, 100, 150]))
    def change_a_tranche(self, which: int, amount: int) -> None:
        tranche = Tranche.objects.get(pk=self.tranches[which].pk)
        tranche.amount = amount
        try:
            tranche.full_clean(exclude=["change_set", "changed_at"])
        except ValidationError:
            assert amount < tranche.approved
            return
        with transaction.atomic():
            tranche.save(change_set=make_change_set(by=self.steward.user))
            recount([tranche.grant_id])

    @invariant()
    def running_totals_are_what_the_rows_come_to(self) -> None:
        assert differences() == []
        for grant in Grant.objects.all():
            assert grant.tranched == sum(grant.tranches.values_list("amount", flat=True))
            assert grant.tranched <= grant.amount
        for payment in Disbursement.objects.payments().filter(state__in=COUNTED):
            against = payment.counter_rows.filter(state__in=COUNTED)
            assert payment.answered == sum(against.values_list("amount", flat=True))
            assert payment.answered + payment.accounted_amount <= payment.amount
        for tranche in Tranche.objects.all():
            held = (tranche.approved, tranche.paid, tranche.accounted)
            assert held == recounted(tranche)
            assert 0 <= held[2] <= held[1] <= held[0] <= tranche.amount

    @invariant()
    def nothing_is_counted_that_was_not_approved_by_all(self) -> None:
        for row in Disbursement.objects.filter(state__in=COUNTED, is_backlog=False):
            approvals = row.decisions.filter(round=row.round, action="approve")
            assert approvals.count() == 2
            assert row.changed_by_id not in approvals.values_list("person", flat=True)

    @invariant()
    def a_region_is_the_sum_of_what_lies_below(self) -> None:
        assert sum_in("14.04", Disbursement) == sum(
            sum_in(district, Disbursement) for district in ("14.04.01", "14.04.04")
        )
        for column in ("approved", "paid", "accounted"):
            assert sum_in("14", Tranche, column) == sum(
                sum_in(district, Tranche, column) for district in ("14.04.01", "14.04.04")
            )


def sum_in(region: str, model: Any, column: str = "amount") -> int:
    """What the rows of a region come to, as lists and exports choose them."""
    rows = model.objects.filter(within([region_of(region).path]))
    return int(rows.aggregate(total=Sum(column, default=0))["total"])


@pytest.mark.django_db
def test_whatever_the_order_of_operations_totals_hold() -> None:
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
