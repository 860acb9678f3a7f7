"""The pages of plans and their lines: typed, ratified, and continued by a new edition."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from p2kp_site.foundation.signoffs import SignoffState
from programs.models import Plan, PlannedActivity, PlannedCost
from tests.programs.admin.pages import adding, errors_of, inline, listed, page, questions
from tests.programs.builders import (
    PDF_BYTES,
    make_line,
    make_plan,
    make_planned_cost,
    make_source,
    make_work,
    make_work_cost,
    ratified,
)

pytestmark = pytest.mark.django_db


def plan_entries(board: Any, **changes: Any) -> dict[str, Any]:
    return {"board": board.pk, "kind": "pjm", "start_year": 2010, "edition": 1, **changes}


def line_entries(plan: Plan, *costs: dict[str, Any], **changes: Any) -> dict[str, Any]:
    facts = {
        "plan": plan.pk, "number": "1", "planned_year": 2010, "sector": "L",
        "sub_component": "Drainase", "volume": "100", "unit": "m",
    }  # fmt: skip
    return {**facts, **inline("costs", *costs), **changes}


def button(plan: Plan, name: str) -> str:
    return page(plan).replace("/change/", f"/{name}/")


# Plans ---------------------------------------------------------------------------------------


def test_a_pjm_without_a_last_year_covers_three(steward, board) -> None:
    answer = steward.post(adding("plan"), plan_entries(board))
    assert answer.status_code == HTTPStatus.FOUND
    plan = Plan.objects.get()
    assert (plan.end_year, plan.area) == (2012, board.area)


def test_a_board_of_another_area_is_refused(steward, elsewhere) -> None:
    assert "board" in errors_of(steward.post(adding("plan"), plan_entries(elsewhere)))
    assert not Plan.objects.exists()


def test_a_plan_is_ratified_by_its_button_and_not_by_typing(steward, board) -> None:
    plan = make_plan(board=board)
    make_line(plan)
    steward.post(
        page(plan),
        plan_entries(board, read_version=1, ratified_on="2010-01-20", ratified_by="Lurah"),
    )
    plan.refresh_from_db()
    assert not plan.is_ratified
    answer = steward.post(
        button(plan, "ratify"),
        {
            "ratified_on": "2010-01-20",
            "ratified_by": "Rembug warga",
            "minutes": SimpleUploadedFile("ba.pdf", PDF_BYTES),
        },
    )
    assert answer.status_code == HTTPStatus.FOUND
    plan.refresh_from_db()
    assert (plan.ratified_on, plan.ratified_by) == (date(2010, 1, 20), "Rembug warga")
    assert plan.minutes


def test_why_a_plan_cannot_be_ratified_is_told(steward, board) -> None:
    plan = make_plan(board=board)
    sent = {"ratified_on": "2010-01-20", "ratified_by": "Rembug warga"}
    assert "without lines" in steward.post(button(plan, "ratify"), sent).content.decode()
    make_line(plan)
    sent["minutes"] = SimpleUploadedFile("ba.pdf", b"<html>")
    assert "none of: PDF" in steward.post(button(plan, "ratify"), sent).content.decode()


def test_of_a_ratified_edition_only_slips_of_the_pen_are_corrected(steward, board) -> None:
    plan = make_plan(board=board, ratified_on=date(2010, 1, 20))
    sent = plan_entries(
        board, read_version=plan.version, start_year=2011, ratified_on="2010-01-21",
        ratified_by="Rembug warga",
    )  # fmt: skip
    assert steward.post(page(plan), sent).status_code == HTTPStatus.FOUND
    plan.refresh_from_db()
    assert (plan.start_year, plan.ratified_on) == (2010, date(2010, 1, 21))
    sent.update(read_version=plan.version, ratified_on="", ratified_by="")
    assert set(errors_of(steward.post(page(plan), sent))) == {"ratified_on", "ratified_by"}


def test_a_new_edition_is_made_by_a_button(steward, board) -> None:
    plan = make_plan(board=board, ratified_on=date(2010, 1, 20))
    assert steward.get(button(plan, "new-edition")).status_code == HTTPStatus.OK
    answer = steward.post(button(plan, "new-edition"))
    edition = Plan.objects.get(edition=2)
    assert answer.headers["Location"] == page(edition)
    assert edition.activities.count() == 1


@pytest.mark.parametrize("name", ["ratify", "new-edition"])
def test_the_buttons_are_for_those_who_may_change_the_plan(name, board, elsewhere) -> None:
    from tests.builders_accounts import browser_of, make_person

    plan, other = make_plan(board=board), make_plan(board=elsewhere)
    assert browser_of(make_person("auditor")).post(button(plan, name)).status_code == 403
    steward = browser_of(make_person("data_steward"))
    assert steward.post(button(other, name)).status_code == HTTPStatus.NOT_FOUND
    assert not Plan.objects.ratified().exists()


# Lines ---------------------------------------------------------------------------------------


def test_a_line_is_typed_with_its_costs_as_papers_write_them(steward, board) -> None:
    plan, apbn = make_plan(board=board), make_source("APBN")
    cost = {"source": apbn.pk, "amount": "Rp 12.500.000,00"}
    answer = steward.post(adding("plannedactivity"), line_entries(plan, cost))
    assert answer.status_code == HTTPStatus.FOUND
    assert PlannedCost.objects.get().amount == 12_500_000
    text = steward.get(page(PlannedActivity.objects.get())).content.decode()
    assert 'value="12.500.000"' in text


@pytest.mark.parametrize("typed", ["12,500", "1.23", "dua juta", "0", "-5"])
def test_an_amount_that_may_be_two_things_or_is_none_is_refused(steward, board, typed) -> None:
    cost = {"source": make_source().pk, "amount": typed}
    answer = steward.post(adding("plannedactivity"), line_entries(make_plan(board=board), cost))
    assert answer.status_code == HTTPStatus.OK
    assert not PlannedActivity.objects.exists()


def test_a_line_of_a_ratified_edition_is_read_only(steward, board) -> None:
    line = make_line(make_plan(board=board))
    plan = ratified(line.plan)
    assert steward.get(page(line)).status_code == HTTPStatus.OK
    assert steward.post(page(line), line_entries(plan)).status_code == HTTPStatus.FORBIDDEN
    assert steward.post(page(line, "delete"), {"post": "yes"}).status_code == HTTPStatus.FORBIDDEN
    assert "plan" in errors_of(steward.post(adding("plannedactivity"), line_entries(plan)))
    assert PlannedActivity.objects.count() == 1


def test_a_changed_line_or_cost_is_a_new_version_of_the_plan_and_drops_its_sign_offs(
    steward, board
) -> None:
    from communities.services.signoffs import sign
    from p2kp_site.foundation.models.change_sets import Door
    from p2kp_site.foundation.reader import reader_for
    from tests.builders import AT, TODAY
    from tests.builders_accounts import make_person

    line, source = make_line(make_plan(board=board)), make_source()
    by = reader_for(make_person("data_steward"), on=TODAY)
    signed = sign(
        Plan.objects.all(), step=SignoffState.HANDED_OVER, by=by, at=AT, door=Door.PAGE, reason=""
    )
    assert signed.signed == 1
    cost = {"source": source.pk, "amount": "5.000"}
    sent = line_entries(line.plan, cost, number=line.number, read_version=1)
    assert steward.post(page(line), sent).status_code == HTTPStatus.FOUND
    plan = Plan.objects.get()
    assert (plan.signoff, plan.version) == (SignoffState.ENTERED, 2)


def test_a_deleted_line_is_a_new_version_of_the_plan(steward, board) -> None:
    line = make_line(make_plan(board=board))
    steward.post(page(line, "delete"), {"post": "yes", "why": "salah ketik"})
    assert Plan.objects.get().version == 2
    assert not PlannedActivity.objects.exists()


def test_a_line_of_another_area_is_not_there(steward, elsewhere) -> None:
    line = make_line(make_plan(board=elsewhere))
    assert steward.get(page(line)).status_code == HTTPStatus.NOT_FOUND
    assert "Orang Lain" not in steward.get(listed("plannedactivity")).content.decode()
    refused = steward.get(listed("plannedactivity", f"plan={line.plan.ref}"))
    assert refused.status_code == HTTPStatus.BAD_REQUEST


def test_lines_are_found_by_plan_source_year_and_day(steward, board) -> None:
    plan, apbn = make_plan(board=board), make_source("APBN")
    line, bare = make_line(plan), make_line(plan, planned_year=2011)
    make_planned_cost(line, source=apbn)

    def found(query: str) -> list[Any]:
        return list(steward.get(listed("plannedactivity", query)).context["cl"].result_list)

    assert found(f"plan={plan.ref}") == [line, bare]
    assert found("source=APBN") == [line]
    assert found("planned_year=2011") == [bare]
    assert found("in_force_on=2012-01-01") == []
    ratified(plan)
    assert found("in_force_on=2012-01-01") == [line, bare]
    assert found(f"board={board.code}&sector=L&q=drainase") == [line, bare]


# Questions -----------------------------------------------------------------------------------


def test_lists_and_forms_ask_as_many_questions_for_many_rows_as_for_few(steward, board) -> None:
    plan, source = make_plan(board=board), make_source()
    line = make_line(plan)
    make_planned_cost(line, source=source)
    make_work_cost(make_work(activity=line), source=source)
    addresses = (listed("plan"), listed("plannedactivity"), page(plan), page(line))
    few = [questions(steward, one) for one in addresses]
    for number in range(6):
        make_plan(board=board, start_year=2013 + number, end_year=2013 + number)
        make_planned_cost(make_line(plan))
        make_planned_cost(line)
        make_work_cost(make_work(activity=line))
    assert [questions(steward, one) for one in addresses] == few
    # session, person, areas, rights, rows with their number; lines: the sources of the filter
    assert few[:2] == [5, 6]
    assert max(few) < 25, few
