"""What a person does with an import: bring a file, decide, confirm, cancel."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.models.jobs import Job
from p2kp_site.exchange.reading import UnusableFile
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.foundation.reader import Reader


class NotNow(Exception):
    """The job is not where this step begins: somebody was faster, or it is too early.

    `kind` is one of `moved_on`, `has_refused_rows`, `nothing_to_store`, `built_upon`.
    """

    def __init__(self, kind: str, job: Job) -> None:
        super().__init__(kind)
        self.kind = kind
        self.job = job


def start_import(
    *,
    reader: Reader,
    dataset: str,
    file: IO[bytes],
    name: str,
    at: datetime,
    mapping: Mapping[str, str | None] | None = None,
) -> ImportJob:
    """Keep the file as it came and queue it for reading.

    Raises PermissionDenied without the right to import or without an area, and UnusableFile when
    the file is empty or larger than the limit.
    """
    kind = dataset_named(dataset)
    if not kind.importable or not reader.may(kind.right("import")) or reader.area is None:
        raise PermissionDenied(dataset)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(1024 * 1024):
        digest.update(piece)
        size += len(piece)
        if size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise UnusableFile("too_large", limit_megabytes=limit)
    if not size:
        raise UnusableFile("empty_file")
    file.seek(0)
    job = ImportJob(
        dataset=dataset,
        owner=reader.user,
        area=reader.area,
        language=get_language() or "id",
        created_at=at,
        token=get_random_string(32),
        file_name=_shown(name),
        size=size,
        sha256=digest.hexdigest(),
        mapping=dict(mapping or {}),
    )
    job.file.save(f"original{_ending(name)}", File(file), save=False)
    job.save()
    return job


def _shown(name: str) -> str:
    """A file's name as it can be kept and shown, whatever the browser sent."""
    readable = name.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "�" for c in readable)[-200:] or "?"


def _ending(name: str) -> str:
    """The ending under which the file is kept; the rest of a name never reaches the disk."""
    ending = PurePath(name).suffix.lower()
    return ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else ""


def decide_columns(*, job: ImportJob, mapping: Mapping[str, str | None], by: Reader) -> None:
    """Say for each unknown column which one it is, or that it is left out; then read again."""
    _own(job, by)
    merged = {**job.mapping, **mapping}
    _move(job, ImportState.MAPPING, ImportState.QUEUED, mapping=merged, attempts=0, woken_at=None)


def confirm_import(*, job: ImportJob, partial: bool, by: Reader, at: datetime) -> None:
    """Have the checked rows stored: all of them, or with `partial` the good ones.

    Raises NotNow when somebody pressed the button before, when rows are refused and `partial` is
    not given, or when no row is good. A file that changes nothing may be confirmed: it is done.
    """
    _own(job, by)
    if job.state == ImportState.CHECKED:
        if job.refused and not partial:
            raise NotNow("has_refused_rows", job)
        if not job.added + job.changed + job.unchanged:
            raise NotNow("nothing_to_store", job)
    _move(
        job,
        ImportState.CHECKED,
        ImportState.CONFIRMED,
        partial=partial,
        confirmed_at=at,
        attempts=0,
        woken_at=None,
        cancel_requested=False,
        failure=None,
        seen=job.finished_at,
    )


def cancel_import(*, job: ImportJob, by: Reader, at: datetime) -> None:
    """Give an import up: at once where it waits, at the next beat where a worker reads it."""
    _own(job, by)
    idle = [ImportState.QUEUED, ImportState.MAPPING, ImportState.CHECKED, ImportState.CONFIRMED]
    row = ImportJob.objects.filter(pk=job.pk)
    if not row.filter(state__in=idle).update(state=ImportState.CANCELLED, finished_at=at):
        asked = row.filter(state=ImportState.CHECKING).update(cancel_requested=True)
        if not asked:
            raise NotNow("moved_on", job)
    job.refresh_from_db()


def _own(job: ImportJob, reader: Reader) -> None:
    if reader.user is None or job.owner_id != reader.user.pk:
        raise PermissionDenied(str(job))


def _move(
    job: ImportJob, come_from: str, go_to: str, *, seen: datetime | None = None, **values: Any
) -> None:
    """Compare and set: of two people who press the same button, one is told so.

    So is who decides on a preview (`seen`: when it was read) that was read again meanwhile.
    """
    standing = ImportJob.objects.filter(pk=job.pk, state=come_from)
    if seen:
        standing = standing.filter(finished_at=seen)
    moved = standing.update(state=go_to, **values)
    job.refresh_from_db()
    if not moved:
        raise NotNow("moved_on", job)
