"""What holds for every dataset, and that its rules are those of the tables."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from communities.models import Board
from communities.rules.boards import board_faults
from p2kp_site.accounts.models import User
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.models.exports import ExportState
from p2kp_site.exchange.reading import KINDS
from p2kp_site.exchange.registry import all_datasets, dataset_named
from p2kp_site.exchange.services.dictionary import dataset_as_data
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.running import run_export
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import Record
from tests.builders import AT, TODAY, make_board, make_change_set, make_region, make_user

DATASETS = all_datasets()
EVERY = pytest.mark.parametrize("kind", DATASETS, ids=lambda kind: kind.slug)
# A dataset has columns for the entries of reference lists, as they stand in the table.
pytestmark = pytest.mark.django_db


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path such as `region__parent__name`."""
    first, _, rest = path.partition("__")
    field: Any = model._meta.get_field(first)
    return field_at(field.related_model, rest) if rest else field


def stored_field(model: type[models.Model], column: Column, name: str) -> Any:
    """The field that a column fills, or None."""
    try:
        return None if column.beside else model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


@EVERY
def test_a_dataset_can_be_made_without_a_reader_and_then_shows_nothing(kind: type[Dataset]) -> None:
    dataset = kind()
    assert not dataset.rows().query.get_meta().abstract
    assert dataset.rows().query.is_empty()
    assert dataset_as_data(dataset)["name"] == kind.slug
    assert issubclass(kind.model, Record)


@EVERY
def test_the_columns_of_a_dataset_lead_to_fields(kind: type[Dataset]) -> None:
    for name, column in kind().fields.items():
        assert field_at(kind.model, column.source) is not None, name
        assert column.read_as in KINDS, name
        assert str(column.heading), name
        if column.beside:
            assert column.beside[0] in kind.fields, name
        if column.lookup:
            for store in column.lookup.stores:
                assert field_at(kind.model, store.removesuffix("_id")) is not None, name


@EVERY
def test_a_dataset_has_a_ref_and_one_key_that_is_never_missing(kind: type[Dataset]) -> None:
    assert "ref" in kind.fields
    keys = [column for column in kind.fields.values() if column.key]
    assert not any(column.beside or column.compared for column in keys)
    fields: list[Any] = [kind.model._meta.get_field(name) for name in kind().key_stores]
    assert fields
    assert not any(field.null for field in fields)
    names = {field.name for field in fields}
    in_force = [c for c in kind.model._meta.constraints if {*getattr(c, "fields", ())} == names]
    assert (len(fields) == 1 and fields[0].unique) or in_force


@EVERY
def test_columns_that_the_table_needs_are_required_or_have_a_default(kind: type[Dataset]) -> None:
    if not kind.importable:
        return
    for name, column in kind.fields.items():
        field = stored_field(kind.model, column, name)
        if field is None or column.key or name == "ref" or column.required:
            continue
        assert field.null or field.blank or field.has_default(), name


@EVERY
def test_an_importable_dataset_reaches_every_column_of_the_table(kind: type[Dataset]) -> None:
    """What no column fills has a default, else the database would refuse every new row."""
    if not kind.importable:
        return
    filled = {store for link in kind().all_links.values() for store in link.lookup.stores}
    filled |= {"id", "ref", "version", "changed_at", "changed_by_id", "change_set_id"}
    for field in kind.model._meta.concrete_fields:
        if field.column not in filled and field.name not in kind.fields:
            assert field.null or field.has_default() or field.blank, field


@EVERY
def test_no_text_that_may_head_a_column_means_two_columns(kind: type[Dataset]) -> None:
    headings = kind().headings()
    for name, column in kind.fields.items():
        assert headings[name] == name
        assert headings[str(column.heading)] == name
        for synonym in column.synonyms:
            assert headings[synonym] == name, synonym


def test_datasets_come_in_an_order_fit_for_an_empty_base() -> None:
    seen: set[Any] = set()
    own = {kind.model for kind in DATASETS}
    for kind in DATASETS:
        needed = {f.related_model for f in kind.model._meta.fields if f.is_relation}
        assert (needed & own) - {kind.model} <= seen, kind.slug
        seen.add(kind.model)
    assert len({kind.slug for kind in DATASETS}) == len(DATASETS)


def everything(user: User) -> Reader:
    rights = frozenset(kind.right(v) for kind in DATASETS for v in ("export", "view", "personal"))
    return Reader(user=user, rights=rights, areas=("",), on=TODAY)


@pytest.mark.django_db
@EVERY
def test_every_dataset_can_be_taken_out(
    kind: type[Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_board()
    reader = everything(make_user())
    monkeypatch.setattr(
        "p2kp_site.exchange.services.exporting.reader_for", lambda _user, *, on: reader
    )
    for format_ in ("csv", "csv_excel", "xlsx"):
        job = start_export(
            reader=reader, dataset=kind.slug, format=format_, filters={}, language="id", at=AT
        )
        run_export(job.pk, clock=lambda: AT)
        job.refresh_from_db()
        assert job.state == ExportState.DONE, job.failure
        assert job.row_count == kind.model._default_manager.count()


# The rules of one row, said twice: in words before, by the table in the end --------------------

DAYS = st.sampled_from([None, date(2006, 1, 1), date(2006, 1, 2), date(2012, 5, 1)])
ROW = st.fixed_dictionaries(
    {
        "is_active": st.booleans(),
        "inactive_reason": st.sampled_from(["", "Bubar", "0"]),
        "closed_on": DAYS,
        "formed_on": DAYS,
    }
)
FULL = {"is_active": True, "inactive_reason": "", "closed_on": None, "formed_on": None}


@settings(
    max_examples=96, phases=[Phase.explicit, Phase.generate], deadline=None, database=None,
    derandomize=True, suppress_health_check=list(HealthCheck),
)  # fmt: skip
@example(row={**FULL, "is_active": False})
@example(row={**FULL, "closed_on": date(2012, 5, 1)})
@given(row=ROW)
@pytest.mark.django_db
def test_the_table_takes_exactly_the_boards_in_which_no_fault_is_found(row: dict[str, Any]) -> None:
    values = {n: v.isoformat() if isinstance(v, date) else v for n, v in row.items()}
    with transaction.atomic():
        region = make_region(code="14.04.04.1001")
        board = Board(region=region, code="A-1", name="Satu", **row)
        try:
            with transaction.atomic():
                board.save(change_set=make_change_set())
        except IntegrityError:
            taken = False
        else:
            taken = True
        transaction.set_rollback(True)
    assert taken == (not list(board_faults(values)))


@pytest.mark.django_db
def test_a_board_that_the_table_refuses_for_its_texts_is_refused_by_the_dataset() -> None:
    """`board_has_code_and_name`: both are columns that cannot be cleared."""
    columns = dataset_named("boards")().fields
    assert not columns["code"].clearable
    assert not columns["name"].clearable
    for empty in ({"code": ""}, {"name": ""}):
        board = make_board()
        with pytest.raises(IntegrityError), transaction.atomic():
            Board.objects.filter(pk=board.pk).update(**empty, change_set=make_change_set())


@EVERY
def test_no_filter_sorts_the_whole_table_before_a_page(kind: type[Dataset]) -> None:
    """`DISTINCT` does; a filter that needs it asks whether rows exist."""
    filters = kind.filterset_class.base_filters
    assert [name for name, one in filters.items() if getattr(one, "distinct", False)] == []
