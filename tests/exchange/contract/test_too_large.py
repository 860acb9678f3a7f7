"""A value that a column cannot keep is refused at its cell, whatever the dataset and the column."""

import pytest

from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.faults import describe_fault
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import all_datasets
from tests.exchange.contract.files import CELL, bring, file_of, keeper_of, table_of, take
from tests.exchange.contract.world import World
from tests.exchange.services.office import faults

pytestmark = pytest.mark.django_db

IMPORTABLE = [kind for kind in all_datasets() if kind.importable]
FIRST = 2  # the row of a file below its headings
NUMBERS = ("amount", "count", "ordinal", "year", "decimal", "area_ha", "percent")
# No table keeps so large a number; the smallest columns of whole numbers end at 32,767.
LARGE, LARGER = "32768", "9" * 25


def too_large(dataset: Dataset, column: Column) -> list[str]:
    """Values that are of the right form, and more than the column can keep."""
    if column.read_as not in NUMBERS:
        return ["X" * (CELL + 1)]
    smallest = dataset.reader_options(column).get("maximum") == int(LARGE) - 1
    return [LARGE, LARGER] if smallest else [LARGER]


def where_it_is_said(dataset: Dataset, column: Column) -> set[str]:
    """The columns at which a row may be told so: those that name another row do it together."""
    together = {column.name}
    for link in dataset.all_links.values():
        if column.name in link.columns:
            together.update(link.columns)
    return together


@pytest.mark.parametrize("kind", IMPORTABLE, ids=lambda kind: kind.slug)
def test_what_is_too_large_for_its_column_is_refused_at_its_cell(kind: type[Dataset]) -> None:
    World().rows(kind.slug)
    by = keeper_of(kind)
    dataset = kind(by)
    head, first, *_rest = table_of(take(kind, by, "csv"), "csv")
    # A row for each value, in one file: the repeated keys of its rows are told beside.
    spoilt = [(c, text) for c in dataset.columns for text in too_large(dataset, c)]
    table = [head]
    for column, text in spoilt:
        row = list(first)
        row[dataset.columns.index(column)] = text
        table.append(row)
    job = bring(kind, by, file_of(table, "csv"), "csv")
    assert job.state == ImportState.CHECKED, job.failure
    said: dict[int, set[str]] = {}
    for (number, name), fault in faults(job).items():
        if fault != "repeated_key":
            said.setdefault(number, set()).add(name)
    silent = {
        (column.name, text[:30])
        for number, (column, text) in enumerate(spoilt, FIRST)
        if not said.get(number, set()) & where_it_is_said(dataset, column)
    }
    assert silent == set()
    for row in job.rows.all():
        for told in row.faults:
            assert "%(" not in describe_fault(told, kind), told
