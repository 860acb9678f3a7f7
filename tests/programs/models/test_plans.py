"""Plans and their lines: what the tables hold, which edition is in force, and what stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from programs.models import Plan, PlannedActivity, PlannedCost
from programs.models.activities import PlanIsRatified
from programs.services.plans import new_edition
from tests.builders import AT, make_board, make_change_set
from tests.communities.models.refusals import (
    WRITTEN_BY_THE_SYSTEM,
    assert_given_once,
    assert_refused,
)
from tests.programs.builders import (
    make_line,
    make_plan,
    make_planned_cost,
    make_source,
    make_work,
    make_work_cost,
    ratified,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "xyz"},
        {"edition": 0},
        {"start_year": 201},
        {"end_year": 2009},
        {"end_year": 20100},
        {"ratified_on": date(2010, 1, 1)},
        {"ratified_by": "Lurah"},
    ],
)
def test_what_cannot_be_of_a_plan(values: dict[str, Any]) -> None:
    assert_refused(make_plan(), values)


@pytest.mark.parametrize(
    "values",
    [
        {"number": ""},
        {"sector": "X"},
        {"sub_component": ""},
        {"volume": Decimal("-1")},
        {"unit": ""},
        {"planned_year": 201},
        {"beneficiaries_men": 2, "beneficiaries_women": 3, "beneficiaries_low_income": 6},
        {"beneficiaries_households": -1},
    ],
)
def test_what_cannot_be_of_a_line(values: dict[str, Any]) -> None:
    assert_refused(make_line(), values)


@pytest.mark.parametrize("amount", [0, -5, 10**15 + 1])
def test_a_cost_is_money(amount: int) -> None:
    assert_refused(make_planned_cost(make_line()), {"amount": amount})


def test_keys_are_given_once() -> None:
    board, plan, source = make_board(), make_plan(), make_source()
    assert_given_once(make_plan, board=board)
    assert_given_once(lambda **key: make_line(plan, **key), number="1")
    line = make_line(plan)
    make_planned_cost(line, source=source)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_planned_cost(line, source=source)


def test_a_line_is_planned_for_a_year_of_its_plan() -> None:
    line = make_line()
    line.planned_year = 2013
    with pytest.raises(ValidationError) as refusal:
        line.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    assert "planned_year" in refusal.value.message_dict


def test_everything_of_a_plan_lies_where_its_board_does() -> None:
    line = make_line()
    assert line.area == line.plan.area == line.plan.board.area


# Editions ------------------------------------------------------------------------------------


def in_force(day: date) -> list[int]:
    return sorted(Plan.objects.in_force_on(day).values_list("edition", flat=True))


def test_the_last_edition_ratified_by_a_day_is_in_force_on_it() -> None:
    first = make_plan(ratified_on=date(2010, 1, 20))
    second = new_edition(first, by=None, at=AT)
    assert in_force(date(2010, 1, 19)) == []
    assert in_force(date(2012, 1, 1)) == [1]
    ratified(second, date(2011, 2, 1))
    assert in_force(date(2011, 1, 31)) == [1]
    assert in_force(date(2011, 2, 1)) == [2]


def test_plans_of_other_years_and_kinds_are_in_force_beside_each_other() -> None:
    board = make_board()
    make_plan(board=board, ratified_on=date(2010, 1, 20))
    make_plan(board=board, kind="renta", end_year=2010, ratified_on=date(2010, 1, 20))
    make_plan(board=board, start_year=2013, end_year=2015, ratified_on=date(2013, 1, 20))
    assert Plan.objects.in_force_on(date(2013, 6, 1)).count() == 3


# What is ratified stands ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "door", ["save", "add", "update", "bulk_update", "bulk_create", "delete", "delete_rows"]
)
def test_the_lines_of_a_ratified_edition_are_refused_at_every_door(door: str) -> None:
    line, act = make_line(), make_change_set()
    ratified(line.plan)
    line = PlannedActivity.objects.get(pk=line.pk)
    line.sub_component = "Jalan"
    new = PlannedActivity(
        plan=line.plan, number="NEW", sector="L", sub_component="Jalan", planned_year=2010
    )
    doors = {
        "save": lambda: line.save(change_set=act),
        "add": lambda: new.save(change_set=act),
        "update": lambda: PlannedActivity.objects.update(detail="x", change_set=act),
        "bulk_update": lambda: PlannedActivity.objects.bulk_update(
            [line], ["sub_component"], change_set=act
        ),
        "bulk_create": lambda: PlannedActivity.objects.bulk_create([new], change_set=act),
        "delete": lambda: line.delete(change_set=act),
        "delete_rows": lambda: PlannedActivity.objects.all().delete(change_set=act),
    }
    with pytest.raises(PlanIsRatified):
        doors[door]()
    assert PlannedActivity.objects.get().sub_component == "Drainase"


@pytest.mark.parametrize("door", ["save", "add", "update", "delete"])
def test_the_costs_of_a_ratified_edition_are_refused_at_every_door(door: str) -> None:
    line, act = make_line(), make_change_set()
    make_planned_cost(line)
    ratified(line.plan)
    cost = PlannedCost.objects.get()
    line = PlannedActivity.objects.get()
    doors = {
        "save": lambda: cost.save(change_set=act),
        "add": lambda: PlannedCost(activity=line, source=make_source(), amount=1).save(
            change_set=act
        ),
        "update": lambda: PlannedCost.objects.update(amount=5, change_set=act),
        "delete": lambda: cost.delete(change_set=act),
    }
    with pytest.raises(PlanIsRatified):
        doors[door]()
    assert PlannedCost.objects.get().amount == 1_000_000


def test_a_form_refuses_a_line_of_a_ratified_edition() -> None:
    line = make_line()
    ratified(line.plan)
    line = PlannedActivity.objects.get()
    with pytest.raises(ValidationError) as refusal:
        line.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    assert "plan" in refusal.value.message_dict


# Planned and realised ------------------------------------------------------------------------


def test_the_works_of_a_line_count_whichever_edition_they_name() -> None:
    line = make_line(number="7", volume=100)
    make_planned_cost(line, 900_000_000_000_001)  # their sum has more digits than a decimal keeps
    make_planned_cost(line, 900_000_000_000_002)
    work = make_work(activity=line, volume=60, unit="m")
    make_work_cost(work, 40)
    make_work_cost(work, 2)
    plan = ratified(line.plan)
    second = new_edition(plan, by=None, at=AT)
    copy = second.activities.get()
    make_work_cost(make_work(activity=copy, volume=Decimal("30.5"), unit="m"), 100)
    make_work(activity=make_line(make_plan()), volume=7, unit="m")
    for one in (line, copy):
        row = PlannedActivity.objects.planned_against_realised().get(pk=one.pk)
        assert row.planned_cost == 1_800_000_000_000_003
        assert row.realised_cost == 142
        assert row.realised_volume == Decimal("90.5")
        assert row.work_count == 2


def test_a_line_without_costs_and_works_comes_to_nothing() -> None:
    make_line()
    row = PlannedActivity.objects.planned_against_realised().get()
    assert (row.planned_cost, row.realised_cost, row.realised_volume, row.work_count) == (0,) * 4


def test_a_plan_keeps_the_years_of_its_lines_and_the_board_of_its_works() -> None:
    plan = make_plan()
    line = make_line(plan=plan, planned_year=plan.end_year)
    plan.end_year -= 1
    with pytest.raises(ValidationError) as refused:
        plan.clean()
    assert list(refused.value.message_dict) == ["end_year"]

    plan.refresh_from_db()
    make_work(board=plan.board, activity=line)
    plan.clean()
    standing, plan.board = plan.board, make_board()
    with pytest.raises(ValidationError, match=standing.code) as refused:
        plan.clean()
    assert list(refused.value.message_dict) == ["board"]
