"""What holds for every model, whoever writes the next one."""

from typing import Any

import pytest
from django.conf import settings
from django.db import models

from communities.models import Board, Region
from communities.scoping import FromBelow, Place
from p2kp_site.exchange.models.jobs import Job
from p2kp_site.foundation.reader import nobody
from p2kp_site.foundation.records import Record
from p2kp_site.foundation.scoping import ScopedQuerySet
from tests.architecture.sources import FLOORS, is_history, own_models
from tests.builders import TODAY, make_board

RECORDS = [model for model in own_models() if issubclass(model, Record)]
PLACES = [model for model in own_models() if issubclass(model, Place)]
SCOPED = [m for m in own_models() if isinstance(m._default_manager.all(), ScopedQuerySet)]


def test_there_are_records_and_places() -> None:
    assert {Board, Region} <= set(RECORDS)
    assert Board in PLACES


@pytest.mark.parametrize("model", own_models(history=True), ids=lambda m: m._meta.label)
def test_relations_lead_downwards_only(model: type[models.Model]) -> None:
    floor = FLOORS.index(model._meta.app_label)
    for field in model._meta.get_fields(include_parents=False):
        if field.auto_created or not field.is_relation or field.related_model is None:
            continue
        to: Any = field.related_model
        if to._meta.label == settings.AUTH_USER_MODEL or to._meta.app_label not in FLOORS:
            continue
        assert FLOORS.index(to._meta.app_label) <= floor, field


@pytest.mark.parametrize("model", RECORDS, ids=lambda m: m._meta.label)
def test_a_record_keeps_what_its_abstract_parents_promise(model: type[Record]) -> None:
    named = {one.name for one in (*model._meta.constraints, *model._meta.indexes)}
    for parent in model.__mro__:
        meta = getattr(parent, "_meta", None)
        if meta is None or not meta.abstract:
            continue
        for promised in (*meta.constraints, *meta.indexes):
            name = promised.name % {
                "app_label": model._meta.app_label, "class": model.__name__.lower()
            }  # fmt: skip
            assert name in named
        wanted = set(meta.default_permissions)
        assert not issubclass(parent, Record) or wanted <= set(model._meta.default_permissions)
    assert not model._meta.ordering
    assert is_history(model.history.model)


@pytest.mark.django_db
@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m._meta.label)
def test_nobody_sees_or_writes_anything(model: type[models.Model]) -> None:
    make_board()
    rows: Any = model._default_manager
    assert not rows.visible_to(nobody(TODAY)).exists()
    assert not rows.writable_by(nobody(TODAY)).exists()


@pytest.mark.parametrize(
    "model", [m for m in own_models() if m in RECORDS or issubclass(m, Job)],
    ids=lambda m: m._meta.label,
)  # fmt: skip
def test_every_row_that_people_see_is_scoped(model: type[models.Model]) -> None:
    assert model in SCOPED
    defining = [c for c in type(model._default_manager.all()).__mro__ if "visible_to" in c.__dict__]
    assert defining[0] is not ScopedQuerySet, "the floor has not said who sees these rows"


@pytest.mark.parametrize(
    "model",
    [m for m in own_models() if "area" in {f.name for f in m._meta.get_fields()}],
    ids=lambda m: m._meta.label,
)
def test_a_model_with_an_area_is_a_place_and_lists_by_it(model: type[models.Model]) -> None:
    # A job is no record: it is listed newest first within the area of its owner.
    order = ["area", "-id"] if issubclass(model, Job) else ["area", "id"]
    assert issubclass(model, Place | Job)
    assert order in [list(index.fields) for index in model._meta.indexes]
    area: Any = model._meta.get_field("area")
    assert not area.null
    assert not area.editable


@pytest.mark.parametrize("model", PLACES, ids=lambda m: m._meta.label)
def test_an_area_is_copied_from_a_parent_that_cannot_be_missing(model: type[Place]) -> None:
    parent: Any = model._meta.get_field(model.area_from)
    # What is read from below may be the nation's, which is no region.
    assert not parent.null or (issubclass(model, FromBelow) and model.area_from == "region")
    related = parent.related_model
    assert related is Region if model.area_from == "region" else issubclass(related, Place)


def test_an_area_is_never_in_a_history() -> None:
    for model in own_models(history=True):
        if is_history(model):
            assert "area" not in {field.name for field in model._meta.get_fields()}, model


def test_constraints_speak_to_people() -> None:
    silent = [
        constraint.name
        for model in RECORDS
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert silent == []
