"""Where the pages of a board are, what its form sends, and what somebody else does meanwhile."""

from typing import Any

from django.urls import reverse

from communities.models import Board
from tests.builders import make_change_set

LIST = "/admin/communities/board/"


def page(board: Board, kind: str = "change") -> str:
    return reverse(f"admin:communities_board_{kind}", args=[board.pk])


def entries(board: Board, **changes: Any) -> dict[str, Any]:
    """What the form of a board sends."""
    facts = {
        "region": board.region_id,
        "name": board.name,
        "is_active": "on",
        "read_version": board.version,
        "coordinator": board.coordinator,
    }
    return {**facts, **changes}


def changed(board: Board, *, by: Any = None, **values: Any) -> None:
    """Somebody else writes the next version."""
    record = Board.objects.get(pk=board.pk)
    for name, value in values.items():
        setattr(record, name, value)
    record.save(change_set=make_change_set(by=by))
