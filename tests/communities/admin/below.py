"""The pages of everything that lies in an area, with what their forms send: one row of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from communities.models import Region
from tests.builders import make_board
from tests.builders_accounts import region_of
from tests.communities.builders import (
    make_agency,
    make_assignment,
    make_board_year,
    make_election,
    make_group,
    make_officer,
)

SECRET = "Rahasia"


@dataclass(frozen=True)
class Kind:
    """A kind of row: how one is made at a place, and what the form of a new one sends."""

    model: str
    make: Callable[[Region], Any]
    entries: Callable[[Region], dict[str, Any]]

    @property
    def list(self) -> str:
        return reverse(f"admin:communities_{self.model}_changelist")

    @property
    def add(self) -> str:
        return reverse(f"admin:communities_{self.model}_add")

    def page(self, row: Any, page: str = "change") -> str:
        return reverse(f"admin:communities_{self.model}_{page}", args=[row.pk])


def board_at(region: Region) -> Any:
    return make_board(region=region, name=f"BKM {SECRET}")


OF_BOARDS = [
    Kind(
        "boardofficer",
        lambda region: make_officer(board=board_at(region), name=f"Ibu {SECRET}"),
        lambda region: {
            "board": make_board(region=region).pk, "term": 1, "name": "Ibu Contoh",
            "sex": "female", "position": "member", "status": "active",
        },
    ),
    Kind(
        "boardelection",
        lambda region: make_election(board=board_at(region), place=SECRET),
        lambda region: {
            "board": make_board(region=region).pk, "kind": "basis", "held_on": "2012-08-12",
            "term": 1, "participants_men": 20, "participants_women": 30, "is_final": "on",
        },
    ),
    Kind(
        "boardyear",
        lambda region: make_board_year(board=board_at(region)),
        lambda region: {"board": make_board(region=region).pk, "year": 2012, "independence": 1},
    ),
    Kind(
        "selfhelpgroup",
        lambda region: make_group(board=board_at(region), name=f"KSM {SECRET}"),
        lambda region: {
            "board": make_board(region=region).pk, "name": "KSM Contoh", "kind": "L",
            "is_active": "on",
        },
    ),
]  # fmt: skip
OF_LEVELS = [
    Kind(
        "agency",
        lambda region: make_agency(region=region, name=f"Tim {SECRET}"),
        lambda region: {"region": region.pk, "name": "Tim Contoh", "kind": "facilitator_team"},
    ),
    Kind(
        "consultantassignment",
        lambda region: make_assignment(
            region=region,
            agency=make_agency(name=f"Tim {SECRET}", region=region_of("14.04.01")),
        ),
        lambda region: {
            "agency": make_agency().pk, "region": region.pk, "from_on": "2012-01-01",
        },
    ),
]  # fmt: skip
KINDS = [*OF_BOARDS, *OF_LEVELS]
