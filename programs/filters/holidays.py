"""Which days of the calendar: the one filter of their list."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.filters import StrictFilterSet
from programs.filters.years import YearFilter
from programs.models import Holiday


class HolidayFilterSet(StrictFilterSet):
    """Holidays by text, year and whether they come every week."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    year = YearFilter(label=_("Year"), field_name="on", lookup_expr="year")
    every_week = django_filters.BooleanFilter(label=_("Every week"))

    class Meta:
        model = Holiday
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name."""
        for word in text.split():
            rows = rows.filter(name__icontains=word)
        return rows
