"""The cases of the demo's story: handed up, closed, checked; and something in every queue."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from p2kp_site.demo.case_chapters import ANSWERED, CASES, HANDED_UP, OVERDUE, SLUM, Act
from p2kp_site.demo.cases import work_on_cases
from p2kp_site.demo.chapters import CHAPTERS, REGENCY, STEWARD, VERIFIER
from p2kp_site.demo.office import Office, StoryWentWrong, reader_named
from p2kp_site.demo.speakers import SPEAKERS, write_down_speakers
from p2kp_site.demo.story import read
from programs.filters.cases import MINE, OPEN, TO_CHECK, UNASSIGNED, queue_of
from programs.filters.cases import OVERDUE as LATE
from programs.models import Case, CaseEvent, Workshop
from programs.models.case_events import EventKind
from programs.worklist import queues_of
from tests.demo.stage import base, kept, worker

__all__ = ["base", "kept"]
pytestmark = pytest.mark.django_db
NEEDED = (
    "agencies", "boards", "groups", "plans", "planned-activities", "works", "workshops",
    "slum-areas", "slum-area-parts", "cases",
)  # fmt: skip


@pytest.fixture(scope="module")
def papers(base: Path) -> None:
    for chapter in CHAPTERS:
        if chapter.dataset in NEEDED:
            read(chapter, Office(worker))


@pytest.fixture
def worked_on(papers: None) -> list[Case]:
    return work_on_cases()


def case_of(story: Any) -> Case:
    case: Case = Case.objects.get(title=story.title)
    return case


def test_a_complaint_is_handed_up_closed_in_the_regency_and_checked(
    worked_on: list[Case],
) -> None:
    case = case_of(HANDED_UP)
    assert (case.work and case.work.number, case.level) == ("CONTOH/2008/02", "regency")
    people = (case.changed_by, case.closed_by, case.outcome_checked_by)
    assert [str(one.username) for one in people if one] == [STEWARD, REGENCY, VERIFIER]
    kinds = list(CaseEvent.objects.filter(case=case).order_by("pk").values_list("kind", flat=True))
    assert kinds[0] == EventKind.OPENED
    assert kinds[-1] == EventKind.CHECKED
    assert {EventKind.HANDED_OVER, EventKind.CLOSED, EventKind.NOTED} < set(kinds)
    days = list(CaseEvent.objects.filter(case=case).order_by("pk").values_list("at", flat=True))
    assert days == sorted(days)


def test_each_queue_of_the_desk_holds_something(worked_on: list[Case]) -> None:
    reader = reader_named(REGENCY)
    rows = Case.objects.visible_to(reader)
    for name in (MINE, OPEN, LATE, UNASSIGNED, TO_CHECK):
        assert queue_of(name, rows, reader).exists(), name
    assert case_of(SLUM) in queue_of(MINE, rows, reader)
    assert case_of(OVERDUE) in queue_of(LATE, rows, reader)
    assert case_of(ANSWERED) in queue_of(TO_CHECK, rows, reader)
    for username in (STEWARD, REGENCY, VERIFIER):
        assert queues_of(reader_named(username)), username


def test_cases_of_the_story_are_marked_as_invented(worked_on: list[Case]) -> None:
    assert len(worked_on) == len(CASES)
    assert not Case.objects.exclude(title__contains="(contoh)").exists()
    named = Case.objects.exclude(reporter_name="")
    assert not named.exclude(reporter_name__contains="Contoh").exists()


def test_cases_are_opened_once_only(worked_on: list[Case]) -> None:
    assert work_on_cases() == []
    assert Case.objects.count() == 3 + len(CASES)


def test_an_act_that_the_service_refuses_ends_the_story(
    papers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    forward: Act = next(act for act in SLUM.acts if act.verb == "move")
    story = replace(SLUM, acts=(*SLUM.acts, forward))  # it stands there already
    monkeypatch.setattr("p2kp_site.demo.cases.CASES", (story,))
    with pytest.raises(StoryWentWrong):
        work_on_cases()
    assert not Case.objects.filter(title=SLUM.title).exists()


def test_the_steward_writes_down_who_spoke_at_the_workshop_once_only(papers: None) -> None:
    assert write_down_speakers() == len(SPEAKERS)
    workshop = Workshop.objects.get()
    speakers = workshop.speakers.order_by("number")
    assert [one.agency for one in speakers] == [agency for agency, _name, _topic in SPEAKERS]
    assert all(" Contoh " in one.name for one in speakers)
    assert {one.changed_by.username for one in speakers} == {REGENCY}
    assert write_down_speakers() == 0
