"""Funding sources on the rows of an inline: asked for once, not once a row."""

from typing import Any

from django.db.models import Q, QuerySet

from p2kp_site.foundation.stewardship import StewardInline
from programs.models import FundingSource


class SourcedInline(StewardInline):
    """Rows that each name a source."""

    hide_title = True
    ordering = ("number", "source__position", "pk")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("source")

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        """Sources that were stopped are not offered, and stay where they stand."""
        formset = super().get_formset(request, obj, **options)
        if field := formset.form.base_fields.get("source"):
            offered = Q(is_active=True)
            if obj is not None:
                mine = {formset.fk.name: obj}
                offered |= Q(pk__in=self.model._default_manager.filter(**mine).values("source"))
            sources = FundingSource.objects.visible_to(request.reader).filter(offered)
            told = [(one.pk, f"{one.code} – {one.name}") for one in sources.in_order()]
            field.choices = [("", "---------"), *told]
        return formset
