"""The page of a board tells its life, and moves it with everything below."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Board, Region
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import AT, make_board, make_user
from tests.builders_accounts import browser_of, make_person, region_of
from tests.builders_pages import entries, page
from tests.communities.builders import (
    make_agency,
    make_assignment,
    make_board_year,
    make_election,
    make_group,
    make_officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def village() -> Region:
    return region_of("14.04.04.1001")


@pytest.fixture
def target() -> Region:
    return region_of("14.04.04.1002")


@pytest.fixture
def steward(village: Region) -> Client:
    return browser_of(make_person("data_steward", name="Ani"))


def life(answer: Any) -> dict[str, list[list[str]]]:
    return {part["title"]: part["table"]["rows"] for part in answer.context["life"]}


def test_officers_elections_years_and_groups_stand_on_the_page_of_their_board(steward, village):
    board = make_board(region=village, code="BKM-1")
    make_officer(board=board, term=1, name="Bapak Dulu")
    make_officer(board=board, term=2, name="Ibu Kini", position="coordinator")
    make_election(
        board=board, kind="basis", participants_men=200, participants_women=212,
        adults=1000, adults_on="2012-01-01",
    )  # fmt: skip
    make_board_year(board=board, year=2012, independence=2, audit="unqualified")
    for kind, active in (("L", True), ("L", False), ("E", True)):
        make_group(
            board=board, kind=kind, is_active=active, inactive_reason="" if active else "Bubar"
        )
    make_officer(board=make_board(region=village), name="Ibu Tetangga")
    make_assignment(region=region_of("14"), agency=make_agency(name="KMW Contoh"))
    make_assignment(region=region_of("14"), until_on=date(2013, 1, 1))
    answer = steward.get(page(board))
    told = life(answer)
    assert told["Officers of the latest term"] == [
        ["Ibu Kini", "coordinator", "woman (P)", "2", "active"]
    ]
    assert told["Elections"][0][2:] == ["1", "412", "–", "41.2 %", "Yes"]
    assert told["Independence and audits"] == [
        ["2012", "independent (Mandiri)", "unqualified (WTP)"]
    ]
    assert told["Consultants who accompany the board today"] == [
        ["KMW Contoh", "regional management consultant (KMW)", "Riau"]
    ]
    assert told["Self-help groups (KSM)"] == [
        ["economy (E)", "1", "1"], ["environment (L)", "2", "1"],
    ]  # fmt: skip
    text = answer.content.decode()
    assert "Ibu Kini" in text
    assert "/admin/communities/boardofficer/?board=BKM-1" in text
    assert f"/admin/communities/selfhelpgroup/add/?board={board.pk}" in text


def test_a_board_that_nobody_accompanies_tells_since_when_and_who_was_the_last(steward, village):
    board = make_board(region=village)
    assert "Nobody since" not in steward.get(page(board)).content.decode()
    kmw, askot = make_agency(name="KMW Contoh"), make_agency(name="Askot Contoh", kind="askot")
    make_assignment(region=region_of("14"), agency=kmw, until_on=date(2013, 1, 1))
    make_assignment(region=region_of("14.04"), agency=askot, until_on=date(2015, 4, 1))
    answer = steward.get(page(board))
    assert life(answer)["Consultants who accompany the board today"] == []
    text = answer.content.decode()
    assert "Nobody since April 1, 2015. The last was Askot Contoh (" in text
    make_assignment(region=region_of("14"), agency=kmw, from_on=date(2016, 1, 1))
    assert "Nobody since" not in steward.get(page(board)).content.decode()


def test_many_officers_are_folded(steward, village):
    board = make_board(region=village)
    for _n in range(13):
        make_officer(board=board)
    assert "Show all rows: 13" in steward.get(page(board)).content.decode()


def test_a_link_to_add_leads_to_a_form_that_knows_the_board(steward, village):
    board = make_board(region=village)
    answer = steward.get(f"/admin/communities/boardofficer/add/?board={board.pk}")
    assert answer.context["adminform"].form["board"].value() == str(board.pk)
    assert board.name in answer.content.decode()


def test_names_of_officers_are_told_to_those_with_the_right_only(village):
    board = make_board(region=village)
    officer = make_officer(board=board, name="Ibu Rahasia", age=41)
    verifier = browser_of(make_person("verifier"))
    pages = [page(board), "/admin/communities/boardofficer/"]
    pages += [
        f"/admin/communities/boardofficer/{officer.pk}/{kind}/" for kind in ("change", "history")
    ]
    for address in pages:
        text = verifier.get(address).content.decode()
        assert "Rahasia" not in text, address
        assert "board" in text
    found = verifier.get("/admin/communities/boardofficer/?q=Rahasia").context["cl"]
    assert found.result_count == 0
    assert life(verifier.get(page(board)))["Officers of the latest term"][0][0] == "member"


def test_a_new_board_has_no_life_yet(steward, village):
    assert "life" not in steward.get("/admin/communities/board/add/").context


def test_the_page_of_a_board_asks_as_much_whatever_lies_below(steward, village):
    board = make_board(region=village)
    steward.get(page(board))
    with CaptureQueriesContext(connection) as few:
        steward.get(page(board))
    for number in range(1, 9):
        make_officer(board=board)
        make_group(board=board)
        make_board_year(board=board, year=2000 + number)
        make_election(board=board, term=number, held_on=f"200{number}-01-01")
    with CaptureQueriesContext(connection) as many:
        steward.get(page(board))
    # session, person, areas, rights; the row, may it be written and signed; its region twice,
    # and those offered; officers, elections, years, groups, consultants; plans, works,
    # partnerships, grants; cases, after its plans and works; slum areas, and which are in force
    assert len(few) == len(many) == 24, [query["sql"] for query in many]


# Moving -----------------------------------------------------------------------------------------


def test_another_kelurahan_on_the_form_moves_the_board_with_all_below(steward, village, target):
    board = make_board(region=village, name="BKM Pindah")
    children = [make_officer(board=board), make_group(board=board)]
    before = ChangeSet.objects.count()
    sent = entries(board, region=target.pk, why="Salah kelurahan")
    answer = steward.post(page(board), sent, follow=True)
    assert "with everything that lies below it" in answer.content.decode()
    board.refresh_from_db()
    assert (board.region, board.area, board.version) == (target, target.path, 2)
    assert (board.change_set.why, board.change_set.by.name) == ("Salah kelurahan", "Ani")
    for child in children:
        child.refresh_from_db()
        assert (child.area, child.version) == (target.path, 1)
    assert ChangeSet.objects.count() == before + 1


def test_what_is_typed_besides_is_the_version_after_the_move(steward, village, target):
    board = make_board(region=village, name="Lama")
    election = make_election(board=board)
    steward.post(page(board), entries(board, region=target.pk, name="Baru"))
    board.refresh_from_db()
    election.refresh_from_db()
    assert (board.region, board.name, board.version) == (target, "Baru", 3)
    assert election.area == target.path
    assert Board.history.filter(id=board.pk).count() == 3


def verified(board: Board) -> None:
    people = {f"{step}_by": make_user() for step in ("handed_over", "acknowledged", "verified")}
    times = {name.replace("_by", "_at"): AT for name in people}
    rows = Board.objects.filter(pk=board.pk)
    rows.stamp(signoff=SignoffState.VERIFIED, signed_version=board.version, **people, **times)


def test_a_move_alone_keeps_the_sign_offs_of_the_board(steward, village, target):
    board = make_board(region=village)
    verified(board)
    answer = steward.post(page(board), entries(board, region=target.pk, seen_signoffs="1"))
    assert answer.status_code == HTTPStatus.FOUND
    board.refresh_from_db()
    assert (board.region, board.signoff) == (target, SignoffState.VERIFIED)
    assert board.signed_version == board.version == 2


def test_what_is_typed_besides_a_move_drops_them(steward, village, target):
    board = make_board(region=village)
    verified(board)
    sent = entries(board, region=target.pk, name="Baru", seen_signoffs="1")
    steward.post(page(board), sent)
    board.refresh_from_db()
    assert (board.region, board.name) == (target, "Baru")
    assert (board.signoff, board.signed_version) == (SignoffState.ENTERED, None)


def test_a_board_is_not_moved_out_of_ones_area(steward, village):
    board = make_board(region=village)
    officer = make_officer(board=board)
    outside = region_of("14.04.01.1001")
    answer = steward.post(page(board), entries(board, region=outside.pk))
    assert "region" in answer.context["adminform"].form.errors
    officer.refresh_from_db()
    assert officer.area == village.path
