"""The history page: before and after in words, for whoever sees the row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import make_board
from tests.builders_pages import changed, entries, page

pytestmark = pytest.mark.django_db


def test_history_tells_before_and_after_in_words(steward, village):
    board = make_board(region=village, name="Lama")
    steward.post(
        page(board),
        entries(board, name="Baru", formed_on="2015-08-12", is_active="", inactive_reason="Bubar"),
    )
    versions = steward.get(page(board, "history")).context["versions"]
    changes = {change.field: (change.before, change.after) for change in versions[0].changes}
    assert changes == {
        "Name": ("Lama", "Baru"),
        "Formed on": ("–", "Aug. 12, 2015"),
        "Active": ("Yes", "No"),
        "Why not active": ("–", "Bubar"),
    }
    assert [version.number for version in versions] == [2, 1]
    assert versions[0].door == "page"


def test_history_names_no_place_that_the_reader_may_not_see(steward, village, elsewhere):
    board = make_board(region=elsewhere.region)
    changed(board, region=village)
    text = steward.get(page(board, "history")).content.decode()
    assert elsewhere.region.name not in text
    assert "Tembilahan Kota" in text


def test_history_is_turned_page_by_page(steward, village):
    board = make_board(region=village, name="0")
    for number in range(1, 45):
        changed(board, name=str(number))
    address, numbers = page(board, "history"), []
    while address:
        context = steward.get(address).context
        numbers += [version.number for version in context["versions"]]
        older = context["older"]
        address = older and f"{page(board, 'history')}?before={older}"
    assert numbers == list(range(45, 0, -1))


def test_history_asks_no_more_questions_for_more_versions(steward, village):
    board = make_board(region=village, name="0")
    steward.get(page(board, "history"))
    with CaptureQueriesContext(connection) as few:
        steward.get(page(board, "history"))
    for number in range(1, 15):
        changed(board, name=str(number))
    with CaptureQueriesContext(connection) as many:
        steward.get(page(board, "history"))
    assert len(few) == len(many)
