"""Files of budgets, grants, contributions and expenditures: what they say of money."""

from datetime import date
from typing import Any

import pytest

from finance.models import Budget, Contribution, Expenditure, Grant
from programs.models import Programme
from tests.builders import make_board
from tests.exchange.services.office import counts, faults
from tests.finance.builders import (
    make_contribution,
    make_expenditure,
    make_grant,
    make_scheme,
    make_tranche,
    source_of,
)
from tests.programs.builders import make_programme, make_work
from tests.programs.resources.desk import bring, sentences, steward, store

pytestmark = pytest.mark.django_db

BUDGETS = ("region", "fiscal_year", "source", "programme", "line", "amount")
GRANTS = ("board", "programme", "fiscal_year", "amount", "agreement_number", "agreement_on")
GIFTS = ("board", "fiscal_year", "number", "kind", "promised_amount", "promised_on")
SPENT = ("board", "fiscal_year", "evidence_number", "spent_on", "amount", "work")


@pytest.fixture
def board() -> Any:
    make_programme(code="PNPM-MP")
    return make_board()


@pytest.mark.usefixtures("board")
def test_a_budget_without_a_line_has_the_line_that_says_so() -> None:
    source_of("APBN")
    row = ("14.04", 2010, "APBN", "PNPM-MP", "", "1.500.000.000")
    by = steward()
    assert counts(store("budgets", by, BUDGETS, row)) == {"read": 1, "added": 1}
    held = Budget.objects.get()
    assert (held.region.code, held.line, held.amount) == ("14.04", "-", 1_500_000_000)
    dashed = (*row[:4], "-", row[5])
    assert counts(bring("budgets", by, BUDGETS, dashed)) == {"read": 1, "unchanged": 1}


def test_a_grant_without_a_number_is_the_first_of_its_year(board: Any) -> None:
    row = (board.code, "PNPM-MP", 2010, 200_000_000, "SPPB/1", "2010-05-01")
    store("grants", steward(), GRANTS, row)
    held = Grant.objects.get()
    assert (held.number, held.agreement_on, held.tranched) == (1, date(2010, 5, 1), 0)


@pytest.mark.parametrize(
    ("slug", "head", "rest", "column"),
    [
        ("grants", GRANTS, ("PNPM-MP", 2010, "-5000", "", ""), "amount"),
        ("contributions", GIFTS, (2010, "SW-1", "cash", "-5000", "2010-03-01"), "promised_amount"),
        ("expenditures", SPENT, (2010, "KW-1", "2010-06-01", "-5000", ""), "amount"),
    ],
)
def test_a_negative_amount_is_told_as_such(
    slug: str, head: tuple[str, ...], rest: tuple[Any, ...], column: str, board: Any
) -> None:
    job = bring(slug, steward(), head, (board.code, *rest))
    assert faults(job) == {(2, column): "negative_amount"}
    assert "5.000" in sentences(job)[0]


@pytest.mark.parametrize(
    ("number", "date_", "found"),
    [
        ("SPPB/1", "", {(2, "agreement_on"): "agreed_on_no_day"}),
        ("", "2010-05-01", {(2, "agreement_number"): "agreement_without_number"}),
    ],
)
def test_an_agreement_has_a_number_and_a_day(
    number: str, date_: str, found: dict[Any, str], board: Any
) -> None:
    row = (board.code, "PNPM-MP", 2010, 0, number, date_)
    job = bring("grants", steward(), GRANTS, row)
    assert faults(job) == {(2, "amount"): "too_small", **found}


def test_a_grant_stays_above_its_tranches_and_what_it_is_once_some_was_approved(
    board: Any,
) -> None:
    grant = make_grant(board=board)
    tranche = make_tranche(grant, amount=60_000_000, approved=60_000_000)
    job = bring("grants", steward(), ("Ref", "amount", "fiscal_year"), (grant.ref, 5_000_000, 2011))
    assert faults(job) == {
        (2, "amount"): "grant_below_tranches",
        (2, "fiscal_year"): "approved_grant_stays",
    }
    assert "60.000.000" in sentences(job)[0]
    same = bring("grants", steward(), ("Ref", "amount"), (grant.ref, tranche.amount))
    assert counts(same) == {"read": 1, "changed": 1}


def test_a_grant_is_agreed_by_a_scheme_that_is_in_force(board: Any) -> None:
    make_scheme((), code="SKEMA-LAMA", until_on=date(2009, 1, 1))
    row = (board.code, "PNPM-MP", 2010, 200_000_000, "SPPB/1", "2010-05-01", "SKEMA-LAMA")
    job = bring("grants", steward(), (*GRANTS, "scheme"), row)
    assert faults(job) == {(2, "scheme"): "scheme_not_in_force"}


def test_a_contribution_names_a_work_of_its_own_board_only(board: Any) -> None:
    work, other = make_work(board=board), make_work(board=make_board(), number="SPK-LAIN")
    head, row = (*GIFTS, "work"), (board.code, 2010, "SW-1", "Tunai", 5_000_000, "2010-03-01")
    store("contributions", steward(), head, (*row, work.number))
    assert Contribution.objects.get().work == work
    job = bring("contributions", steward(), head, (*row, other.number))
    assert faults(job) == {(2, "work"): "unknown_record"}


def test_a_contribution_was_promised_or_given_and_each_amount_has_its_day(board: Any) -> None:
    held = make_contribution(board=board)
    head = ("Ref", "promised_amount", "promised_on", "realised_amount")
    by = steward()
    bare = bring("contributions", by, head, (held.ref, 5_000_000, "2010-03-01", 7_000_000))
    assert faults(bare) == {(2, "realised_on"): "realised_on_no_day"}
    assert "7.000.000" in sentences(bare)[0]
    row = (board.code, 2010, "SW-9", "cash", "", "")
    nothing = bring("contributions", by, GIFTS, row)
    assert faults(nothing) == {(2, "promised_amount"): "neither_promised_nor_given"}


def test_a_money_row_without_its_number_is_refused_and_never_numbered(board: Any) -> None:
    by = steward()
    job = bring("expenditures", by, SPENT, (board.code, 2010, "", "2010-06-01", 1_000, ""))
    assert faults(job) == {(2, "evidence_number"): "required"}
    job = bring("contributions", by, GIFTS, (board.code, 2010, "", "cash", 1_000, "2010-03-01"))
    assert faults(job) == {(2, "number"): "required"}


OUT_OF = ("tranche_programme", "tranche_fiscal_year", "tranche_number", "tranche_source")


def test_an_expenditure_from_a_tranche_stays_with_its_board(board: Any) -> None:
    tranche = make_tranche(make_grant(board=board))
    held, other = make_expenditure(tranche=tranche), make_board()
    job = bring("expenditures", steward(), ("Ref", "board"), (held.ref, other.code))
    assert faults(job) == {(2, "tranche_programme"): "left_behind"}


def test_a_file_names_the_tranche_of_an_expenditure_and_takes_it_away(board: Any) -> None:
    by, tranche = steward(), make_tranche(make_grant(board=board))
    row = (board.code, 2011, "KW-1", "2011-02-01", 1_000, "")
    named = ("", 2010, tranche.number, "")  # one programme and one source: left out
    assert counts(store("expenditures", by, (*SPENT, *OUT_OF), (*row, *named)))["added"] == 1
    assert Expenditure.objects.get().tranche == tranche
    again = bring("expenditures", by, (*SPENT, *OUT_OF), (*row, *named))
    assert counts(again) == {"read": 1, "unchanged": 1}
    store("expenditures", by, (*SPENT, *OUT_OF), (*row, "", "", "", ""))
    assert Expenditure.objects.get().tranche is None


def test_an_expenditure_names_no_tranche_of_another_board_and_none_by_halves(board: Any) -> None:
    by = steward()
    make_tranche(make_grant(board=make_board(), programme=Programme.objects.get()))
    row = (board.code, 2010, "KW-1", "2010-06-01", 1_000, "")
    job = bring("expenditures", by, (*SPENT, *OUT_OF), (*row, "", 2010, 1, ""))
    assert faults(job) == {(2, "tranche_programme"): "unknown_record"}
    half = bring("expenditures", by, (*SPENT, *OUT_OF), (*row, "PNPM-MP", "", "", ""))
    assert faults(half) == {
        (2, "tranche_fiscal_year"): "required",
        (2, "tranche_number"): "required",
    }
