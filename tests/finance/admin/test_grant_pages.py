"""The pages of grants: typed with their tranches and split by a button."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.messages import get_messages

from finance.models import Grant, Tranche
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import make_board
from tests.builders_accounts import browser_of, make_person
from tests.builders_signoffs import brought_to
from tests.finance.admin.pages import adding, errors_of, inline, page
from tests.finance.builders import (
    make_grant,
    make_scheme,
    make_tranche,
    source_of,
)
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


def test_the_page_of_a_programme_leads_to_its_grants_and_their_boards_in_ones_own_area(
    steward, board, elsewhere
) -> None:
    programme = make_programme()
    near = make_grant(board=board, programme=programme, amount=75_000_000)
    make_grant(board=elsewhere, programme=programme)
    make_grant(board=board, programme=make_programme())
    told = steward.get(f"/admin/programs/programme/{programme.pk}/change/").context["life"]
    (part,) = (part for part in told if "BLM" in part["title"])
    ((whose, village, year, amount, _paid),) = part["table"]["rows"]
    assert (f'"{page(near)}"' in year, village) == (True, board.region.name)
    assert f'"/admin/communities/board/{board.pk}/change/"' in whose
    assert "Rp\xa075.000.000" in amount
    assert part["all"] == f"/admin/finance/grant/?programme={programme.code}"
