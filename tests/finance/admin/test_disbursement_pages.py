"""The pages of disbursements: entry, chain, papers, counter-rows, and what a list offers."""

from typing import Any

import pytest
from django.urls import reverse

from finance.models import Disbursement, Tranche
from finance.models.disbursements import State
from tests.builders_accounts import browser_of
from tests.finance.admin.pages import adding, errors_of, listed, page
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    brought_to,
    decided,
    handed_over,
    make_chain,
    make_counter_row,
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


def asked(row: Disbursement, act: str) -> str:
    return reverse("admin:finance_disbursement_act", args=[row.pk, act])


def done(browser: Any, row: Disbursement, act: str, **facts: Any) -> Any:
    """Press the button, read the question, and say yes."""
    question = browser.get(asked(row, act))
    assert question.status_code == 200, question
    expected = question.context["form"].initial["expected"]
    answer = browser.post(asked(row, act), {"expected": expected, "confirmed": "1", **facts})
    row.refresh_from_db()
    return answer


def buttons(browser: Any, row: Disbursement) -> list[str]:
    return [words for _address, words in browser.get(page(row)).context["chain"]["buttons"]]


def holder(*positions: str) -> Any:
    return browser_of(make_holder(*positions, area="14.04").user)


def waiting(tranche: Tranche, **values: Any) -> Disbursement:
    row = make_disbursement(tranche, **values)
    assert handed_over(row).done == 1
    row.refresh_from_db()
    return row


def test_a_payment_is_entered_and_handed_over(steward, tranche) -> None:
    sent = {"tranche": tranche.pk, "payment_no": 1, "amount": "60.000.000"}
    answer = steward.post(adding("disbursement"), sent)
    assert answer.status_code == 302, errors_of(answer)
    row = Disbursement.objects.get()
    assert (row.area, row.amount, row.state) == (tranche.area, 60_000_000, State.ENTERED)
    assert buttons(steward, row) == ["Hand over to the chain"]
    done(steward, row, "hand_over")
    assert (row.state, row.next_position.code) == (State.HANDED_OVER, "FASKEL")
    assert buttons(steward, row) == []


def test_money_goes_through_the_pages_from_chain_to_account(steward, tranche) -> None:
    row = waiting(tranche)
    for code in ("FASKEL", "PPK"):
        browser = holder(code)
        assert buttons(browser, row) == ["Approve", "Return for correction", "Reject"]
        done(browser, row, "approve")
    assert row.state == State.APPROVED
    assert buttons(steward, row) == ["Write down the SP2D", "Reverse the payment"]
    done(steward, row, "pay", sp2d_number="SP2D-1", sp2d_on="2026-02-02")
    assert (row.state, row.sp2d_number) == (State.PAID, "SP2D-1")
    done(steward, row, "account", lpj_number="LPJ-1", lpj_on="2026-03-01", amount="")
    assert (row.state, row.accounted_amount) == (State.ACCOUNTED, 60_000_000)
    told = browser.get(page(row)).content.decode()
    assert "approved by" in told
    assert "27 days later" in told


def test_a_return_needs_a_reason_and_is_told_to_who_corrects(steward, tranche) -> None:
    row, browser = waiting(tranche), holder("FASKEL")
    answer = done(browser, row, "return", reason="")
    assert (answer.status_code, row.state) == (200, State.HANDED_OVER)
    done(browser, row, "return", reason="Rekening salah")
    assert row.state == State.RETURNED
    assert "Rekening salah" in steward.get(page(row)).content.decode()
    queue = steward.get(listed("disbursement", "awaiting_me=hand_over"))
    assert list(queue.context["cl"].result_list) == [row]


def test_the_queue_of_a_position_shows_what_waits_for_it(tranche) -> None:
    first, second = waiting(tranche, amount=1), waiting(tranche, amount=2)
    decided(second, by=make_holder("FASKEL"))
    for code, rows in (("FASKEL", [first]), ("PPK", [second])):
        answer = holder(code).get(listed("disbursement", "awaiting_me=decide"))
        assert list(answer.context["cl"].result_list) == rows


def test_an_act_upon_what_changed_meanwhile_is_not_done(tranche) -> None:
    row, browser = waiting(tranche), holder("FASKEL")
    expected = browser.get(asked(row, "approve")).context["form"].initial["expected"]
    decided(row, by=make_holder("FASKEL"))
    browser.post(asked(row, "approve"), {"expected": expected, "confirmed": "1"})
    assert row.decisions.count() == 1


@pytest.mark.parametrize("expected", ["nonsense", "1-1", "1-x-handed_over-1"])
def test_an_expectation_that_nobody_saw_is_no_crash(tranche, expected) -> None:
    row, browser = waiting(tranche), holder("FASKEL")
    answer = browser.post(asked(row, "approve"), {"expected": expected, "confirmed": "1"})
    assert answer.status_code in (200, 302)
    assert row.decisions.count() == 0


def test_the_same_request_posted_twice_does_no_harm(steward, tranche) -> None:
    row = brought_to(make_disbursement(tranche), State.APPROVED)
    question = steward.get(asked(row, "pay"))
    sent = {
        "expected": question.context["form"].initial["expected"], "confirmed": "1",
        "sp2d_number": "SP2D-1", "sp2d_on": "2026-02-02",
    }  # fmt: skip
    for _time in range(2):
        assert steward.post(asked(row, "pay"), sent).status_code == 302
    tranche.refresh_from_db()
    assert tranche.paid == 60_000_000


def test_an_sp2d_of_tomorrow_is_refused_at_the_form(steward, tranche) -> None:
    row = brought_to(make_disbursement(tranche), State.APPROVED)
    answer = done(steward, row, "pay", sp2d_number="SP2D-1", sp2d_on="2099-01-01")
    assert "future" in str(answer.context["form"].errors)
    assert row.state == State.APPROVED


def test_money_comes_back_by_a_counter_row(steward, tranche) -> None:
    row = brought_to(make_disbursement(tranche), State.PAID)
    facts = {"amount": "20.000.000", "receipt_number": "NTPN-1", "reason": "Batal"}
    answer = done(steward, row, "give_back", **facts)
    made = Disbursement.objects.get(kind="return")
    assert answer.url == page(made)
    assert (made.answers, made.amount, made.payment_no) == (row, 20_000_000, 2)
    assert "NTPN-1" in steward.get(page(row)).content.decode()
    brought_to(made, State.APPROVED)
    row.refresh_from_db()
    assert row.net == 40_000_000
    refused = done(
        steward, row, "give_back", **{**facts, "receipt_number": "NTPN-2", "amount": "40.000.001"}
    )
    assert "40.000.000" in str(refused.context["form"].errors)


def test_who_has_no_right_or_no_area_does_nothing(steward, elsewhere, tranche) -> None:
    row = waiting(tranche)
    assert steward.get(asked(row, "approve")).status_code == 403
    assert holder("FASKEL").get(asked(row, "pay")).status_code == 403
    other = waiting(make_tranche(make_grant(board=elsewhere)))
    assert steward.get(asked(other, "hand_over")).status_code == 404
    assert steward.get(asked(row, "nonsense")).status_code == 404


# Editing ------------------------------------------------------------------------------------------


def entries(browser: Any, row: Disbursement, **changes: Any) -> dict[str, Any]:
    form = browser.get(page(row)).context["adminform"].form
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    facts = {name: value for name, value in initial.items() if value is not None}
    seen = {"seen_signoffs": "1"} if row.is_signed else {}
    return {**facts, **seen, **changes}


def test_an_edit_of_what_is_handed_over_opens_a_new_round(steward, tranche) -> None:
    row = waiting(tranche)
    decided(row, by=make_holder("FASKEL"))
    told = steward.get(page(row)).content.decode()
    assert "carries-signoffs" in told
    answer = steward.post(page(row), entries(steward, row, amount="50.000.000"))
    assert answer.status_code == 302, errors_of(answer)
    row.refresh_from_db()
    assert (row.state, row.amount, row.version, row.round) == (State.ENTERED, 50_000_000, 2, 1)
    done(steward, row, "hand_over")
    assert row.round == 2
    assert "Decisions of earlier rounds" in steward.get(page(row)).content.decode()


def test_approved_money_is_read_only_and_not_deleted(steward, tranche) -> None:
    row = brought_to(make_disbursement(tranche), State.APPROVED)
    assert not steward.get(page(row)).context["has_change_permission"]
    assert steward.post(page(row), {"amount": "1"}).status_code == 403
    assert steward.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    steward.post(listed("disbursement"), sent)
    assert rows_of(row).exists()


def test_a_counter_row_stays_what_it_is(steward, tranche) -> None:
    payment = brought_to(make_disbursement(tranche), State.PAID)
    row = make_counter_row(payment, 5)
    sent = entries(steward, row, amount="7", payment_no=9, reason="Sisa dana")
    assert steward.post(page(row), sent).status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.payment_no, row.reason, row.kind) == (7, 2, "Sisa dana", "return")
