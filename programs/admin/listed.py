"""Entries of a reference list on the rows of an inline: asked for once, not once a row."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from p2kp_site.foundation.stewardship import StewardInline


class ListedInline(StewardInline):
    """Rows that each name an entry of a reference list, in its order."""

    hide_title = True
    listed: ClassVar[str]
    order_within: ClassVar[tuple[str, ...]] = ("pk",)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related(self.listed)
        return rows.order_by(f"{self.listed}__position", *self.order_within)

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        """An entry that was stopped is not offered, and stays where it stands."""
        formset = super().get_formset(request, obj, **options)
        if field := formset.form.base_fields.get(self.listed):
            offered = Q(is_active=True)
            if obj is not None:
                mine = self.model._default_manager.filter((formset.fk.name, obj))
                offered |= Q(pk__in=mine.values(self.listed))
            entries: Any = self.model._meta.get_field(self.listed).related_model
            rows = entries.objects.visible_to(request.reader).filter(offered)
            told = [(one.pk, f"{one.code} – {one.name}") for one in rows.in_order()]
            field.choices = [("", "---------"), *told]
        return formset
