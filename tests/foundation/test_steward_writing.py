"""Pages write under one change set, and never over a newer version."""

from http import HTTPStatus
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin

from communities.models import Board, Region
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import reader_for
from p2kp_site.foundation.records import StaleRecord
from tests.builders import make_board
from tests.builders_accounts import make_person
from tests.builders_pages import LIST, changed, entries, page

pytestmark = pytest.mark.django_db


def test_a_change_is_kept_with_who_when_where_and_why(steward, village):
    board = make_board(region=village, name="Lama")
    answer = steward.post(page(board), entries(board, name="Baru", why="Salah ketik"))
    assert answer.status_code == HTTPStatus.FOUND
    board.refresh_from_db()
    assert (board.name, board.version, str(board.changed_by)[:3]) == ("Baru", 2, "Ani")
    assert (board.change_set.door, board.change_set.why) == (Door.PAGE, "Salah ketik")


def test_saving_without_a_change_makes_no_version(steward, village):
    board = make_board(region=village)
    before = ChangeSet.objects.count()
    steward.post(page(board), entries(board))
    board.refresh_from_db()
    assert board.version == 1
    assert ChangeSet.objects.count() == before


def test_entries_made_from_an_old_version_are_kept_and_not_stored(steward, village):
    board = make_board(region=village, name="Lama")
    stale = entries(board, name="Punya saya")
    changed(board, by=make_person("data_steward", name="Budi"), name="Punya Budi")
    answer = steward.post(page(board), stale)
    (message,) = answer.context["adminform"].form.non_field_errors()
    assert "Budi" in message
    assert "“Punya Budi”" in message
    assert 'value="Punya saya"' in answer.content.decode()
    board.refresh_from_db()
    assert board.name == "Punya Budi"
    form = answer.context["adminform"].form
    again = {**stale, "read_version": form["read_version"].value()}
    steward.post(page(board), again)
    board.refresh_from_db()
    assert board.name == "Punya saya"


def test_a_form_without_its_version_is_refused(steward, village):
    board = make_board(region=village, name="Lama")
    steward.post(page(board), entries(board, name="Baru", read_version=""))
    board.refresh_from_db()
    assert board.name == "Lama"


def test_a_race_between_check_and_write_ends_in_the_same_words(steward, village, monkeypatch):
    board = make_board(region=village, name="Lama")
    answered = ModelAdmin.changeform_view

    def too_late(page_of_boards: Any, request: Any, *args: Any, **options: Any) -> Any:
        monkeypatch.setattr(ModelAdmin, "changeform_view", answered)
        changed(board, name="Lebih cepat")
        raise StaleRecord(board)

    monkeypatch.setattr(ModelAdmin, "changeform_view", too_late)
    answer = steward.post(page(board), entries(board, name="Baru"))
    (message,) = answer.context["adminform"].form.non_field_errors()
    assert "“Lebih cepat”" in message
    board.refresh_from_db()
    assert board.name == "Lebih cepat"


def test_deleting_keeps_the_history_with_who_and_why(steward, village):
    board = make_board(region=village)
    key = board.pk
    steward.post(page(board, "delete"), {"post": "yes", "why": "Tercatat dua kali"})
    assert not Board.objects.filter(pk=key).exists()
    last = Board.history.filter(id=key).latest("history_id")
    assert (last.history_type, last.change_set.why) == ("-", "Tercatat dua kali")
    assert last.change_set.by.name == "Ani"


def test_boards_are_deleted_from_the_list_under_one_change_set(steward, village, elsewhere):
    boards = [make_board(region=village) for _n in range(3)]
    keys = [board.pk for board in boards]
    before = ChangeSet.objects.count()
    steward.post(
        LIST,
        {"action": "delete_selected", "_selected_action": [*keys, elsewhere.pk], "post": "yes"},
    )
    assert list(Board.objects.values_list("pk", flat=True)) == [elsewhere.pk]
    assert ChangeSet.objects.count() == before + 1


def test_what_others_refer_to_cannot_be_deleted_and_the_page_says_what_does(village):
    for _n in range(2):
        make_board(region=village, name="BKM Rahasia")
    person = make_person("data_steward")

    request: Any = HttpRequest()
    request.user, request.reader = person, reader_for(person, on=timezone.localdate())
    found = admin.site._registry[Region].get_deleted_objects([village], request)
    assert found[3] == ["Community boards (BKM/LKM): 2"]
    assert "Rahasia" not in str(found[3])
