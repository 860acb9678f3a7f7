"""Which funding sources: the one filter of their list."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
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
        """Each source stands once among the costs of a row, so none is found twice."""
        return qs.filter(**{f"{self.field_name}__source": value}) if value else qs


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
