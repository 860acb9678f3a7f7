"""What a change on the page does to the sign-offs of a form, and what is not deleted."""

from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from communities.models import Board, Region
from p2kp_site.foundation.signoffs import SIGNED, SignoffState
from tests.builders import make_board, make_change_set, make_user
from tests.builders_accounts import browser_of, make_person, region_of
from tests.builders_pages import LIST, entries, page
from tests.builders_signoffs import brought_to

pytestmark = pytest.mark.django_db

HANDED, _ACKNOWLEDGED, VERIFIED = SIGNED


def entered(**values: Any) -> Board:
    return make_board(change_set=make_change_set(by=make_user()), **values)


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward", name="Ani"))


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_saving_a_signed_form_says_so_and_drops_its_sign_offs(steward, village):
    board = brought_to(entered(region=village, name="BKM Lama"), VERIFIED)
    assert "This row carries sign-offs" in text_of(steward.get(page(board)))
    answer = steward.post(page(board), entries(board, name="BKM Baru", seen_signoffs="1"))
    assert any("sign-offs of this row were dropped" in words for words in said(answer))
    board.refresh_from_db()
    assert (board.name, board.signoff, board.version) == ("BKM Baru", SignoffState.ENTERED, 2)
    last = Board.history.filter(id=board.pk).latest("history_id")
    assert (last.signoff, last.version) == (SignoffState.ENTERED, 2)


def test_saving_without_a_change_drops_nothing(steward, village):
    board = brought_to(entered(region=village), VERIFIED)
    steward.post(page(board), entries(board, seen_signoffs="1"))
    board.refresh_from_db()
    assert (board.signoff, board.version) == (VERIFIED, 1)


def test_who_opened_the_page_before_it_was_signed_is_asked_first(steward, village):
    board = entered(region=village, name="BKM Lama")
    sent = entries(board, name="BKM Baru")
    brought_to(board, HANDED)
    answer = steward.post(page(board), sent)
    assert "signed after you had opened the page" in text_of(answer)
    assert 'name="seen_signoffs"' in text_of(answer)
    board.refresh_from_db()
    assert (board.name, board.signoff) == ("BKM Lama", HANDED)
    steward.post(page(board), {**sent, "seen_signoffs": "1"})
    board.refresh_from_db()
    assert (board.name, board.signoff) == ("BKM Baru", SignoffState.ENTERED)


def test_an_open_form_says_nothing_about_sign_offs_that_would_be_dropped(steward, village):
    board = entered(region=village)
    assert "This row carries sign-offs" not in text_of(steward.get(page(board)))


def test_a_signed_form_is_not_deleted(steward, village):
    board = brought_to(entered(region=village), HANDED)
    assert steward.post(page(board, "delete"), {"post": "yes"}).status_code == 403
    told = steward.get(page(board, "delete"))
    assert (told.status_code, told.template_name) == (403, "foundation/delete.html")
    assert "ask whoever checks it to return it" in text_of(told)
    chosen = {"_selected_action": [board.pk], "action": "delete_selected"}
    answer = steward.post(LIST, chosen)
    assert "Rows that carry sign-offs: 1" in text_of(answer)
    steward.post(LIST, {**chosen, "post": "yes"})
    assert Board.objects.filter(pk=board.pk).exists()
