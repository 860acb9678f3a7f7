"""Lists: nonsense is refused, pages are turned by key, questions are few."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Board, Region
from tests.builders import make_board, make_change_set
from tests.builders_pages import LIST, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "regoin=14.04.04",
        "e=1",
        "p=2",
        "o=1",
        "all=",
        "region__id=1",
        "is_active=perhaps",
        "formed_on_after=yesterday",
        "region=99.99",
        "q=%00",
        "after=x~y",
        "after=1",
        "before=~",
        "after=%00~1",
        "after=014~1&before=014~2",
    ],
)
def test_nonsense_in_the_address_gives_no_rows_and_says_so(steward, village, query):
    make_board(region=village, name="BKM Tampak")
    answer = steward.get(f"{LIST}?{query}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    text = answer.content.decode()
    assert "cannot be shown as asked" in text
    assert "BKM Tampak" not in text


def test_a_misspelt_filter_is_told_the_right_name(steward):
    assert "Did you mean “region”?" in steward.get(f"{LIST}?regoin=14").content.decode()


def test_filter_by_the_region_of_another_area_is_refused(steward, elsewhere):
    answer = steward.get(f"{LIST}?region={elsewhere.region.code}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Orang Lain" not in answer.content.decode()


def test_filters_in_use_are_shown_in_words(steward, village):
    make_board(region=village)
    query = "region=14.04.04.1001&is_active=true&formed_on_after=2015-08-12&has_deed=unknown"
    answer = steward.get(f"{LIST}?{query}")
    assert answer.context["cl"].active_filters == [
        "Region: Tembilahan Kota (14.04.04.1001)",
        "Active: Yes",
        "Formed on: from Aug. 12, 2015",
    ]


def make_boards(village: Region, count: int) -> None:
    boards = [Board(region=village, code=f"B-{n:04d}", name=f"BKM {n:04d}") for n in range(count)]
    Board.objects.bulk_create(boards, change_set=make_change_set())


def test_pages_are_turned_by_key_forth_and_back(steward, village):
    make_boards(village, 250)
    names, address = [], LIST
    while address:
        changelist = steward.get(address).context["cl"]
        names += [board.name for board in changelist.result_list]
        last, address = changelist, changelist.next_link and LIST + changelist.next_link
    assert names == [f"BKM {n:04d}" for n in range(250)]
    middle = steward.get(LIST + last.previous_link).context["cl"]
    assert [board.name for board in middle.result_list] == names[100:200]
    first = steward.get(LIST + middle.previous_link).context["cl"]
    assert [board.name for board in first.result_list] == names[:100]
    assert first.previous_link == ""


def test_the_key_of_a_page_shows_no_row_of_another_area(steward, elsewhere, village):
    make_board(region=village)
    answer = steward.get(f"{LIST}?after=0~0")
    assert "Orang Lain" not in answer.content.decode()


def test_numbers_beyond_every_row_are_answered_like_any_other(steward, village):
    board, beyond = make_board(region=village), 10**30
    assert steward.get(f"{LIST}?after=014~{beyond}").status_code == HTTPStatus.OK
    assert steward.get(f"{LIST}{beyond}/change/").status_code == HTTPStatus.NOT_FOUND
    assert steward.get(f"{page(board, 'history')}?before={beyond}").status_code == HTTPStatus.OK


def test_rows_are_counted_up_to_a_thousand(steward, village):
    make_boards(village, 1_000)
    assert steward.get(LIST).context["cl"].count_in_words == "1,000"
    make_board(region=village)
    assert steward.get(LIST).context["cl"].count_in_words == "more than 1,000"


def test_a_list_asks_as_many_questions_for_ten_boards_as_for_two_hundred(steward, village):
    make_boards(village, 10)
    steward.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        steward.get(LIST)
    more = [Board(region=village, code=f"C-{n}", name=f"BKM {n}") for n in range(190)]
    Board.objects.bulk_create(more, change_set=make_change_set())
    with CaptureQueriesContext(connection) as many:
        steward.get(LIST)
    # session, person, areas, rights, rows with their count
    assert len(few) == len(many) == 5, [query["sql"] for query in many]


def test_a_filter_by_region_asks_once_more(steward, village):
    make_boards(village, 3)
    address = f"{LIST}?region={village.code}"
    steward.get(address)
    with CaptureQueriesContext(connection) as asked:
        steward.get(address)
    # the region that the code names
    assert len(asked) == 6, [query["sql"] for query in asked]


def test_behind_the_last_page_the_number_of_rows_is_still_told(steward, village):
    make_boards(village, 3)
    changelist = steward.get(f"{LIST}?after=9~9").context["cl"]
    assert changelist.result_list == []
    assert changelist.count_in_words == "3"
