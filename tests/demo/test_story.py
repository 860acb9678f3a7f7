"""The demo's story comes out right, also when it is played again or when people went on."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from communities.models import Board, BoardOfficer
from communities.services.regions import SHIPPED_EDITION, SHIPPED_REGISTER, load_register
from communities.services.register_files import read_register
from communities.worklist import queues_of
from finance.services.totals import differences
from p2kp_site.accounts.services.roles import install_roles
from p2kp_site.demo.accounts import make_demo_accounts
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
from p2kp_site.demo.story import Outcome, play, read
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.reports.models import Issue, SummaryRun
from p2kp_site.reports.services.runs import run_summary
from p2kp_site.reports.services.sending import send_issue
from programs.models import Plan, Work, WorkProgress, Workshop
from programs.services.case_types import load_case_types
from programs.services.reference_lists import load_reference_lists

pytestmark = pytest.mark.django_db
DOMAIN = ("communities", "programs", "finance")


@pytest.fixture
def base() -> None:
    """An empty base as `setup --demo-accounts` leaves it."""
    now = timezone.now()
    install_roles()
    load_reference_lists(at=now)
    load_case_types(at=now)
    load_register(
        read_register(SHIPPED_REGISTER),
        by=None,
        at=now,
        edition=SHIPPED_EDITION,
        on=timezone.localdate(now),
    )
    make_demo_accounts()


def worker() -> None:
    """Do what a worker would: everything that waits."""
    for pk in ImportJob.objects.filter(state__in=ImportJob.WAITING).values_list("pk", flat=True):
        run_import(pk, clock=timezone.now)
    for pk in ExportJob.objects.filter(state__in=ExportJob.WAITING).values_list("pk", flat=True):
        run_export(pk, clock=timezone.now)
    for pk in SummaryRun.objects.filter(state__in=SummaryRun.WAITING).values_list("pk", flat=True):
        run_summary(pk, clock=timezone.now)
    for pk in Issue.objects.filter(state__in=Issue.WAITING).values_list("pk", flat=True):
        send_issue(pk, clock=timezone.now)


def told(lines: list[str]) -> Callable[[str], None]:
    return lambda line: lines.append(str(line))


def states(slug: str) -> dict[str, int]:
    """How many rows of a dataset stand at each step."""
    model: Any = dataset_named(slug).model
    return dict(Counter(model.objects.values_list("signoff", flat=True)))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that the domain holds, history included."""
    models = [model for app in DOMAIN for model in apps.get_app_config(app).get_models()]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
    }


@pytest.mark.usefixtures("base")
def test_the_story_comes_out_right_from_an_empty_base() -> None:
    lines: list[str] = []
    outcome: Outcome = play(told(lines), worker)

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
    assert [export for export, _file in outcome.files] == [e for e in EXPORTED for _ in range(2)]
    assert all(file.stat().st_size for _export, file in outcome.files)


@pytest.mark.usefixtures("base")
def test_the_story_leaves_traces_that_it_can_be_believed_by() -> None:
    lines: list[str] = []
    play(told(lines), worker)

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


@pytest.mark.usefixtures("base")
def test_a_second_playing_changes_nothing() -> None:
    first: list[str] = []
    play(told(first), worker)
    before = everything()
    second: list[str] = []
    play(told(second), worker)
    assert everything() == before
    assert len(second) < len(first)


@pytest.mark.usefixtures("base")
def test_a_workbook_is_left_aside_when_people_went_on_with_its_rows() -> None:
    chapter = next(one for one in CHAPTERS if one.dataset == "boards")
    office = Office(worker)
    read(chapter, office)
    board = Board.objects.get(code="BKM-140404-001")
    board.address = "Jl. Lain"
    steward = reader_named(STEWARD).user
    board.save(change_set=open_change_set(by=steward, at=timezone.now(), door=Door.PAGE))
    acts = ChangeSet.objects.count()

    read(chapter, office)

    board.refresh_from_db()
    assert (board.address, ChangeSet.objects.count()) == ("Jl. Lain", acts)
    assert ImportJob.objects.latest("pk").state == ImportState.CANCELLED
