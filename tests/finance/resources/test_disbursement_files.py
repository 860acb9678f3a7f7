"""Files of drafts and counter-rows: what a file may say of money that the chain decides on."""

from typing import Any

import pytest

from communities.models import Region
from finance.models import Disbursement
from tests.builders import make_board
from tests.exchange.services.office import changes, counts, faults, make_person, reader
from tests.exchange.services.office import store as store_job
from tests.finance.builders import make_grant, make_tranche, source_of
from tests.finance.builders_disbursements import (
    brought_to,
    handed_over,
    make_backlog,
    make_chain,
    make_counter_row,
    make_disbursement,
    make_go_live,
)
from tests.programs.resources.desk import bring, sentences, steward, store, take

pytestmark = pytest.mark.django_db

HEAD = ("board", "fiscal_year", "tranche_number", "payment_no", "amount")
ANSWER = (*HEAD, "kind", "answers", "reason", "receipt_number")


@pytest.fixture
def tranche() -> Any:
    return make_tranche(make_grant(board=make_board()))


def key(tranche: Any, number: object = "") -> tuple[Any, ...]:
    return (tranche.grant.board.code, tranche.grant.fiscal_year, tranche.number, number)


def returned(tranche: Any, number: int, amount: object, payment: object = 1) -> tuple[Any, ...]:
    return (*key(tranche, number), amount, "return", payment, "Batal", f"NTPN-{number}")


def test_a_row_without_sp2d_is_a_draft_and_counts_for_nothing(tranche: Any) -> None:
    by, row = steward(), (*key(tranche), 60_000_000)
    assert counts(store("disbursements", by, HEAD, row)) == {"read": 1, "added": 1}
    held = Disbursement.objects.get()
    assert (held.state, held.is_backlog, held.payment_no) == ("entered", False, 1)
    tranche.refresh_from_db()
    assert (tranche.approved, tranche.paid) == (0, 0)
    job = bring("disbursements", by, HEAD, row)
    assert (counts(job), changes(job)) == ({"read": 1, "unchanged": 1}, {})
    store("disbursements", by, HEAD, (*key(tranche, 1), 50_000_000))
    held.refresh_from_db()
    assert (held.amount, held.version) == (50_000_000, 2)


def test_a_draft_is_paid_by_no_file(tranche: Any) -> None:
    make_go_live()
    held = make_disbursement(tranche)
    head = ("Ref", "sp2d_number", "sp2d_on")
    job = bring("disbursements", steward(), head, (held.ref, "S-1", "2010-06-03"))
    assert set(faults(job).values()) == {"draft_is_paid_on_its_page"}


def test_a_negative_amount_says_that_money_given_back_is_a_row_of_its_own(tranche: Any) -> None:
    job = bring("disbursements", steward(), HEAD, (*key(tranche), "(2.500.000)"))
    assert faults(job) == {(2, "amount"): "negative_disbursement"}
    assert "pengembalian" in sentences(job)[0]


def test_a_tranche_that_two_sources_pay_is_named_with_its_source(tranche: Any) -> None:
    make_tranche(tranche.grant, source=source_of("APBD-KAB"), amount=1_000_000)
    by = steward()
    job = bring("disbursements", by, HEAD, (*key(tranche), 1_000))
    assert faults(job) == {(2, "board"): "several_sources"}
    head = (*HEAD, "tranche_source")
    store("disbursements", by, head, (*key(tranche), 1_000, "APBD-KAB"))
    assert Disbursement.objects.get().tranche.source.code == "APBD-KAB"


def test_a_name_beside_the_code_must_be_that_of_the_board(tranche: Any) -> None:
    head = (*HEAD, "board_name")
    job = bring("disbursements", steward(), head, (*key(tranche), 1_000, "BKM Lain Sama Sekali"))
    assert faults(job) == {(2, "board_name"): "differs_from_code"}


def test_a_return_names_the_payment_of_its_tranche_and_has_a_receipt(tranche: Any) -> None:
    make_go_live()
    payment = make_backlog(tranche, amount=20_000_000)
    by = steward()
    rows = (returned(tranche, 2, 5_000_000), returned(tranche, 3, 6_000_000))
    job = store("disbursements", by, ANSWER, *rows)
    assert counts(job) == {"read": 2, "added": 2}
    answers = payment.counter_rows.order_by("payment_no")
    facts = ("kind", "amount", "state", "receipt_number")
    assert list(answers.values_list(*facts)) == [
        ("return", 5_000_000, "entered", "NTPN-2"),
        ("return", 6_000_000, "entered", "NTPN-3"),
    ]
    again = bring("disbursements", by, ANSWER, *rows)
    assert (counts(again), changes(again)) == ({"read": 2, "unchanged": 2}, {})
    table = take("disbursements", by)
    assert counts(bring("disbursements", by, *table)) == {"read": 3, "unchanged": 3}


def test_counter_rows_do_not_take_more_back_than_the_payment_was(tranche: Any) -> None:
    payment = make_backlog(tranche, amount=20_000_000)
    make_counter_row(payment, 5_000_000, receipt_number="NTPN-9")
    rows = [
        returned(tranche, 3, 10_000_000),
        returned(tranche, 4, 6_000_000),
        (*key(tranche, 5), 20_000_000, "reversal", 1, "Salah", ""),
        (*returned(tranche, 6, 1_000)[:-1], "NTPN-9"),
        (*returned(tranche, 7, 1_000)[:-1], "NTPN-3"),
    ]
    job = bring("disbursements", steward(), ANSWER, *rows)
    assert faults(job) == {
        (3, "amount"): "over_payment",
        (4, "amount"): "over_payment",
        (5, "receipt_number"): "receipt_stands_already",
        (6, "receipt_number"): "receipt_stands_already",
    }
    assert "5.000.000" in sentences(job)[0]


def test_a_counter_row_answers_an_approved_payment_and_nothing_else(tranche: Any) -> None:
    make_disbursement(tranche, amount=1_000_000)
    paid = make_backlog(tranche, amount=20_000_000)
    make_counter_row(paid, 1_000_000)
    rows = [
        returned(tranche, 4, 1_000, 1),
        returned(tranche, 5, 1_000, 3),
        returned(tranche, 6, 1_000, 8),
        (*key(tranche, 7), 5_000_000, "reversal", 2, "Salah", ""),
        (*key(tranche, 8), 1_000, "return", "", "", ""),
        (*key(tranche, 9), 1_000, "payment", 2, "", ""),
    ]
    job = bring("disbursements", steward(), ANSWER, *rows)
    assert faults(job) == {
        (2, "answers"): "answers_nothing",
        (3, "answers"): "answers_a_counter_row",
        (4, "answers"): "unknown_payment",
        (5, "amount"): "not_whole",
        (6, "answers"): "answers_no_payment",
        (6, "reason"): "counter_row_without_reason",
        (6, "receipt_number"): "return_without_receipt",
        (7, "kind"): "payment_answers_nothing",
    }


def test_what_is_on_its_way_or_decided_on_stands_against_files(tranche: Any) -> None:
    make_chain()
    sent = make_disbursement(tranche, amount=1_000_000)
    assert handed_over(sent).done == 1
    approved = brought_to(make_disbursement(tranche, amount=2_000_000), "approved")
    job = bring("disbursements", steward(), ("Ref", "amount"), (sent.ref, 5), (approved.ref, 1_000))
    assert faults(job) == {
        (2, "amount"): "on_its_way",
        (3, "amount"): "approved_money_stays",
    }


def test_a_draft_that_was_handed_over_meanwhile_is_not_changed(tranche: Any) -> None:
    make_chain()
    draft, by = make_disbursement(tranche, amount=1_000_000), steward()
    job = bring("disbursements", by, ("Ref", "amount"), (draft.ref, 2_000_000))
    assert handed_over(draft).done == 1
    job = store_job(job, by)
    assert (job.state, job.failure["kind"]) == ("queued", "changed_since_preview")
    draft.refresh_from_db()
    assert (draft.amount, draft.state) == (1_000_000, "handed_over")


def test_what_people_decided_is_compared_and_never_taken_over(tranche: Any) -> None:
    held, by = make_disbursement(tranche), steward()
    head = ("Ref", "state", "round", "is_backlog", "approved_on")
    job = bring("disbursements", by, head, (held.ref, "approved", 1, "yes", "2026-01-02"))
    assert faults(job) == {(2, name): "differs_from_row" for name in head[1:]}
    new = (*HEAD, "state", "account_number")
    job = store("disbursements", by, new, (*key(tranche, 7), 1_000, "approved", "123-456"))
    row = Disbursement.objects.get(payment_no=7)
    assert (row.state, row.account_number) == ("entered", "")


def test_the_account_is_for_those_who_may_see_personal_data(tranche: Any) -> None:
    brought_to(make_disbursement(tranche), "handed_over")
    by = steward()
    assert "account_number" in take("disbursements", by)[0]
    regency = Region.objects.in_force().get(code="14.04")
    without = reader(make_person(region=regency, without=["personal_disbursement"]))
    assert "account_number" not in take("disbursements", without)[0]
