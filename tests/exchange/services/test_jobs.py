"""What people do with jobs at the same moment, and what becomes of jobs whose owner may no more."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection

from communities.models import AreaAssignment, Board, Region
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.services import checking
from p2kp_site.exchange.services.exporting import cancel_export
from p2kp_site.exchange.services.imports import NotNow, cancel_import, confirm_import
from p2kp_site.exchange.services.leases import Lease
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.exchange.services.staging import Staging
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.desk import (
    NOW,
    board_rows,
    bring,
    checked,
    clock,
    confirmed,
    make_steward,
    run,
    stored,
    take_out,
    trace_of,
    traces,
)

BOARDS = 4


@pytest.fixture
def steward(db: None) -> Reader:
    return make_steward()


def at_once(number: int, do: Callable[[int], Any]) -> list[Any]:
    """What several people get who do this at one moment, each with a connection of their own."""
    barrier = threading.Barrier(number)
    got: list[Any] = [None] * number

    def person(place: int) -> None:
        try:
            barrier.wait(10)
            got[place] = do(place)
        except Exception as error:
            got[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=person, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return got


@pytest.mark.django_db(transaction=True)
def test_of_people_who_confirm_at_one_moment_one_wins_and_the_others_are_told() -> None:
    steward = make_steward()
    job = checked(steward, board_rows(range(BOARDS)))

    def confirm(_place: int) -> None:
        own = ImportJob.objects.get(pk=job.pk)
        confirm_import(job=own, partial=False, by=steward, at=NOW)

    got = at_once(4, confirm)
    told = [answer.kind for answer in got if isinstance(answer, NotNow)]
    assert (got.count(None), told) == (1, ["moved_on"] * 3), got
    assert run(job).state == "done"
    assert traces() == trace_of(BOARDS)


@pytest.mark.django_db(transaction=True)
def test_of_one_who_confirms_and_one_who_cancels_at_one_moment_the_job_obeys_one() -> None:
    steward = make_steward()
    job = checked(steward, board_rows(range(BOARDS)))

    def press(place: int) -> None:
        own = ImportJob.objects.get(pk=job.pk)
        if place:
            cancel_import(job=own, by=steward, at=NOW)
        else:
            confirm_import(job=own, partial=False, by=steward, at=NOW)

    confirming, cancelling = at_once(2, press)
    job.refresh_from_db()
    # To cancel what was just confirmed is no contradiction: it had not been stored.
    assert (job.state, cancelling) == ("cancelled", None)
    assert confirming is None or confirming.kind == "moved_on"


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_take_one_job_at_one_moment_one_stores_it() -> None:
    steward = make_steward()
    job = confirmed(steward, board_rows(range(BOARDS)))
    got = at_once(4, lambda _place: run_import(job.pk, clock=clock))
    assert sorted(got) == [False, False, False, True]
    job.refresh_from_db()
    assert job.state == "done"
    assert traces() == trace_of(BOARDS)


@pytest.mark.parametrize("slice_", [0, 2])
def test_a_cancelled_check_stops_at_its_next_beat(
    steward: Reader, monkeypatch: pytest.MonkeyPatch, slice_: int
) -> None:
    monkeypatch.setattr(checking, "SLICE", 10)
    job = bring(steward, board_rows(range(50)))
    slices: list[int] = []
    original = Staging.stage

    def stage(self: Any, rows: Any) -> None:
        if len(slices) == slice_:
            cancel_import(job=ImportJob.objects.get(pk=job.pk), by=steward, at=NOW)
        slices.append(len(rows))
        original(self, rows)

    monkeypatch.setattr(Staging, "stage", stage)
    assert run(job).state == "cancelled"
    assert slices == [10] * (slice_ + 1)
    assert job.finished_at == NOW


def test_a_cancel_that_comes_after_the_last_row_is_not_forgotten(
    steward: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = bring(steward, board_rows(range(BOARDS)))

    def cancel(_rows: int) -> None:
        cancel_import(job=ImportJob.objects.get(pk=job.pk), by=steward, at=NOW)

    monkeypatch.setattr(checking, "settle_statistics", cancel)
    assert run(job).state == "cancelled"


@pytest.mark.parametrize("make", [bring, checked, confirmed])
def test_a_waiting_import_is_cancelled_at_once_and_stays_so(
    steward: Reader, make: Callable[..., ImportJob]
) -> None:
    job = make(steward, board_rows(range(BOARDS)))
    cancel_import(job=job, by=steward, at=NOW)
    assert (job.state, job.finished_at) == ("cancelled", NOW)
    assert run_import(job.pk, clock=clock) is False
    with pytest.raises(NotNow, match="moved_on"):
        confirm_import(job=job, partial=False, by=steward, at=NOW)
    with pytest.raises(NotNow, match="moved_on"):
        cancel_import(job=job, by=steward, at=NOW)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert traces() == trace_of(0, acts=0)


def test_an_import_that_is_stored_cannot_be_cancelled_any_more(steward: Reader) -> None:
    job = stored(steward, board_rows(range(BOARDS)))
    with pytest.raises(NotNow, match="moved_on"):
        cancel_import(job=job, by=steward, at=NOW)
    assert job.state == "done"


def test_a_cancelled_export_stops_and_leaves_no_file(
    steward: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(steward, board_rows(range(BOARDS)))
    job = take_out(steward)

    def beat(self: Any, **options: Any) -> None:
        monkeypatch.undo()
        cancel_export(job=ExportJob.objects.get(pk=job.pk), by=steward, at=NOW)
        self.beat(**options)

    monkeypatch.setattr(Lease, "beat", beat)
    assert run_export(job.pk, clock=clock)
    job.refresh_from_db()
    assert (job.state, job.file) == ("cancelled", "")


@pytest.mark.django_db
def test_nobody_else_confirms_or_cancels(steward: Reader) -> None:
    job = checked(steward, board_rows(range(BOARDS)))
    other = make_steward()
    with pytest.raises(PermissionDenied):
        confirm_import(job=job, partial=False, by=other, at=NOW)
    with pytest.raises(PermissionDenied):
        cancel_import(job=job, by=other, at=NOW)


# What the owner may at the moment of the work ---------------------------------------------------


def lose_right(reader: Reader, right: str) -> None:
    assert reader.user
    reader.user.groups.get().permissions.remove(Permission.objects.get(codename=right))


def lose_area(reader: Reader, _right: str) -> None:
    AreaAssignment.objects.filter(user=reader.user).update(until_on=NOW.date())


def lose_account(reader: Reader, _right: str) -> None:
    assert reader.user
    type(reader.user).objects.filter(pk=reader.user.pk).update(is_active=False)


losses = pytest.mark.parametrize("lose", [lose_right, lose_area, lose_account])


@losses
@pytest.mark.parametrize("partial", [False, True])
def test_an_import_fails_whose_owner_may_no_more_when_it_is_stored(
    steward: Reader, lose: Callable[[Reader, str], None], partial: bool
) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)), partial=partial)
    lose(steward, "import_board")
    assert run(job).state == "failed"
    assert job.failure == {"kind": "not_allowed", "params": {}}
    assert traces() == trace_of(0, acts=0)


@losses
def test_an_import_fails_whose_owner_may_no_more_when_it_is_read(
    steward: Reader, lose: Callable[[Reader, str], None]
) -> None:
    job = bring(steward, board_rows(range(BOARDS)))
    lose(steward, "import_board")
    assert run(job).state == "failed"
    assert job.failure == {"kind": "not_allowed", "params": {}}


@losses
def test_an_export_fails_whose_owner_may_no_more(
    steward: Reader, lose: Callable[[Reader, str], None]
) -> None:
    stored(steward, board_rows(range(BOARDS)))
    job = take_out(steward)
    lose(steward, "export_board")
    assert run_export(job.pk, clock=clock)
    job.refresh_from_db()
    assert (job.state, job.file) == ("failed", "")
    assert job.failure == {"kind": "not_allowed", "params": {}}


@pytest.mark.parametrize("right", ["add_board", "change_board"])
def test_an_import_that_adds_and_changes_needs_both_rights_still(
    steward: Reader, right: str
) -> None:
    stored(steward, board_rows([0]))
    job = confirmed(steward, board_rows([0, 1], name="Lain"))
    assert (job.added, job.changed) == (1, 1)
    lose_right(steward, right)
    assert run(job).state == "failed"
    assert Board.objects.filter(name="Lain").count() == 0


def test_an_owner_who_moved_to_another_regency_stores_nothing_in_the_old_one(
    steward: Reader,
) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)))
    other = make_steward(area="14.01")
    elsewhere = Region.objects.get(code="14.01")
    assert other.areas == (elsewhere.path,)
    AreaAssignment.objects.filter(user=steward.user).update(
        region=elsewhere, from_on=NOW.date() - timedelta(days=1)
    )
    assert run(job).state == "queued"
    assert job.failure == {"kind": "changed_since_preview", "params": {"rows": BOARDS}}
    assert run(job).state == "checked"
    assert (job.added, job.refused) == (0, BOARDS)
    assert traces() == trace_of(0, acts=0)
