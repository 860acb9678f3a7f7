"""The demo's story comes out right, also when it is played again or when people went on."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from communities.models import Board, BoardOfficer, SelfHelpGroup
from communities.worklist import queues_of
from finance.services.totals import differences
from p2kp_site.demo import office
from p2kp_site.demo.chapters import (
    ACKNOWLEDGER,
    CHAPTERS,
    EXPORTED,
    REASON,
    STEWARD,
    TWO_ROLES,
    VERIFIER,
)
from p2kp_site.demo.office import Office, reader_named
from p2kp_site.demo.story import DATA, Outcome, play, read
from p2kp_site.demo.summaries import (
    SUMMARIES,
)
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.foundation.summary_json import from_json
from p2kp_site.reports.models import Issue, SummaryRun
from programs.models import Plan, Work, WorkProgress, Workshop
from tests.demo.stage import base, kept, worker
from tests.reports.subscribers import letters_in_folder

__all__ = ["base", "kept"]
pytestmark = pytest.mark.django_db
DOMAIN = ("communities", "programs", "finance", "reports")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """What the story says."""
    return []


@pytest.fixture(scope="module")
def played(base: Path, lines: list[str]) -> Outcome:
    """The story, played once."""
    return play(told(lines), worker)


def told(lines: list[str]) -> Callable[[str], None]:
    return lambda line: lines.append(str(line))


def states(slug: str) -> dict[str, int]:
    """How many rows of a dataset stand at each step."""
    model: Any = dataset_named(slug).model
    return dict(Counter(model.objects.values_list("signoff", flat=True)))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that the domain holds, history included, and all that was summed up and sent."""
    models = [model for app in DOMAIN for model in apps.get_app_config(app).get_models()]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
    }


def key_figures(slug: str) -> dict[str, Any]:
    """The key figures of a summary that was kept."""
    kept = from_json(SummaryRun.objects.filter(summary=slug).earliest("pk").figures or {})
    return {one.measure.key: one.cell.value for one in kept.figures}


def test_the_story_comes_out_right_from_an_empty_base(played: Outcome) -> None:
    # What people make besides: tranches and payments of 2014, and the cases of 2015.
    made = {"tranches": 7 * 4, "disbursements": 13, "cases": 5}
    for slug in {chapter.dataset for chapter in CHAPTERS}:
        wanted = sum(one.rows for one in CHAPTERS if one.dataset == slug) + made.get(slug, 0)
        model: Any = dataset_named(slug).model
        assert (slug, model.objects.count()) == (slug, wanted)
    # The facts: eight boards, eight plans, a workshop of two days.
    assert (Board.objects.count(), Plan.objects.count()) == (8, 8)
    assert Workshop.objects.get().days == 2
    assert states("boards") == {"verified": 6, "acknowledged": 1, "handed_over": 1}
    assert states("plans") == {"verified": 5, "acknowledged": 2, "entered": 1}
    assert states("works") == {"verified": 7, "acknowledged": 7, "returned": 1, "entered": 1}
    assert states("locations") == {"verified": 72 + 5}
    assert states("workshops") == {"verified": 1}
    assert states("partnerships") == {"verified": 1, "handed_over": 1}
    assert states("slum-areas") == {"verified": 2}
    assert states("groups") == {"entered": 24}
    assert states("grants") == {"verified": 8 + 7, "entered": 1}
    assert states("contributions") == {"handed_over": 16}
    assert not differences()
    assert WorkProgress.objects.count() == 2 * 15 + 1
    exported = [f"{e.dataset}-{e.place}.{kind}" for e in EXPORTED for kind in ("xlsx", "csv")]
    names = [f"{slug}-inhil-{year}" for slug, year in SUMMARIES.items()]
    summed_up = [f"{name}.{kind}" for kind in ("pdf", "xlsx") for name in names]
    mail = "programme-overview-inhil-2014.eml"
    assert list(played.files) == [*exported, *summed_up, mail]
    assert all(file.stat().st_size for file in played.files.values())
    assert played.files[summed_up[0]].read_bytes().startswith(b"%PDF")
    assert [key_figures(slug)["boards"] for slug in SUMMARIES] == [8, 8]


def test_the_story_leaves_traces_that_it_can_be_believed_by(
    played: Outcome, lines: list[str]
) -> None:
    returned = Work.objects.get(signoff=SignoffState.RETURNED)
    assert returned.return_reason == REASON
    assert any(REASON in line for line in lines)
    own = Work.objects.filter(finished_on__year=2014)
    assert set(own.values_list("changed_by__username", "signoff")) == {(TWO_ROLES, "acknowledged")}
    verified = Board.objects.filter(signoff=SignoffState.VERIFIED)
    people = ("changed_by", "handed_over_by", "acknowledged_by", "verified_by")
    assert set(verified.values_list(*(f"{one}__username" for one in people))) == {
        (STEWARD, STEWARD, ACKNOWLEDGER, VERIFIER)
    }
    for username in (STEWARD, ACKNOWLEDGER, VERIFIER):
        assert queues_of(reader_named(username)), username
    # Names are visibly invented, and rows say that they are.
    assert not BoardOfficer.objects.exclude(name__contains=" Contoh ").exists()
    assert set(Work.objects.values_list("note", flat=True)) == {"Data contoh"}


def test_a_second_playing_changes_nothing(played: Outcome, lines: list[str]) -> None:
    before = everything()
    second: list[str] = []
    play(told(second), worker)
    assert everything() == before
    assert len(second) < len(lines)
    assert (Issue.objects.count(), len(letters_in_folder())) == (1, 1)


def test_a_workbook_is_left_aside_when_people_went_on_with_its_rows(played: Outcome) -> None:
    chapter = next(one for one in CHAPTERS if one.dataset == "groups")
    group = SelfHelpGroup.objects.latest("pk")
    group.members_men = 99
    steward = reader_named(STEWARD).user
    group.save(change_set=open_change_set(by=steward, at=timezone.now(), door=Door.PAGE))
    acts = ChangeSet.objects.count()

    read(chapter, Office(worker))

    group.refresh_from_db()
    assert (group.members_men, ChangeSet.objects.count()) == (99, acts)
    assert ImportJob.objects.latest("pk").state == ImportState.CANCELLED


def test_a_message_that_a_killed_worker_took_along_is_sent_again(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages: list[Any] = []
    monkeypatch.setattr(office, "wake", messages.append)
    monkeypatch.setattr(office, "REMIND", 0.0)

    def work_when_told_twice() -> None:
        if len(messages) > 1:
            worker()

    chapter = next(one for one in CHAPTERS if one.dataset == "boards")
    job = Office(work_when_told_twice).bring(
        reader_named(STEWARD), chapter.dataset, DATA / chapter.file
    )
    assert {one.pk for one in messages} == {job.pk}
    assert job.state == ImportState.CHECKED
