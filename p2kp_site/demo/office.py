"""What people of the story have the worker do: bring files in, take rows out, sum up, send."""

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.accounts.models import User
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportFormat, ExportState
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import cancel_import, confirm_import, start_import
from p2kp_site.exchange.tasks import wake
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader, reader_for
from p2kp_site.reports.models import Issue, SummaryRun
from p2kp_site.reports.models.issues import IssueState
from p2kp_site.reports.models.runs import RunState
from p2kp_site.reports.services.runs import start_run

PATIENCE = 120.0  # seconds that a job may take before the story is given up
REMIND = 10.0  # seconds after which the worker is told again of a job that it has not begun


class StoryWentWrong(Exception):
    """The story did not come out as it should; the message says where."""


def reader_named(username: str, on: date | None = None) -> Reader:
    """What a person of the story may do today, or on another day."""
    return reader_for(User.objects.get(username=username), on=on or timezone.localdate())


def on_the_day(day: date) -> dict[str, Any]:
    """The moment of an act of the story, and its door."""
    moment = timezone.make_aware(datetime.combine(day, time_of_day(9)))
    return {"at": moment, "door": Door.COMMAND}


class Office:
    """Hands files to the worker and waits; `while_waiting` is called again and again meanwhile."""

    def __init__(self, while_waiting: Callable[[], None]) -> None:
        self.while_waiting = while_waiting

    def bring(self, by: Reader, dataset: str, path: Path) -> ImportJob:
        """The import of a file, read and checked."""
        with path.open("rb") as file:
            job = start_import(
                reader=by, dataset=dataset, file=file, name=path.name, at=timezone.now()
            )
        wake(job)
        self._wait(job, ImportState.CHECKED)
        return job

    def store(self, by: Reader, job: ImportJob) -> None:
        """Confirm a checked import and see it stored."""
        confirm_import(job=job, partial=False, by=by, at=timezone.now())
        wake(job)
        self._wait(job, ImportState.DONE)

    def leave(self, by: Reader, job: ImportJob) -> None:
        """Give a checked import up."""
        cancel_import(job=job, by=by, at=timezone.now())

    def take(self, by: Reader, dataset: str, region: str, format_: ExportFormat) -> ExportJob:
        """An export of what lies in a region, in Indonesian."""
        job = start_export(
            reader=by,
            dataset=dataset,
            format=format_,
            filters={"region": region},
            language="id",
            at=timezone.now(),
        )
        wake(job)
        self._wait(job, ExportState.DONE)
        return job

    def sum_up(
        self, by: Reader, summary: str, region: str, period: str, formats: Sequence[str]
    ) -> SummaryRun:
        """A kept summary of a region and a period, in Indonesian."""
        run = start_run(
            reader=by,
            summary=summary,
            region=region,
            period=period,
            formats=formats,
            language="id",
            at=timezone.now(),
        )
        wake(run)
        self._wait(run, RunState.DONE)
        return run

    def send(self, issue: Issue) -> None:
        """See an issue of a subscription sent; one that was sent before is left as it is."""
        if issue.is_waiting:
            wake(issue)
        self._wait(issue, IssueState.DONE)

    def _wait(self, job: ImportJob | ExportJob | SummaryRun | Issue, state: str) -> None:
        begun = reminded = time.monotonic()
        while job.state != state:
            now = time.monotonic()
            given_up = job.failure or job.state in ("failed", "cancelled", "mapping")
            if given_up or now > begun + PATIENCE:
                raise StoryWentWrong(f"{job}: {job.get_state_display()} {job.failure or ''}")
            if job.is_waiting and now > reminded + REMIND:
                # A worker of a demo that was killed may have taken the message along.
                wake(job)
                reminded = now
            self.while_waiting()
            time.sleep(0.02)
            job.refresh_from_db()


def file_of(job: ExportJob) -> Path:
    """Where the file of a finished export lies."""
    return Path(settings.MEDIA_ROOT) / job.file


def told_wrong(job: ImportJob) -> StoryWentWrong:
    """An import whose counts are not those of the story."""
    return StoryWentWrong(
        _("%(file)s was not read as it should: %(counts)s")
        % {"file": job.file_name, "counts": job.counts}
    )
