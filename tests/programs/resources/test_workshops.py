"""Workshops and partnerships as files: participants by element and sex, costs by source."""

from datetime import date
from typing import Any

import pytest

from communities.models import Region
from p2kp_site.exchange.services.undoing import undo_import
from programs.models import Partnership, Workshop, WorkshopParticipants
from programs.services.reference_lists import load_reference_lists
from tests.builders import AT, make_board, make_region
from tests.communities.builders import make_agency
from tests.exchange.services.office import counts, faults
from tests.programs.builders import (
    make_participants,
    make_speaker,
    make_workshop,
    make_workshop_file,
)
from tests.programs.resources.desk import bring, column, sentences, steward, store, take

pytestmark = pytest.mark.django_db

HEAD = ("Kode Penyelenggara", "Tanggal Mulai", "Judul Kegiatan", "Jenis Kegiatan", "Kode Wilayah")
VILLAGE = "14.04.04.1001"


@pytest.fixture(autouse=True)
def host() -> Any:
    """The shipped lists, an office of the regency, and a village of it."""
    load_reference_lists(at=AT)
    make_region(code=VILLAGE)
    regency = Region.objects.get(code="14.04")
    facts = {"name": "Dinas Cipta Karya", "kind": "technical_office", "region": regency}
    return make_agency(code="DINAS-1", **facts)


def held(*cells: Any, title: str = "Lokakarya P2KP", region: str = "14.04") -> tuple[Any, ...]:
    return ("DINAS-1", "14-04-2015", title, "Lokakarya", region, *cells)


def came() -> dict[tuple[str, str], int]:
    rows = WorkshopParticipants.objects.values_list("element__code", "sex", "number")
    return {(element, sex): number for element, sex, number in rows}


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_workshop_of_the_regency_comes_in_with_who_came_and_what_it_cost(format_: str) -> None:
    by = steward()
    head = (
        *HEAD, "Tanggal Selesai", "Program", "Peserta L PEMDA", "participants_women.PEMDA",
        "Peserta Perempuan WARGA", "Peserta MBR", "Biaya APBD-KAB", "Dibuka oleh", "Media",
    )  # fmt: skip
    # P2KP was the name of two programmes; on that day it was one.
    row = held("15-04-2015", "P2KP", 20, 15, 30, 40, "12.500.000", "Asisten III Setda", "Selebaran")
    job = store("workshops", by, head, row, format_=format_)
    assert counts(job) == {"read": 1, "added": 1}
    workshop = Workshop.objects.get()
    assert (workshop.days, workshop.kind, workshop.opened_by) == (
        2,
        "workshop",
        "Asisten III Setda",
    )
    assert workshop.programme is not None
    assert workshop.programme.code == "P2KP-2015"
    assert workshop.area == Region.objects.get(code="14.04").path
    assert came() == {("PEMDA", "male"): 20, ("PEMDA", "female"): 15, ("WARGA", "female"): 30}
    assert [(one.source.code, one.amount) for one in workshop.costs.all()] == [
        ("APBD-KAB", 12_500_000)
    ]


def test_men_and_women_are_changed_emptied_and_taken_back_in_one_table() -> None:
    by = steward()
    head = (*HEAD, "participants_men.BKM", "participants_women.BKM", "participants_women.KSM")
    store("workshops", by, head, held(10, 8, ""), held(1, "", "", title="Lain"))
    before = came()
    job = store("workshops", by, head, held(10, 9, 0), held("", 2, "", title="Lain"))
    assert counts(job) == {"read": 2, "changed": 2}
    rows = WorkshopParticipants.objects.order_by("workshop", "element__code", "sex")
    assert list(rows.values_list("workshop__title", "element__code", "sex", "number")) == [
        ("Lokakarya P2KP", "BKM", "female", 9),
        ("Lokakarya P2KP", "BKM", "male", 10),
        ("Lokakarya P2KP", "KSM", "female", 0),
        ("Lain", "BKM", "female", 2),
    ]
    told = WorkshopParticipants.history.filter(change_set=job.change_set)
    assert sorted((row.history_type, row.sex, row.number) for row in told) == [
        ("+", "female", 0), ("+", "female", 2), ("-", "male", 1), ("~", "female", 9),
    ]  # fmt: skip
    assert undo_import(job=job, by=by, at=AT).restored == 2
    assert came() == before
    undone = WorkshopParticipants.history.filter(history_type="-")
    assert undone.count() == 3  # the one that the file emptied, and the two that it added
    assert counts(bring("workshops", by, head, held(10, 8, ""), held(1, "", "", title="Lain"))) == {
        "read": 2, "unchanged": 2,
    }  # fmt: skip


def test_a_file_of_women_alone_leaves_the_men() -> None:
    by = steward()
    store("workshops", by, (*HEAD, "participants_men.BKM"), held(10))
    store("workshops", by, (*HEAD, "participants_women.BKM"), held(7))
    assert came() == {("BKM", "male"): 10, ("BKM", "female"): 7}


def test_an_import_of_new_workshops_is_taken_back_with_its_participants() -> None:
    by = steward()
    head = (*HEAD, "participants_men.BKM", "participants_women.BKM", "Biaya APBN")
    job = store("workshops", by, head, held(10, 8, 5_000))
    assert undo_import(job=job, by=by, at=AT).removed == 1
    assert not Workshop.objects.exists()
    assert came() == {}
    assert WorkshopParticipants.history.filter(history_type="-").count() == 2


def test_low_income_is_held_against_what_stands_already() -> None:
    by = steward()
    head = (*HEAD, "participants_men.BKM", "participants_women.BKM", "Peserta MBR")
    assert faults(bring("workshops", by, head, held(3, 4, 8))) == {
        (2, "participants_low_income"): "more_low_income_than_people"
    }
    store("workshops", by, head, held(3, 4, 7))
    assert faults(bring("workshops", by, (*HEAD, "participants_women.BKM"), held(3))) == {
        (2, "participants_low_income"): "more_low_income_than_people"
    }
    assert counts(bring("workshops", by, (*HEAD, "Peserta MBR"), held(6))) == {
        "read": 1, "changed": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        ("Tanggal Selesai", "13-04-2015", {(2, "ends_on"): "ends_before_it_starts"}),
        ("Peserta L BKM", -1, {(2, "participants_men.BKM"): "too_small"}),
        ("Biaya APBN", -1, {(2, "cost.APBN"): "too_small"}),
        ("Program", "KOTAKU BARU", {(2, "programme"): "unknown_programme_on"}),
        ("Nama Penyelenggara", "Bappeda", {(2, "host_name"): "differs_from_code"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(heading: str, cell: Any, found: Any) -> None:
    assert faults(bring("workshops", steward(), (*HEAD, heading), held(cell))) == found


def test_a_programme_is_named_as_it_was_called_on_that_day() -> None:
    by = steward()
    job = bring("workshops", by, (*HEAD, "Program"), held("KOTAKU"), held("Sesuatu", title="Lain"))
    assert counts(job) == {"read": 2, "added": 1, "refused": 1}  # its code is known on any day
    assert "14 April 2015" in sentences(job)[0]


def test_speakers_and_files_leave_as_numbers_and_a_file_does_not_bring_them() -> None:
    by = steward()
    workshop = make_workshop(region=Region.objects.get(code="14.04"), title="Lokakarya")
    for number in (1, 2):
        make_speaker(workshop, number)
    make_workshop_file(workshop)
    make_participants(workshop, 5)
    table = take("workshops", by)
    assert column(table, "speaker_count") == ["2"]
    assert column(table, "file_count") == ["1"]
    assert column(table, "days") == ["2"]
    assert counts(bring("workshops", by, *table)) == {"read": 1, "unchanged": 1}
    place = table[0].index("speaker_count")
    table[1][place] = "3"
    assert list(faults(bring("workshops", by, *table))) == [(2, "speaker_count")]


def test_a_workshop_across_the_end_of_february_leaves_with_its_days() -> None:
    village = Region.objects.get(code=VILLAGE)
    make_workshop(region=village, starts_on=date(2012, 2, 28), ends_on=date(2012, 3, 1))
    make_workshop(region=village, starts_on=date(2013, 2, 28), ends_on=None)
    assert column(take("workshops", steward()), "days") == ["3", "1"]


# Partnerships ---------------------------------------------------------------------------------

AGREED = ("Kode BKM", "Kode Mitra", "Tanggal Tanda Tangan", "Jenis Kemitraan", "Tujuan")


def agreed(*cells: Any, partner: str = "DINAS-1") -> tuple[Any, ...]:
    return ("BKM-1", partner, "10-03-2014", "Dana", "Jalan lingkungan", *cells)


@pytest.fixture
def board() -> Any:
    return make_board(code="BKM-1", region=Region.objects.get(code=VILLAGE))


def test_a_partnership_comes_in_and_what_leaves_comes_back_unchanged(board: Any) -> None:
    by = steward()
    head = (*AGREED, "Nilai Kemitraan", "Nomor Perjanjian", "Berlaku Sampai", "Mitra")
    row = agreed("Rp 25.000.000", "MoU/1", "10-03-2015", "Dinas Cipta Karya")
    job = store("partnerships", by, head, row)
    assert counts(job) == {"read": 1, "added": 1}
    deal = Partnership.objects.get()
    assert (deal.kind, deal.value, deal.area) == ("funds", 25_000_000, board.area)
    table = take("partnerships", by)
    assert counts(bring("partnerships", by, *table)) == {"read": 1, "unchanged": 1}


@pytest.mark.usefixtures("board")
def test_a_partner_of_the_nation_is_named_and_one_of_another_regency_is_not() -> None:
    far = make_region(code="14.10.01.1001")
    make_agency(code="NASIONAL-1", kind="private_partner")
    make_agency(code="JAUH-1", kind="private_partner", region=far)
    job = bring(
        "partnerships", steward(), AGREED, agreed(partner="NASIONAL-1"), agreed(partner="JAUH-1")
    )
    assert faults(job) == {(3, "agency"): "unknown_record"}
    assert counts(job) == {"read": 2, "added": 1, "refused": 1}


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        ("Berlaku Sampai", "10-03-2014", {(2, "until_on"): "ends_before_it_begins"}),
        ("Nilai Kemitraan", 0, {(2, "value"): "too_small"}),
        ("Nilai Kemitraan", -5, {(2, "value"): "too_small"}),
    ],
)
def test_what_cannot_be_of_a_partnership_is_refused_at_its_cell(
    heading: str, cell: Any, found: Any
) -> None:
    assert faults(bring("partnerships", steward(), (*AGREED, heading), agreed(cell))) == found
