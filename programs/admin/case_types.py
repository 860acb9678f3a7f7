"""The pages of types of cases, with their stages and moves; and of the lists of complaints."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from p2kp_site.foundation.stewardship import StewardAdmin, StewardInline
from programs.filters.case_types import CaseTermFilterSet, CaseTypeFilterSet
from programs.models import CaseMove, CaseStage, CaseTerm, CaseType


class StageInline(StewardInline):
    """The stages of a type, in their order."""

    model = CaseStage
    hide_title = True
    fields = ("position", "code", "name", "is_done", "limit_days")
    ordering = ("position", "pk")


class MoveInline(StewardInline):
    """The moves between the stages of a type."""

    model = CaseMove
    hide_title = True
    fields = ("origin", "to", "needs_reason", "needs_check")
    ordering = ("origin__position", "to__position", "pk")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("origin", "to")

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        """Of the stages only those of the type are offered."""
        request.case_type = obj
        return super().get_formset(request, obj, **options)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **options: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name in ("origin", "to"):
            field.queryset = field.queryset.filter(type=request.case_type).in_order()
        return field


@admin.register(CaseType)
class CaseTypeAdmin(StewardAdmin):
    """Types of cases: the table of stages and moves, as data."""

    filterset_class = CaseTypeFilterSet
    page_order = ("code",)
    search_fields = ("code",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("code", "name", "prefix", "subject", "is_complaint", "is_active")
    inlines = (StageInline, MoveInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("code", "prefix"), "name", "subject", ("is_complaint", "is_active"),
                    ("remind_days_before", "escalate_days_after"), "note",
                )
            },
        ),
    )  # fmt: skip  # sections of a page, few lines each


@admin.register(CaseTerm)
class CaseTermAdmin(StewardAdmin):
    """Channels and themes of complaints."""

    filterset_class = CaseTermFilterSet
    page_order = ("kind", "code")
    search_fields = ("code",)  # asked for by Django; the filter set's `q` does the work
    list_display = ("kind", "code", "name", "position", "is_active")
    fieldsets = ((None, {"fields": ("kind", ("code", "name"), ("position", "is_active"))}),)
