"""A job whose message nobody heard still comes to its end, and nobody waits for a broker."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from p2kp_site.exchange import tasks
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.tasks import wake
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.brokers import RedisServer, lose_messages, talking_to, wipe_folder
from tests.exchange.crash.crew import ROOT, Crew, until
from tests.exchange.crash.desk import (
    board_rows,
    bring,
    confirmed,
    ended,
    sweep_later,
    take_out,
    trace_of,
    traces,
    until_ended,
)

BOARDS = 30
AT_MOST = 15.0  # seconds; far less than a broker that never answers would hold a person up
PRESS = """
import sys, time
import django
django.setup()
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.tasks import wake
job = ImportJob.objects.get(pk=int(sys.argv[1]))
began = time.monotonic()
wake(job)
print(time.monotonic() - began)
"""


def press(environment: dict[str, str], broker: str, job: ImportJob) -> float:
    """Has another process wake a worker for the job; the seconds that it took."""
    done = subprocess.run(
        [sys.executable, "-c", PRESS, str(job.pk)],
        cwd=ROOT,
        env={**environment, "BROKER_URL": broker},
        timeout=60,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


@pytest.fixture
def mute() -> Iterator[int]:
    """The port of a broker that takes calls and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_nobody_waits_for_a_broker_that_is_gone_and_the_job_is_still_queued(
    child_environment: dict[str, str], steward: Reader
) -> None:
    job = bring(steward, board_rows(range(BOARDS)))
    assert press(child_environment, "redis://127.0.0.1:1", job) < AT_MOST
    job.refresh_from_db()
    assert (job.state, job.woken_at) == ("queued", None)


def test_nobody_waits_for_a_broker_that_does_not_answer(
    child_environment: dict[str, str], steward: Reader, mute: int
) -> None:
    job = bring(steward, board_rows(range(BOARDS)))
    assert press(child_environment, f"redis://127.0.0.1:{mute}", job) < AT_MOST
    job.refresh_from_db()
    assert (job.state, job.woken_at) == ("queued", None)


@pytest.mark.parametrize("crew", ["filesystem", "redis"], indirect=True)
def test_the_sweeper_wakes_a_worker_for_a_job_of_which_nobody_heard(
    crew: Crew, steward: Reader
) -> None:
    crew.need(2)
    jobs: list[ImportJob | ExportJob] = [
        bring(steward, board_rows(range(BOARDS))),
        take_out(steward),
    ]
    with talking_to("redis://127.0.0.1:1"):
        for job in jobs:
            wake(job)
    assert [type(job).objects.get(pk=job.pk).woken_at for job in jobs] == [None, None]
    tasks.sweep()
    for job in jobs:
        until_ended(job)
    assert [job.state for job in jobs] == ["checked", "done"]


def test_a_lost_message_is_sent_again_after_a_while(crew: Crew, steward: Reader) -> None:
    crew.dismiss()
    job = bring(steward, board_rows(range(BOARDS)))
    wake(job)
    lose_messages()
    crew.need(1)
    job.refresh_from_db()
    assert (job.state, job.woken_at is None) == ("queued", False)
    sweep_later(ImportJob)
    assert ImportJob.objects.get(pk=job.pk).attempts == 0
    ImportJob.objects.update(woken_at=job.created_at)
    tasks.sweep()
    until_ended(job)
    assert job.state == "checked"


def test_jobs_survive_the_loss_of_the_folder_of_the_embedded_broker(
    crew: Crew, steward: Reader
) -> None:
    job, other = confirmed(steward, board_rows(range(BOARDS))), take_out(steward)
    crew.need(1)
    crew.arm("rows-inserted")
    wake(job)
    crew.caught("rows-inserted")
    wipe_folder()
    crew.release("rows-inserted")
    until_ended(job)
    wake(other)  # into a folder that is not there: no exception
    finish_with_a_worker(crew, other)
    assert (job.state, job.attempts, other.state) == ("done", 1, "done")
    assert traces() == trace_of(BOARDS)


def test_jobs_survive_the_death_and_the_return_of_redis(
    child_environment: dict[str, str], redis_url: str, steward: Reader, tmp_path: Path
) -> None:
    job, other = confirmed(steward, board_rows(range(BOARDS))), take_out(steward)
    server = RedisServer(tmp_path)
    server.start()
    crew = Crew({**child_environment, "BROKER_URL": server.url}, tmp_path)
    try:
        with talking_to(server.url):
            crew.need(1)
            crew.arm("rows-inserted")
            wake(job)
            crew.caught("rows-inserted")
            server.kill()
            crew.release("rows-inserted")
            until_ended(job)
            wake(other)  # nobody there: no exception
            server.start()
            finish_with_a_worker(crew, other)
    finally:
        crew.dismiss()
        server.kill()
    assert (job.state, job.attempts, other.state) == ("done", 1, "done")
    assert traces() == trace_of(BOARDS)


def finish_with_a_worker(crew: Crew, job: ImportJob | ExportJob) -> None:
    """Whoever runs the workers starts one that died again; the sweeper does the rest."""

    def tend() -> bool:
        if not crew.workers or not crew.workers[0].alive:
            crew.need(1)
            tasks.sweep()
        return ended(job)

    tasks.sweep()
    until(tend, f"{job} is stuck: {job.state}\n{crew.said()}")
