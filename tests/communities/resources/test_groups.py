"""Offices bring in the self-help groups of boards, under the headings of their own forms."""

import pytest

from communities.models import Region, SelfHelpGroup
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board
from tests.communities.builders import make_group
from tests.communities.resources.files import (
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
    take,
)
from tests.exchange.services.office import faults, make_person, reader

pytestmark = pytest.mark.django_db

HEAD = ("Kode BKM", "Nama KSM", "Bidang")


@pytest.fixture
def steward() -> Reader:
    make_places()
    make_board(code="A-1")
    return steward_of(TEMBILAHAN)


def test_groups_come_as_forms_call_them(steward: Reader) -> None:
    head = (*HEAD, "Ketua", "Anggota L", "Anggota P", "Jumlah Anggota MBR", "Tanggal Berdiri")
    rows = (
        ("A-1", "1. KSM Contoh Satu", "L", "Ibu Contoh", "4", "6", "10", "12 Mei 2009"),
        ("A-1", "KSM Contoh Dua", "economy", "", "", "", "", ""),
    )
    bring_and_store("groups", steward, head, *rows)
    held = SelfHelpGroup.objects.order_by("-name").values_list("name", "kind", "members_women")
    assert list(held) == [("KSM Contoh Satu", "L", 6), ("KSM Contoh Dua", "E", None)]


def test_members_and_the_end_of_a_group_must_fit(steward: Reader) -> None:
    head = (*HEAD, "L", "P", "MBR", "Aktif", "Tanggal Bubar", "Alasan Tidak Aktif")
    rows = (
        ("A-1", "Satu", "L", "2", "3", "6", "ya", "", ""),
        ("A-1", "Dua", "S", "", "", "", "tidak", "", ""),
        ("A-1", "Tiga", "E", "", "", "", "ya", "2012-01-01", ""),
        ("A-1", "Empat", "X", "", "", "", "", "", ""),
    )
    assert faults(bring("groups", steward, head, *rows)) == {
        (2, "members_low_income"): "more_low_income_than_people",
        (3, "inactive_reason"): "inactive_without_reason",
        (4, "closed_on"): "only_when_inactive",
        (5, "kind"): "not_a_choice",
    }


def test_the_chair_is_personal(steward: Reader) -> None:
    make_group(board=make_board(code="A-2"), chair="Ibu Contoh Rahasia")
    user = make_person(
        region=Region.objects.get(code=TEMBILAHAN), without=["personal_selfhelpgroup"]
    )
    (shown,) = take("groups", reader(user))
    assert "chair" not in shown
    assert take("groups", steward)[0]["chair"] == "Ibu Contoh Rahasia"
    job = bring("groups", reader(user), (*HEAD, "Ketua"), ("A-1", "Satu", "L", "Ibu Contoh"))
    assert (job.state, job.failure["kind"]) == (ImportState.UNUSABLE, "forbidden_column")
