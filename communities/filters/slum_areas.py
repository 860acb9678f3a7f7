"""Which slum areas: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.signoffs import SignedFilterSet
from communities.models import SlumArea
from communities.rules.regions import fold


class SlumAreaFilterSet(SignedFilterSet):
    """Slum areas by text, place, decree and the day on which they were in force."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    decree_number = django_filters.CharFilter(label=_("Decree number"), lookup_expr="iexact")
    decree_on = django_filters.DateFromToRangeFilter(label=_("Day of the decree"))
    in_force_on = django_filters.DateFilter(label=_("In force on"), method="on_that_day")

    class Meta:
        model = SlumArea
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name, the number of the decree or the regency."""
        for word in text.split():
            found = Q(name__icontains=word) | Q(decree_number__icontains=word)
            found |= Q(ref__iexact=word)
            if letters := fold(word):
                found |= Q(region__search_name__contains=letters)
            rows = rows.filter(found)
        return rows

    def on_that_day(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """The slum areas of the decrees that were in force on a day."""
        return rows.filter(pk__in=SlumArea.objects.in_force_on(day).values("pk"))
