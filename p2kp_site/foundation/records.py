"""A record: a row that people type, with a version, an author and a history."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.history import RecordHistory, write_history
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.refs import REF_LENGTH, new_ref
from p2kp_site.foundation.scoping import ScopedQuerySet

_WRITTEN_EACH_TIME = ("version", "changed_at", "changed_by", "change_set")


class MissingChangeSet(TypeError):
    """Somebody tried to write a record without saying who did it."""


class StaleRecord(Exception):
    """The record was changed by somebody else since it was read."""


class GuardedColumn(PermissionDenied):
    """A column that only a service may write was written through a record's own doors."""


class RecordQuerySet(ScopedQuerySet):
    """Bulk doors of a record: each counts the version up, names the author, writes history."""

    def update(self, *, change_set: ChangeSet | None = None, **values: Any) -> int:
        """Change many records at once, by one author. Guarded columns are refused."""
        change_set = _needed(change_set)
        self.model.refuse_guarded(values)
        with transaction.atomic():
            changed = super().update(**values, **_authorship(change_set), version=F("version") + 1)
            written = self.model._default_manager.filter(change_set=change_set)
            written.rederive()
            if getattr(self.model, "area_from", None) in values:
                written.carry_below()
            write_history(self.model, change_set)
        return changed

    def rederive(self) -> int:
        """Fill the derived columns of these rows again, after a bulk write; none by default."""
        return 0

    def carry_below(self) -> None:
        """Have what lies below these rows follow them where they moved; nothing by default."""

    def stamp(self, **values: Any) -> int:
        """Write derived or guarded columns; for services only. No version, no history."""
        return super().update(**values)

    def bulk_create(  # type: ignore[override]  # it needs a change set
        self, objs: Iterable[Any], *, change_set: ChangeSet | None = None, **options: Any
    ) -> list[Any]:
        """Add many records at once, by one author."""
        change_set = _needed(change_set)
        records = list(objs)
        for record in records:
            record.refuse_guarded_changes()
            record.take_authorship(change_set)
            record.derive()
        with transaction.atomic():
            created = super().bulk_create(records, **options)
            write_history(self.model, change_set)
        return created

    def bulk_update(  # type: ignore[override]  # it needs a change set
        self,
        objs: Iterable[Any],
        fields: Collection[str],
        *,
        change_set: ChangeSet | None = None,
        **options: Any,
    ) -> int:
        """Change many records one by one in few statements, by one author.

        Raises StaleRecord when one of them was changed by somebody else since it was read.
        """
        change_set = _needed(change_set)
        self.model.refuse_guarded(fields)
        records = list(objs)
        # Django's own bulk_update ends in update(): it must reach the plain one.
        plain: models.QuerySet[Any] = models.QuerySet(self.model, using=self.db)
        with transaction.atomic():
            self._refuse_stale(plain, records)
            for record in records:
                record.derive()
                record.version += 1
                record.take_authorship(change_set)
            columns = {*fields, *self.model.derived, *_WRITTEN_EACH_TIME}
            changed = plain.bulk_update(records, columns, **options)
            if getattr(self.model, "area_from", None) in fields:
                self.model._default_manager.filter(pk__in=[row.pk for row in records]).carry_below()
            write_history(self.model, change_set)
        for record in records:
            record.remember_read()
        return changed

    @staticmethod
    def _refuse_stale(plain: models.QuerySet[Any], records: list[Any]) -> None:
        standing = plain.filter(pk__in=[record.pk for record in records]).select_for_update()
        versions = dict(standing.values_list("pk", "version"))
        for record in records:
            if versions.get(record.pk) != record.version:
                raise StaleRecord(record)

    def delete(self, *, change_set: ChangeSet | None = None) -> tuple[int, dict[str, int]]:
        """Delete records that nothing refers to; their history stays."""
        change_set = _needed(change_set)
        with transaction.atomic():
            deleted: dict[str, int] = {}
            for record in self.select_for_update(of=("self",)):
                for label, count in record.delete(change_set=change_set)[1].items():
                    deleted[label] = deleted.get(label, 0) + count
        return sum(deleted.values()), deleted

    delete.alters_data = True  # type: ignore[attr-defined]  # Django's mark for templates


class Record(models.Model):
    """A row that people type or import.

    `version` counts what people typed. Columns in `guarded` (states, seals, totals) are written
    by services through `stamp()` only.
    """

    guarded: ClassVar[frozenset[str]] = frozenset()
    derived: ClassVar[frozenset[str]] = frozenset()  # columns that `derive` fills
    _read_version: int = 0
    _read_guarded: dict[str, Any]
    _read_derived: dict[str, Any]

    ref = models.CharField(
        _("ref"),
        max_length=REF_LENGTH,
        unique=True,
        default=new_ref,
        editable=False,
        help_text=_("Fixed reference of this row; leave it as it is when a file goes back."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    change_set = models.ForeignKey(
        ChangeSet,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("change"),
    )

    objects: ClassVar[Any] = RecordQuerySet.as_manager()
    history = RecordHistory()

    class Meta:
        abstract = True
        default_permissions: ClassVar[tuple[str, ...]] = (
            "add",
            "change",
            "delete",
            "view",
            "import",
            "export",
        )

    def save(self, *args: Any, change_set: ChangeSet | None = None, **options: Any) -> None:
        """Write the record as the next version by the change set's author.

        Raises StaleRecord when somebody else changed it since it was read, and GuardedColumn when
        a column of a service differs from what was read.
        """
        adding = self._state.adding
        if adding and change_set is None and self.change_set_id:
            change_set = self.change_set
        change_set = _needed(change_set)
        self.refuse_guarded_changes()
        self.derive()
        self.take_authorship(change_set)
        if adding:
            super().save(*args, **options)
        else:
            with transaction.atomic():
                moved = any(getattr(self, name) != was for name, was in self._read_derived.items())
                self._save_next_version(*args, **options)
                if moved:
                    type(self)._default_manager.filter(pk=self.pk).carry_below()
        self.remember_read()

    @classmethod
    def from_db(cls, *args: Any, **options: Any) -> Self:
        record = super().from_db(*args, **options)
        record.remember_read()
        return record

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        super().refresh_from_db(*args, **options)
        self.remember_read()

    def remember_read(self) -> None:
        """Keep what was read, to notice a stale version and a guarded column that was touched."""
        held: dict[str, Any] = self.__dict__
        meta: Any = self._meta
        self._read_version = held.get("version", 0)
        self._read_derived = {name: held[name] for name in self.derived if name in held}
        self._read_guarded = {
            name: held[attname]
            for name in self.guarded
            if (attname := meta.get_field(name).attname) in held
        }

    def refuse_guarded_changes(self) -> None:
        """Refuse guarded columns that differ from what was read, or that a new record brings."""
        meta: Any = self._meta
        if self._state.adding:
            before = {name: meta.get_field(name).get_default() for name in self.guarded}
        else:
            before = self._read_guarded
        fields = {name: meta.get_field(name).attname for name in before}
        self.refuse_guarded(n for n, value in before.items() if getattr(self, fields[n]) != value)

    @classmethod
    def refuse_guarded(cls, names: Iterable[str]) -> None:
        """Refuse to write columns that belong to a service."""
        if touched := sorted(cls.guarded.intersection(names)):
            raise GuardedColumn(f"{cls.__name__}: {', '.join(touched)}")

    def derive(self) -> None:
        """Fill the columns that follow from others (such as `area`); scoped models extend it."""

    def take_authorship(self, change_set: ChangeSet) -> None:
        """Carry who writes this version, and when."""
        for name, value in _authorship(change_set).items():
            setattr(self, name, value)
        self._history_date = change_set.at
        self._history_user = change_set.by

    def _save_next_version(self, *args: Any, **options: Any) -> None:
        self.version = self._read_version + 1
        if options.get("update_fields") is not None:
            options["update_fields"] = {
                *options["update_fields"],
                *self.derived,
                *_WRITTEN_EACH_TIME,
            }
        try:
            super().save(*args, **{**options, "force_update": True})
        except DatabaseError as error:
            self.version = self._read_version
            if type(error) is not DatabaseError:
                raise
            raise StaleRecord(self) from error

    def touch(self, change_set: ChangeSet) -> None:
        """Become the next version because a row that belongs to this one changed."""
        self.save(change_set=change_set, update_fields=())

    def writes(self, column: str) -> bool:
        """Does a save write this column? Never what a service keeps."""
        return column not in self.guarded

    def _do_update(self, base_qs: Any, using: Any, pk: Any, values: Any, *args: Any) -> Any:
        # The version that was read must still be there; what a service stamped since stays.
        own = [value for value in values if self.writes(value[0].name)]
        return super()._do_update(base_qs.filter(version=self._read_version), using, pk, own, *args)

    def delete(
        self, *args: Any, change_set: ChangeSet | None = None, **options: Any
    ) -> tuple[int, dict[str, int]]:
        """Delete a record that nothing refers to; its history stays, with who deleted it."""
        self.take_authorship(_needed(change_set))
        return super().delete(*args, **options)


def _needed(change_set: ChangeSet | None) -> ChangeSet:
    if change_set is None:
        raise MissingChangeSet("a record is written under a change set: pass change_set=")
    return change_set


def _authorship(change_set: ChangeSet) -> dict[str, Any]:
    return {
        "change_set": change_set,
        "changed_by_id": change_set.by_id,
        "changed_at": change_set.at,
    }
