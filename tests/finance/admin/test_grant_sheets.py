"""The pages of grants as they are read: in a minute, on one sheet, in lists."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.utils import timezone

from finance.models import Grant, Tranche
from finance.models.disbursements import State
from programs.models import Case
from tests.builders_accounts import browser_of, make_person, reads
from tests.finance.admin.pages import adding, listed, page, questions
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
from tests.programs.builders_cases import make_case, moved

pytestmark = pytest.mark.django_db


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
    at_a_glance, late, tranches, payments, swadaya, *_cases = steward.get(page(grant)).context[
        "life"
    ]
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
    _glance, late, _tranches, payments, _swadaya, _cases = steward.get(page(grant)).context["life"]
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
    assert sheet["name"] == f"{board.name} ({board.code})"
    assert board.region.name in sheet["place"]
    assert ("Agreement (SPPB)", "SPPB-07 of Feb. 3, 2010") in sheet["facts"]
    assert sheet["printed"].startswith("Printed on ")
    assert answer.wsgi_request.user.name in sheet["printed"]
    assert "foundation/sheet.css" in told
    assert "data-print" in told
    assert 'id="sheet"' not in steward.get(adding("grant")).content.decode()


@pytest.mark.parametrize("role", ["data_steward", "verifier", "approver", "auditor"])
def test_every_page_opens_for_those_who_read(role, board) -> None:
    grant = make_grant(board=board)
    told_by(grant, board)
    browser = browser_of(make_person(role))
    reads(browser, "id")
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


def test_a_grant_lists_the_open_cases_of_its_board(steward, board, elsewhere) -> None:
    grant = make_grant(board=board)
    late = make_case(board=board)
    Case.objects.filter(pk=late.pk).stamp(due_on=date(2015, 9, 1))
    calm = make_case(board=board)
    others = [moved(make_case(board=board), "SELESAI"), make_case(), make_case(board=elsewhere,
              region=elsewhere.region)]  # fmt: skip
    answer = steward.get(page(grant))
    (panel,) = [one for one in answer.context["life"] if one["title"] == "Open cases of the board"]
    first, second = panel["table"]["rows"]
    assert late.number in first[0]
    assert "overdue" in first[3]
    assert calm.number in second[0]
    text = answer.content.decode()
    assert not any(case.number in text for case in others)
    found = steward.get(panel["all"]).context["cl"].result_list
    assert {case.number for case in found} == {late.number, calm.number}


def test_lists_and_pages_ask_as_many_questions_for_many_rows_as_for_few(steward, board) -> None:
    grant = make_grant(board=board)
    told_by(grant, board)
    addresses = (listed("grant"), listed("tranche"), page(grant))
    few = [questions(steward, one) for one in addresses]
    for number in range(5):
        other = make_grant(board=board, scheme=make_scheme())
        make_tranche(other)
        make_tranche(grant, number=3 + number, amount=1_000_000, source=source_of(f"S-{number}"))
        make_case(board=board)
    assert [questions(steward, one) for one in addresses] == few
    # session, person, areas, rights, rows with their number; programmes and sources to filter by
    assert few[:2] == [6, 7]
    # each panel one; the cases of the board one, too
    assert few[2] == 18
