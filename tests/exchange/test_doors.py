"""Every door, tried by everybody who should not get through it."""

from collections.abc import Callable
from typing import Any
from unittest.mock import ANY

import pytest
from django.core.exceptions import PermissionDenied

from communities.filters.boards import BoardFilterSet
from communities.models import AreaAssignment, Board, Region
from p2kp_site.accounts.models import User
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.imports import confirm_import
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.filters import UnusableFilter
from tests.builders import AT, TODAY
from tests.exchange.services.office import (
    HEAD,
    KOTA,
    as_csv,
    bring,
    changes,
    clock,
    content_of,
    faults,
    make_person,
    reader,
    store,
    take,
)
from tests.exchange.towns import OUTSIDE, THERE, Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


# Reading ------------------------------------------------------------------------------------------


def test_a_steward_sees_the_boards_of_the_own_area_only(town: Town) -> None:
    steward = reader(town.people["steward"])
    for rows in (
        Board.objects.visible_to(steward),
        Board.objects.writable_by(steward),
        dataset_named("boards")(steward).rows(),
        BoardFilterSet({"q": "BKM"}, Board.objects.visible_to(steward), reader=steward).rows(),
    ):
        assert list(rows) == [town.own]


@pytest.mark.parametrize("who", ["without area", "stranger", "inactive", "ended yesterday"])
def test_whoever_has_no_area_sees_no_rows(town: Town, who: str) -> None:
    outside = reader(town.people[who])
    assert outside.areas == ()
    for model in (Board, Region, AreaAssignment):
        assert not model.objects.visible_to(outside).exists()
        assert not model.objects.writable_by(outside).exists()


def test_the_region_filter_does_not_know_the_regions_of_others(town: Town) -> None:
    steward = reader(town.people["steward"])
    rows = Board.objects.visible_to(steward)
    for code in (THERE, "14.04.13", "14.99"):
        with pytest.raises(UnusableFilter):
            BoardFilterSet({"region": code}, rows, reader=steward).rows()
    for code in ("14", "14.04", "14.04.04", KOTA):
        assert list(BoardFilterSet({"region": code}, rows, reader=steward).rows()) == [town.own]


@pytest.mark.parametrize("pair", [("q", "Rahasia"), ("code", "OTHER-1"), ("region", "14")])
def test_an_export_with_any_filter_holds_no_board_of_others(
    town: Town, pair: tuple[str, str]
) -> None:
    for format_ in ("csv", "csv_excel"):
        job = take(reader(town.people["steward"]), format_, filters=dict([pair]))
        content = content_of(job).decode()
        assert job.row_count == (1 if pair[0] == "region" else 0)
        assert "OTHER-1" not in content
        assert town.other.ref not in content


# Importing ----------------------------------------------------------------------------------------

Row = Callable[[Town], tuple[tuple[str, ...], tuple[Any, ...]]]
ATTACKS: dict[str, tuple[Row, dict[str, str]]] = {
    "with the other's ref": (
        lambda t: (("Ref", *HEAD), (t.other.ref, "OTHER-1", "Dibajak", KOTA)),
        {"ref": "unknown_ref", "code": "key_taken"},
    ),
    "with the other's ref and a fresh code": (
        lambda t: (("Ref", *HEAD), (t.other.ref, "NEW-1", "Dibajak", KOTA)),
        {"ref": "unknown_ref"},
    ),
    "with the other's code": (
        lambda t: (HEAD, ("OTHER-1", "Dibajak", KOTA)),
        {"code": "key_taken"},
    ),
    "with the other's code in small letters": (
        lambda t: (HEAD, (" other-1", "Dibajak", KOTA)),
        {"code": "key_taken"},
    ),
    "with the own ref and the other's code": (
        lambda t: (("Ref", *HEAD), (t.own.ref, "OTHER-1", "Dibajak", KOTA)),
        {"code": "key_taken"},
    ),
    "with the other's primary key as ref": (
        lambda t: (("Ref", *HEAD), (str(t.other.pk), "", "Dibajak", KOTA)),
        {"ref": "unknown_ref"},
    ),
    "with the other's region": (
        lambda t: (HEAD, ("NEW-1", "Dibajak", THERE)),
        {"region": "unknown_region"},
    ),
    "with the other's region without points": (
        lambda t: (HEAD, ("NEW-1", "Dibajak", THERE.replace(".", ""))),
        {"region": "unknown_region"},
    ),
    "with the primary key of the other's region": (
        lambda t: (HEAD, ("NEW-1", "Dibajak", str(t.other.region_id))),
        # What is wrong with it depends on how many digits the number has.
        {"region": ANY},
    ),
    "moving an own board into the other's region": (
        lambda t: (HEAD, ("OWN-1", "BKM Sendiri", THERE)),
        {"region": "unknown_region"},
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_row_of_another_area_is_written_by_an_import(town: Town, attack: str) -> None:
    build, expected = ATTACKS[attack]
    head, row = build(town)
    steward = reader(town.people["steward"])
    job = bring(steward, as_csv(head, row, ("",) * (len(head) - 3) + ("OWN-2", "BKM Dua", KOTA)))
    assert job.state == ImportState.CHECKED, job.failure
    assert faults(job) == {(2, column): kind for column, kind in expected.items()}
    said = str(list(job.rows.filter(kind=RowKind.REFUSED).values_list("faults")))
    assert "Rahasia" not in said
    assert "Tetangga" not in said
    store(job, steward, partial=True)
    for board in (town.own, town.other):
        before = (board.name, board.region_id, board.area, board.version)
        board.refresh_from_db()
        assert before == (board.name, board.region_id, board.area, board.version)
    assert set(Board.objects.values_list("code", flat=True)) == {"OWN-1", "OTHER-1", "OWN-2"}


@pytest.mark.parametrize("heading", ["id", "pk", "area", "region_id", "version", "change_set_id"])
def test_columns_of_the_table_are_no_columns_of_a_file(town: Town, heading: str) -> None:
    steward = reader(town.people["steward"])
    file = as_csv((*HEAD, heading), ("OWN-1", "Dibajak", KOTA, str(town.other.pk)))
    job = bring(steward, file)
    assert job.state == ImportState.MAPPING
    assert [u["heading"] for u in job.layout["unknown"]] == [heading]
    for name in (heading, "area", "id", "password"):
        job = bring(steward, file, mapping={heading: name})
        assert job.state != ImportState.CHECKED or not changes(job), name


@pytest.mark.parametrize("who", OUTSIDE)
def test_others_may_neither_import_nor_export(town: Town, who: str) -> None:
    outside = reader(town.people[who])
    with pytest.raises(PermissionDenied):
        bring(outside, as_csv(HEAD, ("NEW-1", "Dibajak", KOTA)))
    with pytest.raises(PermissionDenied):
        take(outside, "csv")
    assert not ImportJob.objects.exists()
    assert not ExportJob.objects.exists()


@pytest.mark.parametrize("loss", ["right", "area", "account"])
def test_what_a_person_lost_between_preview_and_storing_counts(town: Town, loss: str) -> None:
    user = town.people["steward"]
    job = bring(reader(user), as_csv(HEAD, ("NEW-1", "Dibajak", KOTA), ("OWN-1", "Lain", KOTA)))
    confirm_import(job=job, partial=True, by=reader(user), at=AT)
    if loss == "right":
        user.groups.clear()
    elif loss == "area":
        AreaAssignment.objects.filter(user=user).update(until_on=TODAY)
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    assert job.state == ImportState.FAILED
    assert (job.failure or {})["kind"] == "not_allowed"
    assert set(Board.objects.values_list("code", "version")) == {("OWN-1", 1), ("OTHER-1", 1)}


@pytest.mark.parametrize("verb", ["add", "change"])
def test_an_import_does_not_do_what_the_person_may_not_do_on_the_page(
    town: Town, verb: str
) -> None:
    user = make_person(region=Region.objects.get(code="14.04.04"), without=[f"{verb}_board"])
    job = bring(reader(user), as_csv(HEAD, ("NEW-1", "Baru", KOTA), ("OWN-1", "Lain", KOTA)))
    number = 2 if verb == "add" else 3
    assert faults(job) == {(number, "code"): f"may_not_{verb}"}
