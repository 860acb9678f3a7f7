"""Which go-live dates: the one filter of their list."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.rules.regions import fold
from finance.models import GoLive
from p2kp_site.foundation.filters import StrictFilterSet


class GoLiveFilterSet(StrictFilterSet):
    """Go-live dates by region and day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    on = django_filters.DateFromToRangeFilter(label=_("Goes live on"))

    class Meta:
        model = GoLive
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name of the region or at the beginning of its code."""
        for word in text.split():
            found = Q(region__code__startswith=word) | Q(ref__iexact=word)
            if letters := fold(word):
                found |= Q(region__search_name__contains=letters)
            rows = rows.filter(found)
        return rows
