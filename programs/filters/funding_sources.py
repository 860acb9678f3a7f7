"""Which funding sources: the one filter of their list."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet
from p2kp_site.foundation.reader import nobody
from programs.models import FundingSource
from programs.models.funding_sources import SourceKind


class SourceFilter(django_filters.ModelChoiceFilter):
    """Rows that money of one source pays for, by its code; `field_name` leads to their costs."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options = {"to_field_name": "code", "empty_label": _("All"), **options}
        super().__init__(*args, queryset=FundingSource.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[FundingSource]:
        """The sources that the reader of the filter set may see."""
        return FundingSource.objects.visible_to(self.parent.reader or nobody(date.min)).in_order()

    def filter(self, qs: QuerySet[Any], value: FundingSource | None) -> QuerySet[Any]:
        """Asked row by row as the page is read: a join would begin with all costs of the source."""
        if value is None:
            return qs
        costs: Any = qs.model._meta.get_field(self.field_name)
        given = costs.related_model._default_manager.filter(source=value)
        return qs.filter(Exists(given.filter((costs.field.name, OuterRef("pk")))))


class FundingSourceFilterSet(StrictFilterSet):
    """Funding sources by text, kind and state."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    kind = AnyOfFilter(label=_("Kind"), choices=SourceKind.choices)
    is_active = django_filters.BooleanFilter(label=_("Active"))

    class Meta:
        model = FundingSource
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name or at the beginning of the code."""
        for word in text.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(code__istartswith=word) | Q(ref__iexact=word)
            )
        return rows
