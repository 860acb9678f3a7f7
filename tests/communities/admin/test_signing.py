"""Sign-offs on the pages: the queue, the buttons, many rows at once, and what a change drops."""

from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import Board, Region
from communities.models.signoffs import signed_forms
from p2kp_site.accounts.models import User
from p2kp_site.foundation.signoffs import SIGNED, SignoffState
from tests.builders import make_board, make_change_set, make_region, make_user
from tests.builders_accounts import browser_of, make_person, region_of
from tests.builders_pages import LIST, changed, page
from tests.builders_signoffs import LATER, brought_to, signed

pytestmark = pytest.mark.django_db

HANDED, ACKNOWLEDGED, VERIFIED = SIGNED
RETURNED = SignoffState.RETURNED


def entered(**values: Any) -> Board:
    return make_board(change_set=make_change_set(by=make_user(name="Ibu Contoh")), **values)


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward", name="Ani"))


@pytest.fixture
def bujang() -> User:
    return make_person("verifier", name="Bujang")


@pytest.fixture
def verifier(bujang: User) -> Client:
    return browser_of(bujang)


@pytest.fixture
def approver() -> Client:
    return browser_of(make_person("approver"))


def sign_page(board: Board, step: str, *, version: int | None = None) -> str:
    address = reverse("admin:communities_board_sign", args=[board.pk, step])
    return f"{address}?version={version or board.version}"


def press(browser: Client, board: Board, step: str, **values: Any) -> list[str]:
    """Open the question of a step, answer it; what the next page says."""
    address = sign_page(board, step)
    asked = browser.get(address)
    if asked.status_code == 302:
        return said(asked)
    expected = asked.context["form"].initial["expected"]
    return said(browser.post(address, {"expected": expected, "confirmed": "True", **values}))


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


# One form -----------------------------------------------------------------------------------------


def test_the_form_says_who_signed_and_offers_the_next_step(steward, approver, village):
    board = entered(region=village)
    first = text_of(steward.get(page(board)))
    assert "Entered by Ibu Contoh" in first
    assert sign_page(board, HANDED).replace("&", "&amp;") in first
    brought_to(board, HANDED)
    offered = text_of(approver.get(page(board)))
    assert "Handed over by" in offered
    assert sign_page(board, ACKNOWLEDGED) in offered
    assert sign_page(board, VERIFIED) not in offered


def test_a_button_asks_once_and_signs(approver, village):
    board = brought_to(entered(region=village), HANDED)
    assert press(approver, board, ACKNOWLEDGED) == ["1 row acknowledged."]
    board.refresh_from_db()
    assert board.signoff == ACKNOWLEDGED


def test_a_return_asks_for_its_reason(verifier, steward, village):
    board = brought_to(entered(region=village), HANDED)
    assert press(verifier, board, RETURNED) == []
    assert press(verifier, board, RETURNED, reason="Akta belum ada") == ["1 row returned."]
    assert "Akta belum ada" in text_of(steward.get(page(board)))


def test_the_second_of_two_people_is_told_so(approver, village):
    board = brought_to(entered(region=village), HANDED)
    address = sign_page(board, ACKNOWLEDGED)
    approver.get(address)
    signed(Board.objects.all(), ACKNOWLEDGED)
    answer = approver.post(address, {"expected": board.version, "confirmed": "True"})
    assert said(answer) == ["Not signed: this step was taken already."]


def test_only_the_version_that_was_seen_is_signed(approver, village):
    board = brought_to(entered(region=village), HANDED)
    address = sign_page(board, ACKNOWLEDGED)
    Board.objects.reopen()
    changed(board, by=make_user(), name="BKM Baru")
    signed(Board.objects.all(), HANDED)
    answer = approver.post(address, {"expected": board.version, "confirmed": "True"})
    assert said(answer) == ["Not signed: somebody changed this row after you had opened it."]


def test_who_may_not_sign_is_refused_and_the_other_area_does_not_exist(verifier, steward, village):
    board = brought_to(entered(region=village), HANDED)
    assert steward.get(sign_page(board, VERIFIED)).status_code == 403
    assert steward.get(sign_page(board, "approved")).status_code == 404
    other = entered(region=make_region(code="14.04.01.1001"))
    assert verifier.get(sign_page(other, VERIFIED)).status_code == 404


# The list -----------------------------------------------------------------------------------------


def act(browser: Client, action: str, *boards: Board, query: str = "", across: bool = False) -> Any:
    chosen = {"_selected_action": [board.pk for board in boards], "action": action}
    return browser.post(f"{LIST}?{query}", {**chosen, "select_across": str(int(across))})


def confirm(browser: Client, asked: Any, **values: Any) -> Any:
    """Send the question of a list action as it stands."""
    context = asked.context
    sent = {
        "action": context["action"],
        "select_across": context["across"],
        "_selected_action": context["chosen"],
        "expected": context["form"].initial["expected"],
        "confirmed": "True",
        **values,
    }
    return browser.post(asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"], sent)


def test_a_queue_shows_what_waits_the_longest_first(approver, village):
    boards = [entered(region=village) for _number in range(3)]
    for hour, board in enumerate(reversed(boards)):
        rows = Board.objects.filter(pk=board.pk)
        signed(rows, HANDED, at=LATER.replace(hour=10 + hour))
    entered(region=village)
    answer = approver.get(f"{LIST}?awaiting_me=acknowledged")
    assert list(answer.context["cl"].result_list) == boards[::-1]
    assert "handed over" in text_of(answer)
    assert not approver.get(f"{LIST}?awaiting_me=verified").context["cl"].result_list


def test_a_queue_is_turned_by_key(approver, village, monkeypatch):
    from communities.admin.boards import BoardAdmin

    monkeypatch.setattr(BoardAdmin, "list_per_page", 2)
    boards = [entered(region=village) for _number in range(5)]
    for minute, board in enumerate(boards):
        at = LATER.replace(minute=minute // 2)
        signed(Board.objects.filter(pk=board.pk), HANDED, at=at)
    seen, address = [], "?awaiting_me=acknowledged"
    while address:
        changelist = approver.get(LIST + address).context["cl"]
        seen += changelist.result_list
        last, address = changelist, changelist.next_link
    assert seen == boards
    assert list(approver.get(LIST + last.previous_link).context["cl"].result_list) == boards[2:4]


def test_ticked_rows_are_signed_after_a_question(steward, village):
    one, two, other = (entered(region=village) for _number in range(3))
    asked = act(steward, "hand_over_rows", one, two)
    assert "2 rows will be signed." in text_of(asked)
    assert not Board.objects.signed().exists()
    assert said(confirm(steward, asked)) == ["2 rows handed over."]
    assert set(Board.objects.handed_over()) == {one, two}
    other.refresh_from_db()
    assert other.signoff == SignoffState.ENTERED


def test_all_that_the_filter_shows_is_signed_beyond_the_page(steward, village):
    author = make_change_set(by=make_user())
    boards = [Board(region=village, code=f"B-{n}", name=f"BKM {n}") for n in range(130)]
    Board.objects.bulk_create(boards, change_set=author)
    closed = entered(region=village, is_active=False, inactive_reason="Ditutup")
    asked = act(steward, "hand_over_rows", boards[0], query="is_active=true", across=True)
    assert "130 rows will be signed." in text_of(asked)
    assert said(confirm(steward, asked)) == ["130 rows handed over."]
    closed.refresh_from_db()
    assert closed.signoff == SignoffState.ENTERED


def test_a_number_that_changed_since_the_question_is_asked_again(steward, village):
    board = entered(region=village)
    asked = act(steward, "hand_over_rows", board, across=True)
    entered(region=village)
    again = confirm(steward, asked)
    assert "The number has changed" in text_of(again)
    assert not Board.objects.signed().exists()
    assert said(confirm(steward, again)) == ["2 rows handed over."]


def test_many_are_returned_with_one_reason(verifier, village):
    boards = [brought_to(entered(region=village), HANDED) for _number in range(2)]
    asked = act(verifier, "return_rows", *boards)
    without = confirm(verifier, asked)
    assert without.context["form"].errors
    assert said(confirm(verifier, asked, reason="Akta belum ada")) == ["2 rows returned."]
    assert {board.return_reason for board in Board.objects.all()} == {"Akta belum ada"}


def test_rows_that_cannot_be_signed_are_told_with_the_reason(steward, village):
    board = brought_to(entered(region=village), HANDED)
    answer = act(steward, "hand_over_rows", board)
    assert said(answer) == ["1 row stays as it is (this step was taken already: 1)."]


def test_the_actions_of_a_list_are_those_of_the_role(steward, verifier, approver, village):
    entered(region=village)
    offered = {}
    for name, browser in (("steward", steward), ("verifier", verifier), ("approver", approver)):
        form = browser.get(LIST).context["action_form"]
        offered[name] = {value for value, _label in form.fields["action"].choices if value}
    assert offered == {
        "steward": {"delete_selected", "hand_over_rows"},
        "verifier": {"verify_rows", "return_rows"},
        "approver": {"acknowledge_rows", "return_rows"},
    }


# The first page ---------------------------------------------------------------------------------


def test_the_first_page_leads_to_what_waits_for_the_person(verifier, steward, village):
    brought_to(entered(region=village), ACKNOWLEDGED)
    queues = verifier.get("/admin/").context["queues"]
    assert [(queue.title, queue.number) for queue in queues] == [("To verify", "1")]
    assert len(verifier.get(queues[0].url).context["cl"].result_list) == 1
    brought_to(entered(region=village), RETURNED)
    queues = steward.get("/admin/").context["queues"]
    assert [queue.title for queue in queues] == ["Returned, to be corrected"]


def test_the_first_page_counts_what_is_to_be_handed_over(steward, verifier, village):
    entered(region=village)
    brought_to(entered(region=village), RETURNED)
    queues = steward.get("/admin/").context["queues"]
    told = [(queue.title, queue.number) for queue in queues]
    assert told == [("Returned, to be corrected", "1"), ("To hand over", "1")]
    assert len(steward.get(queues[1].url).context["cl"].result_list) == 1
    assert "To hand over" not in verifier.get("/admin/").content.decode()


def test_the_first_page_asks_one_question_for_each_queue_of_a_kind(steward, village):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            steward.get("/admin/")
        return len(queries)

    entered(region=village)
    few = asked()
    for _n in range(5):
        entered(region=village)
        brought_to(entered(region=village), RETURNED)
    # what came back and what is new, of each kind; of payments and tranches; of cases; what any
    # page asks
    assert asked() == few <= 2 * len(signed_forms()) + 4 + 4 + 10
