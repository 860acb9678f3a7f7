"""A file of a hundred thousand boards takes no more memory than one of ten thousand."""

import subprocess
import sys

import pytest

from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.crew import ROOT

ROOM = 40  # MB
FEW, MANY = 10_000, 100_000
STEPS = ("check", "storing", "CSV", "XLSX")


def peaks(environment: dict[str, str], steward: Reader, rows: int) -> list[int]:
    """The peak memory in MB of a fresh process, after each step."""
    assert steward.user
    probe = [sys.executable, "-m", "tests.exchange.crash.memory_probe"]
    done = subprocess.run(
        [*probe, steward.user.username, str(rows)],
        cwd=ROOT,
        env=environment,
        timeout=240,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = [line.split() for line in done.stdout.splitlines()]
    assert [state for state, _rows, _peak in told] == ["checked", "done", "done", "done"]
    assert int(told[0][1]) == int(told[1][1]) == rows
    return [int(most) for _state, _rows, most in told]


@pytest.mark.django_db(transaction=True)
def test_memory_does_not_grow_with_the_file(
    child_environment: dict[str, str], steward: Reader
) -> None:
    few = peaks(child_environment, steward, FEW)
    many = peaks(child_environment, steward, MANY)
    growth = {step: most - less for step, less, most in zip(STEPS, few, many, strict=True)}
    assert all(megabytes < ROOM for megabytes in growth.values()), (growth, few, many)
