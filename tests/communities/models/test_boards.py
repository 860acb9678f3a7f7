"""A community board: what the table holds, and what the page says before."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from communities.models import Board, Region
from tests.builders import make_board, make_change_set, make_region

pytestmark = pytest.mark.django_db

WRONG: list[dict[str, Any]] = [
    {"code": ""},
    {"name": ""},
    {"is_active": False},
    {"is_active": True, "inactive_reason": "Bubar"},
    {"is_active": True, "closed_on": date(2012, 1, 1)},
    {
        "is_active": False, "inactive_reason": "Bubar", "formed_on": date(2012, 1, 2),
        "closed_on": date(2012, 1, 1),
    },
]  # fmt: skip


@pytest.mark.parametrize("values", WRONG)
def test_what_cannot_be_is_refused_by_the_page_and_by_the_table(values: dict[str, Any]) -> None:
    board = make_board()
    for name, value in values.items():
        setattr(board, name, value)
    with pytest.raises(ValidationError):
        board.full_clean(exclude=["changed_at", "change_set"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.stamp(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.update(**values, change_set=make_change_set())


def test_a_board_may_close_on_the_day_it_was_formed_and_without_known_days() -> None:
    make_board(
        is_active=False, inactive_reason="Bubar",
        formed_on=date(2012, 1, 1), closed_on=date(2012, 1, 1),
    )  # fmt: skip
    make_board(is_active=False, inactive_reason="Bubar", closed_on=date(2012, 1, 1))
    make_board(is_active=False, inactive_reason="Bubar")


@pytest.mark.parametrize("code", ["bkm-1", "BKM 1", "-BKM", "BKM_1", "=1+1", "BKM-1\n", "É-1"])
def test_a_code_holds_capital_letters_digits_and_few_signs(code: str) -> None:
    board = make_board()
    board.code = code
    with pytest.raises(ValidationError):
        board.full_clean(exclude=["changed_at", "change_set"])


def test_a_code_is_given_once() -> None:
    make_board(code="A-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_board(code="A-1")


@pytest.mark.parametrize("code", ["14", "14.04", "14.04.04"])
def test_a_board_belongs_to_a_kelurahan_or_desa(code: str) -> None:
    board = make_board()
    make_region(code="14.04.04.2001")
    board.region = Region.objects.get(code=code)
    with pytest.raises(ValidationError) as refusal:
        board.full_clean(exclude=["changed_at", "change_set"])
    assert "region" in refusal.value.message_dict


@pytest.mark.parametrize("door", ["save", "update", "bulk_update", "bulk_create"])
def test_the_area_of_a_board_is_that_of_its_region_through_every_door(door: str) -> None:
    board, act = make_board(), make_change_set()
    other = make_region(code="14.04.13.1001")
    if door == "save":
        board.region = other
        board.save(change_set=act)
    elif door == "update":
        Board.objects.update(region=other, change_set=act)
    elif door == "bulk_update":
        board.region = other
        Board.objects.bulk_update([board], ["region"], change_set=act)
    else:
        new = Board(region=other, code="NEW", name="Baru")
        Board.objects.bulk_create([new], change_set=act)
    for stored in Board.objects.all():
        assert stored.area == stored.region.path


def test_boards_that_stand_on_a_day_were_formed_by_then_and_not_closed() -> None:
    make_board(code="OPEN", formed_on=date(2006, 1, 1))
    make_board(
        code="SHUT", formed_on=date(2006, 1, 1), closed_on=date(2012, 1, 1),
        is_active=False, inactive_reason="Bubar",
    )  # fmt: skip
    make_board(code="UNKNOWN")

    def standing(on: date) -> set[str]:
        return set(Board.objects.standing_on(on).values_list("code", flat=True))

    assert standing(date(2005, 12, 31)) == set()
    assert standing(date(2006, 1, 1)) == {"OPEN", "SHUT"}
    assert standing(date(2011, 12, 31)) == {"OPEN", "SHUT"}
    assert standing(date(2012, 1, 1)) == {"OPEN"}
    assert set(Board.objects.active().values_list("code", flat=True)) == {"OPEN", "UNKNOWN"}
