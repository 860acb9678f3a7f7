"""A worker that was taken for dead, wrongly, changes nothing when it wakes up."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportFormat
from p2kp_site.exchange.services import leases
from p2kp_site.exchange.tasks import run_export, run_import, wake
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.crew import Crew, Worker, until
from tests.exchange.crash.desk import (
    LEASE_IS_OVER,
    board_rows,
    bring,
    confirmed,
    ended,
    sha256_on_disk,
    stored,
    sweep_later,
    take_out,
    trace_of,
    traces,
    until_ended,
)

BOARDS = 30
TAKEN = "was taken from this worker"


def overtake(
    crew: Crew, point: str, job: ImportJob | ExportJob, meanwhile: Callable[[], Any] = int
) -> Worker:
    """Has one worker sleep at that point and another one bring the job to its end."""
    crew.need(2)
    crew.arm(point)
    wake(job)
    sleeper = crew.caught(point)
    meanwhile()
    sweep_later(type(job))
    until_ended(job)
    return sleeper


def awaken(crew: Crew, point: str, sleeper: Worker) -> None:
    """Lets the sleeper go on to its end."""
    words = sleeper.said().count(TAKEN)
    crew.release(point)
    until(lambda: sleeper.said().count(TAKEN) > words, f"it went on:\n{sleeper.said()}")


def preview(job: ImportJob) -> list[tuple[Any, ...]]:
    return list(job.rows.order_by("pk").values_list("pk", "number", "kind", "key", "faults"))


def done_by(workers: Iterable[Worker], task: str) -> int:
    """How many messages the workers have dealt with so far."""
    return sum(len(re.findall(rf"{task}\[\S+\] succeeded", w.said())) for w in workers)


@contextmanager
def impatient() -> Iterator[None]:
    """A connection that rather fails than waits for another one's lock."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        yield
        cursor.execute("RESET lock_timeout")


@pytest.mark.parametrize("point", ["job-taken", "slice-read", "file-read"])
def test_a_sleeper_in_a_check_leaves_the_preview_of_the_other_worker_alone(
    crew: Crew, steward: Reader, point: str
) -> None:
    job = bring(steward, [*board_rows(range(BOARDS)), *board_rows([0])])
    sleeper = overtake(crew, point, job)
    before = preview(job)
    assert (job.state, job.added, job.refused, len(before)) == ("checked", 29, 2, 31)
    awaken(crew, point, sleeper)
    assert preview(job) == before
    assert ended(job)
    assert job.state == "checked"


def test_a_sleeper_before_the_storing_stores_nothing_more(crew: Crew, steward: Reader) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)))
    sleeper = overtake(crew, "job-taken", job)
    assert job.state == "done"
    awaken(crew, "job-taken", sleeper)
    assert ended(job)
    assert job.state == "done"
    assert traces() == trace_of(BOARDS)


@pytest.mark.parametrize("format_", [ExportFormat.CSV, ExportFormat.XLSX])
@pytest.mark.parametrize("point", ["job-taken", "file-written", "file-named"])
def test_a_sleeper_in_an_export_leaves_the_file_of_the_other_worker_alone(
    crew: Crew, steward: Reader, point: str, format_: ExportFormat
) -> None:
    stored(steward, board_rows(range(BOARDS)))
    job = take_out(steward, format_)
    sleeper = overtake(crew, point, job, lambda: stored(steward, board_rows([BOARDS])))
    assert (job.state, job.row_count, sha256_on_disk(job)) == ("done", BOARDS + 1, job.sha256)
    awaken(crew, point, sleeper)
    assert ended(job)
    assert (job.state, sha256_on_disk(job)) == ("done", job.sha256)


def test_two_exports_of_one_job_at_work_at_once_do_not_write_into_one_file(
    crew: Crew, steward: Reader
) -> None:
    stored(steward, board_rows(range(BOARDS)))
    job = take_out(steward)
    crew.need(2)
    crew.arm("file-written")
    wake(job)
    sleeper = crew.caught("file-written")
    stored(steward, board_rows([BOARDS]))
    crew.arm("file-named")
    sweep_later(ExportJob)
    crew.caught("file-named")
    awaken(crew, "file-written", sleeper)
    crew.release("file-named")
    until_ended(job)
    assert (job.state, sha256_on_disk(job)) == ("done", job.sha256)


@pytest.mark.postgresql
def test_the_sweeper_does_not_wait_for_a_worker_in_its_transaction(
    crew: Crew, steward: Reader
) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)))
    crew.need(1)
    crew.arm("rows-inserted")
    wake(job)
    crew.caught("rows-inserted")
    job.refresh_from_db()
    assert job.heartbeat_at
    with impatient():
        assert leases.sweep(ImportJob, at=job.heartbeat_at + LEASE_IS_OVER) == []
    crew.release("rows-inserted")
    until_ended(job)
    assert (job.state, job.attempts) == ("done", 1)
    assert traces() == trace_of(BOARDS)


@pytest.mark.parametrize(
    ("make", "task", "state"),
    [
        (lambda reader: bring(reader, board_rows(range(BOARDS))), run_import, "checked"),
        (lambda reader: confirmed(reader, board_rows(range(BOARDS))), run_import, "done"),
        (take_out, run_export, "done"),
    ],
    ids=["check", "storing", "export"],
)
@pytest.mark.parametrize("crew", ["filesystem", "redis"], indirect=True)
def test_of_ten_messages_for_one_job_one_takes_it_and_late_ones_do_nothing(
    crew: Crew, steward: Reader, make: Callable[[Reader], Any], task: Any, state: str
) -> None:
    job = make(steward)
    workers = crew.need(2)
    before = done_by(workers, task.name)
    for _ in range(10):
        task.delay(job.pk)
    until_ended(job)
    seen = type(job).objects.values().get(pk=job.pk)
    until(lambda: done_by(workers, task.name) >= before + 10, "messages were lost")
    task.delay(job.pk)
    until(lambda: done_by(workers, task.name) >= before + 11, "the late message was lost")
    assert type(job).objects.values().get(pk=job.pk) == seen
    assert (seen["state"], seen["attempts"]) == (state, 1)
    stored_once = task is run_import and state == "done"
    assert traces() == trace_of(BOARDS * stored_once, acts=int(stored_once))
