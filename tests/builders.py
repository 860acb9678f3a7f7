"""People and places for tests: each builder takes what the test is about and fills in the rest."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from communities.models import Board, Region
from communities.rules.region_paths import child_path, step_of
from communities.rules.regions import kind_of, parent_code
from p2kp_site.accounts.models import User
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)

_numbers = count(1)


def make_user(*, username: str = "", name: str = "", **values: Any) -> User:
    """An account without rights and without an area."""
    username = username or f"orang{next(_numbers)}"
    return User.objects.create_user(username=username, name=name or username.title(), **values)


def make_change_set(*, by: User | None = None, at: datetime = AT, why: str = "test") -> ChangeSet:
    """An act, by default at the console."""
    return ChangeSet.objects.create(by=by, at=at, door=Door.COMMAND, why=why)


def make_region(
    *,
    code: str,
    name: str = "",
    parent: Region | None = None,
    change_set: ChangeSet | None = None,
    **values: Any,
) -> Region:
    """A region in force; what it is part of is found by its code, or made too."""
    above = parent_code(code)
    if parent is None and above:
        parent = Region.objects.in_force().filter(code=above).first() or make_region(code=above)
    name = name or _name_of(code)
    values.setdefault("kind", kind_of(code, name))
    if "path" not in values:
        siblings = Region.objects.filter(parent=parent).order_by("-path")
        last = siblings.values_list("path", flat=True).first()
        step = step_of(last) + 1 if last else 1
        values["path"] = child_path(parent.path if parent else "", step)
    region = Region(code=code, name=name, parent=parent, **values)
    region.save(change_set=change_set or make_change_set())
    return region


def _name_of(code: str) -> str:
    known = {
        "14": "Riau",
        "14.04": "Kabupaten Indragiri Hilir",
        "14.04.04": "Tembilahan",
        "14.04.04.1001": "Tembilahan Kota",
    }
    return known.get(code, f"Wilayah {code}")


def make_board(
    *,
    region: Region | None = None,
    code: str = "",
    name: str = "",
    change_set: ChangeSet | None = None,
    **values: Any,
) -> Board:
    """A community board, of Tembilahan Kota unless a region is given."""
    if region is None:
        region = Region.objects.in_force().filter(code="14.04.04.1001").first()
    region = region or make_region(code="14.04.04.1001")
    number = next(_numbers)
    board = Board(
        region=region,
        code=code or f"BKM-{number:04d}",
        name=name or f"BKM Maju Bersama {number}",
        **values,
    )
    board.save(change_set=change_set or make_change_set())
    return board
