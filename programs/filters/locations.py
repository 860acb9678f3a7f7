"""Which locations of programmes: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.signoffs import SignedFilterSet
from communities.rules.regions import fold
from p2kp_site.foundation.filters import AnyOfFilter
from programs.filters.programmes import ProgrammeFilter
from programs.filters.years import YearFilter
from programs.models import Location
from programs.models.locations import LocationKind


class LocationFilterSet(SignedFilterSet):
    """Locations by text, place, programme, year and kind."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    programme = ProgrammeFilter(label=_("Programme"))
    year = YearFilter(label=_("Year"))
    kind = AnyOfFilter(label=_("Kind"), choices=LocationKind.choices)

    class Meta:
        model = Location
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name of the kelurahan or desa, or in the decree."""
        for word in text.split():
            found = Q(decree_number__icontains=word) | Q(ref__iexact=word)
            found |= Q(region__code__startswith=word)
            if letters := fold(word):
                found |= Q(region__search_name__contains=letters)
            rows = rows.filter(found)
        return rows
