"""How pages write: each request is one act of one person, and everything it writes says so."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import NestedObjects, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, router
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.records import Record, StaleRecord
from p2kp_site.foundation.signoffs import SignedForm
from p2kp_site.foundation.stewardship.mixins import PageMixin


class OneAct(PageMixin):
    """Saves and deletes under the change set of the request."""

    model: Any
    opts: Any
    admin_site: Any
    get_object: Any
    may_delete: Any
    why_kept: Any
    delete_confirmation_template = "foundation/delete.html"

    def change_set(self, request: Any, why: str = "") -> ChangeSet:
        """The change set of this request, opened when first needed."""
        if "change_set" not in request.__dict__:
            request.change_set = open_change_set(
                by=request.reader.user, at=timezone.now(), door=Door.PAGE, why=why.strip()
            )
        return request.change_set

    def changeform_view(self, request: Any, *args: Any, **options: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **options)
        except (StaleRecord, IntegrityError):
            # Somebody was faster between our check and our write (the same button, pressed twice).
            # Nothing was stored; asked again, the form sees what stands now and says so.
            request.__dict__.pop("change_set", None)
            request.__dict__.pop("signoffs_dropped", None)
            return super().changeform_view(request, *args, **options)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change and not form.typed:
            return
        self._reopen(request, obj)
        obj.save(change_set=self.change_set(request, form.cleaned_data.get("why", "")))

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        if not rows and not formset.deleted_objects:
            return
        options = {}
        if issubclass(formset.model, Record):
            options["change_set"] = self.change_set(request, form.cleaned_data.get("why", ""))
        for row in formset.deleted_objects:
            row.delete(**options)
        for row in rows:
            self._reopen(request, row)
            row.save(**options)
        formset.save_m2m()
        if options:
            self._touch(request, form.instance, **options)

    def _touch(self, request: Any, parent: Any, change_set: ChangeSet) -> None:
        """Rows on the page of another are its content: it becomes a new version with them."""
        if isinstance(parent, Record) and parent.change_set_id != change_set.pk:
            self._reopen(request, parent)
            parent.touch(change_set)

    @staticmethod
    def _reopen(request: Any, row: Any) -> None:
        """Drop the sign-offs of what is about to be written; the page said so beforehand."""
        if isinstance(row, SignedForm) and row.reopen():
            request.signoffs_dropped = True

    def response_change(self, request: Any, obj: Any) -> HttpResponse:
        response: HttpResponse = super().response_change(request, obj)
        if request.__dict__.get("signoffs_dropped"):
            messages.warning(
                request,
                _("The sign-offs of this row were dropped with the change: hand it over again."),
            )
        return response

    def delete_view(
        self, request: Any, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The question before a deletion; of a row that nobody deletes, why and what instead."""
        try:
            answer: HttpResponse = super().delete_view(request, object_id, extra_context)
            return answer
        except PermissionDenied:
            row = self.get_object(request, unquote(object_id))
            why = self.why_kept(row)
            if not why or not self.may_delete(request, row):
                raise
        request.current_app = self.admin_site.name
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": row,
            "title": _("This row stays"),
            "why_kept": why,
        }
        return TemplateResponse(request, self.delete_confirmation_template, page, status=403)

    def delete_model(self, request: Any, obj: Any) -> None:
        obj.delete(change_set=self.change_set(request, request.POST.get("why", "")))

    def delete_queryset(self, request: Any, queryset: QuerySet[Any]) -> None:
        # The list joins what it names; rows are locked for deletion, and a join is not.
        rows: Any = queryset.select_related(None)
        rows.delete(change_set=self.change_set(request, request.POST.get("why", "")))

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """What stands against deleting is told by kind and number, never by name."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            collector = NestedObjects(using=router.db_for_write(self.model))
            collector.collect(list(objs))
            kinds = Counter(row._meta.verbose_name_plural for row in collector.protected)
            protected = [f"{capfirst(kind)}: {number}" for kind, number in kinds.items()]
        return found, counts, lacking, protected

    # A record keeps its own history; the log of the admin would be a second, poorer one.

    def log_addition(self, request: Any, obj: Any, message: Any) -> None:
        """Nothing: see history."""

    def log_change(self, request: Any, obj: Any, message: Any) -> None:
        """Nothing: see history."""

    def log_deletions(self, request: Any, queryset: Any) -> None:
        """Nothing: see history."""
