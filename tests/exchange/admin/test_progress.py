"""How far a job is, as its page tells it while it waits."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from p2kp_site.exchange.admin.progress import progress_of
from p2kp_site.exchange.models import ExportJob, ImportJob
from tests.builders import AT

SOON, LATE = AT + timedelta(seconds=5), AT + timedelta(minutes=3)


@pytest.fixture(autouse=True)
def english() -> object:
    with override("en"):
        yield


def test_rows_and_percent_are_told_while_a_file_is_read() -> None:
    job = ImportJob(state="checking", created_at=AT, progress_done=2500, progress_total=10_000)
    told = progress_of(job, SOON)
    assert (told["percent"], told["text"], told["moving"]) == (25, "row 2,500 of 10,000", True)


def test_storing_is_one_act_without_a_percentage() -> None:
    job = ImportJob(state="applying", created_at=AT, progress_total=10)
    assert progress_of(job, SOON)["percent"] is None


def test_a_job_that_no_worker_takes_says_so_after_a_minute() -> None:
    job = ExportJob(state="queued", created_at=AT)
    assert progress_of(job, SOON)["hint"] == ""
    assert "No worker has taken it up yet" in progress_of(job, LATE)["hint"]


def test_a_worker_that_is_silent_is_missed() -> None:
    job = ImportJob(state="checking", created_at=AT, heartbeat_at=AT)
    assert progress_of(job, SOON)["hint"] == ""
    assert "silent" in progress_of(job, LATE)["hint"]


@pytest.mark.parametrize("state", ["checked", "done", "cancelled", "mapping"])
def test_a_job_that_waits_for_a_person_does_not_move(state: str) -> None:
    assert progress_of(ImportJob(state=state, created_at=AT), LATE)["moving"] is False
