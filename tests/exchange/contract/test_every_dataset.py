"""What every dataset of the registry keeps, in CSV and in workbooks, on both databases."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.faults import describe_fault
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.registry import all_datasets
from p2kp_site.foundation.reader import Reader
from tests.exchange.contract.files import (
    Table,
    bring,
    file_of,
    is_compared,
    is_ref,
    keeper_of,
    links_of,
    nonsense,
    nothing_of,
    other_than,
    table_of,
    take,
    without,
)
from tests.exchange.contract.world import World, sample_of, wipe
from tests.exchange.services.office import changes, counts, faults, make_person, reader, store

pytestmark = pytest.mark.django_db

DATASETS = all_datasets()
IMPORTABLE = [kind for kind in DATASETS if kind.importable]
LEAVING = [kind for kind in DATASETS if not kind.importable]
FORMATS = pytest.mark.parametrize("format_", ["csv", "xlsx"])
EVERY = pytest.mark.parametrize("kind", IMPORTABLE, ids=lambda kind: kind.slug)
Cell = tuple[int, str]
FIRST = 2  # the row of a file below its headings


@pytest.fixture
def world() -> World:
    return World()


def taken(kind: type[Dataset], by: Reader, format_: str) -> tuple[list[Column], Table]:
    """The sample as a file: its columns, and its cells below their headings."""
    table = table_of(take(kind, by, format_), format_)
    columns = kind(by).columns
    assert len(table[0]) == len(columns)
    return columns, table


def said(job: ImportJob, kind: type[Dataset]) -> None:
    """Each fault has a sentence that says what is wrong."""
    for row in job.rows.filter(kind=RowKind.REFUSED):
        for fault in row.faults:
            assert "%(" not in describe_fault(fault, kind), fault


@pytest.mark.parametrize("kind", LEAVING, ids=lambda kind: kind.slug)
def test_what_only_leaves_is_not_taken_in(kind: type[Dataset], world: World) -> None:
    world.rows(kind.slug)
    by = reader(make_person(region=None))
    with pytest.raises(PermissionDenied):
        bring(kind, by, take(kind, by, "csv"), "csv")


# Faults -------------------------------------------------------------------------------------------


@dataclass
class Planted:
    """What was done to a file: by (row of the file, column), and what else was touched."""

    nonsense: set[Cell]
    emptied: set[Cell]
    touched: set[Cell]

    @property
    def cells(self) -> set[Cell]:
        return self.nonsense | self.emptied


def can_be_compared(dataset: Dataset, column: Column, *, standing: bool) -> bool:
    """Is there something to compare with, when all other cells of the row are spoilt as well?"""
    if not column.beside:
        return standing
    link = dataset.link_of(column.beside[0])
    return link is not None and len(link.columns) == 1


def plant(dataset: Dataset, columns: list[Column], table: Table, *, standing: bool) -> Planted:
    """Spoil three rows and repeat a fourth."""
    done = Planted(set(), set(), set())
    _heads, spoilt, emptied, astray, twin, *_rest = table
    for position, column in enumerate(columns):
        if (text := nonsense(dataset, column)) is not None:
            spoilt[position] = text
            done.nonsense.add((FIRST, column.name))
        # What is compared with the row itself says nothing of a new one.
        elif is_compared(column) and can_be_compared(dataset, column, standing=standing):
            spoilt[position] = other_than(dataset, column, spoilt[position])
            done.nonsense.add((FIRST, column.name))
        # A key that is missing is the system's to issue, where a dataset does, for a new row.
        if column.required or (column.key and standing):
            emptied[position] = None
            done.emptied.add((FIRST + 1, column.name))
    names = [column.name for column in columns]
    for together, own, head in links_of(dataset):
        if all(astray[names.index(name)] not in (None, "") for name in together):
            position = names.index(own[-1])
            astray[position] = nothing_of(dataset, columns[position])
            done.nonsense.add((FIRST + 2, head))
            done.touched.add((FIRST + 2, own[-1]))
    table.append(list(twin))
    return done


@EVERY
@FORMATS
@pytest.mark.parametrize("stand", ["standing", "new"])
def test_faults_are_found_at_their_cells_and_the_rest_is_right(
    kind: type[Dataset], format_: str, stand: str, world: World
) -> None:
    size, by = len(world.rows(kind.slug)), keeper_of(kind)
    columns, table = taken(kind, by, format_)
    if stand == "new":
        table = without(table, columns, is_ref)
        columns = [column for column in columns if not is_ref(column)]
        wipe([kind.model])
    planted = plant(kind(by), columns, table, standing=stand == "standing")
    job = bring(kind, by, file_of(table, format_), format_)
    found = faults(job)
    twins = {cell for cell, fault in found.items() if fault == "repeated_key"}
    assert planted.cells <= set(found) - twins <= planted.cells | planted.touched
    assert {found[cell] for cell in planted.emptied} <= {"required", "stays_with_its_parent"}
    assert "required" not in {found[cell] for cell in planted.nonsense}
    assert {row for row, _column in twins} == {FIRST + 3, FIRST + size}
    assert {column for _row, column in twins} <= {c.name for c in columns if c.key}
    refused = len({row for row, _column in planted.cells}) + 2
    good = "unchanged" if stand == "standing" else "added"
    assert counts(job) == {"read": size + 1, "refused": refused, good: size + 1 - refused}
    said(job, kind)


@EVERY
def test_the_rows_of_another_area_cannot_be_named(kind: type[Dataset], world: World) -> None:
    size, by = len(world.rows(kind.slug)), keeper_of(kind)
    content = take(kind, by, "csv")
    stranger = reader(make_person(region=world.elsewhere))
    job = bring(kind, stranger, content, "csv")
    assert counts(job) == {"read": size, "refused": size}
    assert {found for (_row, column), found in faults(job).items() if column == "ref"} == {
        "unknown_ref"
    }


# Round trips --------------------------------------------------------------------------------------


@EVERY
@FORMATS
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_taken_out_changes_nothing_when_it_comes_back(
    kind: type[Dataset], format_: str, language: str, world: World
) -> None:
    size, by = len(world.rows(kind.slug)), keeper_of(kind)
    job = bring(kind, by, take(kind, by, format_, language=language), format_)
    assert faults(job) == {}
    assert changes(job) == {}
    assert counts(job) == {"read": size, "unchanged": size}


def versions(kind: type[Dataset]) -> dict[str, int]:
    return dict(kind.model._default_manager.values_list("ref", "version"))


def settable(columns: list[Column]) -> list[Column]:
    """Columns of which a cell can be changed without knowing what else there is."""
    return [c for c in columns if not (c.lookup or is_compared(c) or is_ref(c))]


@EVERY
def test_one_cell_changed_is_one_row_changed_whatever_the_column(
    kind: type[Dataset], world: World
) -> None:
    size, by = len(world.rows(kind.slug)), keeper_of(kind)
    columns, table = taken(kind, by, "csv")
    changed = []
    for column in settable(columns):
        position = columns.index(column)
        rows = [list(row) for row in table]
        rows[1][position] = other_than(kind(by), column, rows[1][position])
        job = bring(kind, by, file_of(rows, "csv"), "csv")
        # A rule across columns may refuse a cell that changed alone; never does it touch a row.
        assert counts(job)["unchanged"] == size - 1, column.name
        if job.changed:
            assert {row: list(cells) for row, cells in changes(job).items()} == {
                FIRST: [column.name]
            }
            changed.append(column.name)
    assert changed


@EVERY
@FORMATS
def test_one_cell_changed_and_stored_is_one_new_version(
    kind: type[Dataset], format_: str, world: World
) -> None:
    size, by = len(world.rows(kind.slug)), keeper_of(kind)
    columns, table = taken(kind, by, format_)
    column = to_change(kind, columns)
    position = columns.index(column)
    table[1][position] = other_than(kind(by), column, table[1][position])
    before = versions(kind)
    job = store(bring(kind, by, file_of(table, format_), format_), by)
    assert job.state == ImportState.DONE, faults(job)
    assert counts(job) == {"read": size, "changed": 1, "unchanged": size - 1}
    after = versions(kind)
    assert sum(after.values()) == sum(before.values()) + 1
    model: Any = kind.model
    assert model.history.filter(change_set=job.change_set).count() == 1
    again = bring(kind, by, take(kind, by, format_), format_)
    assert counts(again) == {"read": size, "unchanged": size}


def to_change(kind: type[Dataset], columns: list[Column]) -> Column:
    """The column that the sample names, or a text that is nobody's key."""
    if name := getattr(sample_of(kind.slug), "CHANGE", ""):
        return next(column for column in columns if column.name == name)
    free = [column for column in settable(columns) if not column.key]
    return next((c for c in free if c.read_as in ("multiline", "text", "name")), free[-1])


# The whole base -----------------------------------------------------------------------------------


Files = dict[str, tuple[list[Column], Table]]


def everything(by: Reader, format_: str, *, refs: bool) -> Files:
    """All datasets as files, with or without the refs of the rows that files can make."""
    files = {}
    for kind in DATASETS:
        columns, table = taken(kind, by, format_)
        if not refs and kind.importable:
            table = without(table, columns, is_ref)
            columns = [column for column in columns if not is_ref(column)]
        files[kind.slug] = (columns, table)
    return files


def bytes_of_all(by: Reader) -> dict[str, bytes]:
    """The very files of datasets in which nothing is compared with the row itself."""
    own = [kind for kind in DATASETS if not any(c.compared for c in kind(by).columns)]
    return {kind.slug: take(kind, by, "csv") for kind in own}


def compared_aside(files: Files) -> dict[str, bytes]:
    return {
        slug: file_of(without(table, columns, is_compared), "csv")
        for slug, (columns, table) in files.items()
    }


@FORMATS
@pytest.mark.parametrize("refs", [True, False], ids=["with refs", "refs left out"])
def test_all_files_brought_into_an_empty_base_leave_it_as_the_same_files(
    format_: str, refs: bool, world: World
) -> None:
    world.fill()
    by = reader(make_person(region=None))
    before, files = everything(by, format_, refs=refs), bytes_of_all(by)
    world.empty()
    for kind in IMPORTABLE:
        table = before[kind.slug][1]
        job = store(bring(kind, by, file_of(table, format_), format_), by)
        rows = len(table) - 1
        assert counts(job) == {"read": rows, "added": rows}, (kind.slug, faults(job))
    assert compared_aside(everything(by, format_, refs=refs)) == compared_aside(before)
    assert not refs or bytes_of_all(by) == files
