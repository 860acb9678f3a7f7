"""Which agencies: the one filter of list, export and command."""

from datetime import date

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.models import Agency
from communities.models.agencies import AgencyKind
from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet


class AgencyFilterSet(StrictFilterSet):
    """Agencies by text, place, kind and day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    code = django_filters.CharFilter(label=_("Code"), lookup_expr="iexact")
    kind = AnyOfFilter(label=_("Kind"), choices=AgencyKind.choices)
    active_on = django_filters.DateFilter(label=_("Active on"), method="standing_on")

    class Meta:
        model = Agency
        fields: list[str] = []

    def search(self, rows: QuerySet[Agency], _name: str, text: str) -> QuerySet[Agency]:
        """Each word in the code or the name."""
        for word in text.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(code__istartswith=word) | Q(ref__iexact=word)
            )
        return rows

    def standing_on(self, rows: QuerySet[Agency], _name: str, on: date) -> QuerySet[Agency]:
        """Agencies that were active on that day."""
        # A method of our query sets.
        found: QuerySet[Agency] = rows.standing_on(on)  # type: ignore[attr-defined]
        return found
