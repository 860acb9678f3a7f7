"""The desk: cases by queue, found and assigned."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse

from p2kp_site.accounts.models import User
from p2kp_site.foundation.models.change_sets import Door
from programs.models import Case
from programs.services.cases import assign_case
from programs.worklist import queues_of
from tests.builders_accounts import browser_of, make_person, region_of
from tests.builders_signoffs import reader_of
from tests.programs.admin.pages import listed, questions, shown
from tests.programs.builders_cases import (
    LATER,
    checked,
    desk_worker,
    make_case,
    moved,
    register_case,
    type_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def types() -> None:
    type_of()


@pytest.fixture
def desk(board: Any) -> dict[str, str]:
    """A case in each queue, by what it is; all of Tembilahan."""
    me = make_person("data_steward", "verifier", username="saya")
    by = desk_worker()
    own = make_case(title="punya saya")
    assign_case(own, to=me, by=by, at=LATER, door=Door.PAGE)
    late = register_case(stage="DITANGANI", due_on=date(2015, 9, 1))
    done = moved(make_case(), "SELESAI", by=by)
    finished = checked(moved(make_case(), "SELESAI"))
    make_case(region=region_of("14.04.01.1001"), title="di tempat lain")
    return {"mine": own.number, "late": late.number, "done": done.number, "seen": finished.number}


def test_each_queue_of_the_desk_is_a_list_with_its_number(desk) -> None:
    me = browser_of(User.objects.get(username="saya"))
    answer = me.get(listed("case"))
    numbers = {tab["url"].rpartition("=")[2]: tab["number"] for tab in answer.context["desk"]}
    assert numbers == {
        "mine": "1", "open": "2", "overdue": "1", "unassigned": "1", "to_check": "1",
        "uncertain": "0",
    }  # fmt: skip
    assert shown(me, "desk=mine") == {desk["mine"]}
    assert shown(me, "desk=open") == {desk["mine"], desk["late"]}
    assert shown(me, "desk=overdue") == shown(me, "desk=unassigned") == {desk["late"]}
    assert shown(me, "desk=to_check") == shown(me, "desk=check") == {desk["done"]}
    assert shown(me, "is_checked=true") == {desk["seen"]}
    assert shown(me, "") == set(desk.values())
    assert me.get(listed("case", "desk=entah")).status_code == HTTPStatus.BAD_REQUEST


def test_the_first_page_shows_what_waits_for_a_person(desk) -> None:
    me = User.objects.get(username="saya")
    found = {queue.url.rpartition("=")[2]: queue.number for queue in queues_of(reader_of(me))}
    assert found == {"mine": "1", "overdue": "1", "unassigned": "1", "check": "1"}
    assert queues_of(reader_of(make_person("auditor"))) == []
    assert "desk=mine" in browser_of(me).get(reverse("admin:index")).content.decode()


def test_cases_are_found_by_their_numbers_and_words(steward) -> None:
    case = make_case(register_number="REG-7", title="Jalan berlubang")
    make_case(title="Dana belum cair")
    for text in (case.number, "REG-7", "berlubang", case.ref):
        assert shown(steward, f"q={text}") == {case.number}
    assert shown(steward, "type=PPM&stage=DITERIMA&level=village") == {
        *Case.objects.values_list("number", flat=True)
    }
    assert shown(steward, "stage=SELESAI") == set()


def test_the_questions_of_the_desk_do_not_grow_with_its_rows(steward) -> None:
    make_case()
    few = questions(steward, listed("case"))
    for _number in range(5):
        make_case()
    assert questions(steward, listed("case")) == few
    assert few <= 16


def test_a_selection_is_assigned_at_once(steward) -> None:
    cases = [make_case(), make_case(), moved(make_case(), "SELESAI")]
    near = make_person("data_steward", name="Ibu Dekat")
    chosen = {"action": "assign_rows", "_selected_action": [case.pk for case in cases]}
    question = steward.post(listed("case"), chosen)
    form = question.context["form"]
    assert near in form.fields["to"].queryset
    answer = steward.post(
        listed("case"), {**chosen, **form.initial, "confirmed": "on", "to": near.pk}, follow=True
    )
    told = str([str(one) for one in answer.context["messages"]])
    assert "2 cases assigned. 1 row stays as it is (closed: 1)." in told
    assert Case.objects.filter(assignee=near).count() == 2
