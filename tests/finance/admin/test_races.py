"""The same button twice, or by two people, at one moment: done once, and the other is told so."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse

from finance.models import Disbursement, Tranche
from finance.models.disbursements import State
from finance.services.totals import differences
from tests.builders_accounts import browser_of
from tests.finance.admin.pages import adding, inline, listed, page
from tests.finance.at_once import at_once, errors_in
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    brought_to,
    decided,
    handed_over,
    make_chain,
    make_disbursement,
    make_holder,
    make_steward,
    rows_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

PAPERS: dict[str, dict[str, str]] = {
    "approve": {},
    "reject": {"reason": "Ganda"},
    "pay": {"sp2d_number": "SP2D-1", "sp2d_on": "2026-02-02"},
    "account": {"lpj_number": "LPJ-1", "lpj_on": "2026-03-01", "amount": ""},
    "give_back": {"amount": "40.000.000", "receipt_number": "NTPN-1", "reason": "Batal"},
    "reverse": {"reason": "Salah"},
}


@pytest.fixture
def tranche(transactional_db: None) -> Tranche:
    make_chain("FASKEL", "PPK")
    with transaction.atomic():
        return make_tranche(make_grant(), amount=100_000_000)


def asked(row: Disbursement, act: str) -> str:
    return reverse("admin:finance_disbursement_act", args=[row.pk, act])


def sent(browser: Any, row: Disbursement, act: str, **facts: str) -> Any:
    """What the question sends when it is answered with yes; a request still to be made."""
    question = browser.get(asked(row, act))
    assert question.status_code == 200, question.status_code
    expected = question.context["form"].initial["expected"]
    body = {"expected": expected, "confirmed": "1", **PAPERS[act], **facts}
    return lambda: browser.post(asked(row, act), body)


def told(answer: Any) -> str:
    """What the person reads next: the message of the answer, or the fault of the form."""
    if answer.context is not None and "form" in answer.context:
        return str(answer.context["form"].errors)
    return " ".join(str(one) for one in get_messages(answer.wsgi_request))


def at_last_step(tranche: Tranche) -> Disbursement:
    row = make_disbursement(tranche)
    assert handed_over(row).done == 1
    assert decided(row, by=make_holder("FASKEL")).done == 1
    row.refresh_from_db()
    return row


def approvers(number: int) -> list[Any]:
    return [browser_of(make_holder("PPK", area="14.04").user) for _person in range(number)]


def stewards(number: int) -> list[Any]:
    return [browser_of(make_steward(area="14.04").user) for _person in range(number)]


def test_two_approvers_of_60_on_100_are_told_who_won(tranche) -> None:
    rows = [at_last_step(tranche) for _row in range(2)]
    acts = [sent(b, row, "approve") for b, row in zip(approvers(2), rows, strict=True)]
    words = sorted(told(answer) for answer in at_once(*acts))
    assert words == [
        "1 disbursement approved by you.",
        "Nothing was done: the tranche does not hold so much any more.",
    ]
    tranche.refresh_from_db()
    assert tranche.approved == 60_000_000


@pytest.mark.parametrize("people", [1, 2])
@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        (State.HANDED_OVER, "approve", State.APPROVED),
        (State.HANDED_OVER, "reject", State.REJECTED),
        (State.APPROVED, "pay", State.PAID),
        (State.PAID, "account", State.ACCOUNTED),
    ],
)
def test_a_button_that_is_pressed_twice_acts_once(tranche, before, act, after, people) -> None:
    if before == State.HANDED_OVER:
        row, browsers = at_last_step(tranche), approvers(people)
    else:
        row, browsers = brought_to(make_disbursement(tranche), before), stewards(people)
    answers = at_once(*[sent(browsers[n % people], row, act) for n in range(2)])
    assert errors_in(answers) == []
    assert {answer.status_code for answer in answers} == {302}
    assert sum("Nothing was done" in told(answer) for answer in answers) == 1
    assert rows_of(row).get().state == after
    assert row.history.filter(state=after).count() == 1
    assert row.decisions.filter(step=2).count() == 1
    assert differences() == []


@pytest.mark.parametrize(("act", "words"), [("give_back", "20.000.000"), ("reverse", "left")])
def test_two_people_who_answer_a_payment_do_not_answer_more_than_it(tranche, act, words) -> None:
    row = brought_to(make_disbursement(tranche), State.PAID)
    first, second = stewards(2)
    other = {"receipt_number": "NTPN-2"} if act == "give_back" else {}
    answers = at_once(sent(first, row, act), sent(second, row, act, **other))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert [words in told(one) for one in answers if one.status_code == 200] == [True]
    assert row.counter_rows.count() == 1


def test_the_same_return_that_is_sent_twice_stands_once(tranche) -> None:
    row, browser = brought_to(make_disbursement(tranche), State.PAID), stewards(1)[0]
    answers = at_once(*[sent(browser, row, "give_back", amount="10.000.000") for _n in range(2)])
    refused = [told(one) for one in answers if one.status_code == 200]
    assert len(refused) == 1
    assert "This receipt stands against this payment already." in refused[0]
    assert row.counter_rows.count() == 1


def test_a_payment_that_is_entered_twice_at_one_moment_stands_once(tranche) -> None:
    browser = stewards(1)[0]
    body = {"tranche": tranche.pk, "payment_no": 1, "amount": "60.000.000"}
    answers = at_once(*[lambda: browser.post(adding("disbursement"), body) for _n in range(2)])
    assert errors_in(answers) == []
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Disbursement.objects.count() == 1


def test_a_selection_that_is_sent_twice_is_decided_once(tranche) -> None:
    row, browser = at_last_step(tranche), approvers(1)[0]
    body = {
        "action": "approve_rows", "_selected_action": [row.pk], "expected": "1", "confirmed": "1",
    }  # fmt: skip
    answers = at_once(*[lambda: browser.post(listed("disbursement"), body) for _n in range(2)])
    assert errors_in(answers) == []
    assert row.decisions.filter(step=2).count() == 1
    assert sum("approved already" in told(answer) for answer in answers) == 1


def test_an_edit_and_an_approval_through_pages_are_never_both(tranche) -> None:
    row, approver, editor = at_last_step(tranche), approvers(1)[0], stewards(1)[0]
    form = editor.get(page(row)).context["adminform"].form
    facts = {n: form.get_initial_for_field(f, n) for n, f in form.fields.items()}
    body = {n: v for n, v in facts.items() if v is not None} | {
        "amount": "50.000.000", "seen_signoffs": "1",
    }  # fmt: skip
    answers = at_once(sent(approver, row, "approve"), lambda: editor.post(page(row), body))
    assert errors_in(answers) == []
    row.refresh_from_db()
    assert (row.state, row.amount) in (
        (State.ENTERED, 50_000_000), (State.APPROVED, 60_000_000),
    )  # fmt: skip
    assert differences() == []


def test_a_tranche_that_shrinks_on_its_page_while_it_is_approved_is_refused_in_words(
    tranche,
) -> None:
    row, approver = at_last_step(tranche), approvers(1)[0]
    grant, editor = tranche.grant, stewards(1)[0]
    shown = editor.get(page(grant)).context
    form = shown["adminform"].form
    facts = {n: form.get_initial_for_field(f, n) for n, f in form.fields.items()}
    lines = inline(
        "tranches",
        {
            "id": tranche.pk, "grant": grant.pk, "number": 1, "source": tranche.source_id,
            "amount": "50.000.000",
        },
        stored=1,
    )  # fmt: skip
    body = {n: v for n, v in facts.items() if v is not None} | lines
    answers = at_once(sent(approver, row, "approve"), lambda: editor.post(page(grant), body))
    assert errors_in(answers) == []
    tranche.refresh_from_db()
    done = {302: 50_000_000, 200: 100_000_000}
    assert tranche.amount == done[answers[1].status_code]
    assert tranche.approved == (0 if answers[1].status_code == 302 else 60_000_000)
    assert differences() == []
