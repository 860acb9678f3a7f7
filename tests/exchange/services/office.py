"""An office that exchanges files: its people, its files, and the jobs that come of them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from openpyxl import Workbook

from communities.models import AreaAssignment, Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.accounts.services.roles import install_roles
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import confirm_import, start_import
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.foundation.reader import Reader, reader_for
from tests.builders import AT, TODAY, make_user

HEAD = ("Kode", "Nama BKM", "Kode Wilayah")
KOTA, HILIR = "14.04.04.1001", "14.04.04.1002"
Mapped = Mapping[str, str | None]
AWAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def clock() -> datetime:
    """The time at which the workers of these tests live."""
    return AWAY


def make_person(
    *,
    region: Region | None,
    role: RoleName = RoleName.DATA_STEWARD,
    until_on: date | None = None,
    from_on: date = TODAY - timedelta(days=30),
    without: Iterable[str] = (),
    **values: Any,
) -> User:
    """A person with a role (less some rights) in an area; None is the whole nation."""
    user = make_user(**values)
    group = Group.objects.filter(name=role.value).first()
    if group is None:
        install_roles()
        group = Group.objects.get(name=role.value)
    if lacking := set(without):
        rights = group.permissions.exclude(codename__in=lacking)
        user.user_permissions.set(rights)
    else:
        user.groups.add(group)
    AreaAssignment.objects.create(user=user, region=region, from_on=from_on, until_on=until_on)
    return user


def grant(user: User, *codenames: str) -> None:
    """Give a person single rights."""
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))


def reader(user: User, on: date = TODAY) -> Reader:
    """The reader that a person is, with the rights of this moment."""
    return reader_for(User.objects.get(pk=user.pk), on=on)


def as_csv(*rows: Sequence[object], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows, the first of them the headings."""
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*rows: Sequence[object]) -> bytes:
    """A workbook of these rows; a text that begins with = stays a text."""
    book, file = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(file)
    return file.getvalue()


def bring(
    by: Reader,
    content: bytes,
    *,
    name: str = "boards.csv",
    mapping: Mapped | None = None,
    at: datetime = AT,
) -> ImportJob:
    """Bring a file in and have it read: its preview."""
    job = start_import(
        reader=by, dataset="boards", file=BytesIO(content), name=name, at=at, mapping=mapping
    )
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    return job


def store(job: ImportJob, by: Reader, *, partial: bool = False) -> ImportJob:
    """Confirm a preview and have it stored."""
    confirm_import(job=job, partial=partial, by=by, at=AT)
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    return job


def take(
    by: Reader, format_: str, *, filters: dict[str, Any] | None = None, language: str = "id"
) -> ExportJob:
    """Take the boards out as a file."""
    job = start_export(
        reader=by, dataset="boards", format=format_, filters=filters or {}, language=language, at=AT
    )
    run_export(job.pk, clock=clock)
    job.refresh_from_db()
    return job


def content_of(job: ExportJob) -> bytes:
    """The bytes that left."""
    return (Path(settings.MEDIA_ROOT) / job.file).read_bytes()


def counts(job: ImportJob) -> dict[str, int]:
    """What the receipt says, without what is nought."""
    return {name: number for name, number in job.counts.items() if number}


def faults(job: ImportJob) -> dict[tuple[int, str], str]:
    """What is wrong: (row of the file, column) -> kind of fault."""
    return {
        (row.number, fault["column"]): fault["kind"]
        for row in job.rows.filter(kind=RowKind.REFUSED)
        for fault in row.faults
    }


def changes(job: ImportJob) -> dict[int, dict[str, list[Any]]]:
    """Before and after, by row of the file."""
    return {row.number: row.changes for row in job.rows.filter(kind=RowKind.CHANGED)}
