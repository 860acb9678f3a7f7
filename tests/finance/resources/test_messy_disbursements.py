"""The office's own files (messy/disbursements of the samples), as a careful person reads them.

They name neither programme, source nor payment number: the grant, the tranche and the first
payment are found without.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from communities.models import Board
from finance.models import Tranche
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.services.imports import decide_columns, start_import
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, make_board, make_region
from tests.exchange.services.office import clock
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import make_go_live
from tests.programs.builders import make_programme
from tests.programs.resources.desk import steward

pytestmark = pytest.mark.django_db

# The product's name of each field of the samples.
NAMES = {"sp2d_no": "sp2d_number", "sp2d_on": "sp2d_on", "amount": "amount"}
FIELDS = {**NAMES, "tranche": "tranche_number"}
ROOMY = 9_000_000_000


def expected_in(samples: Path, name: str) -> dict[str, Any]:
    folder = samples / "messy" / "disbursements"
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text())["files"][name]
    return found


def prepared(expected: dict[str, Any]) -> None:
    """The boards, grants and tranches that a file is about, in a regency that went live later."""
    programme = make_programme(code="PNPM-MP")
    for record in expected["rows"]:
        values = record["values"]
        code, year = values["board_code"], values["fiscal_year"]
        board = Board.objects.filter(code=code).first()
        if board is None:
            region = make_region(code=values["region_code"])
            board = make_board(code=code, name=values["board_name"], region=region)
        grant = board.grants.filter(fiscal_year=year).first() or make_grant(
            board=board, fiscal_year=year, programme=programme, amount=4 * ROOMY
        )
        if not grant.tranches.filter(number=values["tranche"]).exists():
            make_tranche(grant, number=values["tranche"], amount=ROOMY)
    make_go_live()


def brought(by: Reader, path: Path) -> ImportJob:
    """The preview of a file, with the columns left out that the product does not know."""
    with path.open("rb") as file:
        job = start_import(reader=by, dataset="disbursements", file=file, name=path.name, at=AT)
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    if job.state == ImportState.MAPPING:
        left_out: dict[str, str | None] = {f"#{u['letter']}": None for u in job.layout["unknown"]}
        decide_columns(job=job, mapping=left_out, by=by)
        run_import(job.pk, clock=clock)
        job.refresh_from_db()
    return job


def is_refused(record: dict[str, Any]) -> set[str]:
    """The columns of a record at which the product refuses it: what nobody can read, and amounts
    that are read but not above zero, which no row of money has."""
    refused = {FIELDS[cell["field"]] for cell in record.get("refused", [])}
    amount = record["values"].get("amount")
    return refused | ({"amount"} if amount is None or amount < 1 else set())


def differences(job: ImportJob, expected: dict[str, Any]) -> list[Any]:
    """Where the preview is not what the careful person read."""
    rows = {row.number: row for row in job.rows.all()}
    tranches = dict(Tranche.objects.values_list("pk", "number"))
    found: list[Any] = []
    for record in expected["rows"]:
        row, refused = rows.pop(record["row"]), is_refused(record)
        if refused or row.kind == RowKind.REFUSED:
            columns = {fault["column"] for fault in row.faults}
            if columns != refused:
                found.append((record["row"], row.faults, refused))
            continue
        values = record["values"]
        read = {
            "tranche": tranches[row.payload["tranche_id"]],
            **{name: row.payload[ours] for name, ours in NAMES.items() if name in values},
        }
        found += [
            (record["row"], name, value, values[name])
            for name, value in read.items()
            if value != values[name]
        ]
    found += [(n, "is no data", r.source) for n, r in rows.items() if r.kind != RowKind.SKIPPED]
    return found


@pytest.mark.parametrize("name", ["01_pencairan_blm.xlsx", "03_sel_gabung_dan_subtotal.xlsx"])
def test_a_messy_file_is_read_as_a_careful_person_reads_it(name: str, samples: Path) -> None:
    expected = expected_in(samples, name)
    prepared(expected)
    job = brought(steward("14"), samples / "messy" / "disbursements" / name)
    assert job.state == ImportState.CHECKED, (job.state, job.failure, job.layout)
    assert differences(job, expected) == []


def test_a_file_with_its_tranches_side_by_side_is_refused_with_what_to_do(samples: Path) -> None:
    name = "02_termin_melebar.xlsx"
    prepared(expected_in(samples, name))
    job = brought(steward("14"), samples / "messy" / "disbursements" / name)
    assert (job.state, job.rows.count()) == (ImportState.UNUSABLE, 0)
    assert job.failure == {
        "kind": "stages_side_by_side",
        "params": {"column": "Termin", "headings": "Tahap I, Tahap II, Tahap III"},
    }
