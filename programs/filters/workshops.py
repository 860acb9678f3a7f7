"""Which workshops: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter, OwnAreaFilter
from communities.filters.signoffs import SignedFilterSet
from p2kp_site.foundation.filters import AnyOfFilter
from programs.filters.elements import ElementFilter
from programs.filters.funding_sources import SourceFilter
from programs.filters.programmes import ProgrammeFilter
from programs.filters.years import YearFilter
from programs.models import Workshop
from programs.models.workshops import WorkshopKind


class WorkshopFilterSet(SignedFilterSet):
    """Workshops by text, place, kind, programme, host, day, who came and who paid."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    region_itself = OwnAreaFilter(label=_("Region itself, without what lies below it"))
    kind = AnyOfFilter(label=_("Kind"), choices=WorkshopKind.choices)
    programme = ProgrammeFilter(label=_("Programme"))
    host = django_filters.CharFilter(
        label=_("Code of the host"), field_name="host__code", lookup_expr="iexact"
    )
    year = YearFilter(label=_("Year"), field_name="starts_on", lookup_expr="year")
    starts_on = django_filters.DateFromToRangeFilter(label=_("First day"))
    element = ElementFilter(label=_("Who came"))
    source = SourceFilter(label=_("Source"), field_name="costs")

    class Meta:
        model = Workshop
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the title, the place, what was agreed, or who held or opened it."""
        for word in text.split():
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(place__icontains=word)
                | Q(results__icontains=word)
                | Q(opened_by__icontains=word)
                | Q(host__name__icontains=word)
                | Q(region__name__icontains=word)
                | Q(ref__iexact=word)
            )
        return rows
