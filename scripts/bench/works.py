"""Works by the million: a base that holds them, and the pages that show them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from bench.lists import REGENCY, STORAGES, cost_of
from bench.task import Run, WrongResult, bench_user
from communities.models import Board
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import FundingSource, Work, WorkCost
from programs.services.reference_lists import load_reference_lists

_KINDS = ("Jalan lingkungan", "Drainase", "MCK", "Jembatan", "Air bersih", "Pelatihan", "Posyandu")
_SECTORS = "LLLLSSE"
_DAY = date(2007, 1, 1)
_RARE = 100  # one work in so many was returned
_OF_ONE_BOARD = 90  # in a small base as in a large one, so that a board's page shows the same


def make_works(works: int) -> None:
    """Give the boards of this base so many works, each with the cost of one source."""
    load_reference_lists(by=None, at=timezone.now())
    change_set = open_change_set(by=bench_user(), at=timezone.now(), door=Door.IMPORT, why="bench")
    filled = {
        "version": 1,
        "changed_at": connection.ops.adapt_datetimefield_value(change_set.at),
        "changed_by_id": change_set.by_id,
        "change_set_id": change_set.pk,
    }
    rest: dict[str, Any] = {
        str(f.column): f.get_db_prep_save(f.get_default(), connection)
        for f in Work._meta.concrete_fields
        if not f.primary_key
    }
    # Asked before: while a COPY runs, its connection answers no other question.
    some = max(works // _OF_ONE_BOARD, 1)
    boards = list(Board.objects.order_by("pk").values_list("pk", "area")[:some])
    made = _works(works, boards, filled["changed_at"], change_set.by_id)
    insert_rows(Work, list(rest), ([*{**rest, **filled, **work}.values()] for work in made))
    write_history(Work, change_set, first=True)
    sources = list(FundingSource.objects.order_by("pk").values_list("pk", flat=True))
    names = ("ref", *filled, "work_id", "source_id", "amount")
    keys = list(Work.objects.order_by("pk").values_list("pk", flat=True))
    costs = (
        (f"C{i:011d}", *filled.values(), key, sources[i % len(sources)], 1_000_000 + i)
        for i, key in enumerate(keys)
    )
    insert_rows(WorkCost, names, costs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _works(
    works: int, boards: Sequence[tuple[int, str]], at: Any, user: Any
) -> Iterator[dict[str, Any]]:
    for i in range(works):
        board, area = boards[i * 7919 % len(boards)]
        returned = i % _RARE == 0
        yield {
            "ref": f"W{i:011d}",
            "board_id": board,
            "area": area,
            "number": f"SPPB-{i:07d}",
            "is_unplanned": True,
            "sector": _SECTORS[i % 7],
            "sub_component": _KINDS[i % 7],
            "neighbourhood": f"RT {i % 20 + 1:02d}",
            "unit": "m",
            "volume": i % 900 + 1,
            "finished_on": (_DAY + timedelta(i * 131 % 3300)).isoformat(),
            "signoff": "returned" if returned else "entered",
            "returned_by_id": user if returned else None,
            "returned_at": at if returned else None,
            "return_reason": "Volume belum cocok" if returned else "",
        }


def _address(page: str) -> tuple[str, dict[str, str]]:
    """Where a page is, and what is asked of it."""
    works = reverse("admin:programs_work_changelist")
    work = Work.objects.select_related("board").order_by("pk")[5_000]
    board = work.board
    if page == "form":
        return reverse("admin:programs_work_change", args=[work.pk]), {}
    if page == "of_board":
        return reverse("admin:communities_board_change", args=[board.pk]), {}
    last = Work.objects.order_by("-area", "-pk").values_list("area", "pk")[101]
    asked = {
        "first": {},
        "last": {"after": "~".join(map(str, last))},
        "regency": {"region": REGENCY},
        "board": {"board": board.code},
        "sector": {"sector": "E"},
        "year": {"year": "2010"},
        "source": {"source": FundingSource.objects.order_by("pk")[3].code},
        "returned": {"signoff": "returned"},
        "unplanned": {"is_unplanned": "true"},
        "number": {"q": "SPPB-0007531"},
    }
    return works, asked[page]


def project(run: Run) -> dict[str, Any]:
    """A page through the site, as a browser asks for it."""
    client = Client()
    client.force_login(bench_user())
    page = run.task.job.partition(".")[2]
    address, query = _address(page)
    shown = b"/change/"

    def show() -> int:
        response = client.get(address, query)
        if response.status_code != 200:
            raise WrongResult(f"{address}: {response.status_code}")
        return int(response.content.count(shown))

    with override_settings(STORAGES=STORAGES, SECURE_SSL_REDIRECT=False):
        return cost_of(run, show)


SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    (f"works.{page}", side): project
    for page in (
        *("first", "last", "regency", "board", "sector", "year", "source", "returned"),
        *("unplanned", "number", "form", "of_board"),
    )
    for side in ("project", "project large")
}
