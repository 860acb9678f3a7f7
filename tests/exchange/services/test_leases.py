"""One worker at a time holds a job, its death is noticed, and a hopeless job is given up."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.jobs import LEASE, MOST_ATTEMPTS, JobQuerySet
from p2kp_site.exchange.services import leases
from p2kp_site.exchange.services.leases import JobCancelled, LeaseLost, claim, sweep
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.desk import (
    LEASE_IS_OVER,
    NOW,
    board_rows,
    bring,
    clock,
    confirmed,
    make_steward,
    take_out,
)

pytestmark = pytest.mark.django_db
Make = Callable[[Reader], Any]


def to_check(reader: Reader) -> ImportJob:
    return bring(reader, board_rows(range(2)))


def to_store(reader: Reader) -> ImportJob:
    return confirmed(reader, board_rows(range(2)))


all_work = pytest.mark.parametrize(
    ("make", "waiting", "held"),
    [
        (to_check, "queued", "checking"),
        (to_store, "confirmed", "applying"),
        (take_out, "queued", "running"),
    ],
)


@pytest.fixture
def steward() -> Reader:
    return make_steward()


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@all_work
def test_a_job_is_taken_by_the_first_who_asks(
    steward: Reader, make: Make, waiting: str, held: str
) -> None:
    job = make(steward)
    assert job.state == waiting
    first = claim(type(job), job.pk, clock=clock)
    assert first
    assert (first.job.state, first.job.attempts) == (held, 1)
    assert claim(type(job), job.pk, clock=clock) is None


@all_work
def test_a_job_whose_worker_beats_is_left_to_it(
    steward: Reader, make: Make, waiting: str, held: str
) -> None:
    job = make(steward)
    claim(type(job), job.pk, clock=clock)
    sweep(type(job), at=NOW + LEASE)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (held, 1)


@all_work
def test_a_job_whose_worker_is_silent_waits_again_and_is_named_to_be_woken(
    steward: Reader, make: Make, waiting: str, held: str
) -> None:
    job = make(steward)
    type(job).objects.filter(pk=job.pk).update(woken_at=NOW)
    claim(type(job), job.pk, clock=clock)
    assert sweep(type(job), at=NOW + LEASE_IS_OVER) == [job.pk]
    job.refresh_from_db()
    assert (job.state, job.lease, job.heartbeat_at, job.woken_at) == (waiting, "", None, None)


@all_work
def test_a_job_whose_workers_die_again_and_again_fails_and_says_why(
    steward: Reader, make: Make, waiting: str, held: str
) -> None:
    job = make(steward)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        job.refresh_from_db()
        assert job.state == waiting
        assert claim(type(job), job.pk, clock=clock)
        assert (sweep(type(job), at=NOW + LEASE_IS_OVER) == []) == (attempt == MOST_ATTEMPTS)
    job.refresh_from_db()
    assert (job.state, job.lease, job.finished_at) == ("failed", "", NOW + LEASE_IS_OVER)
    assert job.failure == {"kind": "worker_died", "params": {"attempts": MOST_ATTEMPTS}}
    assert claim(type(job), job.pk, clock=clock) is None


def test_deaths_while_reading_do_not_count_when_it_comes_to_storing(steward: Reader) -> None:
    job = to_store(steward)
    assert job.attempts == 0


@pytest.mark.parametrize("make", [to_check, to_store, take_out])
def test_whoever_lost_the_job_can_neither_beat_nor_settle(steward: Reader, make: Make) -> None:
    job = make(steward)
    lost = claim(type(job), job.pk, clock=clock)
    assert lost
    sweep(type(job), at=NOW + LEASE_IS_OVER)
    kept = claim(type(job), job.pk, clock=clock)
    assert kept
    before = type(job).objects.values().get(pk=job.pk)
    with pytest.raises(LeaseLost):
        lost.beat(done=1, now=True)
    for state in ("done", "failed", "cancelled"):
        with pytest.raises(LeaseLost):
            lost.settle(state)
    assert type(job).objects.values().get(pk=job.pk) == before
    kept.beat(done=1, now=True)


def test_whoever_falls_asleep_while_taking_a_job_does_not_get_the_hold_of_another(
    steward: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = take_out(steward)
    other: list[Any] = []

    def first(rows: Any) -> Any:
        """Between its two statements, another worker comes by."""
        if not other:
            other.append(None)
            sweep(ExportJob, at=NOW + LEASE_IS_OVER)
            other[0] = claim(ExportJob, job.pk, clock=clock)
        return next(iter(rows[:1]), None)

    monkeypatch.setattr(JobQuerySet, "first", first)
    assert claim(ExportJob, job.pk, clock=clock) is None
    assert other[0]
    other[0].beat(done=1, now=True)


def test_a_worker_that_beats_while_the_sweeper_comes_by_keeps_its_job(
    steward: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = take_out(steward)
    lease = claim(ExportJob, job.pk, clock=lambda: at(46))
    assert lease
    ExportJob.objects.filter(pk=job.pk).update(heartbeat_at=NOW)
    original = leases._take_away

    def after_a_beat(*args: Any) -> None:
        lease.beat(done=1, now=True)
        original(*args)

    monkeypatch.setattr(leases, "_take_away", after_a_beat)
    sweep(ExportJob, at=at(46))
    job.refresh_from_db()
    assert (job.state, job.lease) == ("running", lease.job.lease)


def test_beats_are_written_once_a_second_at_most(
    steward: Reader, django_assert_num_queries: Any
) -> None:
    job = take_out(steward)
    seconds = [0.0]
    lease = claim(ExportJob, job.pk, clock=lambda: at(seconds[0]))
    assert lease
    with django_assert_num_queries(0):
        lease.beat(done=5)
    seconds[0] = 1.0
    with django_assert_num_queries(2):
        lease.beat(done=7)
    job.refresh_from_db()
    assert (job.progress_done, job.heartbeat_at) == (7, at(1))


def test_a_beat_hears_that_the_owner_wants_to_stop(steward: Reader) -> None:
    job = take_out(steward)
    lease = claim(ExportJob, job.pk, clock=clock)
    assert lease
    ExportJob.objects.filter(pk=job.pk).update(cancel_requested=True)
    with pytest.raises(JobCancelled):
        lease.beat(done=1, now=True)


def test_the_sweeper_names_jobs_of_which_nobody_heard_and_repeats_lost_messages(
    steward: Reader,
) -> None:
    unheard, lost, fresh = (take_out(steward) for _ in range(3))
    ExportJob.objects.filter(pk=lost.pk).update(woken_at=NOW)
    ExportJob.objects.filter(pk=fresh.pk).update(woken_at=at(30))
    assert sorted(sweep(ExportJob, at=at(61))) == [unheard.pk, lost.pk]
    assert sweep(ImportJob, at=at(61)) == []
