"""Rows that tell what happened: written once, never rewritten, and never taken away."""

from collections.abc import Collection, Iterable
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db import models

from p2kp_site.foundation.scoping import ScopedQuerySet


class Unwritable(PermissionDenied):
    """Somebody tried to rewrite or remove what happened."""


class ToldRows(ScopedQuerySet):
    """The bulk doors of such rows: only new ones come in."""

    def update(self, **values: Any) -> NoReturn:
        raise Unwritable(self.model.__name__)

    # Refuses, whatever it is called with.
    def bulk_update(self, objs: Iterable[Any], fields: Collection[str], **options: Any) -> NoReturn:  # type: ignore[override]
        raise Unwritable(self.model.__name__)

    def delete(self) -> NoReturn:
        raise Unwritable(self.model.__name__)

    # A mark for templates, which functions do not declare.
    delete.alters_data = True  # type: ignore[attr-defined]


class ToldRow(models.Model):
    """A row of a timeline. What an import brought and its undo takes away goes by a service."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; raises Unwritable for one that stands."""
        if not self._state.adding:
            raise Unwritable(type(self).__name__)
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Never: raises Unwritable."""
        raise Unwritable(type(self).__name__)
