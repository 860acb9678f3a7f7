"""A steward's desk: one person with an area, files of boards, and jobs made of them."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from communities.models import AreaAssignment, Board, Region
from p2kp_site.exchange import tasks
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportFormat
from p2kp_site.exchange.models.jobs import Job
from p2kp_site.exchange.services import leases
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import confirm_import, start_import
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader, reader_for
from tests.builders import make_region, make_user
from tests.exchange.crash.crew import until

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LEASE_IS_OVER = timedelta(seconds=46)
LATER = timedelta(seconds=61)  # when lost messages are sent again, too
VILLAGE = "14.04.04.1001"
RIGHTS = ("import_board", "add_board", "change_board", "export_board", "view_board")
Row = Mapping[str, Any]


def clock() -> datetime:
    """The moment at which every test of one process happens."""
    return NOW


def make_steward(*, area: str = "14.04", rights: Iterable[str] = RIGHTS) -> Reader:
    """A steward of a region (by default Indragiri Hilir), as they are on this day."""
    region = Region.objects.filter(code=area).first() or make_region(code=area)
    if not Region.objects.filter(code=VILLAGE).exists():
        make_region(code=VILLAGE)
    user = make_user()
    group = Group.objects.create(name=f"the rights of {user.username}")
    group.permissions.set(Permission.objects.filter(codename__in=list(rights)))
    user.groups.add(group)
    AreaAssignment.objects.create(user=user, region=region, from_on=date(2006, 1, 1))
    return reader_for(user, on=timezone.localdate(NOW))


def again(reader: Reader, on: date | None = None) -> Reader:
    """The same person as the database knows them now."""
    assert reader.user
    return reader_for(type(reader.user).objects.get(pk=reader.user.pk), on=on or reader.on)


def board_rows(numbers: Iterable[int], **values: Any) -> list[Row]:
    """Rows of new boards of the village, numbered."""
    return [
        {"code": f"BKM-{n:06d}", "name": f"BKM Sejahtera {n}", "region": VILLAGE, **values}
        for n in numbers
    ]


def csv_of(rows: Iterable[Row]) -> bytes:
    """The rows as the CSV file that a clerk brings."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bring(reader: Reader, rows: Iterable[Row]) -> ImportJob:
    """Hand the file in; it waits to be read."""
    file = io.BytesIO(csv_of(rows))
    return start_import(reader=reader, dataset="boards", file=file, name="bkm.csv", at=NOW)


def checked(reader: Reader, rows: Iterable[Row]) -> ImportJob:
    """Hand the file in and have it read, in this process."""
    job = bring(reader, rows)
    assert run_import(job.pk, clock=clock)
    job.refresh_from_db()
    assert job.state == "checked", (job.state, job.failure)
    return job


def confirmed(reader: Reader, rows: Iterable[Row], *, partial: bool = False) -> ImportJob:
    """Hand the file in, have it read and confirm it; it waits to be stored."""
    job = checked(reader, rows)
    confirm_import(job=job, partial=partial, by=reader, at=NOW)
    return job


def run(job: ImportJob) -> ImportJob:
    """Let this process be the worker once."""
    assert run_import(job.pk, clock=clock)
    job.refresh_from_db()
    return job


def stored(reader: Reader, rows: Iterable[Row], *, partial: bool = False) -> ImportJob:
    """Hand the file in and bring it to its end."""
    job = run(confirmed(reader, rows, partial=partial))
    assert job.state == "done", (job.state, job.failure)
    return job


def take_out(reader: Reader, format_: ExportFormat = ExportFormat.CSV) -> ExportJob:
    """Ask for all boards; the export waits to be made."""
    return start_export(
        reader=reader, dataset="boards", format=format_, filters={}, language="id", at=NOW
    )


def traces() -> dict[str, int]:
    """What imports have left in the base: boards, their history, and acts of importing."""
    return {
        "boards": Board.objects.count(),
        "history": Board.history.count(),
        "acts": ChangeSet.objects.filter(door=Door.IMPORT).count(),
    }


def trace_of(added: int, acts: int = 1) -> dict[str, int]:
    """What imports that added so many boards should have left."""
    return {"boards": added, "history": added, "acts": acts}


def sweep_later(model: type[Job]) -> None:
    """What the sweeper does once leases of dead workers are over, without waiting for that."""
    for pk in leases.sweep(model, at=timezone.now() + LATER):
        tasks.wake(model.objects.get(pk=pk))


def sweep_from_the_dead(job: Job) -> None:
    """Sweeps until the job is out of the hands that held it.

    PostgreSQL takes a moment to notice that a killed worker's connection is gone, and a row that
    is locked until then is left for the next sweep.
    """
    model = type(job)
    dead = model.objects.get(pk=job.pk).lease

    def taken_away() -> bool:
        sweep_later(model)
        return model.objects.get(pk=job.pk).lease != dead

    until(taken_away, f"{model.__name__} {job.pk} stays with the dead")


def ended(job: ImportJob | ExportJob) -> bool:
    """Is the job at rest: neither waiting for a worker nor held by one?"""
    job.refresh_from_db()
    return not job.is_waiting and not job.is_held


def until_ended(job: ImportJob | ExportJob) -> None:
    """Wait until the job is at rest."""
    until(lambda: ended(job), f"{type(job).__name__} {job.pk} is stuck")


def sha256_on_disk(job: ExportJob) -> str:
    """The checksum of the file that an export left."""
    return hashlib.sha256((Path(settings.MEDIA_ROOT) / job.file).read_bytes()).hexdigest()
