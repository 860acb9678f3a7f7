"""What the columns of an office's file mean, and what becomes of those that nobody knows."""

from typing import Any

import pytest

from communities.models import Board, Region
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.services.imports import decide_columns
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.reader import Reader
from tests.builders import make_region
from tests.exchange.services.office import (
    HEAD,
    HILIR,
    KOTA,
    as_csv,
    bring,
    clock,
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


def test_an_unknown_column_stops_the_import_and_suggestions_are_made(steward: Reader) -> None:
    file = as_csv((*HEAD, "Kordinator", "Warna"), ("A-1", "Satu", KOTA, "Siti", "biru"))
    job = bring(steward, file)
    assert job.state == ImportState.MAPPING
    assert not job.rows.exists()
    unknown = {u["heading"]: u["suggestions"] for u in job.layout["unknown"]}
    assert unknown["Kordinator"][0] == "coordinator"
    assert "Warna" in unknown
    decide_columns(job=job, mapping={"Kordinator": "coordinator", "Warna": None}, by=steward)
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    job = store(job, steward)
    assert Board.objects.get().coordinator == "Siti"


def test_a_value_far_below_under_no_heading_is_not_lost_silently(steward: Reader) -> None:
    rows: list[tuple[Any, ...]] = [(f"A-{n}", f"BKM {n}", KOTA) for n in range(900)]
    rows.append(("A-900", "BKM 900", KOTA, "Rp 5.000.000"))
    job = bring(steward, as_csv(HEAD, *rows))
    told = job.state == ImportState.MAPPING and [u["letter"] for u in job.layout["unknown"]]
    assert told == ["D"], job.state


def test_decisions_about_columns_are_remembered_for_files_of_the_same_shape(
    steward: Reader,
) -> None:
    head = (*HEAD, "Warna")
    bring(steward, as_csv(head, ("A-1", "Satu", KOTA, "biru")), mapping={"Warna": None})
    again = bring(steward, as_csv(head, ("A-2", "Dua", KOTA, "merah")))
    assert again.state == ImportState.CHECKED


def test_a_decision_about_a_letter_is_not_carried_to_a_file_of_another_shape(
    steward: Reader,
) -> None:
    bring(steward, as_csv((*HEAD, ""), ("A-1", "Satu", KOTA, "Linda")), mapping={"#D": "notary"})
    other = bring(steward, as_csv((*HEAD, "Alamat"), ("A-2", "Dua", KOTA, "Jl. Dua")))
    fields = {c["letter"]: c["field"] for c in other.layout["columns"]}
    assert fields["D"] == "address"


def test_a_personal_column_is_refused_without_the_right() -> None:
    make_region(code=KOTA)
    person = make_person(region=None, without=["personal_board"])
    job = bring(reader(person), as_csv((*HEAD, "Koordinator"), ("A-1", "Satu", KOTA, "Siti")))
    assert job.state == ImportState.UNUSABLE
    assert (job.failure or {})["kind"] == "forbidden_column"
    assert not job.rows.exists()


def test_an_unknown_code_is_answered_with_the_village_of_the_name_beside_it(
    steward: Reader,
) -> None:
    file = as_csv((*HEAD, "Kelurahan/Desa"), ("A-1", "Satu", "14.04.04.1099", "Tembilahan Hilir"))
    fault = bring(steward, file).rows.get(kind=RowKind.REFUSED).faults[0]
    assert fault["params"]["suggestions"][0] == f"{HILIR} Tembilahan Hilir"


def test_of_two_previews_of_one_file_without_codes_only_one_makes_the_boards(
    steward: Reader,
) -> None:
    file = as_csv(("Nama BKM/LKM", "Kode Wilayah"), ("BKM Satu", KOTA), ("BKM Dua", HILIR))
    first, second = bring(steward, file), bring(steward, file)
    store(first, steward)
    store(second, steward, partial=True)
    assert Board.objects.count() == 2
    assert (second.added, second.refused) == (0, 2)
