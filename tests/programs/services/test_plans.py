"""Plans are ratified once, and a ratified plan goes on as a new edition."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.services.boards import move_board
from p2kp_site.foundation.records import StaleRecord
from p2kp_site.foundation.signoffs import SignoffState
from programs.models import Plan, PlannedActivity, PlannedCost, Work
from programs.services.plans import PlanRefused, new_edition, ratify
from tests.builders import AT, make_board, make_region, make_user
from tests.programs.builders import (
    make_line,
    make_plan,
    make_planned_cost,
    make_source,
    make_work,
    ratified,
)

pytestmark = pytest.mark.django_db

ON = date(2010, 1, 20)


def test_a_ratification_is_a_version_with_its_author() -> None:
    line, author = make_line(), make_user()
    plan = ratify(line.plan, on=ON, ratified_by=" Lurah ", by=author, at=AT)
    assert (plan.ratified_on, plan.ratified_by, plan.version) == (ON, "Lurah", 2)
    assert plan.history.latest("version").ratified_on == ON
    assert plan.changed_by == author


@pytest.mark.parametrize(
    ("on", "ratified_by", "words"),
    [
        (date(2026, 3, 3), "Lurah", "masa depan"),
        (ON, "  ", "siapa yang menetapkan"),
    ],
)
def test_what_cannot_be_a_ratification(on: date, ratified_by: str, words: str) -> None:
    plan = make_line().plan
    with pytest.raises(PlanRefused, match=words):
        ratify(plan, on=on, ratified_by=ratified_by, by=None, at=AT)


def test_a_plan_without_lines_is_not_ratified() -> None:
    with pytest.raises(PlanRefused, match="tanpa kegiatan"):
        ratified(make_plan())


def test_a_plan_is_ratified_once_and_later_editions_later() -> None:
    plan = make_plan(ratified_on=ON)
    with pytest.raises(PlanRefused, match="sudah ditetapkan"):
        ratified(plan)
    second = new_edition(plan, by=None, at=AT)
    with pytest.raises(PlanRefused, match="Edisi sebelumnya"):
        ratified(second, date(2010, 1, 19))


def test_a_plan_that_somebody_changed_meanwhile_is_not_ratified() -> None:
    line = make_line()
    stale = Plan.objects.get(pk=line.plan_id)
    ratified(line.plan)
    with pytest.raises(StaleRecord):
        ratified(stale)


def test_a_new_edition_is_a_draft_with_every_line_and_cost() -> None:
    source = make_source()
    line = make_line(number="7", volume=100, beneficiaries_women=12)
    make_planned_cost(line, 5_000, source)
    make_line(line.plan, number="8")
    plan = ratified(line.plan)
    edition = new_edition(plan, by=make_user(), at=AT)
    assert (edition.edition, edition.ratified_on, edition.minutes.name) == (2, None, "")
    assert edition.signoff == SignoffState.ENTERED
    copy = edition.activities.get(number="7")
    assert (copy.volume, copy.beneficiaries_women, copy.area) == (100, 12, plan.area)
    assert copy.ref != line.ref
    assert copy.version == 1
    assert [(c.source, c.amount) for c in copy.costs.all()] == [(source, 5_000)]
    assert edition.activities.count() == 2
    assert copy.history.count() == 1
    # The draft can be changed, the edition before it stands.
    copy.volume = 90
    copy.save(change_set=edition.change_set)
    line.refresh_from_db()
    assert line.volume == 100


def test_works_stay_with_the_line_that_they_name() -> None:
    line = make_line()
    work = make_work(activity=line)
    new_edition(ratified(line.plan), by=None, at=AT)
    work.refresh_from_db()
    assert work.activity == line


def test_a_draft_is_changed_and_not_copied_and_nothing_is_copied_twice() -> None:
    plan = make_plan()
    with pytest.raises(PlanRefused, match="masih konsep"):
        new_edition(plan, by=None, at=AT)
    make_line(plan)
    plan = ratified(plan)
    new_edition(plan, by=None, at=AT)
    with pytest.raises(PlanRefused, match="Sudah ada edisi 2"):
        new_edition(plan, by=None, at=AT)
    assert PlannedActivity.objects.count() == 2


def test_copying_takes_as_many_questions_for_many_lines_as_for_few() -> None:
    source = make_source()

    def asked(lines: int) -> int:
        plan = make_plan(board=make_board())
        for _number in range(lines):
            make_planned_cost(make_line(plan), 5, source)
        plan = Plan.objects.get(pk=ratified(plan).pk)
        with CaptureQueriesContext(connection) as queries:
            new_edition(plan, by=None, at=AT)
        return len(queries)

    assert asked(2) == asked(30)
    assert PlannedCost.objects.count() == 64


def test_a_board_that_moves_takes_its_plans_lines_and_works_along() -> None:
    line = make_line()
    make_work(activity=line)
    plan = ratified(line.plan)
    there = make_region(code="14.04.13.1001")
    board = move_board(plan.board, region=there, by=None, at=AT, why="salah alamat")
    for row in (board, *Plan.objects.all(), *PlannedActivity.objects.all(), *Work.objects.all()):
        assert row.area == there.path
    assert Plan.objects.get().version == plan.version
