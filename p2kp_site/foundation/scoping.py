"""The promise of row access: every query set answers `visible_to(reader)`, and fails closed."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
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
