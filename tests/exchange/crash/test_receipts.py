"""A receipt that does not add up is refused: of such an import nothing at all is stored."""

from collections.abc import Callable

import pytest

from communities.models import Board
from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.services import applying
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.reader import Reader
from tests.exchange.crash.desk import board_rows, confirmed, make_steward, run, stored

pytestmark = pytest.mark.django_db
BOARDS = 4


@pytest.fixture
def job() -> ImportJob:
    """A confirmed import that adds two boards and changes two."""
    steward: Reader = make_steward()
    stored(steward, board_rows([0, 1]))
    return confirmed(steward, board_rows(range(BOARDS), name="Lain"))


def last(job: ImportJob, kind: str) -> ImportRow:
    """The last row of a kind in the preview."""
    return job.rows.filter(kind=kind).order_by("-number")[0]


def lose_a_new_row(job: ImportJob) -> None:
    last(job, "new").delete()


def lose_a_changed_row(job: ImportJob) -> None:
    last(job, "changed").delete()


def lose_all_rows(job: ImportJob) -> None:
    job.rows.all().delete()


def double_a_new_row(job: ImportJob) -> None:
    row = last(job, "new")
    row.pk = None
    row.save()


def smuggle_a_new_row_in(job: ImportJob) -> None:
    row = last(job, "new")
    values = {**row.payload, "code": "BKM-999999", "ref": "0123456789AB"}
    ImportRow.objects.create(job=job, number=99, kind="new", key="BKM-999999", payload=values)


def aim_two_rows_at_one_board(job: ImportJob) -> None:
    first, second = job.rows.filter(kind="changed").order_by("number")
    second.target_id, second.seen_version = first.target_id, first.seen_version
    second.key = first.key
    second.payload = {**second.payload, "code": first.key}
    second.save()


def take_the_region_away(job: ImportJob) -> None:
    row = last(job, "new")
    row.payload = {**row.payload, "region_id": None}
    row.save()


def empty_a_payload(job: ImportJob) -> None:
    row = last(job, "new")
    row.payload = {}
    row.save()


@pytest.mark.parametrize(
    "corrupt",
    [
        lose_a_new_row,
        lose_a_changed_row,
        lose_all_rows,
        double_a_new_row,
        smuggle_a_new_row_in,
        aim_two_rows_at_one_board,
        take_the_region_away,
        empty_a_payload,
    ],
)
def test_a_preview_that_was_tampered_with_is_not_stored(
    job: ImportJob, corrupt: Callable[[ImportJob], None]
) -> None:
    corrupt(job)
    before = base()
    run(job)
    assert base() == before
    assert job.state in ("failed", "queued")
    assert job.change_set is None


@pytest.mark.parametrize("step", ["insert_new", "update_changed", "write_history"])
def test_a_database_that_stores_fewer_rows_than_it_was_told_stores_none(
    job: ImportJob, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = getattr(applying, step)
    monkeypatch.setattr(applying, step, lambda *args: original(*args) - 1)
    before = base()
    run(job)
    assert base() == before
    assert (job.state, job.failure) == ("failed", {"kind": "internal", "params": {}})


def base() -> tuple[list[tuple[str, str, int]], int, int]:
    """The boards, their history, and who changed what."""
    boards = Board.objects.order_by("code").values_list("code", "name", "version")
    return list(boards), Board.history.count(), ChangeSet.objects.count()
