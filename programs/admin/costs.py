"""Costs on the page of what they pay for: one row for each source."""

from typing import Any

from django.db.models import Q, QuerySet

from p2kp_site.foundation.stewardship import StewardInline
from programs.models import FundingSource, PlannedCost, WorkCost


class CostInline(StewardInline):
    """What each source gives."""

    hide_title = True
    fields = ("source", "amount")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("source")
        return rows.order_by("source__position", "pk")

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        """The sources are asked for once, not once a row; a stopped one stays where it stands."""
        formset = super().get_formset(request, obj, **options)
        if field := formset.form.base_fields.get("source"):
            offered = Q(is_active=True)
            if obj is not None:
                offered |= Q(pk__in=obj.costs.values("source"))
            sources = FundingSource.objects.visible_to(request.reader).filter(offered)
            told = [(one.pk, f"{one.code} – {one.name}") for one in sources.in_order()]
            field.choices = [("", "---------"), *told]
        return formset


class PlannedCostInline(CostInline):
    model = PlannedCost


class WorkCostInline(CostInline):
    model = WorkCost
