"""Which tranche schemes: the one filter of their list."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from finance.models import TrancheScheme
from p2kp_site.foundation.filters import StrictFilterSet


class TrancheSchemeFilterSet(StrictFilterSet):
    """Tranche schemes by text and day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    in_force_on = django_filters.DateFilter(label=_("In force on"), method="on_that_day")

    class Meta:
        model = TrancheScheme
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name or at the beginning of the code."""
        for word in text.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(code__istartswith=word) | Q(ref__iexact=word)
            )
        return rows

    def on_that_day(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """Schemes by which a grant could be agreed on a day."""
        return rows.filter(pk__in=TrancheScheme.objects.in_force_on(day).values("pk"))
