"""The pages of budgets, contributions, expenditures, schemes, ceilings and go-live dates."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest

from finance.models import Budget, Ceiling, Contribution, Expenditure, GoLive, TrancheScheme
from tests.builders import make_board, make_change_set
from tests.builders_accounts import NATION, browser_of, make_person, reads, region_of
from tests.finance.admin.pages import adding, errors_of, inline, listed, page, questions
from tests.finance.builders import (
    make_budget,
    make_ceiling,
    make_contribution,
    make_expenditure,
    make_grant,
    make_scheme,
    make_tranche,
    source_of,
)
from tests.programs.builders import make_line, make_plan, make_programme, make_work

pytestmark = pytest.mark.django_db


def go_live(code: str = "14.04", on: date = date(2012, 1, 1)) -> GoLive:
    row = GoLive(region=region_of(code), on=on)
    row.save(change_set=make_change_set())
    return row


# Budgets ----------------------------------------------------------------------------------------


def budget_entries(region: Any, **changes: Any) -> dict[str, Any]:
    facts = {"region": region.pk, "fiscal_year": 2010, "line": "-", "amount": "Rp 1.500.000,00"}
    return {
        **facts,
        "source": source_of("APBN").pk,
        "programme": make_programme().pk,
        **changes,
    }


def test_a_budget_of_a_region_of_any_level_is_typed(steward, board) -> None:
    district = board.region.parent
    sent = budget_entries(district, is_pro_poor="on")
    assert steward.post(adding("budget"), sent).status_code == HTTPStatus.FOUND
    budget = Budget.objects.get()
    assert (budget.amount, budget.area, budget.is_pro_poor) == (1_500_000, district.path, True)


def test_a_budget_of_a_region_outside_ones_area_is_refused(steward, board) -> None:
    regency = region_of("14.04")
    assert "region" in errors_of(steward.post(adding("budget"), budget_entries(regency)))
    twice = budget_entries(board.region)
    assert steward.post(adding("budget"), twice).status_code == HTTPStatus.FOUND
    told = errors_of(steward.post(adding("budget"), twice))
    assert "already" in str(told)


def test_budgets_are_filtered(steward, board) -> None:
    poor = make_budget(region=board.region, is_pro_poor=True, source=source_of("APBN"))
    make_budget(region=board.region, fiscal_year=2011)
    for query in (
        "is_pro_poor=true",
        "source=APBN",
        "fiscal_year=2010",
        "q=tembilahan&source=APBN",
    ):
        rows = steward.get(listed("budget", query)).context["cl"].result_list
        assert list(rows) == [poor], query


# Contributions and expenditures -------------------------------------------------------------------


def given(board: Any, **changes: Any) -> dict[str, Any]:
    facts = {"board": board.pk, "fiscal_year": 2010, "number": "SW-1", "kind": "labour"}
    return {**facts, "promised_amount": "5.000.000", "promised_on": "2010-03-01", **changes}


def test_a_contribution_is_typed_for_a_work(steward, board) -> None:
    work = make_work(board=board)
    answer = steward.post(adding("contribution"), given(board, work=work.pk))
    assert answer.status_code == HTTPStatus.FOUND
    assert Contribution.objects.get().work == work


def test_what_cannot_be_is_told_at_its_field(steward, board) -> None:
    other = make_board(region=board.region)
    line, tranche = make_line(make_plan(board=other)), make_tranche(make_grant(board=other))
    for changes, field in (
        ({"number": ""}, "number"),
        ({"promised_on": ""}, "promised_on"),
        ({"realised_on": "2010-04-01"}, "realised_amount"),
        ({"promised_amount": "", "promised_on": ""}, "promised_amount"),
        ({"activity": line.pk}, "activity"),
    ):
        answer = steward.post(adding("contribution"), given(board, **changes))
        assert set(errors_of(answer)) == {field}, changes
    for changes, field in (
        ({"evidence_number": ""}, "evidence_number"),
        ({"amount": "0"}, "amount"),
        ({"tranche": tranche.pk}, "tranche"),
        ({"activity": line.pk}, "activity"),
    ):
        answer = steward.post(adding("expenditure"), spent(board, **changes))
        assert set(errors_of(answer)) == {field}, changes
    assert not Contribution.objects.exists()
    assert not Expenditure.objects.exists()


def spent(board: Any, **changes: Any) -> dict[str, Any]:
    facts = {"board": board.pk, "fiscal_year": 2010, "evidence_number": "KW-1"}
    return {**facts, "spent_on": "2010-06-01", "amount": "750.000", **changes}


def test_an_expenditure_is_typed_from_a_tranche_that_the_search_offers(steward, board) -> None:
    tranche = make_tranche(make_grant(board=board))
    query = "app_label=finance&model_name=expenditure&field_name=tranche&term=APBN"
    offered = steward.get(f"/admin/autocomplete/?{query}").json()["results"]
    assert [one["id"] for one in offered] == [str(tranche.pk)]
    assert board.name in offered[0]["text"]
    sent = spent(board, tranche=tranche.pk, payee="Toko Contoh", description="Semen")
    assert steward.post(adding("expenditure"), sent).status_code == HTTPStatus.FOUND
    assert Expenditure.objects.get().tranche == tranche


def test_contributions_and_expenditures_are_filtered(steward, board) -> None:
    kept = {"realised_amount": 5_000_000, "realised_on": date(2010, 9, 1)}
    short = make_contribution(board=board)
    full = make_contribution(board=board, kind="goods", **kept)
    unasked = make_contribution(board=board, promised_amount=None, promised_on=None, **kept)
    tranche = make_tranche(make_grant(board=board))
    mine = make_expenditure(tranche=tranche)
    other = make_expenditure(board=board, spent_on=date(2011, 1, 2), description="Pasir")
    for model, query, rows in (
        ("contribution", "is_short=true", [short]),
        ("contribution", "is_short=false", [full, unasked]),
        ("contribution", "kind=goods", [full]),
        ("contribution", f"q={short.number}&board={board.code}", [short]),
        ("expenditure", "has_tranche=true", [mine]),
        ("expenditure", f"grant={tranche.grant.ref}", [mine]),
        ("expenditure", f"tranche={tranche.ref}", [mine]),
        ("expenditure", "spent_on_after=2011-01-01", [other]),
        ("expenditure", "q=pasir", [other]),
    ):
        found = steward.get(listed(model, query)).context["cl"].result_list
        assert list(found) == rows, query


# Lists of the programme ---------------------------------------------------------------------------


def share(number: int, source: Any, percent: str) -> dict[str, Any]:
    return {"number": number, "source": source.pk, "share": percent}


def test_the_ministry_writes_a_scheme_whose_shares_come_to_the_whole(ministry) -> None:
    apbn, apbd = source_of("APBN"), source_of("APBD-KAB")
    facts = {"code": "2008-BARU", "name": "Lokasi baru 2008"}
    torn = inline("shares", share(1, apbn, "30"), share(2, apbd, "69,99"))
    reads(ministry, "id")
    answer = ministry.post(adding("tranchescheme"), {**facts, **torn})
    (formset,) = answer.context["inline_admin_formsets"]
    assert "99,99 %" in str(formset.formset.non_form_errors())
    whole = inline("shares", share(1, apbn, "33,33"), share(2, apbd, "66,67"))
    answer = ministry.post(adding("tranchescheme"), {**facts, **whole})
    assert answer.status_code == HTTPStatus.FOUND
    scheme = TrancheScheme.objects.get()
    assert sorted(scheme.shares.values_list("share", flat=True)) == [3333, 6667]
    text = ministry.get(page(scheme)).content.decode()
    assert 'value="33,33"' in text
    assert list(TrancheScheme.objects.whole()) == [scheme]


def test_saving_a_scheme_untouched_changes_nothing(ministry) -> None:
    scheme = make_scheme()
    rows = [
        {**share(one.number, one.source, str(one.share // 100)), "id": one.pk, "scheme": scheme.pk}
        for one in scheme.shares.select_related("source").order_by("number", "source__position")
    ]
    sent = {"code": scheme.code, "name": scheme.name, "read_version": 1}
    sent.update(inline("shares", *rows, stored=4))
    assert ministry.post(page(scheme), sent).status_code == HTTPStatus.FOUND
    assert TrancheScheme.objects.get().version == 1


def test_who_reads_a_scheme_reads_percent(steward, board) -> None:
    text = steward.get(page(make_scheme())).content.decode()
    assert "30 %" in text
    assert "3.000" not in text


def test_the_ministry_writes_ceilings(ministry, steward) -> None:
    sent = {"fiscal_year": 2008, "category": "> 10.000 jiwa", "amount": "350.000.000"}
    assert ministry.post(adding("ceiling"), sent).status_code == HTTPStatus.FOUND
    assert Ceiling.objects.get().amount == 350_000_000
    assert steward.post(adding("ceiling"), sent).status_code == HTTPStatus.FORBIDDEN
    found = steward.get(listed("ceiling", "q=jiwa&fiscal_year=2008")).context["cl"].result_list
    assert list(found) == [Ceiling.objects.get()]


def test_the_nation_says_when_a_regency_goes_live(steward, board) -> None:
    sent = {"region": region_of("14.04").pk, "on": "2012-01-01"}
    assert steward.post(adding("golive"), sent).status_code == HTTPStatus.FORBIDDEN
    office = browser_of(make_person("administrator", area="14.04"))
    assert office.post(adding("golive"), sent).status_code == HTTPStatus.FORBIDDEN
    nation = browser_of(make_person("administrator", area=NATION))
    assert nation.post(adding("golive"), sent).status_code == HTTPStatus.FOUND
    row = GoLive.objects.get()
    assert office.post(page(row), {**sent, "on": "2020-01-01"}).status_code == 403
    assert steward.get(page(row)).status_code == HTTPStatus.OK
    rows = (
        steward.get(listed("golive", "q=indragiri&on_after=2012-01-01")).context["cl"].result_list
    )
    assert list(rows) == [row]


# All of them --------------------------------------------------------------------------------------


def every_kind(board: Any) -> list[Any]:
    return [
        make_budget(region=board.region),
        make_contribution(board=board),
        make_expenditure(tranche=make_tranche(make_grant(board=board))),
        make_scheme(),
        make_ceiling(),
        go_live(),
    ]


@pytest.mark.parametrize("role", ["data_steward", "ministry_analyst", "auditor"])
def test_every_page_opens_for_those_who_read(role, board) -> None:
    browser = browser_of(make_person(role))
    reads(browser, "id")
    for row in every_kind(board):
        for address in (listed(row._meta.model_name), page(row), page(row, "history")):
            answer = browser.get(address)
            assert answer.status_code == HTTPStatus.OK, address
            assert "2.010" not in answer.content.decode(), address


def test_lists_ask_as_many_questions_for_many_rows_as_for_few(steward, board) -> None:
    rows = every_kind(board)
    addresses = [listed(row._meta.model_name) for row in rows]
    pages = [page(row) for row in rows]
    few = [questions(steward, one) for one in addresses + pages]
    for number in range(4):
        make_budget(region=board.region)
        make_contribution(board=board)
        make_expenditure(tranche=make_tranche(make_grant(board=board)))
        make_scheme()
        make_ceiling(category=str(number))
        go_live(f"14.1{number}")
    assert [questions(steward, one) for one in addresses + pages] == few
    # session, person, areas, rights, rows with their number; programmes and sources to filter by
    assert few[: len(rows)] == [7, 5, 5, 5, 5, 5]
