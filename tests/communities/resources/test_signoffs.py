"""Sign-offs leave with the rows; a file neither gives them nor takes them unseen."""

from typing import Any

import pytest

from communities.models import Board, SelfHelpGroup
from p2kp_site.exchange.faults import describe_fault
from p2kp_site.exchange.registry import all_datasets, dataset_named
from p2kp_site.exchange.services.undoing import UndoReport, undo_import
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.signoffs import PaperSignatures, SignedForm, SignoffState
from tests.builders import AT, make_board, make_change_set, make_user
from tests.builders_signoffs import brought_to
from tests.communities.builders import make_group
from tests.communities.resources.files import (
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
    take,
)
from tests.exchange.services.office import changes, counts, faults, store

pytestmark = pytest.mark.django_db

STEPS = ("handed_over", "acknowledged", "verified")
FACTS = ("signoff", *(f"{step}_{fact}" for step in STEPS for fact in ("by", "at")))


@pytest.fixture
def steward() -> Reader:
    make_places()
    return steward_of(TEMBILAHAN)


def entered() -> Any:
    return make_change_set(by=make_user())


def test_every_dataset_of_forms_shows_them_and_its_papers() -> None:
    for kind in all_datasets():
        columns = kind().fields
        if issubclass(kind.model, SignedForm):
            assert all(columns[name].compared for name in FACTS), kind.slug
        if issubclass(kind.model, PaperSignatures):
            papers = [name for name in columns if name.startswith("paper_")]
            assert len(papers) == 9, kind.slug
            assert not any(columns[name].compared for name in papers)


def test_a_form_leaves_with_who_signed_it_and_when_and_comes_back_unchanged(
    steward: Reader,
) -> None:
    board = brought_to(make_board(code="A-1", change_set=entered()), SignoffState.VERIFIED)
    brought_to(make_board(code="A-2", change_set=entered()), SignoffState.RETURNED)
    first, second = take("boards", steward)
    assert [first[f"{step}_by"] for step in STEPS] == [
        getattr(board, f"{step}_by").name for step in STEPS
    ]
    assert {first[f"{step}_at"] for step in STEPS} == {"2026-03-02"}
    assert [second[name] for name in FACTS[1:]] == [""] * 6
    job = bring("boards", steward, tuple(first), *(tuple(row.values()) for row in (first, second)))
    assert faults(job) == {}
    assert counts(job) == {"read": 2, "unchanged": 2}


def test_an_evening_in_greenwich_is_the_next_day_here(steward: Reader) -> None:
    board = make_board(code="A-1", change_set=entered())
    brought_to(board, SignoffState.HANDED_OVER)
    late = AT.replace(hour=20)
    Board.objects.filter(pk=board.pk).stamp(handed_over_at=late)
    (shown,) = take("boards", steward)
    assert shown["handed_over_at"] == "2026-03-03"


def test_a_file_that_changes_a_verified_form_says_so_and_drops_its_sign_offs(
    steward: Reader,
) -> None:
    board = make_board(code="A-1", change_set=entered())
    group = brought_to(
        make_group(board=board, name="Satu", change_set=entered()), SignoffState.VERIFIED
    )
    other = brought_to(
        make_group(board=board, name="Dua", change_set=entered()), SignoffState.VERIFIED
    )
    head = ("Kode BKM", "Nama KSM", "Catatan")
    job = bring("groups", steward, head, ("A-1", "Satu", "berubah"), ("A-1", "Dua", ""))
    assert {"kind": "signed_rows", "params": {"count": 1}} in job.layout["notes"]
    job = store(job, steward)
    for row in (group, other):
        row.refresh_from_db()
    assert (group.signoff, group.verified_by, other.signoff) == ("entered", None, "verified")
    assert undo_import(job=job, by=steward, at=AT) == UndoReport(0, 1, 0)
    group.refresh_from_db()
    assert (group.note, group.signoff) == ("", "entered")


def test_a_file_from_before_a_signature_does_not_drop_it_unseen(steward: Reader) -> None:
    board = make_board(code="A-1", change_set=entered())
    (shown,) = take("boards", steward)
    brought_to(board, SignoffState.VERIFIED)
    shown["note"] = "berubah"
    job = bring("boards", steward, tuple(shown), tuple(shown.values()))
    assert faults(job) == {(2, "signoff"): "differs_from_row"}
    (fault,) = job.rows.get().faults
    label = SignoffState.VERIFIED.label
    assert str(label) in describe_fault(fault, dataset_named("boards"))
    del shown["signoff"]
    job = bring("boards", steward, tuple(shown), tuple(shown.values()))
    assert changes(job) == {2: {"note": ["", "berubah"]}}


def test_a_new_form_is_a_draft_whatever_its_file_says(steward: Reader) -> None:
    make_board(code="A-1")
    head = ("Kode BKM", "Nama KSM", "Bidang", "signoff", "verified_by", "verified_at")
    row = ("A-1", "Satu", "L", "verified", "Bapak Contoh", "2012-01-01")
    job = bring_and_store("groups", steward, head, row)
    told = {mark["column"]: mark["kind"] for mark in job.rows.get().faults}
    assert told == dict.fromkeys(head[3:], "not_taken_over")
    group = SelfHelpGroup.objects.get()
    assert (group.signoff, group.verified_by, group.verified_at) == ("entered", None, None)


def test_signatures_on_paper_come_in_as_facts(steward: Reader) -> None:
    make_board(code="A-1")
    head = ("Kode BKM", "Tahun", "Diverifikasi oleh", "Jabatan yang memverifikasi", "Diserahkan")
    bring_and_store(
        "board-years", steward, head, ("A-1", "2012", "Bapak Contoh", "Lurah", "Ibu Contoh")
    )
    (shown,) = take("board-years", steward)
    assert shown["paper_verified_name"] == "Bapak Contoh"
    assert (shown["paper_verified_position"], shown["verified_by"]) == ("Lurah", "")
