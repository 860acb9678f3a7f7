"""An office brings in a file of boards: what is read, what is shown, what is stored."""

from datetime import date

import pytest

from communities.models import Board, Region, RegionCode
from p2kp_site.exchange.faults import describe_fault
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board, make_change_set, make_region
from tests.exchange.services.office import (
    HEAD,
    HILIR,
    KOTA,
    as_csv,
    as_xlsx,
    bring,
    changes,
    counts,
    faults,
    make_person,
    reader,
    store,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward() -> Reader:
    """The steward of Tembilahan, where two kelurahan are."""
    make_region(code=KOTA)
    make_region(code=HILIR, name="Tembilahan Hilir")
    return reader(make_person(region=Region.objects.get(code="14.04.04")))


def test_new_changed_unchanged_and_refused_rows_are_counted(steward: Reader) -> None:
    make_board(code="A-1", name="BKM Lama")
    make_board(code="A-2", name="BKM Tetap")
    head = (*HEAD, "Tanggal Berdiri")
    file = as_csv(
        head,
        ("A-1", "BKM Baru", KOTA, ""),
        ("A-2", "BKM Tetap", KOTA, ""),
        ("A-3", "BKM Tambah", HILIR, "12-08-2015"),
        ("A-4", "", KOTA, ""),
        ("A-5", "BKM Salah", "14.04.04.1999", "31-02-2015"),
        ("", "", "", ""),
        ("Jumlah", "", "5", ""),
    )
    job = bring(steward, file)
    assert job.state == ImportState.CHECKED
    assert counts(job) == {
        "read": 7, "added": 1, "changed": 1, "unchanged": 1, "refused": 2, "blank": 1, "skipped": 1
    }  # fmt: skip
    assert faults(job) == {
        (5, "name"): "required",
        (6, "region"): "unknown_region",
        (6, "formed_on"): "no_such_date",
    }
    assert changes(job) == {2: {"name": ["BKM Lama", "BKM Baru"]}}
    assert Board.objects.count() == 2


def test_the_good_rows_are_stored_and_the_receipt_adds_up(steward: Reader) -> None:
    old = make_board(code="A-1", name="BKM Lama")
    file = as_csv(HEAD, ("A-1", "BKM Baru", HILIR), ("A-3", "BKM Tiga", KOTA), ("A-4", "", KOTA))
    job = bring(steward, file)
    with pytest.raises(NotNow, match="has_refused_rows"):
        store(job, steward)
    job = store(job, steward, partial=True)
    assert job.state == ImportState.DONE
    assert counts(job) == {"read": 3, "added": 1, "changed": 1, "refused": 1}
    old.refresh_from_db()
    new = Board.objects.get(code="A-3")
    assert (old.name, old.region.code, old.area, old.version) == (
        "BKM Baru", HILIR, Region.objects.get(code=HILIR).path, 2
    )  # fmt: skip
    assert (new.version, new.changed_by, new.change_set) == (1, steward.user, job.change_set)
    assert new.area == new.region.path
    assert new.is_active
    assert not Board.objects.filter(code="A-4").exists()
    history = Board.history.filter(change_set=job.change_set).order_by("code")
    assert [(h.code, h.history_type, h.version) for h in history] == [
        ("A-1", "~", 2), ("A-3", "+", 1)
    ]  # fmt: skip


def test_an_empty_cell_clears_and_a_missing_column_leaves(steward: Reader) -> None:
    board = make_board(
        code="A-1", notary="Linda", address="Jl. Baharuddin", deed_on=date(2009, 1, 2)
    )
    head = ("Kode", "Notaris", "Tanggal Akta")
    job = bring(steward, as_csv(head, ("A-1", "", "")))
    assert changes(job) == {2: {"notary": ["Linda", ""], "deed_on": ["2009-01-02", None]}}
    store(job, steward)
    board.refresh_from_db()
    assert (board.notary, board.deed_on, board.address) == ("", None, "Jl. Baharuddin")


def test_a_cell_that_must_be_filled_cannot_be_cleared(steward: Reader) -> None:
    make_board(code="A-1", name="BKM Satu")
    job = bring(steward, as_csv((*HEAD, "Aktif"), ("A-1", "", "", "")))
    assert faults(job) == {
        (2, "name"): "required", (2, "region"): "required", (2, "is_active"): "required"
    }  # fmt: skip


def test_an_empty_cell_of_a_new_row_takes_what_such_a_row_has_by_itself(steward: Reader) -> None:
    job = bring(steward, as_csv((*HEAD, "Aktif"), ("A-1", "BKM Satu", KOTA, "")))
    assert faults(job) == {}
    store(job, steward)
    assert Board.objects.get(code="A-1").is_active


def test_a_new_row_needs_the_columns_that_must_be_filled_and_an_old_one_does_not(
    steward: Reader,
) -> None:
    make_board(code="A-1")
    job = bring(steward, as_csv(("Kode", "Alamat"), ("A-1", "Jl. Satu"), ("A-9", "Jl. Dua")))
    assert faults(job) == {(3, "name"): "required_column", (3, "region"): "required_column"}
    assert changes(job) == {2: {"address": ["", "Jl. Satu"]}}


@pytest.mark.parametrize("repeated", [("A-1", "A-1"), ("A-1", "a-1"), ("A-1", " A-1 ")])
def test_a_key_that_stands_twice_refuses_each_of_its_rows(
    steward: Reader, repeated: tuple[str, str]
) -> None:
    first, second = repeated
    file = as_csv(HEAD, (first, "Satu", KOTA), ("B-1", "Dua", KOTA), (second, "Tiga", KOTA))
    job = bring(steward, file)
    assert faults(job) == {(2, "code"): "repeated_key", (4, "code"): "repeated_key"}
    assert counts(job) == {"read": 3, "added": 1, "refused": 2}


def test_a_key_that_also_stands_in_a_faulty_row_refuses_both(steward: Reader) -> None:
    file = as_csv(
        (*HEAD, "Tanggal Berdiri"),
        ("A-1", "Satu", KOTA, "31-02-2015"),
        ("A-1", "Dua", KOTA, "01-02-2015"),
    )
    assert faults(bring(steward, file)) == {
        (2, "formed_on"): "no_such_date",
        (3, "code"): "repeated_key",
    }


def test_a_board_named_by_code_and_again_by_ref_refuses_both_rows(steward: Reader) -> None:
    board = make_board(code="A-1", name="Satu")
    file = as_csv(
        ("Ref", *HEAD), ("", "A-1", "Satu", KOTA), (board.ref, "A-2", "Dua", KOTA),
        ("", "A-1", "Tiga", KOTA),
    )  # fmt: skip
    job = bring(steward, file)
    assert {number for number, _column in faults(job)} == {2, 3, 4}


def test_the_ref_decides_before_the_code(steward: Reader) -> None:
    board = make_board(code="A-1", name="Satu")
    job = bring(steward, as_csv(("Ref", *HEAD), (board.ref, "A-7", "Satu", KOTA)))
    assert changes(job) == {2: {"code": ["A-1", "A-7"]}}


def test_a_ref_with_the_code_of_another_board_is_refused(steward: Reader) -> None:
    one, other = make_board(code="A-1"), make_board(code="A-2")
    job = bring(steward, as_csv(("Ref", *HEAD), (one.ref, other.code, "Satu", KOTA)))
    assert faults(job) == {(2, "code"): "key_taken"}


def test_a_ref_that_is_none_is_refused_and_never_taken_for_a_new_board(steward: Reader) -> None:
    file = as_csv(("Ref", *HEAD), ("17", "A-1", "Satu", KOTA))
    assert faults(bring(steward, file)) == {(2, "ref"): "unknown_ref"}


def test_a_ref_that_was_in_use_once_is_refused(steward: Reader) -> None:
    board = make_board(code="A-1")
    board.delete(change_set=make_change_set())
    file = as_csv(("Ref", *HEAD), (board.ref, "A-1", "Satu", KOTA))
    assert faults(bring(steward, file)) == {(2, "ref"): "unknown_ref"}


def test_a_board_of_another_base_comes_in_with_its_ref(steward: Reader) -> None:
    file = as_csv(("Ref", *HEAD), ("BCDFGHJKLMNP", "A-1", "Satu", KOTA))
    job = store(bring(steward, file), steward)
    assert counts(job) == {"read": 1, "added": 1}
    assert Board.objects.get(code="A-1").ref == "BCDFGHJKLMNP"


def test_a_new_board_without_code_gets_one(steward: Reader) -> None:
    job = store(bring(steward, as_csv(HEAD, ("", "BKM Tanpa", KOTA))), steward)
    assert counts(job) == {"read": 1, "added": 1}
    assert Board.objects.get(name="BKM Tanpa").code.startswith("BKM-140404-")


def test_a_row_without_code_that_looks_like_a_board_is_asked_about(steward: Reader) -> None:
    make_board(code="A-1", name="B.K.M.  Maju-Bersama")
    job = bring(
        steward, as_csv(HEAD, ("", "BKM maju bersama", KOTA), ("", "BKM maju bersama", HILIR))
    )
    assert faults(job) == {(2, "code"): "perhaps_this_one"}
    fault = job.rows.get(kind=RowKind.REFUSED).faults[0]
    assert "A-1" in describe_fault(fault, dataset_named("boards"))
    assert counts(job) == {"read": 2, "added": 1, "refused": 1}


@pytest.mark.parametrize(
    ("name", "region", "column"), [("", KOTA, "name"), ("BKM Satu", "", "region"), ("", "", "name")]
)
def test_a_row_without_code_and_with_an_empty_cell_is_refused_for_the_cell(
    steward: Reader, name: str, region: str, column: str
) -> None:
    file = as_csv((*HEAD, "Alamat"), ("", name, region, "Jl. Satu"), ("A-2", "Dua", KOTA, ""))
    job = bring(steward, file)
    assert job.state == ImportState.CHECKED, job.failure
    assert faults(job)[2, column] == "required"
    assert (2, "code") not in faults(job)
    assert counts(job) == {"read": 2, "added": 1, "refused": 1}


def test_the_same_file_again_changes_nothing_and_names_the_first_import(steward: Reader) -> None:
    file = as_csv(HEAD, ("A-1", "Satu", KOTA), ("A-2", "Dua", HILIR))
    first = store(bring(steward, file), steward)
    second = bring(steward, file)
    assert counts(second) == {"read": 2, "unchanged": 2}
    assert second.layout["same_as"] == first.pk
    assert store(second, steward).state == ImportState.DONE
    assert Board.objects.filter(version=1).count() == 2
    assert Board.history.count() == 2


def test_a_code_that_the_village_had_once_still_names_it(steward: Reader) -> None:
    village = Region.objects.get(code=KOTA)
    RegionCode.objects.create(region=village, code="14.04.09.1001", until_on=date(2012, 1, 1))
    make_board(code="A-1", name="Satu", region=village)
    job = bring(steward, as_csv(HEAD, ("A-1", "Satu", "14.04.09.1001")))
    assert counts(job) == {"read": 1, "unchanged": 1}, changes(job)


def test_a_code_that_two_villages_had_says_nothing(steward: Reader) -> None:
    for code in (KOTA, HILIR):
        village = Region.objects.get(code=code)
        RegionCode.objects.create(region=village, code="14.04.09.1001", until_on=date(2012, 1, 1))
    job = bring(steward, as_csv(HEAD, ("A-1", "Satu", "14.04.09.1001")))
    assert faults(job) == {(2, "region"): "unknown_region"}


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("Tembilahan Hilir", "differs_from_code"),
        ("Tembilahan Kota", None),
        ("TEMBILAHAN  KOTA", None),
        ("Kel. Tembilahan Kota", None),
        ("Tembilahan Kot", None),
        ("", None),
    ],
)
def test_a_name_beside_the_code_must_mean_the_same_place(
    steward: Reader, place: str, fault: str | None
) -> None:
    job = bring(steward, as_csv((*HEAD, "Kelurahan"), ("A-1", "Satu", KOTA, place)))
    assert faults(job) == ({(2, "village"): fault} if fault else {})


def test_a_name_of_a_place_is_compared_even_where_the_file_has_no_codes(steward: Reader) -> None:
    board = make_board(code="A-1", name="Satu")
    file = as_csv(("Ref", "Kode", "Kelurahan"), (board.ref, "A-1", "Tembilahan Hilir"))
    assert faults(bring(steward, file)) == {(2, "village"): "differs_from_code"}


def test_the_rules_across_columns_are_told_with_the_column(steward: Reader) -> None:
    head = (*HEAD, "Aktif", "Alasan Tidak Aktif", "Tanggal Berdiri", "Tanggal Ditutup")
    file = as_xlsx(
        head,
        ("A-1", "Satu", KOTA, "Tidak", None, None, None),
        ("A-2", "Dua", KOTA, "Ya", "Bubar", None, None),
        ("A-3", "Tiga", KOTA, "Tidak", "Bubar", date(2012, 5, 1), date(2011, 5, 1)),
        ("A-4", "Empat", KOTA, "Tidak", "Bubar", date(2011, 5, 1), date(2011, 5, 1)),
    )
    assert faults(bring(steward, file, name="boards.xlsx")) == {
        (2, "inactive_reason"): "inactive_without_reason",
        (3, "inactive_reason"): "only_when_inactive",
        (4, "closed_on"): "closed_before_formed",
    }
