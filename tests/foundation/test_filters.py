"""A filter that cannot be used is refused; it never means all rows."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils.translation import override

from communities.filters.boards import BoardFilterSet
from communities.filters.regions import RegionFilterSet
from communities.models import Board, Region
from p2kp_site.foundation.filters import UnusableFilter
from p2kp_site.foundation.reader import Reader
from tests.builders import TODAY, make_board, make_region

pytestmark = pytest.mark.django_db

EVERYWHERE = Reader(None, frozenset(), ("",), TODAY)


def found(data: dict[str, str], reader: Reader = EVERYWHERE) -> set[str]:
    rows = BoardFilterSet(data, Board.objects.visible_to(reader), reader=reader).rows()
    return set(rows.values_list("code", flat=True))


@pytest.fixture(autouse=True)
def boards() -> None:
    make_board(code="A-1", name="BKM Maju", formed_on=date(2006, 5, 1), coordinator="Siti")
    make_board(code="A-2", name="BKM Jaya", formed_on=date(2010, 5, 1), deed_number="7")
    make_board(
        code="B-3", name="LKM Maju", is_active=False, inactive_reason="Bubar",
        region=make_region(code="14.04.13.1001"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({}, {"A-1", "A-2", "B-3"}),
        ({"q": "maju"}, {"A-1", "B-3"}),
        ({"q": "bkm maju"}, {"A-1"}),
        ({"q": "a-"}, {"A-1", "A-2"}),
        ({"q": "%"}, set()),
        ({"q": "_"}, set()),
        ({"code": "a-1"}, {"A-1"}),
        ({"is_active": "false"}, {"B-3"}),
        ({"has_deed": "true"}, {"A-2"}),
        ({"has_deed": "false"}, {"A-1", "B-3"}),
        ({"formed_on_after": "2006-05-01", "formed_on_before": "2006-05-01"}, {"A-1"}),
        ({"formed_on_after": "2006-05-02"}, {"A-2"}),
        ({"region": "14.04.13"}, {"B-3"}),
        ({"region": "14", "is_active": "true"}, {"A-1", "A-2"}),
    ],
)
def test_boards_are_filtered(data: dict[str, str], codes: set[str]) -> None:
    assert found(data) == codes


@pytest.mark.parametrize(
    "data",
    [
        {"colour": "red"},
        {"is_activ": "true"},
        {"formed_on": "2006-05-01"},
        {"formed_on_after": "rubbish"},
        {"formed_on_before": "2006-02-31"},
        {"region": "Tembilahan"},
        {"region": "99"},
        {"region": "' OR 1=1 --"},
        {"q": "a\x00b"},
        {"is_active__isnull": "true"},
        {"area__startswith": "0"},
    ],
)
def test_what_cannot_be_used_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(UnusableFilter) as refusal:
        found(data)
    assert refusal.value.messages


@pytest.mark.parametrize("value", ["rubbish", "2", "vielleicht"])
def test_neither_yes_nor_no_never_means_all(value: str) -> None:
    with pytest.raises(UnusableFilter):
        found({"is_active": value})


def test_a_filter_that_is_nearly_known_is_suggested() -> None:
    with override("en"), pytest.raises(UnusableFilter, match="Did you mean “is_active”"):
        found({"is_activ": "true"})


def test_every_bad_filter_is_named_at_once() -> None:
    with pytest.raises(UnusableFilter) as refusal:
        found({"colour": "red", "formed_on_after": "rubbish", "region": "99"})
    assert len(refusal.value.messages) == 3


def test_personal_data_is_not_searched_without_the_right() -> None:
    assert found({"q": "Siti"}) == set()
    allowed = Reader(None, frozenset({"communities.personal_board"}), ("",), TODAY)
    assert found({"q": "Siti"}, allowed) == {"A-1"}


def test_a_filter_set_without_a_reader_knows_no_region() -> None:
    filterset = BoardFilterSet({"region": "14"}, Board.objects.all())
    with pytest.raises(UnusableFilter):
        filterset.rows()


def test_the_filter_is_told_in_words() -> None:
    filterset = BoardFilterSet(
        {"q": "maju", "region": "14.04.13"}, Board.objects.all(), reader=EVERYWHERE
    )
    words = " ".join(filterset.in_words())
    assert "maju" in words
    assert "14.04.13" in words
    assert BoardFilterSet({"region": "99"}, Board.objects.all()).in_words() == []


def test_a_choice_of_several_takes_each_value_once() -> None:
    data = QueryDict("kind=district&kind=province")
    rows = RegionFilterSet(data, Region.objects.all(), reader=EVERYWHERE).rows()
    assert set(rows.values_list("code", flat=True)) == {"14", "14.04.04", "14.04.13"}
    with pytest.raises(UnusableFilter):
        RegionFilterSet(QueryDict("kind=county"), Region.objects.all(), reader=EVERYWHERE).rows()
