"""What somebody with some rights might try with money that is not theirs to move."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from finance.models import Decision, Disbursement, Tranche
from finance.models.disbursements import Kind, State
from finance.services.counter_rows import CounterRowRefused, give_back
from finance.services.counter_rows import reverse as reverse_payment
from finance.services.totals import differences
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.records import GuardedColumn
from p2kp_site.foundation.signoffs import SealedRecord
from tests.builders import make_board, make_change_set
from tests.builders_accounts import browser_of, make_person, region_of
from tests.finance.admin.pages import adding, listed, page
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    LATER,
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

pytestmark = pytest.mark.django_db
ACTS = ("hand_over", "approve", "return", "reject", "pay", "account", "reverse", "give_back")
RETEH = "14.04.01"


@pytest.fixture(autouse=True)
def in_english_with_a_chain(db: None) -> Iterator[None]:
    make_chain("FASKEL", "PPK")
    with translation.override("en"):
        yield
    assert differences() == []


@pytest.fixture
def theirs() -> Tranche:
    """A tranche of a board in Reteh; the people of the tests work in Tembilahan."""
    return make_tranche(make_grant(board=make_board(region=region_of(f"{RETEH}.1001"))))


def steward() -> Any:
    return browser_of(make_person("data_steward"))


# Money of other areas -----------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["data_steward", "approver", "verifier"])
def test_no_act_reaches_a_row_of_another_area(theirs, role: str, act: str) -> None:
    row = brought_to(make_disbursement(theirs), State.HANDED_OVER)
    user = make_person(role)
    # A position for the nation: what counts is where the person works.
    browser = browser_of(make_holder("FASKEL", area="", user=user).user)
    address = reverse("admin:finance_disbursement_act", args=[row.pk, act])
    sent = {"expected": "1-1-handed_over-1", "confirmed": "1", "reason": "x", "amount": "1"}
    for answer in (browser.get(address), browser.post(address, sent)):
        assert answer.status_code in (403, 404)
    assert Decision.objects.count() == 0
    assert Disbursement.objects.count() == 1


def test_a_selection_that_names_rows_of_another_area_leaves_them(theirs) -> None:
    row = make_disbursement(theirs)
    sent = {
        "action": "hand_over_rows", "_selected_action": [row.pk], "expected": "1",
        "confirmed": "1", "select_across": "1",
    }  # fmt: skip
    steward().post(listed("disbursement"), sent)
    assert rows_of(row).get().state == State.ENTERED


def test_a_payment_is_not_entered_under_a_tranche_of_another_area(theirs) -> None:
    sent = {"tranche": theirs.pk, "payment_no": 1, "amount": "1.000"}
    answer = steward().post(adding("disbursement"), sent)
    assert "outside your area" in str(answer.context["adminform"].form.errors)
    assert not Disbursement.objects.exists()


def test_a_row_is_not_moved_to_a_tranche_of_another_area(theirs) -> None:
    row = make_disbursement(make_tranche())
    sent = {"tranche": theirs.pk, "payment_no": 1, "amount": "1.000", "_version": row.version}
    assert steward().post(page(row), sent).status_code == 200
    assert rows_of(row).get().tranche_id == row.tranche_id


@pytest.mark.parametrize(
    ("model", "filter_"),
    [
        ("disbursement", "tranche"),
        ("disbursement", "grant"),
        ("disbursement", "board"),
        ("tranche", "grant"),
        ("tranche", "board"),
        ("expenditure", "tranche"),
        ("grant", "board"),
    ],
)
def test_a_filter_does_not_say_whether_something_exists_elsewhere(theirs, model, filter_) -> None:
    names = {"tranche": theirs.ref, "grant": theirs.grant.ref, "board": theirs.grant.board.code}
    browser = steward()
    answers = [
        browser.get(listed(model, f"{filter_}={value}")) for value in (names[filter_], "NOWHERE")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    told = [[str(one) for one in answer.context["cl"].refusals] for answer in answers]
    assert told[0] == told[1]


@pytest.mark.parametrize("asked", ["", "q=BKM", "state=entered", "fiscal_year=2010", "region="])
def test_no_filter_shows_rows_of_another_area(theirs, asked: str) -> None:
    make_disbursement(theirs)
    answer = steward().get(listed("disbursement", asked))
    assert answer.status_code == 200
    assert not answer.context["cl"].result_list


def test_the_choices_of_a_payment_are_tranches_of_the_own_area(theirs) -> None:
    mine = make_tranche()
    asked = {"app_label": "finance", "model_name": "disbursement", "field_name": "tranche"}
    answer = steward().get(reverse("admin:autocomplete"), {**asked, "term": ""})
    assert [one["id"] for one in answer.json()["results"]] == [str(mine.pk)]


@pytest.mark.parametrize("filter_", [[], ["state=handed_over"], ["is_backlog=false"]])
def test_the_command_decides_on_rows_of_the_own_area_alone(theirs, filter_) -> None:
    row = brought_to(make_disbursement(theirs), State.HANDED_OVER)
    user = make_person("approver", username="bujang")
    make_holder("FASKEL", area="", user=user)
    out = StringIO()
    filters = ["--filter", *filter_] if filter_ else []
    arguments = ("disbursements", "--as", "bujang", "--action", "approve", "--json", *filters)
    call_command("decide", *arguments, stdout=out)
    assert json.loads(out.getvalue()) == {"decided": 0, "refused": 0, "reasons": {}}
    assert rows_of(row).get().next_step == 1


# People -------------------------------------------------------------------------------------------


def test_an_office_that_ended_today_decides_on_nothing_through_any_door() -> None:
    row = brought_to(make_disbursement(), State.HANDED_OVER)
    user = make_person("approver", area="14.04", username="bujang")
    make_holder("FASKEL", area="14.04", user=user, until_on=date(2026, 3, 2))
    browser = browser_of(user)
    address = reverse("admin:finance_disbursement_act", args=[row.pk, "approve"])
    sent = {"expected": "1-1-handed_over-1", "confirmed": "1"}
    answer = browser.post(address, sent, follow=True)
    assert "a position that you do not hold here" in answer.content.decode()
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command(
            "decide", "disbursements", "--as", "bujang", "--action", "approve", "--json", stdout=out
        )
    assert json.loads(out.getvalue())["reasons"] == {"not_your_position": 1}


def test_who_edited_a_row_last_does_not_decide_in_the_round_that_follows() -> None:
    row = make_disbursement()
    editor = make_holder("FASKEL")
    row.note = "x"
    row.save(change_set=make_change_set(by=editor.user))
    handed_over(row)
    assert decided(row, by=editor).reasons == {"entered_by_you": 1}


# Amounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["-1", "0", "1e9", "9" * 30, "1,5", "", "1000000000000001"])
def test_no_page_takes_an_amount_that_is_no_money(amount: str) -> None:
    tranche, browser = make_tranche(), steward()
    sent = {"tranche": tranche.pk, "payment_no": 1, "amount": amount}
    assert browser.post(adding("disbursement"), sent).status_code == 200
    assert not Disbursement.objects.exists()
    row = brought_to(make_disbursement(tranche), State.PAID)
    address = reverse("admin:finance_disbursement_act", args=[row.pk, "give_back"])
    expected = browser.get(address).context["form"].initial["expected"]
    facts = {"amount": amount, "receipt_number": "NTPN-1", "reason": "Batal"}
    answer = browser.post(address, {"expected": expected, "confirmed": "1", **facts})
    assert (answer.status_code, row.counter_rows.count()) == (200, 0)


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_a_payment_number_is_one_that_the_table_holds(number: str) -> None:
    sent = {"tranche": make_tranche().pk, "payment_no": number, "amount": "1.000"}
    assert steward().post(adding("disbursement"), sent).status_code == 200


def test_the_last_payment_number_is_no_end_of_counter_rows() -> None:
    payment = brought_to(make_disbursement(payment_no=32_767), State.PAID)
    rows = [returned(payment, 5, f"NTPN-{n}") for n in range(2)]
    assert [row.payment_no for row in rows] == [1, 2]


# Counter-rows -------------------------------------------------------------------------------------


def returned(payment: Disbursement, amount: int, receipt: str = "NTPN-1") -> Disbursement:
    return give_back(
        payment, amount=amount, receipt_number=receipt, reason="Batal", by=make_steward(),
        at=LATER, door=Door.PAGE,
    )  # fmt: skip


def reversed_(payment: Disbursement) -> Disbursement:
    return reverse_payment(payment, reason="Salah", by=make_steward(), at=LATER, door=Door.PAGE)


def test_what_came_back_in_part_is_not_reversed_too() -> None:
    payment = brought_to(make_disbursement(), State.PAID)
    brought_to(returned(payment, 20_000_000), State.APPROVED)
    with pytest.raises(CounterRowRefused, match=r"40\.000\.000"):
        reversed_(payment)
    row = make_counter_row(payment, 60_000_000, kind=Kind.REVERSAL)
    assert handed_over(row).reasons == {"over_payment": 1}


def test_a_reversal_on_its_way_is_not_approved_after_a_return_in_part() -> None:
    payment = brought_to(make_disbursement(), State.PAID)
    both = [
        make_counter_row(payment, 60_000_000, kind=Kind.REVERSAL),
        make_counter_row(payment, 20_000_000),
    ]
    handed_over(*both)
    for person in (make_holder("FASKEL"), make_holder("PPK")):
        outcome = decided(both[1], by=person)
    assert outcome.done == 1
    assert decided(both[0], by=make_holder("FASKEL")).done == 1
    assert decided(both[0], by=make_holder("PPK")).reasons == {"over_payment": 1}


def test_a_counter_row_answers_no_counter_row_by_any_door() -> None:
    payment = brought_to(make_disbursement(), State.PAID)
    first = brought_to(returned(payment, 20_000_000), State.APPROVED)
    for act in (reversed_, lambda row: returned(row, 1)):
        with pytest.raises(CounterRowRefused):
            act(first)
    second = make_counter_row(first, 5)
    assert handed_over(second).reasons == {"answers_nothing": 1}


def test_a_counter_row_is_neither_paid_nor_accounted_for() -> None:
    payment = brought_to(make_disbursement(), State.PAID)
    row = brought_to(returned(payment, 20_000_000), State.APPROVED)
    assert paid(row).reasons == {"counter_rows_are_not_paid": 1}


# Doors of the code --------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.HANDED_OVER, State.APPROVED, State.PAID])
def test_no_door_of_the_rows_changes_or_deletes_money_that_is_decided_on(state: State) -> None:
    row = brought_to(make_disbursement(), state)
    act = make_change_set()
    with pytest.raises(SealedRecord):
        rows_of(row).delete(change_set=act)
    with pytest.raises(SealedRecord):
        rows_of(row).update(amount=1, change_set=act)
    with pytest.raises(GuardedColumn):
        Disbursement(tranche=row.tranche, amount=1, state=State.PAID).save(change_set=act)
    extra = Disbursement(tranche=row.tranche, amount=1, payment_no=9, answered=1)
    with pytest.raises(GuardedColumn):
        Disbursement.objects.bulk_create([extra], change_set=act)
    with pytest.raises(ProtectedError):
        row.tranche.delete(change_set=act)
    assert rows_of(row).get().amount == row.amount


def test_a_draft_on_which_somebody_decided_stays() -> None:
    row = brought_to(make_disbursement(), State.HANDED_OVER)
    decided(row, by=make_holder("FASKEL"), action="return")
    with pytest.raises(ProtectedError):
        rows_of(row).delete(change_set=make_change_set())
    browser = steward()
    assert browser.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    assert rows_of(row).exists()
