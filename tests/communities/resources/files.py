"""Files of the datasets of communities, brought in by the steward of Tembilahan or another."""

from io import BytesIO
from typing import Any

from communities.models import Region
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.imports import start_import
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, make_region
from tests.exchange.contract.files import table_of
from tests.exchange.contract.files import take as take_kind
from tests.exchange.services.office import (
    HILIR,
    KOTA,
    as_csv,
    clock,
    faults,
    make_person,
    reader,
    store,
)

RETEH = "14.04.01.1001"
TEMBILAHAN, INHIL = "14.04.04", "14.04"


def make_places() -> None:
    """Two kelurahan of Tembilahan and one of Reteh."""
    for code, name in ((KOTA, ""), (HILIR, "Tembilahan Hilir"), (RETEH, "Pulau Kijang")):
        make_region(code=code, name=name)


def steward_of(code: str | None, **options: Any) -> Reader:
    """The data steward of a region; None is the whole nation."""
    region = None if code is None else Region.objects.in_force().get(code=code)
    return reader(make_person(region=region, **options))


def bring(slug: str, by: Reader, *rows: Any) -> ImportJob:
    """The preview of a file of these rows, the first of them the headings."""
    job = start_import(
        reader=by, dataset=slug, file=BytesIO(as_csv(*rows)), name=f"{slug}.csv", at=AT
    )
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    return job


def bring_and_store(slug: str, by: Reader, *rows: Any) -> ImportJob:
    """A file without fault, stored."""
    job = bring(slug, by, *rows)
    assert faults(job) == {}
    job = store(job, by)
    assert job.state == ImportState.DONE, (job.failure, faults(job))
    return job


def take(slug: str, by: Reader) -> list[dict[str, str]]:
    """All rows of a dataset as a file shows them, by the names of the columns."""
    heads, *rows = table_of(take_kind(dataset_named(slug), by, "csv"), "csv")
    return [dict(zip(heads, row, strict=True)) for row in rows]
