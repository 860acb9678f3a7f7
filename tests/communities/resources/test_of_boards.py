"""What lies below boards comes in by the board's code, and only for boards of the own area."""

from collections.abc import Mapping
from typing import Any

import pytest

from communities.models import BoardElection, BoardOfficer, BoardYear, SelfHelpGroup
from p2kp_site.exchange.faults import describe_fault
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board
from tests.builders_accounts import region_of
from tests.communities.resources.files import (
    INHIL,
    RETEH,
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
    take,
)
from tests.exchange.services.office import HILIR, counts, faults

pytestmark = pytest.mark.django_db

ROWS: Mapping[str, tuple[Any, dict[str, Any]]] = {
    "board-officers": (BoardOfficer, {"term": 1, "name": "Ibu Contoh", "sex": "P"}),
    "board-elections": (
        BoardElection,
        {
            "kind": "basis", "held_on": "2012-08-12", "term": 1, "participants_men": 20,
            "participants_women": 30,
        },
    ),
    "board-years": (BoardYear, {"year": 2012, "independence": 1}),
    "groups": (SelfHelpGroup, {"name": "KSM Contoh", "kind": "L"}),
}  # fmt: skip
EVERY = pytest.mark.parametrize("slug", ROWS)


@pytest.fixture
def steward() -> Reader:
    make_places()
    make_board(code="A-1", name="BKM Contoh Satu")
    make_board(code="R-1", name="BKM Contoh Jauh", region=region_of(RETEH))
    return steward_of(TEMBILAHAN)


def file_of(slug: str, code: str, **beside: str) -> list[tuple[Any, ...]]:
    values = ROWS[slug][1]
    return [("board", *beside, *values), (code, *beside.values(), *values.values())]


@EVERY
def test_a_row_lies_where_its_board_lies(slug: str, steward: Reader) -> None:
    beside = {"Nama BKM": "contoh satu", "Kelurahan": "Kel. Tembilahan Kota", "Kecamatan": ""}
    bring_and_store(slug, steward, *file_of(slug, "a-1", **beside))
    (row,) = ROWS[slug][0].objects.all()
    assert (row.board.code, row.area) == ("A-1", row.board.area)
    (shown,) = take(slug, steward)
    assert [shown[name] for name in ("board", "board_name", "village", "district")] == [
        "A-1", "BKM Contoh Satu", "Tembilahan Kota", "Tembilahan"
    ]  # fmt: skip


@EVERY
def test_the_board_of_another_area_is_not_known(slug: str, steward: Reader) -> None:
    job = bring(slug, steward, *file_of(slug, "R-1"))
    assert faults(job) == {(2, "board"): "unknown_record"}
    wide = steward_of(INHIL)
    bring_and_store(slug, wide, *file_of(slug, "R-1"))
    assert take(slug, steward) == []
    (shown,) = take(slug, wide)
    job = bring(slug, steward, tuple(shown), tuple(shown.values()))
    assert faults(job) == {(2, "ref"): "unknown_ref", (2, "board"): "unknown_record"}


@EVERY
def test_a_name_beside_the_code_is_that_of_the_board(slug: str, steward: Reader) -> None:
    for heading, text, column in (
        ("Nama BKM", "BKM Contoh Dua", "board_name"),
        ("Kelurahan", "Tembilahan Hilir", "village"),
        ("Kecamatan", "Reteh", "district"),
    ):
        job = bring(slug, steward, *file_of(slug, "A-1", **{heading: text}))
        assert faults(job) == {(2, column): "differs_from_code"}


@EVERY
def test_a_row_moves_to_another_board_of_the_area_with_its_place(
    slug: str, steward: Reader
) -> None:
    bring_and_store(slug, steward, *file_of(slug, "A-1"))
    make_board(code="A-2", region=region_of(HILIR))
    model, values = ROWS[slug]
    row = model.objects.get()
    head, cells = file_of(slug, "A-2")
    bring_and_store(slug, steward, ("ref", *head), (row.ref, *cells))
    row.refresh_from_db()
    assert (row.board.code, row.area, row.version) == ("A-2", region_of(HILIR).path, 2)
    job = bring(slug, steward, ("ref", *head), (row.ref, "R-1", *values.values()))
    assert faults(job) == {(2, "board"): "unknown_record"}


@EVERY
def test_the_whole_key_names_a_row_and_a_part_of_it_does_not(slug: str, steward: Reader) -> None:
    bring_and_store(slug, steward, *file_of(slug, "A-1"))
    make_board(code="A-2")
    rows = file_of(slug, "A-1"), file_of(slug, "A-2")
    job = bring(slug, steward, rows[0][0], rows[0][1], rows[1][1])
    assert counts(job) == {"read": 2, "added": 1, "unchanged": 1}
    (key, *_others) = [
        c.name for c in dataset_named(slug)(steward).key_columns if c.name != "board"
    ]
    place = rows[0][0].index(key)
    job = bring(slug, steward, *(row[:place] + row[place + 1 :] for row in rows[0]))
    assert (2, key) in faults(job)


def test_a_suggestion_is_made_from_the_boards_of_the_own_area(steward: Reader) -> None:
    make_board(code="BKM-0404-12", region=region_of(HILIR))
    make_board(code="BKM-0404-13", region=region_of(RETEH))
    job = bring("board-years", steward, ("Kode BKM", "Tahun"), ("BKM-0404-14", "2012"))
    (row,) = job.rows.all()
    (fault,) = row.faults
    said = describe_fault(fault, dataset_named("board-years"))
    assert "BKM-0404-12" in said
    assert "BKM-0404-13" not in said
