"""Write new paths of regions, and the areas of all rows that lie in them, by few statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models.expressions import RawSQL

from communities.models import Region
from communities.scoping import Place


def scoped_models() -> list[type[Place]]:
    """Every model, on any floor, whose rows carry an area."""
    return [m for m in apps.get_models() if issubclass(m, Place) and not m._meta.proxy]


def rewrite_paths(rewritten: Mapping[str, str]) -> None:
    """Give regions their new path (by old path), and the rows that lie there their area.

    These columns are derived: no version counts up, no seal is lost. One statement a table.
    """
    if not rewritten:
        return
    columns = ("old_path varchar(13) PRIMARY KEY", "new_path varchar(13) NOT NULL")
    with scratch_table("moved_areas", columns, rewritten.items()):
        _rewrite(Region, "path")
        for model in scoped_models():
            _rewrite(model, "area")


def _rewrite(model: type[Any], field: str) -> None:
    column = f"{connection.ops.quote_name(model._meta.db_table)}.{field}"
    # Names of our own, values as parameters.
    new_path = f"(SELECT new_path FROM moved_areas WHERE old_path = {column})"  # noqa: S608
    rows = model.objects.filter(**{f"{field}__in": RawSQL("SELECT old_path FROM moved_areas", [])})
    # Names of our own, values as parameters.
    rows.stamp(**{field: RawSQL(new_path, [])})  # noqa: S611


@contextmanager
def scratch_table(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[None]:
    """A table of this connection alone that holds these rows while the block runs.

    The first of its columns is the primary key. It is made and dropped inside the transaction.
    """
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({', '.join(columns)})")
        # Names of our own, values as parameters.
        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", list(rows))  # noqa: S608
        if connection.vendor == "postgresql":
            # Without it the planner takes the table for a large one and reads whole tables.
            cursor.execute(f"ANALYZE {name}")
        yield
        cursor.execute(f"DROP TABLE {name}")
