"""The demo's story, played through the product's own services and its worker.

A steward of Tembilahan brings in the workbook that the office made, looks at the preview and
confirms; an analyst of the ministry takes the boards out; the steward brings that file in again,
and nothing changes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.accounts.models import User
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportFormat, ExportState
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import confirm_import, start_import
from p2kp_site.exchange.tasks import wake
from p2kp_site.foundation.reader import Reader, reader_for

WORKBOOK = Path(__file__).with_name("data") / "contoh-bkm-tembilahan.xlsx"
BOARDS = 8
PATIENCE = 120.0  # seconds that a job may take before the story is given up


class StoryWentWrong(Exception):
    """The story did not come out as it should; the message says where."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story made: the number of boards and the files that left."""

    boards: int
    files: list[Path]


def play(say: Callable[[str], None], while_waiting: Callable[[], None]) -> Outcome:
    """Play the story; a worker must be running. Playing it again changes nothing.

    `while_waiting` is called again and again while the worker works. Raises StoryWentWrong.
    """
    worker = _Patience(while_waiting)
    steward, analyst = _reader("steward.tembilahan"), _reader("analyst")
    job = _bring(steward, WORKBOOK, worker)
    say(_("The steward of Tembilahan brings in %(file)s.") % {"file": WORKBOOK.name})
    _expect(job, added_or_unchanged=BOARDS)
    if job.state == ImportState.CHECKED:
        confirm_import(job=job, partial=False, by=steward, at=timezone.now())
        wake(job)
        worker.wait(job, lambda: job.state == ImportState.DONE)
    say(_("%(n)d boards stand in the base, each with its history.") % {"n": BOARDS})
    files = [_take(analyst, one, worker) for one in (ExportFormat.XLSX, ExportFormat.CSV)]
    say(_("The analyst of the ministry takes them out again."))
    again = _bring(steward, files[0], worker)
    if (again.unchanged, again.changed, again.added, again.refused) != (BOARDS, 0, 0, 0):
        raise StoryWentWrong(
            _("The exported file does not come back unchanged: %(counts)s")
            % {"counts": again.counts}
        )
    confirm_import(job=again, partial=False, by=steward, at=timezone.now())
    wake(again)
    worker.wait(again, lambda: again.state == ImportState.DONE)
    say(_("Brought in again, the exported file changes nothing."))
    return Outcome(BOARDS, files)


def _reader(username: str) -> Reader:
    return reader_for(User.objects.get(username=username), on=timezone.localdate())


def _bring(reader: Reader, path: Path, worker: "_Patience") -> ImportJob:
    with path.open("rb") as file:
        job = start_import(
            reader=reader, dataset="boards", file=file, name=path.name, at=timezone.now()
        )
    wake(job)
    worker.wait(job, lambda: job.state == ImportState.CHECKED)
    return job


def _take(reader: Reader, format_: ExportFormat, worker: "_Patience") -> Path:
    job = start_export(
        reader=reader,
        dataset="boards",
        format=format_,
        filters={"region": "14.04.04"},
        language="id",
        at=timezone.now(),
    )
    wake(job)
    worker.wait(job, lambda: job.state == ExportState.DONE)
    if job.row_count != BOARDS:
        raise StoryWentWrong(_("The export holds %(n)d boards.") % {"n": job.row_count or 0})
    return Path(settings.MEDIA_ROOT) / job.file


def _expect(job: ImportJob, *, added_or_unchanged: int) -> None:
    good = job.added + job.unchanged
    if good != added_or_unchanged or job.changed or job.refused:
        raise StoryWentWrong(
            _("The workbook was not read as it should: %(counts)s") % {"counts": job.counts}
        )


class _Patience:
    """Waits for what the worker makes of a job."""

    def __init__(self, while_waiting: Callable[[], None]) -> None:
        self.while_waiting = while_waiting

    def wait(self, job: ImportJob | ExportJob, arrived: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not arrived():
            if time.monotonic() > deadline or job.failure or job.state in ("failed", "cancelled"):
                raise StoryWentWrong(f"{job}: {job.get_state_display()} {job.failure or ''}")
            self.while_waiting()
            time.sleep(0.05)
            job.refresh_from_db()
