"""What the database holds of budgets, ceilings, contributions and expenditures."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from finance.models import Budget, Ceiling, Contribution, Expenditure
from tests.builders import make_board
from tests.builders_accounts import region_of
from tests.finance.builders import (
    make_budget,
    make_ceiling,
    make_contribution,
    make_expenditure,
    make_tranche,
)
from tests.finance.models.test_grants import refused
from tests.programs.builders import make_line, make_plan, make_work

pytestmark = pytest.mark.django_db
DAY = date(2010, 3, 1)


def twice(make: Any, row: Any, *columns: str) -> None:
    """A second row with the same key fails; with another number it does not."""
    key = {name: getattr(row, name) for name in columns}
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**key)


def test_a_budget_is_one_of_a_region_year_source_programme_and_line() -> None:
    budget = make_budget(region=region_of("14.04"))
    assert (budget.line, budget.area) == ("-", region_of("14.04").path)
    twice(make_budget, budget, "region", "fiscal_year", "source", "programme")
    refused(budget, "budget_year_and_line", line="")
    refused(budget, "budget_year_and_line", fiscal_year=10)
    refused(budget, "budget_amount_is_money", amount=0)


def test_budgets_for_the_poor_are_marked() -> None:
    make_budget()
    poor = make_budget(is_pro_poor=True)
    assert list(Budget.objects.pro_poor()) == [poor]


def test_a_ceiling_is_one_of_a_year_and_category() -> None:
    ceiling = make_ceiling()
    twice(make_ceiling, ceiling, "fiscal_year", "category")
    for wrong in ({"category": ""}, {"amount": 0}, {"fiscal_year": 8}):
        refused(ceiling, "ceiling_year_category_and_amount", **wrong)
    assert Ceiling.objects.count() == 1


def test_the_table_of_contributions_refuses_what_cannot_be() -> None:
    given = make_contribution()
    twice(make_contribution, given, "board", "fiscal_year", "number")
    refused(given, "contribution_year_number_and_kind", number="")
    refused(given, "contribution_year_number_and_kind", kind="gold")
    refused(given, "contribution_year_number_and_kind", fiscal_year=10)
    refused(given, "contribution_amounts_are_money", promised_amount=0)
    refused(given, "contribution_amounts_are_money", realised_amount=-1, realised_on=DAY)
    refused(given, "contribution_amounts_have_days", promised_on=None)
    refused(given, "contribution_amounts_have_days", realised_on=DAY)
    refused(given, "contribution_promised_or_given", promised_amount=None, promised_on=None)
    line = make_line(make_plan(board=given.board))
    work = make_work(board=given.board)
    refused(given, "contribution_activity_or_work", activity=line, work=work)


def test_a_promise_of_which_nothing_came_is_kept_as_that() -> None:
    short = make_contribution(realised_amount=0, realised_on=DAY)
    waiting = make_contribution()
    kept = make_contribution(realised_amount=5_000_000, realised_on=DAY)
    unasked = make_contribution(
        promised_amount=None, promised_on=None, realised_amount=1, realised_on=DAY
    )
    rows = Contribution.objects.order_by("pk")
    assert list(rows.short_of_promise()) == [short, waiting]
    assert list(rows.realised()) == [short, kept, unasked]


def test_the_table_of_expenditures_refuses_what_cannot_be() -> None:
    spent = make_expenditure()
    twice(make_expenditure, spent, "board", "fiscal_year", "evidence_number")
    refused(spent, "expenditure_year_and_evidence", evidence_number="")
    refused(spent, "expenditure_year_and_evidence", fiscal_year=10)
    refused(spent, "expenditure_amount_is_money", amount=0)
    line = make_line(make_plan(board=spent.board))
    work = make_work(board=spent.board)
    refused(spent, "expenditure_activity_or_work", activity=line, work=work)
    assert list(Expenditure.objects.without_tranche()) == [spent]


def test_money_of_a_board_names_its_own_tranche_activity_and_work() -> None:
    board, other = make_board(), make_board()
    tranche = make_tranche()
    line = make_line(make_plan(board=other))
    work = make_work(board=other)
    for make, wrong in (
        (make_expenditure, {"tranche": tranche}),
        (make_expenditure, {"activity": line}),
        (make_expenditure, {"work": work}),
        (make_contribution, {"activity": line}),
        (make_contribution, {"work": work}),
    ):
        with pytest.raises(ValidationError) as error:
            make(board=board, **wrong).full_clean()
        assert set(error.value.message_dict) == set(wrong)
    make_expenditure(board=other, work=work).full_clean()
    make_contribution(board=other, activity=line).full_clean()
