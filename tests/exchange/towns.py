"""Two towns with a board each, and the people who stand at the doors."""

from dataclasses import dataclass

from communities.models import AreaAssignment, Board, Region
from p2kp_site.accounts.models import User
from tests.builders import TODAY, make_board, make_region, make_user
from tests.exchange.services.office import (
    KOTA,
    make_person,
)

THERE = "14.04.13.1001"


@dataclass
class Town:
    """Tembilahan and its neighbour, with a board each, and the people at the doors."""

    own: Board
    other: Board
    people: dict[str, User]


def make_town() -> Town:
    """Tembilahan and its neighbour."""
    own = make_board(code="OWN-1", name="BKM Sendiri", region=make_region(code=KOTA))
    other = make_board(
        code="OTHER-1", name="BKM Rahasia", region=make_region(code=THERE, name="Tetangga")
    )
    tembilahan = Region.objects.get(code="14.04.04")
    people = {
        "steward": make_person(region=tembilahan, is_staff=True),
        "stranger": make_user(is_staff=True),
        "without area": make_person(region=tembilahan, is_staff=True),
        "without rights": make_user(is_staff=True),
        "inactive": make_person(region=tembilahan, is_staff=True),
        "ended yesterday": make_person(region=tembilahan, is_staff=True, until_on=TODAY),
    }
    AreaAssignment.objects.filter(user=people["without area"]).delete()
    AreaAssignment.objects.create(user=people["without rights"], region=None, from_on=TODAY)
    User.objects.filter(pk=people["inactive"].pk).update(is_active=False)
    return Town(own, other, people)


OUTSIDE = ["stranger", "without area", "without rights", "inactive", "ended yesterday"]
