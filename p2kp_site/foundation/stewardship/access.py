"""Which rows and which columns a page may touch: asked of the reader, never of a superuser flag."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _

from p2kp_site.foundation.stewardship.mixins import PageMixin


class Rights(PageMixin):
    """Rights of the reader on the model of a page."""

    model: type[models.Model]
    opts: Any

    def may(self, request: Any, verb: str) -> bool:
        """Has the reader this right at all? The rows are asked apart."""
        return bool(request.reader.may(f"{self.opts.app_label}.{verb}_{self.opts.model_name}"))

    def get_queryset(self, request: Any) -> models.QuerySet[Any]:
        """Every row of every page comes from here."""
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.reader)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "view")

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "add")


class RowAccess(Rights):
    """Pages of a model: rows of other areas are not there, rows above one's own are read only."""

    def has_module_permission(self, request: Any) -> bool:
        return any(self.may(request, verb) for verb in ("view", "add", "change"))

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        # Rows that belong to the whole nation are written by nobody who works for a part of it.
        nowhere = self.writable_rows(request).query.is_empty()
        return not nowhere and super().has_add_permission(request, obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "change") and self.may_write(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        kept = obj is not None and self.why_kept(obj)
        return not kept and self.may_delete(request, obj)

    def may_delete(self, request: Any, obj: Any) -> bool:
        """May the reader delete rows like this one, where nothing speaks for keeping it?"""
        return self.may(request, "delete") and self.may_write(request, obj)

    def why_kept(self, obj: Any) -> str:
        """Why nobody deletes this row, and what to do instead; empty where it may go."""
        return ""

    def writable_rows(self, request: Any) -> models.QuerySet[Any]:
        """The rows that lie where the reader may write."""
        rows: Any = self.model._default_manager.all()
        return rows.writable_by(request.reader)

    def may_write(self, request: Any, obj: Any) -> bool:
        """Does this row lie where the reader may write? Asked once a request."""
        if obj is None or obj.pk is None:
            return True
        answers = request.__dict__.setdefault("_writable", {})
        key = (self.opts.label, obj.pk)
        if key not in answers:
            answers[key] = self.writable_rows(request).filter(pk=obj.pk).exists()
        return bool(answers[key])

    def get_object(self, request: Any, object_id: str, from_field: str | None = None) -> Any:
        """The row, or 404: whether a row of another area exists is no one else's business."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None:
            raise Http404(
                _("There is no such %(name)s in your area.") % {"name": self.opts.verbose_name}
            )
        return obj


class InlineAccess(Rights):
    """Rows on the page of another row, which decides whether they may be changed."""

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "change")

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may(request, "delete")


class PersonalColumns(PageMixin):
    """Columns about a person are not there for readers without the right `personal`."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    def hidden_fields(self, request: Any) -> frozenset[str]:
        """The columns that this reader may not see on any page of the model."""
        if not self.personal_fields or self.may(request, "personal"):
            return frozenset()
        return frozenset(self.personal_fields)

    def get_fieldsets(self, request: Any, obj: Any = None) -> list[Any]:
        hidden = self.hidden_fields(request)
        kept = []
        for title, options in super().get_fieldsets(request, obj):
            fields = without(options["fields"], hidden)
            if flatten_fieldsets([(title, {"fields": fields})]):
                kept.append((title, {**options, "fields": fields}))
        return kept

    def get_list_display(self, request: Any) -> list[Any]:
        columns = super().get_list_display(request)
        return without(columns, self.hidden_fields(request))

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[Any]:
        columns = super().get_readonly_fields(request, obj)
        return without(columns, self.hidden_fields(request))


def without(columns: Collection[Any], hidden: Collection[str]) -> list[Any]:
    """The columns that are not hidden, lines of several columns included."""
    kept: list[Any] = []
    for column in columns:
        if isinstance(column, list | tuple):
            if line := without(column, hidden):
                kept.append(tuple(line))
        elif column not in hidden:
            kept.append(column)
    return kept
