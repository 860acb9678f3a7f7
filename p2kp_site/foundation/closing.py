"""Records that close: from a state on, nobody changes or deletes what stands in them.

Unlike a signed form (`signoffs`) such a record is never opened again by an edit: a service brings
it back to an open state, or nothing does.
"""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.records import Record
from p2kp_site.foundation.signoffs import SealedRecord


class ClosingRows:
    """The bulk doors of such a record; stands before the query set of its kind."""

    model: Any
    filter: Any
    exclude: Any

    def closed(self) -> Any:
        """Rows whose content stands."""
        return self.exclude(self.model.open_rows)

    def update(self, *, change_set: ChangeSet | None = None, **values: Any) -> int:
        with transaction.atomic():
            self._refuse_closed(self)
            doors: Any = super()
            return int(doors.update(change_set=change_set, **values))

    def bulk_update(
        self,
        objs: Iterable[Any],
        fields: Collection[str],
        *,
        change_set: ChangeSet | None = None,
        **options: Any,
    ) -> int:
        records = list(objs)
        with transaction.atomic():
            standing = self.model._default_manager.filter(pk__in=[row.pk for row in records])
            self._refuse_closed(standing)
            doors: Any = super()
            return int(doors.bulk_update(records, fields, change_set=change_set, **options))

    @staticmethod
    def _refuse_closed(rows: Any) -> None:
        # A row that closes in this very moment is left to the constraint.
        if rows.closed().exists():
            raise SealedRecord(_("Some of these rows are closed, and are not changed any more."))


class ClosingRecord(Record):
    """A record whose content stands unless it is among `open_rows`; `is_open` says the same."""

    open_rows: ClassVar[Q]

    class Meta(Record.Meta):
        abstract = True

    @property
    def is_open(self) -> bool:
        """May the content still change?"""
        raise NotImplementedError

    def save(self, *args: Any, change_set: ChangeSet | None = None, **options: Any) -> None:
        """Write the next version; raises SealedRecord when the record is closed."""
        if not self._state.adding and not self.is_open:
            raise SealedRecord(_("This row is closed, and is not changed any more."))
        super().save(*args, change_set=change_set, **options)

    def delete(
        self, *args: Any, change_set: ChangeSet | None = None, **options: Any
    ) -> tuple[int, dict[str, int]]:
        """Delete a draft; raises SealedRecord for what is closed."""
        with transaction.atomic():
            rows: Any = type(self)._default_manager.filter(pk=self.pk)
            if rows.select_for_update(of=("self",)).closed().exists():
                raise SealedRecord(_("This row is closed, and is not deleted."))
            return super().delete(*args, change_set=change_set, **options)

    def _do_update(self, base_qs: Any, *args: Any, **options: Any) -> Any:
        # Closed since it was read: stale, rather than a violated seal.
        return super()._do_update(base_qs.filter(self.open_rows), *args, **options)
