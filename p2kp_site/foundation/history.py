"""History of records: who, when, through which door, why, and what was before and after.

Single rows are written by simple-history when a record is saved; bulk writes use one
`INSERT … SELECT`, whatever the number of rows. Both copy the record's own change set.
"""

from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from p2kp_site.foundation.models import ChangeSet

CREATED, CHANGED, DELETED = "+", "~", "-"
KINDS = {CREATED: _("Added"), CHANGED: _("Changed"), DELETED: _("Deleted")}


class Traced(models.Model):
    """Base of every history table: its row belongs to the change set that its record carried."""

    class Meta:
        abstract = True


class RecordHistory(HistoricalRecords):
    """The history of a record, reached by the record's key only and without what is derived."""

    def __init__(self) -> None:
        super().__init__(
            inherit=True,
            bases=(Traced,),
            excluded_fields=["area"],
            history_id_field=models.BigAutoField(),
            history_user_id_field=models.BigIntegerField(null=True),
        )

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """No permissions of its own: whoever sees the record sees its history."""
        return {**super().get_meta_options(model), "default_permissions": ()}

    def copy_fields(self, model: type[models.Model]) -> dict[str, Any]:
        """The record's columns, without their indexes: an import writes a row here for each."""
        fields = super().copy_fields(model)
        for field in fields.values():
            field.db_index = bool(field.name == model._meta.pk.name)
        return fields


def write_history(
    model: Any,
    change_set: ChangeSet,
    *,
    deleted: bool = False,
    first: bool = False,
    signed: bool = False,
) -> int:
    """Write a history row for each row of `model` that this change set touched last.

    A version that is in the history already is left out, so one act may call it several times;
    `first` says that this act has not yet, so that nobody need look (a bulk write of a fresh act).
    `signed` says that rows were signed, which is no version: none of them is told as added.
    Returns the number of history rows written.
    """
    history = model.history.model
    quote = connection.ops.quote_name
    columns: list[str] = [field.column for field in history.tracked_fields]
    key, table = quote(model._meta.pk.column), quote(history._meta.db_table)
    kind = f"CASE WHEN t.version = 1 THEN '{CREATED}' ELSE '{CHANGED}' END"
    if deleted or signed:
        kind = f"'{DELETED if deleted else CHANGED}'"
    unless_written = (
        f"AND NOT EXISTS (SELECT 1 FROM {table} h WHERE h.{key} = t.{key}"
        f" AND h.version = t.version AND h.history_type <> '{DELETED}')"
    )
    sql = (
        f"INSERT INTO {table} ({', '.join(map(quote, columns))},"
        " history_date, history_type, history_change_reason, history_user_id)"
        f" SELECT {', '.join('t.' + quote(c) for c in columns)}, %s, {kind}, NULL, %s"
        f" FROM {quote(model._meta.db_table)} t WHERE t.change_set_id = %s"
        f" {'' if deleted or first else unless_written}"
    )
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [at, change_set.by_id, change_set.pk])
        return cursor.rowcount
