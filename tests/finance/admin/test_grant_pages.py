"""The pages of grants: typed with their tranches, split by a button, read in a minute."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from finance.models import Grant, Tranche
from finance.models.disbursements import State
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import make_board
from tests.builders_accounts import browser_of, make_person
from tests.builders_signoffs import brought_to
from tests.finance.admin.pages import adding, errors_of, inline, listed, page, questions
from tests.finance.builders import (
    make_contribution,
    make_expenditure,
    make_grant,
    make_scheme,
    make_tranche,
    source_of,
)
from tests.finance.builders_disbursements import brought_to as brought_to_state
from tests.finance.builders_disbursements import make_chain, make_disbursement
from tests.programs.builders import make_programme

pytestmark = pytest.mark.django_db


def entries(board: Any, *tranches: dict[str, Any], stored: int = 0, **changes: Any) -> Any:
    facts = {"board": board.pk, "fiscal_year": 2010, "number": 1, "amount": "200.000.000"}
    return {**facts, **inline("tranches", *tranches, stored=stored), **changes}


def typed(number: int, source: Any, amount: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "source": source.pk, "amount": amount, **more}


def sent_again(tranche: Tranche, **changes: Any) -> dict[str, Any]:
    """The row of a stored tranche as the page sends it back."""
    facts = {"id": tranche.pk, "grant": tranche.grant_id, "amount": tranche.amount}
    return {**facts, "number": tranche.number, "source": tranche.source_id, **changes}


def of(grant: Grant, *tranches: dict[str, Any], stored: int, **changes: Any) -> Any:
    """What the page of a stored grant sends."""
    seen = {"seen_signoffs": "1"} if grant.is_signed else {}
    kept = {"programme": grant.programme_id, "read_version": grant.version, **seen}
    return {**entries(grant.board, *tranches, stored=stored), **kept, **changes}


def formset_errors(answer: Any) -> str:
    (formset,) = answer.context["inline_admin_formsets"]
    return str(formset.formset.non_form_errors()) + str(formset.formset.errors)


def test_a_grant_is_typed_with_its_tranches(steward, board) -> None:
    apbn, apbd = source_of("APBN"), source_of("APBD-KAB")
    sent = entries(
        board,
        typed(1, apbn, "120.000.000"),
        typed(2, apbd, "Rp 80.000.000,00", planned_on="2010-09-01"),
        programme=make_programme().pk,
        agreement_number="SPPB-1",
        agreement_on="2010-03-01",
    )
    answer = steward.post(adding("grant"), sent)
    assert answer.status_code == HTTPStatus.FOUND, formset_errors(answer)
    grant = Grant.objects.get()
    assert (grant.tranched, grant.area) == (200_000_000, board.area)
    assert grant.tranches.get(number=2).planned_on == date(2010, 9, 1)


def test_a_grant_to_a_board_of_another_area_is_refused(steward, elsewhere) -> None:
    sent = entries(elsewhere, programme=make_programme().pk)
    assert "board" in errors_of(steward.post(adding("grant"), sent))


def test_tranches_above_the_grant_are_told_on_the_page(steward, board) -> None:
    apbn = source_of("APBN")
    rows = [typed(1, apbn, "150.000.000"), typed(2, apbn, "50.000.001")]
    answer = steward.post(adding("grant"), entries(board, *rows, programme=make_programme().pk))
    assert answer.status_code == HTTPStatus.OK
    assert "more than the grant" in formset_errors(answer)
    assert not Grant.objects.exists()


def test_the_amount_and_the_tranches_are_lowered_together(steward, board) -> None:
    grant = make_grant(board=board, amount=200)
    first, second = make_tranche(grant, amount=120), make_tranche(grant, number=2, amount=80)
    rows = [sent_again(first, amount="60"), sent_again(second, amount="40")]
    answer = steward.post(page(grant), of(grant, *rows, stored=2, amount="100"))
    assert answer.status_code == HTTPStatus.FOUND, formset_errors(answer)
    grant.refresh_from_db()
    assert (grant.amount, grant.tranched, grant.version) == (100, 100, 2)


def test_an_amount_below_the_tranches_is_told(steward, board) -> None:
    grant = make_grant(board=board, amount=200)
    tranche = make_tranche(grant, amount=120)
    answer = steward.post(page(grant), of(grant, sent_again(tranche), stored=1, amount="119"))
    assert "more than the grant" in formset_errors(answer)


def test_a_tranche_taken_away_leaves_the_total(steward, board) -> None:
    grant = make_grant(board=board, amount=200)
    tranche = make_tranche(grant, amount=120)
    rows = [sent_again(tranche, DELETE="on"), typed(1, tranche.source, "30")]
    sent = of(grant, *rows, stored=1, amount="200")
    # The old row is deleted before the new one is stored; the form says that both stand.
    answer = steward.post(page(grant), sent)
    assert answer.status_code == HTTPStatus.FOUND, formset_errors(answer)
    grant.refresh_from_db()
    assert (grant.tranched, Tranche.objects.get().amount) == (30, 30)


def test_a_changed_tranche_drops_the_sign_offs_of_its_grant(steward, board) -> None:
    grant = make_grant(board=board, amount=200)
    tranche = make_tranche(grant, amount=120)
    brought_to(grant, SignoffState.VERIFIED)
    sent = of(grant, sent_again(tranche, amount="121"), stored=1, amount="200")
    answer = steward.post(page(grant), sent)
    assert answer.status_code == HTTPStatus.FOUND, formset_errors(answer)
    assert any("were dropped" in str(words) for words in get_messages(answer.wsgi_request))
    grant.refresh_from_db()
    assert (grant.signoff, grant.version, grant.tranched) == (SignoffState.ENTERED, 2, 121)


def test_saving_untouched_changes_nothing(steward, board) -> None:
    grant = make_grant(board=board, amount=200)
    tranche = make_tranche(grant, amount=120)
    brought_to(grant, SignoffState.VERIFIED)
    sent = of(grant, sent_again(tranche), stored=1, amount="200")
    assert steward.post(page(grant), sent).status_code == HTTPStatus.FOUND
    grant.refresh_from_db()
    assert (grant.signoff, grant.version, grant.tranched) == (SignoffState.VERIFIED, 1, 120)


def test_once_money_was_approved_grant_and_tranche_stay_what_they_are(steward, board) -> None:
    grant = make_grant(board=board, amount=200)
    tranche = make_tranche(grant, amount=120, approved=100)
    other = make_board(region=board.region)
    row = sent_again(tranche, number=2, source=source_of("APBD-KAB").pk, amount="150")
    sent = of(grant, row, stored=1, amount="200", board=other.pk, fiscal_year=2011)
    answer = steward.post(page(grant), sent)
    assert answer.status_code == HTTPStatus.FOUND, formset_errors(answer)
    grant.refresh_from_db()
    tranche.refresh_from_db()
    assert (grant.board, grant.fiscal_year) == (board, 2010)
    assert (tranche.number, tranche.source.code, tranche.amount) == (1, "APBN", 150)
    lower = of(grant, sent_again(tranche, amount="99"), stored=1, amount="200")
    assert "cannot hold" in formset_errors(steward.post(page(grant), lower))


# The button -------------------------------------------------------------------------------------


def button(grant: Grant) -> str:
    return page(grant).replace("/change/", "/make-tranches/")


def test_the_tranches_are_made_by_a_button(steward, board) -> None:
    grant = make_grant(board=board, scheme=make_scheme())
    assert "make-tranches" in steward.get(page(grant)).content.decode()
    assert steward.get(button(grant)).status_code == HTTPStatus.OK
    answer = steward.post(button(grant))
    assert answer.headers["Location"] == page(grant)
    assert grant.tranches.count() == 4
    assert "make-tranches" not in steward.get(page(grant)).content.decode()
    again = steward.post(button(grant))
    assert any("already" in str(words) for words in get_messages(again.wsgi_request))
    assert grant.tranches.count() == 4


def test_the_button_is_for_those_who_may_change_the_grant(board, elsewhere) -> None:
    scheme = make_scheme()
    grant, other = (make_grant(board=one, scheme=scheme) for one in (board, elsewhere))
    assert browser_of(make_person("auditor")).post(button(grant)).status_code == 403
    steward = browser_of(make_person("data_steward"))
    assert steward.post(button(other)).status_code == HTTPStatus.NOT_FOUND
    assert not Tranche.objects.exists()


# Reading ----------------------------------------------------------------------------------------


def told_by(grant: Grant, board: Any) -> None:
    """A grant that is half way: I accounted for in part, II waits, swadaya of its year."""
    first = make_tranche(grant, amount=60_000_000, approved=60_000_000, paid=60_000_000)
    Tranche.objects.filter(pk=first.pk).stamp(accounted=45_000_000)
    make_tranche(grant, number=2, amount=40_000_000, source=source_of("APBD-KAB"))
    make_expenditure(tranche=first, amount=33_000_000)
    make_contribution(board=board, realised_amount=4_000_000, realised_on=date(2010, 9, 1))
    make_contribution(board=board, kind="labour", promised_amount=2_500_000)
    make_contribution(board=board, fiscal_year=2011, promised_amount=77_000_000)


def test_the_page_tells_the_grant_in_a_minute(steward, board) -> None:
    agreed = {"agreement_number": "SPPB-07", "agreement_on": date(2010, 2, 3)}
    grant = make_grant(board=board, **agreed)
    told_by(grant, board)
    at_a_glance, late, tranches, payments, swadaya = steward.get(page(grant)).context["life"]
    told = {label: str(amount) for label, amount in at_a_glance["table"]["rows"]}
    assert "SPPB-07 of Feb. 3, 2010" in told["Agreement (SPPB)"]
    assert [row[0] for row in late["table"]["rows"]] == [
        "II APBD-KAB: waits for the account of an earlier tranche.",
        "Rp\xa0100.000.000 of the grant stand in no tranche yet.",
        "Rp\xa03.500.000 of the promised swadaya were not given yet.",
    ]
    assert payments["table"]["rows"] == []
    for label, amount in (
        ("Amount", "200.000.000"),
        ("In no tranche yet", "100.000.000"),
        ("Not approved yet", "140.000.000"),
        ("Approved and not paid", "0"),
        ("Paid and not accounted for", "15.000.000"),
        ("Accounted for", "45.000.000"),
    ):
        assert f"Rp\xa0{amount}<" in told[label]
    rows = tranches["table"]["rows"]
    assert [row[:2] for row in rows] == [
        ["I APBN", "paid, waits for its account"],
        ["II APBD-KAB", "waits for the account of an earlier tranche"],
        ["Together", ""],
    ]
    assert "33.000.000" in str(rows[0])
    assert [row[0] for row in swadaya["table"]["rows"]] == ["cash", "labour", "Together"]
    assert "7.500.000" in str(swadaya["table"]["rows"][-1])
    assert "77.000.000" not in str(swadaya["table"])


def test_the_page_tells_from_sp2d_to_lpj_and_what_is_late(steward, board) -> None:
    make_chain(needs_account_before=False)
    grant = make_grant(board=board)
    paid, *_others = (
        brought_to_state(make_disbursement(make_tranche(grant, number=n, amount=60_000_000)), state)
        for n, state in ((1, State.PAID), (2, State.ACCOUNTED), (3, State.HANDED_OVER))
    )
    _glance, late, _tranches, payments, _swadaya = steward.get(page(grant)).context["life"]
    first, second, third = payments["table"]["rows"]
    assert page(paid) in first[0]
    assert (first[3], first[4]) == ("100200A/010/114, Feb. 2, 2026", "–")
    assert "so far" in first[5]
    assert second[4] == "LPJ-1, March 1, 2026"
    assert ">27<" in second[5]
    assert third[1] == "waits for Jabatan FASKEL"
    days = (timezone.localdate() - paid.sp2d_on).days
    words = {row[0]: str(row[1]) for row in late["table"]["rows"]}
    missing = "I APBN/1: the LPJ is missing since SP2D 100200A/010/114 of Feb. 2, 2026."
    assert next(iter(words)) == missing
    assert f">{days}<" in words[missing].replace(".", "")
    assert any("III APBN/1: waits for Jabatan FASKEL" in one for one in words)


def test_nothing_late_is_said(steward, board) -> None:
    grant = make_grant(board=board, amount=60_000_000)
    make_tranche(grant, amount=60_000_000)
    _glance, late, *_rest = steward.get(page(grant)).context["life"]
    assert (late["table"]["rows"], late["table"]["nothing"]) == ([], "Nothing is late.")


def test_the_page_prints_with_a_letterhead(steward, board) -> None:
    grant = make_grant(board=board, agreement_number="SPPB-07", agreement_on=date(2010, 2, 3))
    answer = steward.get(page(grant))
    sheet, told = answer.context["sheet"], answer.content.decode()
    assert sheet["board"] == f"{board.name} ({board.code})"
    assert board.region.name in sheet["place"]
    assert ("Agreement (SPPB)", "SPPB-07 of Feb. 3, 2010") in sheet["facts"]
    assert sheet["printed"].startswith("Printed on ")
    assert answer.wsgi_request.user.name in sheet["printed"]
    assert "finance/finance.css" in told
    assert "data-print" in told
    assert 'id="sheet"' not in steward.get(adding("grant")).content.decode()


@pytest.mark.parametrize("role", ["data_steward", "verifier", "approver", "auditor"])
def test_every_page_opens_for_those_who_read(role, board) -> None:
    grant = make_grant(board=board)
    told_by(grant, board)
    browser = browser_of(make_person(role))
    browser.cookies["django_language"] = "id"
    tranche = grant.tranches.first()
    assert tranche is not None
    for row in (grant, tranche, make_scheme()):
        for address in (listed(row._meta.model_name), page(row), page(row, "history")):
            answer = browser.get(address)
            assert answer.status_code == HTTPStatus.OK, address
            assert "2.010" not in answer.content.decode()


def test_tranches_are_looked_through_and_changed_on_their_grant_only(steward, board) -> None:
    tranche = make_tranche(make_grant(board=board))
    assert page(tranche.grant) in steward.get(page(tranche)).content.decode()
    assert steward.get(adding("tranche")).status_code == HTTPStatus.FORBIDDEN
    assert steward.post(page(tranche), {"amount": 1}).status_code == HTTPStatus.FORBIDDEN
    sent = steward.post(page(tranche, "delete"), {"post": "yes"})
    assert sent.status_code == HTTPStatus.FORBIDDEN


def test_lists_are_filtered_by_how_far_the_money_has_come(steward, board, elsewhere) -> None:
    grant = make_grant(board=board)
    told_by(grant, board)
    make_tranche(make_grant(board=elsewhere))
    bare = make_grant(board=board, amount=60_000_000, programme=make_programme())
    make_tranche(bare)

    def found(model: str, query: str) -> list[Any]:
        return list(steward.get(listed(model, query)).context["cl"].result_list)

    assert found("grant", "awaits_account=true") == [grant]
    assert found("grant", "is_split=true") == [bare]
    assert found("grant", "is_split=false&fiscal_year=2010") == [grant]
    assert found("grant", f"q={board.name.split()[-1]}&awaits_account=false") == [bare]
    assert [str(one.label) for one in found("tranche", "held_up=true")] == ["II APBD-KAB"]
    assert len(found("tranche", "awaits_account=true")) == 1
    assert len(found("tranche", f"grant={grant.ref}&is_approved=false")) == 1
    assert len(found("tranche", "source=APBD-KAB&q=2010")) == 1
    assert steward.get(listed("grant", "awaits_account=maybe")).status_code == 400


def test_lists_and_pages_ask_as_many_questions_for_many_rows_as_for_few(steward, board) -> None:
    grant = make_grant(board=board)
    told_by(grant, board)
    addresses = (listed("grant"), listed("tranche"), page(grant))
    few = [questions(steward, one) for one in addresses]
    for number in range(5):
        other = make_grant(board=board, scheme=make_scheme())
        make_tranche(other)
        make_tranche(grant, number=3 + number, amount=1_000_000, source=source_of(f"S-{number}"))
    assert [questions(steward, one) for one in addresses] == few
    # session, person, areas, rights, rows with their number; programmes and sources to filter by
    assert few[:2] == [6, 7]
    assert few[2] == 17
