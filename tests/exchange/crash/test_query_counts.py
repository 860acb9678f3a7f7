"""Storing and exporting take as many queries for many rows as for few; reading, a few a slice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from p2kp_site.exchange.models.exports import ExportFormat
from p2kp_site.exchange.services import checking, exporting
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.desk import (
    board_rows,
    bring,
    clock,
    confirmed,
    make_steward,
    run,
    stored,
    take_out,
)

pytestmark = pytest.mark.django_db
FEW, MANY, SLICE = 10, 60, 10
A_SLICE = 9  # four savepoints, what exists, keys elsewhere, the rows, two of the beat


@pytest.fixture
def steward() -> Reader:
    return make_steward()


def queries(run_job: Callable[..., bool], job: Any) -> int:
    """How often the worker asks the database on its way through the job."""
    with CaptureQueriesContext(connection) as captured:
        assert run_job(job.pk, clock=clock)
    job.refresh_from_db()
    return len(captured)


@pytest.mark.parametrize("change", [False, True], ids=["adding", "changing"])
def test_storing_takes_a_number_of_queries_that_does_not_grow(
    steward: Reader, change: bool
) -> None:
    counts = []
    for size, first in ((FEW, 0), (MANY, 1_000)):
        rows = board_rows(range(first, first + size))
        if change:
            stored(steward, rows)
            rows = [{**row, "name": "Lain"} for row in rows]
        job = confirmed(steward, rows)
        counts.append(queries(run_import, job))
        assert job.state == "done"
    assert counts[0] == counts[1] < 40, counts


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_an_export_takes_a_number_of_queries_that_does_not_grow(
    steward: Reader, format_: ExportFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_FETCH", SLICE)
    counts = []
    for size, first in ((FEW, 0), (MANY, 1_000)):
        stored(steward, board_rows(range(first, first + size)))
        job = take_out(steward, format_)
        counts.append(queries(run_export, job))
        assert job.state == "done"
    assert counts[0] == counts[1] < 30, counts


@pytest.mark.parametrize("known", [False, True], ids=["new-rows", "known-rows"])
def test_reading_takes_a_fixed_number_of_queries_a_slice(
    steward: Reader, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "SLICE", SLICE)
    counts = []
    for slices in (2, 5):
        rows = board_rows(range(slices * SLICE))
        if known:
            run(confirmed(steward, rows))
            rows = [{**row, "name": "Lain"} for row in rows]
        job = bring(steward, rows)
        counts.append(queries(run_import, job))
        assert job.state == "checked"
    assert counts[1] - counts[0] <= 3 * A_SLICE, counts
    assert (counts[1] - counts[0]) % 3 == 0, counts
