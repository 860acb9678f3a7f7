"""What files bring with cases: numbers, and how each came in; and what an undo takes away again."""

from typing import Any

from django.db import connection

from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.refs import new_refs
from programs.models import Case, CaseEvent
from programs.models.case_events import EventKind
from programs.services.case_numbers import number_awaiting, raise_counters

_COLUMNS = (
    "ref", "case_id", "stage_to_id", "level_to", "kind", "by_id", "at", "level_from", "text",
    "file", "change_set_id",
)  # fmt: skip  # names as running text


def take_over(change_set: ChangeSet) -> None:
    """Settle the cases that an import stored: their keys, their numbers, and one event of each."""
    written = Case.objects.filter(change_set=change_set)
    written.rekey()
    number_awaiting(change_set)
    new = written.filter(version=1).order_by("pk")
    raise_counters(new.values_list("number", flat=True).iterator())
    cases = list(new.values_list("pk", "stage", "level"))
    at: Any = change_set.at
    if connection.vendor == "sqlite":
        at = connection.ops.adapt_datetimefield_value(at)
    same = (EventKind.TAKEN_OVER.value, change_set.by_id, at, "", "", "", change_set.pk)
    refs = new_refs(len(cases))
    insert_rows(
        CaseEvent, _COLUMNS, ((ref, *case, *same) for ref, case in zip(refs, cases, strict=True))
    )


def take_back(cases: Any) -> None:
    """Remove the events of cases that an undo is about to remove."""
    events = CaseEvent.objects.filter(case__in=cases.values("pk"))
    events._raw_delete(events.db)
