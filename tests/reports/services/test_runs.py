"""Runs of summaries: kept as they were, made by a worker, with the rights of their owner."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from communities.models import AreaAssignment, Board, Region
from communities.summaries.scopes import NoSuchRegion
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange import tasks as exchange_tasks
from p2kp_site.exchange.models.jobs import LEASE
from p2kp_site.exchange.services.leases import sweep
from p2kp_site.foundation.periods import UnusablePeriod
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import UnknownSummary
from p2kp_site.foundation.summary_json import from_json
from p2kp_site.reports import tasks
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.models.runs import RunState
from p2kp_site.reports.services.comparing import changed_since, moved_since_last
from p2kp_site.reports.services.runs import checksum, run_summary, start_run
from tests.builders import AT, make_board, make_change_set, make_region
from tests.exchange.services.office import AWAY, clock, make_person, reader
from tests.reports.desk import ran

pytestmark = pytest.mark.django_db


@pytest.fixture
def regency() -> Region:
    make_board(formed_on="2010-01-01", change_set=make_change_set())
    return Region.objects.get(code="14.04")


@pytest.fixture
def by(regency: Region) -> Reader:
    return reader(make_person(region=regency, role=RoleName.VERIFIER))


def test_a_run_keeps_its_figures_and_its_files_with_their_checksums(
    by: Reader, settings: Any
) -> None:
    run = ran(by, formats=["json", "html", "xlsx", "pdf"])
    assert run.state == RunState.DONE
    assert run.as_of == AWAY
    assert run.sha256 == checksum(run.figures or {})
    for format_, kept in run.files.items():
        content = (Path(settings.MEDIA_ROOT) / kept["path"]).read_bytes()
        assert kept["path"].endswith(f"community-boards-14.04-2015-{run.pk}.{format_}")
        assert kept["size"] == len(content)
        assert kept["sha256"] == sha256(content).hexdigest()


def test_kept_figures_stay_when_rows_change(by: Reader) -> None:
    run = ran(by)
    make_board(formed_on="2011-01-01")
    kept = {one.measure.key: one.cell.value for one in from_json(run.figures or {}).figures}
    assert kept["boards"] == 1
    assert changed_since(run, by) == []  # made before the figures were taken
    Board.objects.update(note="x", change_set=make_change_set(at=AWAY + timedelta(minutes=1)))
    assert changed_since(run, by) == [("BKM/LKM", 2)]


def test_a_run_is_named_by_its_title_place_and_period(by: Reader) -> None:
    run = ran(by, period="2015-Q1")
    assert str(run) == "Keadaan BKM/LKM, Kab. Indragiri Hilir, Triwulan I 2015"


def test_a_run_tells_what_moved_since_the_run_before(by: Reader) -> None:
    assert moved_since_last(ran(by), by) is None
    make_board(formed_on="2011-01-01", deed_number="7")
    comparison = moved_since_last(ran(by), by)
    assert comparison is not None
    moved = {one.label: (one.then, one.now, one.difference) for one in comparison.moved}
    assert moved["BKM/LKM"] == ("1", "2", "+1")
    assert moved["Bagian yang berakta notaris"] == ("0,0%", "50,0%", "+50,0 poin")
    assert "Pengurus" not in moved
    same = moved_since_last(ran(by), by)
    assert same is not None
    assert same.moved == []


def test_other_periods_and_regions_are_not_compared(by: Reader) -> None:
    ran(by, period="2014")
    ran(by, region="14.04.04")
    ran(by, verified_only=True)
    assert moved_since_last(ran(by), by) is None


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"summary": "nothing"}, UnknownSummary),
        ({"region": "14"}, NoSuchRegion),
        ({"region": "ID"}, NoSuchRegion),
        ({"region": "14.71"}, NoSuchRegion),
        ({"period": "2015-13"}, UnusablePeriod),
    ],
)
def test_what_cannot_be_made_is_refused_when_it_is_asked_for(
    by: Reader, asked: dict[str, str], refusal: type[Exception]
) -> None:
    make_region(code="14.71")
    whole = {"summary": "community-boards", "region": "14.04", "period": "2015", **asked}
    with pytest.raises(refusal):
        start_run(reader=by, formats=[], language="id", at=AT, **whole)
    assert not SummaryRun.objects.exists()


def test_who_may_not_see_what_it_counts_gets_no_summary(regency: Region) -> None:
    person = reader(make_person(region=regency, role=RoleName.ADMINISTRATOR))
    with pytest.raises(PermissionDenied):
        ran(person)


def test_an_owner_who_was_sent_elsewhere_meanwhile_gets_nothing(by: Reader) -> None:
    run = start_run(
        reader=by, summary="community-boards", region="14.04", period="2015",
        formats=["json"], language="id", at=AT,
    )  # fmt: skip
    elsewhere = make_region(code="15")
    AreaAssignment.objects.filter(user=by.user).update(region=elsewhere)
    run_summary(run.pk, clock=clock)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert (run.failure or {})["kind"] == "not_allowed"
    assert run.files == {}


def test_a_run_is_made_once(by: Reader) -> None:
    run = ran(by)
    assert not run_summary(run.pk, clock=clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        SummaryRun.objects.filter(pk=run.pk).update(sha256="")


def test_the_sweeper_wakes_workers_for_runs_too(
    by: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start_run(
        reader=by, summary="community-boards", region="14.04", period="2015",
        formats=[], language="id", at=AT,
    )  # fmt: skip
    SummaryRun.objects.filter(pk=run.pk).update(
        state=RunState.RUNNING, lease="gone", heartbeat_at=AT - 2 * LEASE, attempts=1
    )
    woken: list[int] = []
    monkeypatch.setattr(tasks.run_summary, "delay", woken.append)
    exchange_tasks.sweep()
    assert woken == [run.pk]
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_a_run_of_a_region_is_seen_by_whoever_oversees_it(by: Reader, regency: Region) -> None:
    run = ran(by, region="14.04.04")
    province = reader(make_person(region=regency.parent, role=RoleName.AUDITOR))
    beside = reader(make_person(region=make_region(code="14.05"), role=RoleName.AUDITOR))
    assert run in SummaryRun.objects.visible_to(by)
    assert run in SummaryRun.objects.visible_to(province)
    assert run not in SummaryRun.objects.visible_to(beside)


class SlowDatabase:
    """A count of boards takes most of a lease, and the sweeper comes by after each."""

    def __init__(self) -> None:
        self.now = AWAY

    def clock(self) -> datetime:
        return self.now

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if "communities_board" in sql:
            self.now += LEASE * 0.9
            sweep(SummaryRun, at=self.now)
        return found


def test_a_run_longer_than_its_lease_is_not_taken_from_its_worker(by: Reader) -> None:
    run = start_run(
        reader=by, summary="community-boards", region="14.04", period="2015",
        formats=["json"], language="id", at=AT,
    )  # fmt: skip
    slow = SlowDatabase()
    with connection.execute_wrapper(slow):
        assert run_summary(run.pk, clock=slow.clock)
    assert slow.now - AWAY > 3 * LEASE
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.DONE, 1)
