"""The history page: who changed what, when, through which door and why, before and after.

Only for rows that the reader sees. The pages of simple-history show any row to any signed-in
person and every column with it, so they are not used.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from p2kp_site.foundation.history import CREATED, KINDS
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import NOTHING, field_in_words

PER_PAGE = 20
UNTOLD = frozenset({"ref", "version", "changed_at", "changed_by", "change_set", "signed_version"})


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one version."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a row, as the page tells it."""

    kind: str
    number: int | None
    at: datetime
    who: str
    door: str
    why: str
    changes: list[Change]


class HistoryPage:
    """The history of one row."""

    object_history_template = "foundation/history.html"
    history_untold: ClassVar[tuple[str, ...]] = ()

    def history_view(self, request: Any, object_id: str, extra_context: Any = None) -> HttpResponse:
        page: Any = self
        obj = page.get_object(request, unquote(object_id))
        if not page.has_view_permission(request, obj):
            raise PermissionDenied
        rows = list(self._history_rows(obj, request.GET.get("before", ""))[: PER_PAGE + 1])
        hidden = {*UNTOLD, *self.history_untold, *page.hidden_fields(request)}
        context = {
            **page.admin_site.each_context(request),
            "title": _("History: %(row)s") % {"row": obj},
            "opts": page.opts,
            "original": obj,
            "versions": versions_in_words(rows, hidden, request.reader),
            "older": rows[PER_PAGE - 1].history_id if len(rows) > PER_PAGE else None,
            "is_first_page": "before" not in request.GET,
            "masked": bool(page.hidden_fields(request)),
            **(extra_context or {}),
        }
        request.current_app = page.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)

    def _history_rows(self, obj: Any, before: str) -> models.QuerySet[Any]:
        rows = type(obj).history.filter(**{obj._meta.pk.name: obj.pk}).order_by("-history_id")
        # Records carry the change set; accounts the author alone.
        names = {field.name for field in rows.model._meta.get_fields()}
        rows = rows.select_related("change_set__by" if "change_set" in names else "history_user")
        return rows.filter(history_id__lt=int(before)) if before.isdecimal() else rows


def versions_in_words(rows: list[Any], hidden: set[str], reader: Reader) -> list[Version]:
    """The versions of a page; the row behind the page only tells what was before its last."""
    if not rows:
        return []
    fields = [
        field
        for field in rows[0].tracked_fields
        if field.name not in hidden and not field.primary_key
    ]
    names = _names(rows, fields, reader)
    older = [*rows[1:], None]
    told = [
        _version(row, before, fields, names)
        for row, before in list(zip(rows, older, strict=True))[:PER_PAGE]
    ]
    # A sign-in writes to the account, and tells nothing about it.
    return [one for one in told if one.changes or one.why or one.door]


def _version(row: Any, before: Any, fields: list[Any], names: dict[str, dict[Any, str]]) -> Version:
    change_set = getattr(row, "change_set", None)
    author = change_set.by if change_set else getattr(row, "history_user", None)
    changes = []
    for field in fields:
        new = getattr(row, field.attname)
        old = getattr(before, field.attname) if before and row.history_type != CREATED else None
        if row.history_type == CREATED and new in (None, ""):
            continue
        if row.history_type == CREATED or (before is not None and new != old):
            told = names.get(field.name)
            earlier = field_in_words(field, old, told) if before else NOTHING
            changes.append(
                Change(capfirst(field.verbose_name), earlier, field_in_words(field, new, told))
            )
    return Version(
        kind=str(KINDS[row.history_type]),
        number=getattr(row, "version", None),
        at=change_set.at if change_set else row.history_date,
        who=str(author) if author else _("The system"),
        door=change_set.get_door_display() if change_set else "",
        why=(change_set.why if change_set else row.history_change_reason) or "",
        changes=changes,
    )


def _names(rows: list[Any], fields: list[Any], reader: Reader) -> dict[str, dict[Any, str]]:
    """The names behind foreign keys, one query a column, of rows that the reader sees."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    for field in fields:
        if isinstance(field, models.ForeignKey):
            wanted[field.name] = {getattr(row, field.attname) for row in rows} - {None}
    names = {}
    for field in fields:
        if keys := wanted.get(field.name):
            related: Any = field.remote_field.model._default_manager.all()
            if hasattr(related, "visible_to"):
                related = related.visible_to(reader)
            names[field.name] = {pk: str(row) for pk, row in related.in_bulk(keys).items()}
    return names
