"""The pages of community boards."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from communities.models import Board, Region
from tests.builders import make_board
from tests.builders_accounts import browser_of, make_person, region_of

pytestmark = pytest.mark.django_db

ADD = "/admin/communities/board/add/"


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward"))


def errors_of(answer: Any) -> dict[str, list[str]]:
    return {name: list(told) for name, told in answer.context["adminform"].form.errors.items()}


def test_a_board_without_a_code_gets_one(steward, village):
    answer = steward.post(ADD, {"region": village.pk, "name": "BKM Baru", "is_active": "on"})
    assert answer.status_code == HTTPStatus.FOUND
    board = Board.objects.get()
    assert board.code.startswith("BKM-140404-")
    assert board.area == village.path


def test_a_board_of_a_district_is_refused(steward, village):
    answer = steward.post(ADD, {"region": village.parent_id, "name": "X", "is_active": "on"})
    assert "region" in errors_of(answer)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"is_active": ""}, "inactive_reason", "Say why"),
        ({"is_active": "on", "inactive_reason": "Bubar"}, "inactive_reason", "empty while"),
        ({"is_active": "on", "closed_on": "2015-01-01"}, "closed_on", "empty while"),
        (
            {
                "is_active": "",
                "inactive_reason": "x",
                "formed_on": "2015-01-02",
                "closed_on": "2015-01-01",
            },
            "closed_on",
            "before it was formed",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field(steward, village, facts, field, words):
    errors = errors_of(steward.post(ADD, {"region": village.pk, "name": "X", **facts}))
    assert words in errors[field][0]
    assert not Board.objects.exists()


def test_a_code_of_another_board_is_refused_without_saying_where(steward, village):
    other = make_board(region=region_of("14.04.01.1001"), code="BKM-7", name="BKM Orang Lain")
    answer = steward.post(
        ADD, {"region": village.pk, "name": "X", "code": other.code, "is_active": "on"}
    )
    assert "code" in errors_of(answer)
    assert "Orang Lain" not in answer.content.decode()


def test_the_code_of_a_board_never_changes(steward, village):
    board = make_board(region=village, code="BKM-1")
    steward.post(
        f"/admin/communities/board/{board.pk}/change/",
        {
            "region": village.pk,
            "name": "Lain",
            "code": "BKM-2",
            "is_active": "on",
            "read_version": "1",
        },
    )
    board.refresh_from_db()
    assert (board.code, board.name) == ("BKM-1", "Lain")


def test_a_board_of_a_retired_region_can_still_be_corrected(steward, village):
    board = make_board(region=village)
    Region.objects.filter(pk=village.pk).stamp(retired_on="2026-01-01")
    answer = steward.post(
        f"/admin/communities/board/{board.pk}/change/",
        {"region": village.pk, "name": "Betul", "is_active": "on", "read_version": "1"},
    )
    assert answer.status_code == HTTPStatus.FOUND
    board.refresh_from_db()
    assert board.name == "Betul"
