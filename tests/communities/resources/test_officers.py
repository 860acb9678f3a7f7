"""Offices bring in who sits on a board: names are personal, figures are not."""

import pytest

from communities.models import BoardOfficer, Region
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board
from tests.communities.builders import make_officer
from tests.communities.resources.files import (
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
    take,
)
from tests.exchange.services.office import changes, counts, faults, grant, make_person, reader

pytestmark = pytest.mark.django_db

SLUG = "board-officers"
HEAD = ("Kode BKM", "Periode", "Nama Anggota", "L/P")
PERSONAL = {"name", "social_status", "age", "education", "occupation"}


@pytest.fixture
def steward() -> Reader:
    make_places()
    make_board(code="A-1")
    return steward_of(TEMBILAHAN)


def clerk() -> Reader:
    """Who may do everything with officers but see who they are."""
    user = make_person(
        region=Region.objects.get(code=TEMBILAHAN), without=["personal_boardofficer"]
    )
    return reader(user)


def test_officers_come_as_forms_call_them(steward: Reader) -> None:
    head = ("No", *HEAD, "Jabatan", "Umur", "Pendidikan Terakhir", "Perolehan Suara")
    bring_and_store(
        SLUG,
        steward,
        head,
        ("1", "A-1", "1", "Bapak Contoh Satu", "L", "coordinator", "41 ", "SMA/SMK", "120"),
        ("2", "A-1", "1", "Ibu Contoh Dua", "P", "UPK", "", "", ""),
        ("3", "A-1", "1", "Ibu Contoh Tiga", "Perempuan", "", "", "D1–D4", ""),
    )
    rows = BoardOfficer.objects.order_by("name")
    assert list(rows.values_list("position", "sex", "age", "education", "votes", "status")) == [
        ("coordinator", "male", 41, "senior_secondary", 120, "active"),
        ("finance_unit", "female", None, "", None, "active"),
        ("member", "female", None, "diploma", None, "active"),
    ]


def test_a_person_is_another_officer_in_another_term(steward: Reader) -> None:
    make_officer(board=make_board(code="A-2"), name="Ibu Contoh Satu")
    rows = [("A-2", term, "Ibu Contoh Satu", "P") for term in (1, 2)]
    job = bring(SLUG, steward, HEAD, *rows, ("A-1", 1, "Ibu Contoh Satu", "P"))
    assert counts(job) == {"read": 3, "added": 2, "unchanged": 1}


def test_terms_and_ages_that_cannot_be_are_refused(steward: Reader) -> None:
    head = (*HEAD, "Umur", "Periode Mulai", "Periode Sampai", "Suara")
    job = bring(
        SLUG,
        steward,
        head,
        ("A-1", "0", "Ibu Satu", "P", "", "", "", ""),
        ("A-1", "1", "Ibu Dua", "P", "12", "", "", ""),
        ("A-1", "1", "Ibu Tiga", "P", "", "2012-01-01", "2011-01-01", ""),
        ("A-1", "1", "Ibu Empat", "P", "", "", "", "-3"),
        ("A-1", "1", "Ibu Lima", "x", "", "", "", ""),
    )
    found = faults(job)
    assert found.pop((5, "votes")) == "too_small"
    assert found == {
        (2, "term"): "too_small",
        (3, "age"): "too_small",
        (4, "term_until"): "ends_before_it_begins",
        (6, "sex"): "not_a_sex",
    }


def test_without_the_right_nobody_is_named(steward: Reader) -> None:
    make_officer(board=make_board(code="A-2"), name="Ibu Contoh Rahasia", votes=3)
    by = clerk()
    shown = take(SLUG, by)
    assert not PERSONAL & set(shown[0])
    assert set(take(SLUG, steward)[0]) - set(shown[0]) == PERSONAL
    job = bring(SLUG, by, HEAD, ("A-2", "1", "Ibu Contoh Lain", "P"))
    assert (job.state, job.failure["kind"]) == (ImportState.UNUSABLE, "forbidden_column")


def test_who_may_not_see_names_changes_figures_by_reference_and_reads_no_name(
    steward: Reader,
) -> None:
    officer = make_officer(board=make_board(code="A-2"), name="Ibu Contoh Rahasia", votes=3)
    job = bring(SLUG, clerk(), ("Ref", "Suara"), (officer.ref, "5"), ("", "6"))
    assert changes(job) == {2: {"votes": [3, 5]}}
    assert (3, "name") in faults(job)
    told = [str(row) for row in job.rows.values()]
    assert not any("Rahasia" in text for text in told)


def test_the_right_to_see_officers_is_one_of_its_own(steward: Reader) -> None:
    user = make_person(
        region=Region.objects.get(code=TEMBILAHAN), without=["personal_boardofficer"]
    )
    dataset = dataset_named(SLUG)
    grant(user, "personal_board")
    assert not PERSONAL & {column.name for column in dataset(reader(user)).columns}
    grant(user, "personal_boardofficer")
    assert {column.name for column in dataset(reader(user)).columns} >= PERSONAL
