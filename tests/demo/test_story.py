"""The demo's story comes out right, also when it is played again or when people went on."""

from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from communities.models import Board, BoardOfficer
from communities.services.regions import SHIPPED_EDITION, SHIPPED_REGISTER, load_register
from communities.services.register_files import read_register
from communities.worklist import queues_of
from finance.services.totals import differences
from p2kp_site.accounts.models import User
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
from p2kp_site.demo.office import Office, StoryWentWrong, reader_named
from p2kp_site.demo.story import Outcome, play, read
from p2kp_site.demo.summaries import (
    ADDRESS,
    SUMMARIES,
    file_of_run,
    keep_summaries,
    send_summary,
)
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.foundation.summary_json import from_json
from p2kp_site.reports.models import Issue, SummaryRun
from p2kp_site.reports.services import planning
from p2kp_site.reports.services.arrivals import check_arrivals
from p2kp_site.reports.services.runs import run_summary
from p2kp_site.reports.services.sending import send_issue
from programs.models import Plan, Work, WorkProgress, Workshop
from programs.services.case_types import load_case_types
from programs.services.reference_lists import load_reference_lists

pytestmark = pytest.mark.django_db
DOMAIN = ("communities", "programs", "finance", "reports")


@pytest.fixture
def base(settings: Any, tmp_path: Path) -> None:
    """An empty base as `setup --demo-accounts` leaves it; mails go to a folder."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
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
    """All that the domain holds, history included, and all that was summed up and sent."""
    models = [model for app in DOMAIN for model in apps.get_app_config(app).get_models()]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
    }


def letters() -> list[Message]:
    """The mails in the folder, one a file."""
    files = Path(settings.EMAIL_FILE_PATH).glob("*.log")
    return [message_from_bytes(file.read_bytes()) for file in files]


def key_figures(slug: str) -> dict[str, Any]:
    """The key figures of a summary that was kept."""
    kept = from_json(SummaryRun.objects.filter(summary=slug).earliest("pk").figures or {})
    return {one.measure.key: one.cell.value for one in kept.figures}


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
    exported = [f"{e.dataset}-{e.place}.{kind}" for e in EXPORTED for kind in ("xlsx", "csv")]
    names = [f"{slug}-inhil-{year}" for slug, year in SUMMARIES.items()]
    summed_up = [f"{name}.{kind}" for kind in ("pdf", "xlsx") for name in names]
    mail = "programme-overview-inhil-2014.eml"
    assert list(outcome.files) == [*exported, *summed_up, mail]
    assert all(file.stat().st_size for file in outcome.files.values())
    assert outcome.files[summed_up[0]].read_bytes().startswith(b"%PDF")
    assert [key_figures(slug)["boards"] for slug in SUMMARIES] == [8, 8]


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
    assert (Issue.objects.count(), len(letters())) == (1, 1)


@pytest.mark.usefixtures("base")
def test_the_mail_of_the_story_goes_to_the_leader_and_the_years_since_are_not_sent() -> None:
    office = Office(worker)
    delivery, _file, is_new = send_summary(office)
    (letter,) = letters()
    assert (is_new, letter["To"]) == (True, ADDRESS)
    assert str(delivery.user) in str(User.objects.get(username=ACKNOWLEDGER))
    # What beat and its check do once the site is served.
    assert planning.start_due(at=timezone.now()) == planning.Decided()
    assert check_arrivals(at=timezone.now()) == []
    assert send_summary(office)[2] is False
    assert len(letters()) == 1


@pytest.mark.usefixtures("base")
def test_a_lost_mail_or_file_is_noticed() -> None:
    office = Office(worker)
    (run, _other), is_new = keep_summaries(office)
    assert is_new
    file_of_run(run, "pdf").write_bytes(b"another")
    with pytest.raises(StoryWentWrong):
        keep_summaries(office)
    _delivery, mail, _is_new = send_summary(office)
    mail.unlink()
    with pytest.raises(StoryWentWrong):
        send_summary(office)


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
