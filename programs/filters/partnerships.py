"""Which partnerships: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from communities.models.agencies import AgencyKind
from p2kp_site.foundation.filters import AnyOfFilter
from programs.filters.years import YearFilter
from programs.models import Partnership
from programs.models.partnerships import PartnershipKind


class PartnershipFilterSet(SignedFilterSet):
    """Partnerships by text, place, board, partner, kind and day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    agency = django_filters.CharFilter(
        label=_("Code of the partner"), field_name="agency__code", lookup_expr="iexact"
    )
    agency_kind = AnyOfFilter(
        label=_("Kind of partner"), field_name="agency__kind", choices=AgencyKind.choices
    )
    kind = AnyOfFilter(label=_("Kind"), choices=PartnershipKind.choices)
    year = YearFilter(label=_("Signed in"), field_name="signed_on", lookup_expr="year")
    signed_on = django_filters.DateFromToRangeFilter(label=_("Signed on"))
    on = django_filters.DateFilter(label=_("Holding on"), method="standing_on")

    class Meta:
        model = Partnership
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the number, the purpose, the results, the partner or the board."""
        for word in text.split():
            rows = rows.filter(
                Q(agreement_number__icontains=word)
                | Q(purpose__icontains=word)
                | Q(results__icontains=word)
                | Q(agency__name__icontains=word)
                | board_said(word)
                | Q(ref__iexact=word)
            )
        return rows

    def standing_on(self, rows: QuerySet[Any], _name: str, on: date) -> QuerySet[Any]:
        """Partnerships that hold on that day."""
        # The stubs do not know what our query sets and fields answer.
        found: QuerySet[Any] = rows.standing_on(on)  # type: ignore[attr-defined]
        return found
