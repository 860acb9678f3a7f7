"""What the tables hold about disbursements, decisions, positions and chains, whoever writes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F

from finance.models import Chain, ChainStep, Decision, Disbursement, Position, PositionAssignment
from finance.models.disbursements import State
from p2kp_site.foundation.records import GuardedColumn
from tests.builders import make_change_set, make_user
from tests.builders_accounts import region_of
from tests.communities.models.refusals import assert_given_once, assert_refused
from tests.finance.builders import make_tranche
from tests.finance.builders_disbursements import (
    brought_to,
    make_backlog,
    make_chain,
    make_counter_row,
    make_disbursement,
    make_holder,
    make_position,
    rows_of,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)
SP2D = {"sp2d_number": "1", "sp2d_on": date(2026, 1, 1)}


def refused_by_the_table(row: Any, **values: Any) -> None:
    """Past every door of ours."""
    plain = models.QuerySet(type(row)).filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        plain.update(**values)


@pytest.mark.parametrize("values", [{"amount": 0}, {"amount": -5}, {"payment_no": 0}])
def test_amounts_are_above_zero_and_numbers_begin_with_1(values: dict[str, Any]) -> None:
    assert_refused(make_disbursement(), values)


@pytest.mark.parametrize(
    "values",
    [{"reason": "x"}, {"receipt_number": "x"}, {"kind": "reversal"}, {"kind": "return"}],
)
def test_a_payment_answers_nothing_and_a_counter_row_a_payment(values: dict[str, Any]) -> None:
    assert_refused(make_disbursement(), values)


@pytest.mark.parametrize(
    "values", [{"reason": ""}, {"receipt_number": ""}, {"answers": None}, {"kind": "payment"}]
)
def test_a_return_has_its_reason_and_receipt(values: dict[str, Any]) -> None:
    payment = brought_to(make_disbursement(), State.PAID)
    assert_refused(make_counter_row(payment, 5), values)


def test_a_counter_row_does_not_answer_itself_or_a_row_elsewhere() -> None:
    payment = brought_to(make_disbursement(), State.PAID)
    row = make_counter_row(payment, 5)
    refused_by_the_table(row, answers=row.pk)
    for wrong in (make_counter_row(payment, 5), make_disbursement()):
        row.answers = wrong
        with pytest.raises(ValidationError):
            row.clean()


def test_a_number_of_a_tranche_and_a_receipt_of_a_payment_stand_once() -> None:
    tranche = make_tranche()
    assert_given_once(make_disbursement, tranche=tranche, payment_no=3)
    payment = brought_to(make_disbursement(), State.PAID)
    make_counter_row(payment, 5, receipt_number="NTPN-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_counter_row(payment, 5, receipt_number="NTPN-1")


@pytest.mark.parametrize(
    ("state", "values"),
    [
        ("entered", {"state": "handed_over"}),
        ("entered", {"state": "approved"}),
        ("entered", {"state": "paid", **SP2D}),
        ("entered", {"state": "nonsense"}),
        ("entered", {"state": "returned_for_correction", "decision_reason": "x"}),
        ("entered", {"is_backlog": True}),
        ("entered", SP2D),
        ("entered", {"answered": 1}),
        ("entered", {"accounted_amount": 1}),
        ("entered", {"next_step": 1}),
        ("entered", {"decision_reason": "x"}),
        ("handed_over", {"version": F("version") + 1}),
        ("handed_over", {"state": "entered"}),
        ("handed_over", {"next_position": None}),
        ("handed_over", {"round": 0}),
        ("approved", {"version": F("version") + 1}),
        ("approved", {"approved_version": None}),
        ("approved", {"approved_version": 7}),
        ("approved", {"handed_over_version": None}),
        ("approved", {"state": "entered"}),
        ("approved", {"state": "paid"}),
        ("approved", {"state": "paid", "sp2d_number": "1"}),
        ("approved", {"answered": 60_000_001}),
        ("approved", {"answered": -1}),
        ("approved", {"is_backlog": True}),
        ("paid", {"sp2d_on": None}),
        ("paid", {"sp2d_number": ""}),
        ("paid", {"state": "accounted"}),
        ("paid", {"lpj_number": "1", "lpj_on": date(2026, 3, 1)}),
        ("accounted", {"lpj_on": date(2026, 1, 1)}),
        ("accounted", {"accounted_amount": 0}),
        ("accounted", {"accounted_amount": 60_000_001}),
        ("accounted", {"answered": 1}),
        ("accounted", {"version": F("version") + 1}),
        ("accounted", {"state": "rejected", "decision_reason": "x"}),
    ],
)
def test_the_table_holds_order_seal_and_papers(state: str, values: dict[str, Any]) -> None:
    row = make_disbursement()
    if state != "entered":
        row = brought_to(row, state)
    refused_by_the_table(row, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "approved", "sp2d_number": "", "sp2d_on": None},
        {"round": 1},
        {"approved_version": 9, "approved_at": AT},
        {"kind": "return", "answers": F("id"), "reason": "x", "receipt_number": "x"},
    ],
)
def test_a_backlog_row_is_a_payment_that_was_paid(values: dict[str, Any]) -> None:
    refused_by_the_table(make_backlog(), **values)


def test_a_signed_backlog_row_cannot_change() -> None:
    row = make_backlog()
    rows_of(row).stamp(approved_version=1, approved_at=AT)
    refused_by_the_table(row, version=2)


@pytest.mark.parametrize("column", ["state", "answered", "sp2d_number", "is_backlog", "maker"])
def test_columns_of_services_are_refused_at_every_other_door(column: str) -> None:
    value = make_user() if column == "maker" else 1
    with pytest.raises(GuardedColumn):
        rows_of(make_disbursement()).update(change_set=make_change_set(), **{column: value})


def decision(row: Disbursement, **values: Any) -> Decision:
    act = make_change_set(by=make_user())
    facts = {
        "round": 1,
        "step": 1,
        "person": act.by,
        "position": make_position("FASKEL"),
        "action": "approve",
        "at": AT,
        "maker": row.changed_by,
        "change_set": act,
        **values,
    }
    return Decision.objects.create(disbursement=row, **facts)


@pytest.mark.parametrize("values", ["maker", "person", "step", "reason", "position", "round"])
def test_the_table_holds_who_decides(values: str) -> None:
    row = brought_to(make_disbursement(), State.HANDED_OVER)
    first = decision(row)
    wrong: dict[str, dict[str, Any]] = {
        "maker": {"step": 2, "person": row.changed_by},
        "person": {"step": 2, "person": first.person},
        "step": {},
        "reason": {"step": 2, "action": "return"},
        "position": {"step": 2, "position": None},
        "round": {"step": 2, "round": 0},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        decision(row, **wrong[values])
    assert decision(row, round=2).pk


def test_a_position_is_held_once_from_a_day_and_ends_after_it_begins() -> None:
    make_holder("PPK", area="14.04")
    row = PositionAssignment.objects.get()
    assert_refused(row, {"until_on": row.from_on})
    facts = {"position": row.position, "user": row.user, "from_on": date(2020, 1, 1)}
    for region in (row.region, None, None):
        again = PositionAssignment(region=region, **facts)
        if region is None and not PositionAssignment.objects.filter(region=None).exists():
            again.save(change_set=make_change_set())
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(change_set=make_change_set())
    assert region_of("14.04") == row.region


def test_positions_and_chains_have_names_and_each_position_decides_once() -> None:
    assert_refused(make_position("PPK"), {"name": ""})
    chain = make_chain("PPK", "SATKER")
    assert_refused(chain, {"name": ""})
    step = ChainStep.objects.get(number=2)
    assert_refused(step, {"number": 0})
    assert_refused(step, {"minimum_amount": -1})
    assert_refused(step, {"position": Position.objects.get(code="PPK")})
    with pytest.raises(IntegrityError), transaction.atomic():
        make_chain("PPK", from_on=chain.from_on)
    assert Chain.objects.in_force_on(date(1999, 12, 31)) is None
