"""A board that moves, through whichever door, takes along every kind of row below it.

Which kinds there are is asked of the models; the rows are the samples of their datasets.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet

from communities.models import Board, Region
from communities.scoping import PlaceQuerySet, below
from communities.services.boards import move_board
from communities.services.regions import move_region
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import all_datasets, dataset_named
from p2kp_site.foundation.signoffs import SIGNED, SignedForm, SignoffState
from tests.architecture.form_pages import entries_of, page_of
from tests.builders import AT, make_user
from tests.builders_accounts import INHIL, browser_of, make_person
from tests.builders_signoffs import signed, signer
from tests.exchange.contract import files
from tests.exchange.contract.world import World
from tests.exchange.services.office import as_csv, counts, store

pytestmark = pytest.mark.django_db

BELOW = dict(below(Board))
VERIFIED = SignoffState.VERIFIED


def by_service(board: Board, to: Region) -> None:
    move_board(board, region=to, by=None, at=AT, why="Salah kelurahan")


def by_page(board: Board, to: Region) -> None:
    browser = browser_of(make_person("data_steward", area=INHIL))
    sent = {**entries_of(browser, board), "region": str(to.pk)}
    assert browser.post(page_of(board), sent).status_code == 302


def by_file(board: Board, to: Region) -> None:
    kind = dataset_named("boards")
    by = files.keeper_of(kind)
    content = as_csv(("Kode BKM", "Kode Wilayah"), (board.code, to.code))
    job = store(files.bring(kind, by, content, "csv"), by)
    assert (job.state, counts(job)) == (ImportState.DONE, {"read": 1, "changed": 1})


def with_its_region(board: Board, to: Region) -> None:
    """The kelurahan itself comes to the district of the other."""
    assert to.parent is not None
    code = f"{to.parent.code}.1999"
    move_region(board.region, to=to.parent, by=None, at=AT, why="Perda", code=code)


DOORS: list[Callable[[Board, Region], None]] = [by_service, by_page, by_file, with_its_region]


@pytest.fixture
def world() -> World:
    """All samples, and what no file brings; every form is verified."""
    world = World()
    world.fill()
    people = {step: signer(step) for step in SIGNED}
    for kind in all_datasets():
        if issubclass(kind.model, SignedForm):
            QuerySet(kind.model).update(changed_by=make_user())
            rows: Any = kind.model._default_manager.all()
            for step, by in people.items():
                assert signed(rows, step, by=by).signed == rows.count()
    return world


def rows_of(board: Board) -> dict[type[Any], Any]:
    """Everything below a board, by kind: none of the kinds is without a row."""
    found = {model: model.objects.filter(**{path: board}) for model, path in BELOW.items()}
    assert [model._meta.label for model, rows in found.items() if not rows.exists()] == []
    return found


def hanging_on(kind: type[Any]) -> list[Any]:
    """The rows without an area of their own that lie where a row of this kind lies."""
    managers = [model._default_manager.all() for model in apps.get_models()]
    return [
        rows
        for rows in managers
        if isinstance(rows, PlaceQuerySet)
        and rows.area_field.endswith("__area")
        and rows.model._meta.get_field(rows.area_field.split("__")[0]).related_model is kind
    ]


def facts(rows: Any) -> list[tuple[Any, ...]]:
    """What a move may not touch, and how often rows were written into the history."""
    signed = ("signoff", "signed_version", "verified_by")
    names = ("pk", "version", "changed_by", *(signed if issubclass(rows.model, SignedForm) else ()))
    written = rows.model.history.filter(id__in=rows.values("pk")).count()
    return [*rows.order_by("pk").values_list(*names), (written,)]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_everything_below_a_board_moves_with_it_and_keeps_its_seal(
    world: World, door: Callable[[Board, Region], None]
) -> None:
    board, neighbour = world.rows("boards")[0], world.rows("boards")[1]
    board.refresh_from_db()
    target, district = world.villages[-1], world.villages[-1].parent
    before = {model: facts(rows) for model, rows in rows_of(board).items()}
    old, beside = board.area, rows_of(neighbour)
    door(board, target)
    board.refresh_from_db()
    assert board.area == board.region.path != old
    # The board itself loses its seal by a file only: whose preview says so.
    assert board.signoff == (SignoffState.ENTERED if door is by_file else VERIFIED)
    assert district is not None
    assert board.area.startswith(district.path)
    for model, rows in rows_of(board).items():
        assert set(rows.values_list("area", flat=True)) == {board.area}, model
        assert facts(rows) == before[model], model
        assert not issubclass(model, SignedForm) or set(rows.values_list("signoff", flat=True)) == {
            VERIFIED
        }
        for others in hanging_on(model):
            hung = others.filter(**{f"{others.area_field.split('__')[0]}__in": rows})
            assert hung.filter(**{others.area_field: board.area}).count() == hung.count()
        assert set(beside[model].values_list("area", flat=True)) == {neighbour.area}, model
