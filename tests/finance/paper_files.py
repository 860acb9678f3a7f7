"""Files of one payment on paper, for tests that bring them in again and again."""

from typing import Any

from finance.models import Tranche
from p2kp_site.foundation.reader import Reader
from tests.exchange.services.office import counts
from tests.exchange.services.office import store as store_job
from tests.programs.resources.desk import bring

HEAD = (
    "board", "programme", "fiscal_year", "tranche_number", "payment_no", "amount", "sp2d_number",
    "sp2d_on",
)  # fmt: skip


def paper_row(tranche: Tranche, payment: int, amount: int) -> tuple[Any, ...]:
    """A payment out of a tranche, with its SP2D."""
    grant = tranche.grant
    named = (grant.board.code, grant.programme.code, grant.fiscal_year, tranche.number)
    return (*named, payment, amount, f"SP2D-{payment}", "2010-06-03")


def brought_in(by: Reader, row: tuple[Any, ...]) -> dict[str, int]:
    """The receipt of a file of this row; a file of which nothing is good stays a preview."""
    job = bring("disbursements", by, HEAD, row)
    done: dict[str, int] = counts(store_job(job, by) if job.added else job)
    return done
