"""What the summaries count of boards: their locations, officers, elections and years."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.money_rows import insert_same, make_disbursements
from bench.task import bench_user
from communities.models import Board, BoardElection, BoardOfficer, BoardYear
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import Location, Programme

_YEARS = range(2007, 2015)
_OFFICERS = 9  # of one board and term
_OPINIONS = ("unqualified", "qualified", "", "not_done")


def make_summarized(rows: int) -> None:
    """Give the boards of this base so many payments, and all else that a summary counts."""
    make_disbursements(rows)
    change_set = open_change_set(by=bench_user(), at=timezone.now(), door=Door.IMPORT, why="bench")
    same = {
        "version": 1,
        "changed_at": connection.ops.adapt_datetimefield_value(change_set.at),
        "changed_by_id": change_set.by_id,
        "change_set_id": change_set.pk,
    }
    # All is asked before: while a COPY runs, its connection answers no other question.
    boards = list(Board.objects.order_by("pk").values_list("pk", "area", "region_id"))
    programme = Programme.objects.order_by("pk")[0].pk
    insert_same(Location, same, _locations(boards, programme))
    insert_same(BoardOfficer, same, _officers(boards))
    insert_same(BoardElection, same, _elections(boards))
    insert_same(BoardYear, same, _years(boards))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _locations(boards: Sequence[Any], programme: int) -> Iterator[dict[str, Any]]:
    places = {region: area for _board, area, region in boards}
    for region, area in places.items():
        for year in _YEARS:
            yield {"programme_id": programme, "region_id": region, "area": area, "year": year}


def _officers(boards: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for i, (board, area, _region) in enumerate(boards):
        for number in range(_OFFICERS):
            yield {
                "board_id": board, "area": area, "term": 1, "name": f"Anggota {i} {number}",
                "sex": ("male", "female")[(i + number) % 3 == 0],
                "term_from": "2007-06-01", "term_until": "2011-06-01",
            }  # fmt: skip


def _elections(boards: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for i, (board, area, _region) in enumerate(boards):
        for kind in ("basis", "board"):
            yield {
                "board_id": board, "area": area, "kind": kind, "held_on": "2010-05-20", "term": 1,
                "participants_men": 40 + i % 30, "participants_women": 20 + i % 40,
                "participants_low_income": 2 + i % 15, "elected_men": 6, "elected_women": 3,
                "elected_low_income": 2, "adults": 900 + i % 100, "adults_on": "2010-01-01",
            }  # fmt: skip


def _years(boards: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for i, (board, area, _region) in enumerate(boards):
        for year in _YEARS:
            yield {
                "board_id": board, "area": area, "year": year, "independence": (i + year) % 4,
                "audit": _OPINIONS[(i + year) % len(_OPINIONS)],
            }  # fmt: skip
