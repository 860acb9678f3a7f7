"""A base with works by the million, and the plans whose lines some of them carry out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.task import bench_user
from communities.models import Board
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import FundingSource, Plan, PlannedActivity, Work, WorkCost
from programs.services.reference_lists import load_reference_lists

_KINDS = ("Jalan lingkungan", "Drainase", "MCK", "Jembatan", "Air bersih", "Pelatihan", "Posyandu")
_SECTORS = "LLLLSSE"
_DAY = date(2007, 1, 1)
_RETURNED = 100  # one work in so many was returned
_PLANNED = 4  # and carries out a line of a plan
_UNFINISHED = 5
_OF_ONE_BOARD = 90  # in a small base as in a large one, so that a board's page shows the same
# So many works are of poor quality, of a source or with a word that no other has: their number is
# the same in both bases.
_RARE = 60
RARE_WORD = "Belimbing"


def make_works(works: int) -> None:
    """Give the boards of this base so many works, each with the cost of one source."""
    load_reference_lists(by=None, at=timezone.now())
    change_set = open_change_set(by=bench_user(), at=timezone.now(), door=Door.IMPORT, why="bench")
    same = {
        "version": 1,
        "changed_at": connection.ops.adapt_datetimefield_value(change_set.at),
        "changed_by_id": change_set.by_id,
        "change_set_id": change_set.pk,
    }
    # Asked before: while a COPY runs, its connection answers no other question.
    some = max(works // _OF_ONE_BOARD, 1)
    boards = list(Board.objects.order_by("pk").values_list("pk", "area")[:some])
    _insert(Plan, same, _plans(boards))
    plans = list(Plan.objects.order_by("pk").values_list("pk", "area"))
    _insert(PlannedActivity, same, _lines(plans))
    found = PlannedActivity.objects.order_by("pk").values_list("plan__board", "pk")
    lines: dict[int, int] = dict(found)
    made = _works(works, boards, lines, {"at": same["changed_at"], "by": change_set.by_id})
    _insert(Work, same, made)
    write_history(Work, change_set, first=True)
    sources = list(FundingSource.objects.order_by("pk").values_list("pk", flat=True))
    keys = list(Work.objects.order_by("pk").values_list("pk", flat=True))
    _insert(WorkCost, same, _costs(keys, sources))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _insert(model: Any, same: Mapping[str, Any], rows: Iterator[dict[str, Any]]) -> None:
    """Rows with the values that all have, and what the model says for the rest."""
    rest = {
        str(f.column): f.get_db_prep_save(f.get_default(), connection)
        for f in model._meta.concrete_fields
        if not f.primary_key
    }
    letter = model.__name__[0]
    lines = ({**rest, **same, "ref": f"{letter}{i:011d}", **row} for i, row in enumerate(rows))
    insert_rows(model, list(rest), ([*line.values()] for line in lines))


def _plans(boards: Sequence[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    for board, area in boards:
        yield {
            "board_id": board,
            "area": area,
            "kind": "pjm",
            "start_year": 2007,
            "end_year": 2016,
        }


def _lines(plans: Sequence[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    for i, (plan, area) in enumerate(plans):
        yield {
            "plan_id": plan,
            "area": area,
            "number": "1",
            "planned_year": 2007 + i % 10,
            "sector": "L",
            "sub_component": "Drainase",
        }


def _works(
    works: int, boards: Sequence[tuple[int, str]], lines: Mapping[int, int], act: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    for i in range(works):
        board, area = boards[i * 7919 % len(boards)]
        returned, planned, rare = i % _RETURNED == 0, i % _PLANNED == 0, is_rare(i, works)
        finished = (_DAY + timedelta(i * 131 % 3300)).isoformat()
        yield {
            "board_id": board,
            "area": area,
            "number": f"SPPB-{i:07d}",
            "activity_id": lines[board] if planned else None,
            "is_unplanned": not planned,
            "sector": _SECTORS[i % 7],
            "sub_component": _KINDS[i % 7],
            "detail": f"Gang {RARE_WORD}" if rare else "",
            "neighbourhood": f"RT {i % 20 + 1:02d}",
            "unit": "m",
            "volume": i % 900 + 1,
            "finished_on": None if i % _UNFINISHED == 0 else finished,
            "beneficiaries_women": i % 35 if i % 3 else None,
            "quality": "poor" if rare else ("", "good", "fair")[i % 3],
            "signoff": "returned" if returned else "entered",
            "returned_by_id": act["by"] if returned else None,
            "returned_at": act["at"] if returned else None,
            "return_reason": "Volume belum cocok" if returned else "",
        }


def is_rare(i: int, rows: int) -> bool:
    """Is this one of the few rows, spread over a base, that have what no other has?"""
    return i % max(rows // _RARE, 1) == 7


def _costs(keys: Sequence[int], sources: Sequence[int]) -> Iterator[dict[str, Any]]:
    *common, rare = sources
    for i, key in enumerate(keys):
        source = rare if is_rare(i, len(keys)) else common[i % len(common)]
        yield {"work_id": key, "source_id": source, "amount": 1_000_000 + i}
