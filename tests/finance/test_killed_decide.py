"""`manage.py decide` killed with -9 in the middle: rows, decisions and totals agree."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.db import transaction

from finance.models import Decision, Disbursement, Tranche
from finance.models.disbursements import State
from finance.services.totals import differences
from p2kp_site.foundation.models import ChangeSet
from tests.builders_accounts import make_person
from tests.exchange.crash.crew import ROOT, until
from tests.finance.builders import make_grant, make_tranche
from tests.finance.builders_disbursements import (
    decided,
    handed_over,
    make_chain,
    make_disbursement,
    make_holder,
    rows_of,
)

ROWS = 5
BUJANG = ("disbursements", "--as", "bujang", "--action", "approve")


@pytest.fixture
def waiting(child_environment: Mapping[str, str]) -> list[Disbursement]:
    """Payments at their last step, in two tranches; Bujang is asked about them."""
    make_chain("FASKEL", "PPK")
    with transaction.atomic():
        tranches = [make_tranche(make_grant(), amount=100) for _tranche in range(2)]
        rows = [make_disbursement(tranches[n % 2], amount=10) for n in range(ROWS)]
    assert handed_over(*rows).done == ROWS
    assert decided(*rows, by=make_holder("FASKEL")).done == ROWS
    make_holder("PPK", user=make_person("approver", username="bujang", area=""))
    return rows


def standing(rows: list[Disbursement]) -> dict[str, object]:
    """What an act upon these rows has left."""
    return {
        "states": set(rows_of(*rows).values_list("state", flat=True)),
        "decisions": Decision.objects.filter(step=2).count(),
        "approved": sorted(Tranche.objects.values_list("approved", flat=True)),
        "history": rows[0].history.filter(state=State.APPROVED).count(),
        "acts": ChangeSet.objects.filter(by__username="bujang").count(),
    }


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE "finance_disbursement"',  # its decisions are written, its rows are not
        'UPDATE "finance_tranche"',  # its rows are written, their totals are not
        'INSERT INTO "finance_historicaldisbursement"',  # all but the history
    ],
)
def test_what_was_killed_left_nothing_and_is_done_whole_by_the_next(
    waiting: list[Disbursement],
    child_environment: Mapping[str, str],
    tmp_path: Path,
    statement: str,
) -> None:
    there = tmp_path / "there"
    command = [sys.executable, "-m", "tests.finance.decide_and_wait", statement, str(there)]
    with subprocess.Popen([*command, *BUJANG], cwd=ROOT, env=dict(child_environment)) as process:
        until(lambda: there.exists() or process.poll() is not None, "it never came so far")
        assert there.exists(), f"it ended before {statement}"
        process.send_signal(signal.SIGKILL)
    nothing = {
        "states": {State.HANDED_OVER}, "decisions": 0, "approved": [0, 0], "history": 0, "acts": 0,
    }  # fmt: skip
    assert standing(waiting) == nothing
    assert differences() == []
    done = subprocess.run(
        [sys.executable, "manage.py", "decide", *BUJANG, "--json"],
        cwd=ROOT, env=dict(child_environment), capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, '{"decided": 5, "refused": 0, "reasons": {}}\n')
    assert standing(waiting) == {
        "states": {State.APPROVED}, "decisions": ROWS, "approved": [20, 30], "history": 1,
        "acts": 1,
    }  # fmt: skip
    assert differences() == []
