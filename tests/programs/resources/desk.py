"""A desk at which files of programmes, plans and works come in."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from communities.models import Region
from p2kp_site.exchange.faults import describe_fault
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import start_import
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, make_region
from tests.exchange.contract.files import Table, table_of
from tests.exchange.services.office import (
    as_csv,
    as_xlsx,
    clock,
    content_of,
    faults,
    make_person,
    reader,
)
from tests.exchange.services.office import store as store_job

HERE = "14.04"


def steward(code: str = HERE) -> Reader:
    """The data steward of a regency."""
    area = Region.objects.in_force().filter(code=code).first() or make_region(code=code)
    return reader(make_person(region=area))


def ministry() -> Reader:
    """Who writes for the whole nation."""
    return reader(make_person(region=None))


def bring(slug: str, by: Reader, *rows: Sequence[Any], format_: str = "csv") -> ImportJob:
    """The preview of a file of these rows, the first of them the headings."""
    content = as_csv(*rows) if format_ == "csv" else as_xlsx(*rows)
    file = BytesIO(content)
    job = start_import(reader=by, dataset=slug, file=file, name=f"berkas.{format_}", at=AT)
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED, (job.state, job.failure, job.layout.get("unknown"))
    return job


def store(
    slug: str, by: Reader, *rows: Sequence[Any], partial: bool = False, format_: str = "csv"
) -> ImportJob:
    """Bring a file in, look at it and have it stored."""
    job = bring(slug, by, *rows, format_=format_)
    job = store_job(job, by, partial=partial)
    assert job.state == ImportState.DONE, faults(job)
    return job


def take(slug: str, by: Reader, format_: str = "csv", language: str = "id") -> Table:
    """All rows of a dataset as cells, the headings first."""
    job = start_export(
        reader=by, dataset=slug, format=format_, filters={}, language=language, at=AT
    )
    run_export(job.pk, clock=clock)
    job.refresh_from_db()
    return table_of(content_of(job), format_)


def column(table: Table, heading: str) -> list[Any]:
    """The cells under a heading."""
    place = table[0].index(heading)
    return [row[place] for row in table[1:]]


def sentences(job: ImportJob) -> list[str]:
    """What is said of the refused rows."""
    dataset = dataset_named(job.dataset)()
    refused = job.rows.filter(kind=RowKind.REFUSED).order_by("number")
    return [describe_fault(fault, dataset) for row in refused for fault in row.faults]
