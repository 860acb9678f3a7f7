"""The cases of the story, opened, moved, handed up, closed and checked as on their pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Board, Region, SlumArea
from p2kp_site.accounts.models import User
from p2kp_site.demo.case_chapters import CASES, Act, Story
from p2kp_site.demo.office import StoryWentWrong, on_the_day, reader_named
from p2kp_site.foundation.reader import Reader
from programs.models import Case, CaseTerm, CaseType, Plan, Work
from programs.services.case_acts import CaseRefused
from programs.services.case_moves import check_outcome, move_case
from programs.services.cases import add_note, assign_case, hand_over_case, open_case, set_due_day

Verb = Callable[..., Any]
VERBS: Mapping[str, Verb] = {
    "assign": assign_case,
    "move": move_case,
    "note": add_note,
    "hand_over": hand_over_case,
    "due": set_due_day,
    "check": check_outcome,
}


@transaction.atomic
def work_on_cases() -> list[Case]:
    """Open the cases of the story and take each as far as it tells; once only.

    Returns the cases, as they stand then. Raises StoryWentWrong.
    """
    if Case.objects.filter(title__in=[story.title for story in CASES]).exists():
        return []
    try:
        return [_play(story) for story in CASES]
    except CaseRefused as error:
        raise StoryWentWrong(str(error)) from error


def cases_in_words(cases: list[Case]) -> str:
    """Where each case stands, with its number."""
    return ", ".join(f"{case.number} {case.stage.name}" for case in cases)


def _play(story: Story) -> Case:
    case = _open(story)
    for act in story.acts:
        _do(case, act)
    case = Case.objects.select_related("stage").get(pk=case.pk)
    if case.stage.code != story.stands_at:
        told = {"case": case, "stage": case.stage.code}
        raise StoryWentWrong(_("%(case)s came to the stage %(stage)s.") % told)
    return case


def _open(story: Story) -> Case:
    terms = {
        kind: CaseTerm.objects.get(kind=kind, code=story.facts[kind])
        for kind in ("channel", "theme")
        if kind in story.facts
    }
    facts: dict[str, Any] = {**story.facts, **terms, story.about[0]: _about(*story.about)}
    case = Case(
        type=CaseType.objects.get(code=story.type),
        title=story.title,
        description=story.description,
        region=Region.objects.in_force().get(code=story.region),
        received_on=story.received_on,
        **facts,
    )
    day = story.received_on
    return open_case(case, by=reader_named(story.by, day), **on_the_day(day))


def _about(kind: str, name: str, number: str = "") -> Any:
    """The board, work, plan or slum area that a case is about."""
    if kind == "work":
        return Work.objects.get(board__code=name, number=number)
    if kind == "plan":
        return Plan.objects.get(board__code=name, edition=1)
    return Board.objects.get(code=name) if kind == "board" else SlumArea.objects.get(name=name)


def _do(case: Case, act: Act) -> None:
    by: Reader = reader_named(act.by, act.on)
    facts = dict(act.facts)
    if act.verb == "assign":
        facts["to"] = User.objects.get(username=facts["to"])
    VERBS[act.verb](case, by=by, **on_the_day(act.on), **facts)
