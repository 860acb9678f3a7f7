"""Workers killed with -9 at a dozen random moments: every job ends once, none is stuck."""

import random
import time
from functools import partial

import pytest

from communities.models import Board
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportFormat
from p2kp_site.exchange.tasks import wake
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.crew import Crew, until
from tests.exchange.crash.desk import (
    board_rows,
    bring,
    confirmed,
    sha256_on_disk,
    sweep_later,
    take_out,
    trace_of,
    traces,
    until_ended,
)

SEED = 20260302
KILLS = 8
BOARDS = 2_100  # more than one slice
WITHIN = 0.4  # seconds after the job was taken, about as long as it takes


@pytest.mark.sqlite  # on PostgreSQL they are killed at each named place
def test_jobs_whose_workers_are_killed_at_random_end_exactly_once(
    solos: Crew, steward: Reader
) -> None:
    chance = random.Random(SEED)
    jobs: list[ImportJob | ExportJob] = []
    for number in range(KILLS):
        rows = board_rows(range(number * BOARDS, (number + 1) * BOARDS))
        job = (bring, confirmed, take_all_out)[number % 3](steward, rows)
        jobs.append(job)
        worker = solos.need(1)[0]
        solos.hire()
        wake(job)
        until(partial(taken, job), "nobody took it")
        time.sleep(chance.uniform(0, WITHIN))
        worker.kill()
        sweep_later(type(job))
    solos.dismiss()
    until(nobody_holds_any, "the dead hold on to their jobs")
    solos.need(1)
    for job in jobs:
        until_ended(job)
    check_all(jobs)


def nobody_holds_any() -> bool:
    """Sweeps, and says whether no job is in a worker's hands any more."""
    models = (ImportJob, ExportJob)
    for model in models:
        sweep_later(model)
    return not any(model.objects.filter(state__in=model.HELD).exists() for model in models)


def taken(job: ImportJob | ExportJob) -> bool:
    job.refresh_from_db()
    return not job.is_waiting


def take_all_out(steward: Reader, _rows: object) -> ExportJob:
    return take_out(steward, ExportFormat.XLSX)


def check_all(jobs: list[ImportJob | ExportJob]) -> None:
    """Each job left all that it should, once, or nothing."""
    assert any(job.attempts > 1 for job in jobs), "no kill hit a worker at work"
    imports = [job for job in jobs if isinstance(job, ImportJob)]
    exports = [job for job in jobs if isinstance(job, ExportJob)]
    for job in imports:
        assert job.state in ("checked", "done", "failed"), (job, job.failure)
        assert job.failure is None or job.failure["kind"] == "worker_died"
        if job.state != "failed":
            assert (job.read, job.added, job.rows.count()) == (BOARDS,) * 3
    done = [job for job in imports if job.state == "done"]
    assert traces() == trace_of(BOARDS * len(done), acts=len(done))
    acts = ChangeSet.objects.filter(door=Door.IMPORT).values_list("pk", flat=True)
    assert sorted(job.change_set_id or 0 for job in done) == sorted(acts)
    assert Board.objects.values("code").distinct().count() == BOARDS * len(done)
    for export in exports:
        assert export.state in ("done", "failed"), (export, export.failure)
        if export.state == "done":
            assert sha256_on_disk(export) == export.sha256
            assert (export.row_count or 0) % BOARDS == 0
