"""The promise of row access: every query set answers `visible_to(reader)`, and fails closed."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import connections, models
from django.db.models import Q

from p2kp_site.foundation import areas as paths
from p2kp_site.foundation.reader import Reader


class ScopedQuerySet(models.QuerySet[Any]):
    """A query set that shows nothing until a floor above says what a reader may see."""

    def visible_to(self, reader: Reader) -> Self:
        """The rows that this reader may see."""
        return self.none()

    def writable_by(self, reader: Reader) -> Self:
        """The rows that lie where this reader may write, given the right to."""
        return self.none()

    def lock(self, *, with_keys: bool = True) -> None:
        """Hold these rows until the end of the transaction, in the order of their keys.

        So two people who act on the same rows wait, and do not deadlock. It is a statement of its
        own: within an `UPDATE`, PostgreSQL may lock them all again for each row that it changes.
        Not `with_keys`: others may still refer to the rows. SQLite lets one writer in at a time.
        """
        if connections[self.db].features.has_select_for_update:
            held = self.order_by("pk").select_for_update(of=("self",), no_key=not with_keys)
            for _row in held.values_list("pk").iterator():
                pass


def within(areas: Iterable[str], field: str = "area") -> Q:
    """Rows whose area begins with one of these, asked as ranges so that an index serves."""
    condition = Q(pk__in=[])
    for area in areas:
        if not area:
            # Everything; an empty Q would vanish from an "or" and leave its other side alone.
            return ~Q(pk__in=[])
        condition |= Q((f"{field}__gte", area), (f"{field}__lte", paths.last_in(area)))
    return condition


def containing(areas: Iterable[str], field: str = "area") -> Q:
    """Rows whose area is one of these or contains one of them (readable from below)."""
    return Q((f"{field}__in", sorted({path for area in areas for path in paths.above(area)})))
