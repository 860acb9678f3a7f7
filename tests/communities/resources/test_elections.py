"""Offices bring in the elections of boards: figures that fit, and one final result."""

from datetime import date

import pytest

from communities.models import Board, BoardElection
from communities.models.elections import ElectionKind
from p2kp_site.exchange.services.undoing import UndoReport, undo_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, make_board
from tests.communities.builders import make_election
from tests.communities.resources.files import (
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
)
from tests.exchange.services.office import counts, faults

pytestmark = pytest.mark.django_db

SLUG = "board-elections"
HEAD = ("Kode BKM", "Jenis Pemilihan", "Tanggal Pemilihan", "Periode", "Peserta L", "Peserta P")
FIRST, AGAIN = date(2012, 8, 12), date(2012, 9, 2)


@pytest.fixture
def steward() -> Reader:
    make_places()
    make_board(code="A-1")
    make_board(code="A-2")
    return steward_of(TEMBILAHAN)


def results() -> dict[date, bool]:
    return dict(BoardElection.objects.values_list("held_on", "is_final"))


def test_an_election_comes_as_forms_call_its_columns(steward: Reader) -> None:
    head = (*HEAD, "Jumlah Peserta MBR", "Terpilih Laki-laki", "Terpilih Perempuan", "Final")
    row = ("A-1", "basis", "12-08-2012", "2", "1.120", "980", "700", "9", "4", "ya")
    bring_and_store(SLUG, steward, head, row)
    election = BoardElection.objects.get()
    assert (election.kind, election.held_on, election.term) == (ElectionKind.BASIS, FIRST, 2)
    assert (election.participants, election.elected) == (2100, 13)
    assert (election.participants_low_income, election.elected_low_income) == (700, None)
    assert election.is_final


def test_figures_that_cannot_be_are_refused_at_their_cells(steward: Reader) -> None:
    head = (
        *HEAD, "participants_low_income", "elected_men", "elected_women", "adults", "adults_on",
        "adults_source",
    )  # fmt: skip
    kind = "basis"
    job = bring(
        SLUG,
        steward,
        head,
        ("A-1", kind, "2012-08-12", "1", "20", "10", "31", "", "", "", "", ""),
        ("A-1", kind, "2012-08-13", "1", "20", "10", "", "21", "", "", "", ""),
        ("A-1", kind, "2012-08-14", "1", "20", "10", "", "", "", "900", "", ""),
        ("A-1", kind, "2012-08-15", "1", "20", "10", "", "", "", "", "2012-01-01", "BPS"),
        ("A-1", kind, "2012-08-16", "0", "20", "", "", "", "", "0", "2012-01-01", ""),
    )
    assert faults(job) == {
        (2, "participants_low_income"): "more_low_income_than_people",
        (3, "elected_men"): "more_elected_than_participants",
        (4, "adults_on"): "adults_without_a_day",
        (5, "adults_on"): "only_with_adults",
        (5, "adults_source"): "only_with_adults",
        (6, "participants_women"): "required",
    }


@pytest.mark.parametrize("size", [1, 5000], ids=["row by row", "in one slice"])
def test_one_election_of_a_kind_is_final_in_a_term(
    steward: Reader, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("p2kp_site.exchange.services.checking.SLICE", size)
    board = Board.objects.get(code="A-1")
    make_election(board=board, held_on=FIRST)
    job = bring(
        SLUG,
        steward,
        (*HEAD, "Final"),
        ("A-1", "board", "2012-09-02", "1", "20", "10", "ya"),
        ("A-1", "board", "2012-09-03", "1", "20", "10", "tidak"),
        ("A-1", "board", "2015-09-03", "2", "20", "10", ""),
        ("A-1", "board", "2015-10-03", "2", "20", "10", "ya"),
        ("A-1", "basis", "2012-08-01", "1", "20", "10", "ya"),
        ("A-2", "board", "2012-09-02", "1", "20", "10", "ya"),
    )
    assert faults(job) == {
        (2, "is_final"): "another_election_is_final",
        (5, "is_final"): "another_election_is_final",
    }
    assert counts(job) == {"read": 6, "added": 4, "refused": 2}


@pytest.mark.parametrize("old_first", [True, False])
def test_a_repeated_election_takes_the_place_of_the_first_in_one_file(
    steward: Reader, old_first: bool
) -> None:
    make_election(board=Board.objects.get(code="A-1"), held_on=FIRST)
    rows = [
        ("A-1", "board", "2012-08-12", "1", "22", "18", "tidak"),
        ("A-1", "board", "2012-09-02", "1", "20", "10", "ya"),
    ]
    rows = rows if old_first else rows[::-1]
    job = bring_and_store(SLUG, steward, (*HEAD, "Final"), *rows)
    assert results() == {FIRST: False, AGAIN: True}
    assert undo_import(job=job, by=steward, at=AT) == UndoReport(1, 1, 0)
    assert results() == {FIRST: True}


def test_an_election_that_stays_final_gives_nothing_up(steward: Reader) -> None:
    make_election(board=Board.objects.get(code="A-1"), held_on=FIRST)
    job = bring(
        SLUG,
        steward,
        (*HEAD, "Catatan"),
        ("A-1", "board", "2012-09-02", "1", "20", "10", ""),
        ("A-1", "board", "2012-08-12", "1", "22", "18", "tetap"),
    )
    assert faults(job) == {(2, "is_final"): "another_election_is_final"}


def test_of_two_elections_that_stand_none_takes_the_result_from_the_other(
    steward: Reader,
) -> None:
    board = Board.objects.get(code="A-1")
    make_election(board=board, held_on=FIRST)
    make_election(board=board, held_on=AGAIN, is_final=False)
    job = bring(
        SLUG,
        steward,
        (*HEAD, "Final"),
        ("A-1", "board", "2012-08-12", "1", "22", "18", "tidak"),
        ("A-1", "board", "2012-09-02", "1", "22", "18", "ya"),
    )
    assert faults(job) == {(3, "is_final"): "another_election_is_final"}


def test_an_undo_leaves_a_result_alone_that_has_come_since(steward: Reader) -> None:
    election = make_election(board=Board.objects.get(code="A-1"), held_on=FIRST)
    other = make_election(board=Board.objects.get(code="A-2"), held_on=FIRST)
    rows = [(code, "board", "2012-08-12", "1", "22", "18", "tidak") for code in ("A-1", "A-2")]
    job = bring_and_store(SLUG, steward, (*HEAD, "Final"), *rows)
    make_election(board=election.board, held_on=AGAIN)
    assert undo_import(job=job, by=steward, at=AT) == UndoReport(0, 1, 1)
    for row, final in ((election, False), (other, True)):
        row.refresh_from_db()
        assert row.is_final is final
