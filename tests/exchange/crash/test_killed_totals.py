"""A worker killed while it moves totals leaves the rows and their totals, or neither."""

import io
from typing import Any

import pytest

from finance.models import Disbursement, Tranche
from finance.services.totals import differences
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.services.imports import confirm_import, start_import
from p2kp_site.exchange.tasks import wake
from tests.builders import make_board
from tests.exchange.crash.crew import Crew
from tests.exchange.crash.desk import (
    NOW,
    csv_of,
    make_steward,
    run,
    sweep_from_the_dead,
    until_ended,
)
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import make_go_live

PAYMENTS, EACH = 30, 1_000_000
RIGHTS = ("import_disbursement", "add_disbursement", "view_disbursement")


def confirmed() -> tuple[ImportJob, Tranche]:
    """A confirmed import of payments on paper, all of one tranche."""
    steward = make_steward(rights=RIGHTS)
    make_go_live()
    tranche = make_tranche(make_grant(board=make_board()))
    rows: list[dict[str, Any]] = [
        {
            "board": tranche.grant.board.code,
            "fiscal_year": tranche.grant.fiscal_year,
            "tranche_number": tranche.number,
            "payment_no": number,
            "amount": EACH,
            "sp2d_number": "S-1",
            "sp2d_on": "2010-06-03",
        }
        for number in range(1, PAYMENTS + 1)
    ]
    file = io.BytesIO(csv_of(rows))
    job = start_import(reader=steward, dataset="disbursements", file=file, name="s.csv", at=NOW)
    run(job)
    assert job.added == PAYMENTS, (job.state, job.failure)
    confirm_import(job=job, partial=False, by=steward, at=NOW)
    return job, tranche


def held(tranche: Tranche) -> tuple[int, int]:
    tranche.refresh_from_db()
    return Disbursement.objects.count(), tranche.paid


@pytest.mark.parametrize("point", ["rows-inserted", "totals-moved", "settled"])
def test_an_import_killed_while_it_is_stored_counts_its_rows_once(crew: Crew, point: str) -> None:
    job, tranche = confirmed()
    crew.need(2)
    crew.arm(point)
    wake(job)
    crew.caught(point).kill()
    crew.disarm()
    crew.hire()
    assert held(tranche) == (0, 0)
    sweep_from_the_dead(job)
    until_ended(job)
    assert (job.state, job.attempts) == ("done", 2)
    assert held(tranche) == (PAYMENTS, PAYMENTS * EACH)
    assert differences() == []
