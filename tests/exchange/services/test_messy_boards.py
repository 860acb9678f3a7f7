"""The office's own files (messy/boards of the samples) come in as a careful person reads them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from communities.models import Board, Region
from communities.services.regions import load_register
from communities.services.register_files import read_register
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.services.imports import decide_columns
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, TODAY
from tests.exchange.services.office import (
    bring,
    clock,
    content_of,
    make_person,
    reader,
    store,
    take,
)

pytestmark = pytest.mark.django_db

# The product's name of each field of the samples; the members are no column of the product yet.
NAMES = {
    "code": "code",
    "name": "name",
    "region_code": "region",
    "founded_on": "formed_on",
    "notary": "notary",
    "coordinator": "coordinator",
    "village": "village",
    "district": "district",
}


@pytest.fixture
def steward(samples: Path) -> Reader:
    """A steward of Riau, with all its regions in the base."""
    rows = read_register(samples / "regions" / "riau_all.csv")
    load_register(rows, by=None, at=AT, edition="2025", on=TODAY)
    return reader(make_person(region=Region.objects.get(code="14")))


def brought(by: Reader, path: Path) -> ImportJob:
    """The preview of a file, with the columns left out that the product does not know."""
    job = bring(by, path.read_bytes(), name=path.name)
    if job.state == ImportState.MAPPING:
        left_out: dict[str, str | None] = {f"#{u['letter']}": None for u in job.layout["unknown"]}
        decide_columns(job=job, mapping=left_out, by=by)
        run_import(job.pk, clock=clock)
        job.refresh_from_db()
    return job


def expected_of(record: dict[str, Any]) -> dict[str, Any]:
    """The values of a record that the product stores, by its own names."""
    values = record["values"]
    wanted = {
        NAMES[name]: value
        for name, value in values.items()
        if name in NAMES and name not in ("village", "district")
    }
    return {n: "" if v is None and n in ("notary", "coordinator") else v for n, v in wanted.items()}


def differences(job: ImportJob, expected: dict[str, Any]) -> list[Any]:
    """Where the preview is not what the careful person read."""
    rows = {row.number: row for row in job.rows.all()}
    codes = dict(Region.objects.values_list("pk", "code"))
    found: list[Any] = []
    for record in expected["rows"]:
        row = rows.pop(record["row"], None)
        refused = {NAMES[c["field"]] for c in record.get("refused", []) if c["field"] in NAMES}
        marked = {NAMES[c["field"]] for c in record.get("warnings", []) if c["field"] in NAMES}
        if row is None:
            found.append((record["row"], "not read"))
        elif row.kind == RowKind.REFUSED:
            columns = {fault["column"] for fault in row.faults}
            if not refused <= columns <= refused | marked:
                found.append((record["row"], row.faults, refused))
        elif refused:
            found.append((record["row"], "stored", record["refused"]))
        else:
            read = {**row.payload, "region": codes.get(row.payload.get("region_id"))}
            found += [
                (record["row"], name, read.get(name), value)
                for name, value in expected_of(record).items()
                if read.get(name) != value
            ]
    found += [(n, "is no data", r.source) for n, r in rows.items() if r.kind != RowKind.SKIPPED]
    return found


def test_every_messy_file_is_read_as_a_careful_person_reads_it(
    steward: Reader, samples: Path, subtests: pytest.Subtests
) -> None:
    folder = samples / "messy" / "boards"
    files = json.loads((folder / "expected.json").read_text())["files"]
    assert len(files) == 20
    for name, expected in files.items():
        with subtests.test(file=name), transaction.atomic():
            job = brought(steward, folder / name)
            assert job.state == ImportState.CHECKED, (job.state, job.failure)
            assert differences(job, expected) == []
            assert job.read == sum(job.counts.values()) - job.read


def test_what_came_out_of_messy_files_goes_out_and_comes_back_unchanged(
    steward: Reader, samples: Path
) -> None:
    for name in ("03_nama_kusut.xlsx", "10_rumus_dengan_nilai.xlsx", "17_cp1252.csv"):
        job = brought(steward, samples / "messy" / "boards" / name)
        store(job, steward, partial=True)
    for format_ in ("csv", "csv_excel", "xlsx"):
        taken = take(steward, format_)
        again = bring(steward, content_of(taken), name=Path(taken.file).name)
        assert (again.unchanged, again.failure) == (Board.objects.count(), None)
