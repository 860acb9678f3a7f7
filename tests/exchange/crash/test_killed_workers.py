"""A worker killed with -9 anywhere in a job leaves all or nothing, and the job still ends."""

import os
import signal
from pathlib import Path

import pytest

from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportFormat
from p2kp_site.exchange.tasks import wake
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.crew import Crew
from tests.exchange.crash.desk import (
    board_rows,
    bring,
    confirmed,
    sha256_on_disk,
    stored,
    sweep_from_the_dead,
    take_out,
    trace_of,
    traces,
    until_ended,
)

BOARDS = 30
on_both_brokers = pytest.mark.parametrize("crew", ["filesystem", "redis"], indirect=True)


def kill_at(crew: Crew, point: str, job: ImportJob | ExportJob) -> None:
    """Has a worker take the job and kills it at that point of its work."""
    crew.need(2)
    crew.arm(point)
    wake(job)
    crew.caught(point).kill()
    crew.disarm()
    crew.hire()  # for the next test


def finish(job: ImportJob | ExportJob) -> None:
    """Sweeps, as the sweeper does when the lease is over, until the job has ended."""
    assert job.__class__.objects.get(pk=job.pk).is_held
    sweep_from_the_dead(job)
    until_ended(job)


@on_both_brokers
def test_an_import_killed_while_it_is_checked_is_read_again_from_the_first_row(
    crew: Crew, steward: Reader
) -> None:
    job = bring(steward, board_rows(range(BOARDS)))
    kill_at(crew, "slice-staged", job)
    finish(job)
    assert (job.state, job.attempts, job.read, job.added) == ("checked", 2, BOARDS, BOARDS)
    assert job.rows.count() == BOARDS
    assert traces() == trace_of(0, acts=0)


@pytest.mark.parametrize("point", ["job-taken", "repeats-sought", "settling"])
def test_an_import_killed_anywhere_in_its_check_has_each_row_once(
    crew: Crew, steward: Reader, point: str
) -> None:
    job = bring(steward, board_rows([*range(BOARDS), 0]))
    kill_at(crew, point, job)
    finish(job)
    assert (job.state, job.read, job.added, job.refused) == ("checked", 31, 29, 2)
    assert job.rows.count() == BOARDS + 1


@on_both_brokers
def test_an_import_killed_between_its_rows_and_its_commit_stores_them_once(
    crew: Crew, steward: Reader
) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)))
    kill_at(crew, "rows-inserted", job)
    assert traces() == trace_of(0, acts=0)
    finish(job)
    assert (job.state, job.attempts, job.added) == ("done", 2, BOARDS)
    assert traces() == trace_of(BOARDS)


@pytest.mark.parametrize("point", ["job-taken", "history-written", "settling", "settled"])
def test_an_import_killed_anywhere_before_its_commit_stores_its_rows_once(
    crew: Crew, steward: Reader, point: str
) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)))
    kill_at(crew, point, job)
    assert traces() == trace_of(0, acts=0)
    finish(job)
    assert job.state == "done"
    assert traces() == trace_of(BOARDS)


@on_both_brokers
@pytest.mark.parametrize("format_", [ExportFormat.CSV, ExportFormat.XLSX])
def test_an_export_killed_while_its_file_is_written_is_made_again(
    crew: Crew, steward: Reader, format_: ExportFormat
) -> None:
    stored(steward, board_rows(range(BOARDS)))
    job = take_out(steward, format_)
    kill_at(crew, "file-written", job)
    finish(job)
    assert (job.state, job.attempts, job.row_count) == ("done", 2, BOARDS)
    assert sha256_on_disk(job) == job.sha256


def test_an_export_killed_before_it_was_entered_leaves_one_file(
    crew: Crew, steward: Reader, media: Path
) -> None:
    stored(steward, board_rows(range(BOARDS)))
    job = take_out(steward)
    kill_at(crew, "settling", job)
    finish(job)
    assert (job.state, job.row_count) == ("done", BOARDS)
    assert sha256_on_disk(job) == job.sha256
    left = {file.name for file in (media / "exports" / str(job.pk)).rglob("*") if file.is_file()}
    assert left == {Path(job.file).name, Path(job.dictionary).name}


@on_both_brokers
def test_the_death_of_one_process_of_the_pool_is_the_same_to_the_job(
    crew: Crew, steward: Reader
) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)))
    crew.need(2)
    crew.arm("rows-inserted")
    wake(job)
    os.kill(crew.caught_process("rows-inserted"), signal.SIGKILL)
    finish(job)
    assert job.state == "done"
    assert traces() == trace_of(BOARDS)


def test_a_worker_started_after_the_death_of_all_finds_the_job(crew: Crew, steward: Reader) -> None:
    job = confirmed(steward, board_rows(range(BOARDS)))
    kill_at(crew, "rows-inserted", job)
    crew.dismiss()
    sweep_from_the_dead(job)
    crew.need(1)
    until_ended(job)
    assert job.state == "done"
    assert traces() == trace_of(BOARDS)
