"""What the tables of cases hold against every door, and the timeline that nobody rewrites."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from p2kp_site.foundation.records import GuardedColumn
from p2kp_site.foundation.signoffs import SealedRecord
from p2kp_site.foundation.timelines import Unwritable
from programs.models import Case, CaseEvent, CaseMove
from tests.builders import make_board, make_change_set, make_region
from tests.builders_accounts import region_of
from tests.communities.builders import make_slum_area, make_slum_area_part
from tests.programs.builders import make_plan, make_work
from tests.programs.builders_cases import (
    KOTA,
    checked,
    desk_worker,
    make_case,
    moved,
    register_case,
    stage_of,
    type_of,
)

pytestmark = pytest.mark.django_db
GUARDED = {
    "number": "PPM-1", "level": "nation", "due_on": date(2015, 9, 1), "outcome": "Selesai",
    "closed_on": date(2015, 9, 1), "needs_check": True,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_what_acts_change_is_refused_at_the_doors_of_the_record(name: str) -> None:
    case = make_case()
    setattr(case, name, GUARDED[name])
    # A day on which it was closed closes it: then nothing of it is written.
    with pytest.raises(SealedRecord if name == "closed_on" else GuardedColumn):
        case.save(change_set=make_change_set())
    values, act = {name: GUARDED[name]}, make_change_set()
    with pytest.raises(GuardedColumn):
        Case.objects.filter(pk=case.pk).update(**values, change_set=act)
    with pytest.raises(GuardedColumn):
        Case.objects.bulk_update([case], [name], change_set=act)


def test_a_case_is_not_made_in_a_stage_outside_its_service() -> None:
    made = Case(
        type=type_of(), stage=stage_of("SELESAI"), region=region_of(KOTA), title="Contoh",
        received_on=date(2015, 8, 3), number="PPM-1404-2015-0001", level="village",
    )  # fmt: skip
    with pytest.raises(GuardedColumn):
        made.save(change_set=make_change_set())


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("case_closed_by_somebody", {"closed_on": date(2015, 9, 1)}),
        ("case_closed_by_somebody", {"outcome": "Selesai"}),
        ("case_words_known", {"level": "moon"}),
        ("case_happened_before_received", {"event_on": date(2015, 8, 4)}),
        ("case_returned_within_misused", {"amount_returned": 1}),
        ("case_returned_within_misused", {"amount_misused": 1, "amount_returned": 2}),
        ("case_amounts_are_money", {"amount_misused": -1}),
        ("case_has_number_and_title", {"title": ""}),
    ],
)
def test_the_table_refuses_a_case_that_cannot_be(name: str, columns: dict[str, Any]) -> None:
    case = make_case()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Case.objects.filter(pk=case.pk).stamp(**columns)


def test_the_table_knows_at_most_one_thing_that_a_case_is_about() -> None:
    plan = make_plan()
    case = make_case(plan=plan)
    with pytest.raises(IntegrityError, match="case_about_one_thing"), transaction.atomic():
        Case.objects.filter(pk=case.pk).stamp(board=plan.board)


def test_whoever_closed_a_case_is_no_second_person_in_the_table_either() -> None:
    closer = desk_worker()
    case = moved(make_case(), "SELESAI", by=closer)
    with pytest.raises(IntegrityError, match="case_checked_by_a_second"), transaction.atomic():
        Case.objects.filter(pk=case.pk).stamp(
            outcome_checked_by=closer.user, outcome_checked_at=case.changed_at
        )


def test_what_is_closed_stands_until_it_is_reopened() -> None:
    case = moved(make_case(), "SELESAI")
    case.title = "Judul lain"
    with pytest.raises(SealedRecord):
        case.save(change_set=make_change_set())
    with pytest.raises(SealedRecord):
        Case.objects.filter(pk=case.pk).update(title="Lain", change_set=make_change_set())
    with pytest.raises(PermissionDenied):
        case.delete(change_set=make_change_set())
    assert list(Case.objects.verified()) == []
    checked(case)
    assert list(Case.objects.verified()) == [case]


def test_a_number_in_a_register_stands_once_in_a_regency_and_a_year() -> None:
    make_case(register_number="REG-1")
    make_case(register_number="REG-1", received_on=date(2016, 1, 4))
    make_case(register_number="REG-1", region=make_region(code="14.10.01.1001"))
    make_case(register_number="")
    make_case(register_number="")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_case(register_number="REG-1", region=region_of("14.04.13.1001"))


# What it is about --------------------------------------------------------------------------------


def test_what_a_case_is_about_lies_in_its_region() -> None:
    elsewhere = make_board(region=make_region(code="14.04.13.1001"))
    with pytest.raises(ValidationError, match="luar wilayah"):
        make_case(board=elsewhere)
    assert make_case(board=elsewhere, region=region_of("14.04")).subject == elsewhere
    work = make_work(board=make_board(region=region_of(KOTA)))
    assert make_case(work=work).subject == work


def test_of_a_slum_area_a_part_in_the_region_is_enough() -> None:
    part = make_slum_area_part()
    assert make_case("KUMUH", slum_area=part.slum_area).subject == part.slum_area
    with pytest.raises(ValidationError):
        make_case("KUMUH", slum_area=make_slum_area())


@pytest.mark.parametrize(("case_type", "column"), [("KUMUH", "slum_area"), ("RENCANA", "plan")])
def test_a_case_names_what_its_type_is_about(case_type: str, column: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_case(case_type)
    assert set(refused.value.message_dict) == {column}


def test_only_a_complaint_has_people_and_misused_money() -> None:
    with pytest.raises(ValidationError) as refused:
        make_case("RENCANA", plan=make_plan(), reporter_name="Ibu Contoh", amount_misused=5)
    assert set(refused.value.message_dict) == {"reporter_name", "amount_misused"}


# The timeline ------------------------------------------------------------------------------------


def test_nobody_rewrites_what_happened() -> None:
    event = make_case().events.get()
    event.text = "Tidak pernah terjadi."
    for rewriting in (
        event.save,
        event.delete,
        CaseEvent.objects.all().delete,
        lambda: CaseEvent.objects.update(text=""),
        lambda: CaseEvent.objects.bulk_update([event], ["text"]),
        lambda: event.case.events.update(text=""),
    ):
        with pytest.raises(Unwritable):
            rewriting()
    event.refresh_from_db()
    assert event.text == ""


def test_a_case_begins_once() -> None:
    event = make_case().events.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.create(
            case=event.case, kind="taken_over", at=event.at, change_set=event.change_set
        )


# The table of moves ------------------------------------------------------------------------------


def test_a_move_stays_within_its_type_and_only_closing_ones_need_a_second_person() -> None:
    ppm, plan = type_of("PPM"), type_of("RENCANA")
    stray = CaseMove(type=ppm, origin=stage_of("DITERIMA"), to=plan.stages.get(code="BERJALAN"))
    with pytest.raises(ValidationError):
        stray.clean()
    onwards = CaseMove(
        type=ppm, origin=stage_of("DITERIMA"), to=stage_of("DITANGANI"), needs_check=True
    )
    with pytest.raises(ValidationError):
        onwards.clean()


def test_a_stage_that_cases_are_in_stays_in_process_or_done() -> None:
    register_case(stage="DITANGANI")
    stage = stage_of("DITANGANI")
    stage.is_done = True
    with pytest.raises(ValidationError):
        stage.clean()
    free = stage_of("DIUSULKAN")
    free.is_done = True
    free.clean()
