"""The list of disbursements: queues, filters, and acts upon a selection."""

from datetime import date
from typing import Any

import pytest

from finance.models import Disbursement, Tranche
from finance.models.disbursements import State
from tests.builders import make_board, make_change_set
from tests.builders_accounts import browser_of, make_person
from tests.finance.admin.pages import listed, page, questions
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    brought_to,
    handed_over,
    make_backlog,
    make_chain,
    make_disbursement,
    make_holder,
    rows_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chain(board: Any) -> Any:
    return make_chain("FASKEL", "PPK")


@pytest.fixture
def tranche(board: Any) -> Tranche:
    return make_tranche(make_grant(board=board))


def holder(*positions: str) -> Any:
    return browser_of(make_holder(*positions, area="14.04").user)


def waiting(tranche: Tranche, **values: Any) -> Disbursement:
    row = make_disbursement(tranche, **values)
    assert handed_over(row).done == 1
    row.refresh_from_db()
    return row


def chosen(browser: Any, rows: Any, action: str, **facts: Any) -> Any:
    sent = {"action": action, "_selected_action": [row.pk for row in rows]}
    question = browser.post(listed("disbursement"), sent)
    expected = question.context["form"].initial["expected"]
    return browser.post(
        listed("disbursement"), {**sent, "expected": expected, "confirmed": "1", **facts}
    )


def test_a_selection_is_decided_on_and_paid_at_once(steward, tranche) -> None:
    rows = [waiting(tranche, amount=amount) for amount in (1, 2, 3)]
    for code in ("FASKEL", "PPK"):
        assert chosen(holder(code), rows, "approve_rows").status_code == 302
    chosen(steward, rows, "pay_rows", sp2d_number="SP2D-9", sp2d_on="2026-02-02")
    found = steward.get(listed("disbursement", "sp2d_number=SP2D-9"))
    assert found.context["cl"].result_count == 3


def test_backlog_is_signed_from_the_list(tranche) -> None:
    rows = [make_backlog(tranche, amount=5) for _row in range(2)]
    verifier = browser_of(make_person("verifier", area="14.04"))
    queue = verifier.get(listed("disbursement", "awaiting_me=sign"))
    assert queue.context["cl"].result_count == 2
    chosen(verifier, rows, "approve_rows")
    assert Disbursement.objects.verified().count() == 2


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("state=paid&state=accounted", 2),
        ("days_without_lpj=10", 1),
        ("days_without_lpj=36500", 0),
        ("paid_year=2026", 2),
        ("paid_in_another_year=true", 2),
        ("fiscal_year=2010", 3),
        ("kind=return", 0),
        ("is_verified=true", 2),
        ("position=FASKEL", 1),
        ("q=SP2D", 0),
        ("q=100200A", 2),
    ],
)
def test_lists_that_finance_officers_work_from(steward, board, query: str, number: int) -> None:
    for state in (State.PAID, State.ACCOUNTED, State.HANDED_OVER):
        brought_to(make_disbursement(make_tranche(make_grant(board=board))), state)
    answer = steward.get(listed("disbursement", query))
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == number


def test_boards_under_one_sp2d_are_counted_and_found(steward, board) -> None:
    boards = [board, make_board(region=board.region)]
    rows = [
        brought_to(make_disbursement(make_tranche(make_grant(board=one))), State.PAID)
        for one in boards
    ]
    brought_to(make_disbursement(make_tranche(make_grant(board=board, number=2))), State.PAID)
    alone = Disbursement.objects.exclude(pk__in=[row.pk for row in rows]).get()
    rows_of(alone).stamp(sp2d_number="SP2D-ALONE")
    answer = steward.get(listed("disbursement"))
    told = answer.content.decode()
    assert "?sp2d_number=100200A" in told
    assert "2 boards" in told
    assert "1 board" not in told
    found = steward.get(listed("disbursement", "shared_sp2d=true")).context["cl"].result_list
    assert {row.pk for row in found} == {row.pk for row in rows}


def test_the_longest_wait_for_an_lpj_comes_first(steward, board) -> None:
    rows = [
        brought_to(make_disbursement(make_tranche(make_grant(board=board, number=n))), State.PAID)
        for n in (1, 2)
    ]
    rows_of(rows[1]).stamp(sp2d_on=date(2026, 1, 2))
    found = steward.get(listed("disbursement", "days_without_lpj=1")).context["cl"].result_list
    assert [row.pk for row in found] == [rows[1].pk, rows[0].pk]


def test_what_finance_officers_wait_for_is_counted_on_the_first_page(steward, board) -> None:
    grant = make_grant(board=board)
    brought_to(make_disbursement(make_tranche(grant)), State.PAID)
    make_tranche(grant, number=2, amount=1_000_000)
    queues = {queue.title: queue for queue in steward.get("/admin/").context["queues"]}
    late, held_up = queues["Paid, without LPJ"], queues["Waiting for the account of an earlier one"]
    assert (late.number, held_up.number) == ("1", "1")
    for queue in (late, held_up):
        assert steward.get(queue.url).context["cl"].result_count == 1


@pytest.mark.parametrize("query", ["awaiting_me=all", "state=x", "days_without_lpj=-1", "zz=1"])
def test_a_filter_that_makes_no_sense_shows_nothing(steward, tranche, query: str) -> None:
    make_disbursement(tranche)
    assert steward.get(listed("disbursement", query)).status_code == 400


def test_an_account_that_changed_is_warned_about(steward, board, tranche) -> None:
    board.bank_account_number = "222"
    board.save(change_set=make_change_set())
    row = waiting(tranche)
    assert "shortly before" in steward.get(page(row)).content.decode()
    board.bank_account_number = "333"
    board.save(change_set=make_change_set())
    assert "another bank account now" in steward.get(page(row)).content.decode()
    found = steward.get(listed("disbursement", "account_changed=true"))
    assert found.context["cl"].result_count == 1


def test_the_account_number_is_personal(tranche, board) -> None:
    board.bank_account_number = "987654"
    board.save(change_set=make_change_set())
    row = waiting(tranche)
    assert "987654" in browser_of(make_person("data_steward")).get(page(row)).content.decode()
    auditor = browser_of(make_person("auditor"))
    assert "987654" not in auditor.get(page(row)).content.decode()


def test_a_list_and_a_page_ask_as_many_questions_however_many_rows(steward, tranche) -> None:
    def rows(number: int) -> None:
        for _row in range(number):
            brought_to(
                make_disbursement(
                    make_tranche(make_grant(board=make_board(region=tranche.grant.board.region)))
                ),
                State.PAID,
            )

    rows(1)
    few = questions(steward, listed("disbursement"))
    rows(3)
    assert questions(steward, listed("disbursement")) == few
    row = Disbursement.objects.filter(state=State.PAID).first()
    assert (few, questions(steward, page(row))) == (7, 9)
