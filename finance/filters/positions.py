"""Which positions, chains and holders: the one filter of their lists."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from finance.models import Chain, Position, PositionAssignment
from p2kp_site.foundation.filters import StrictFilterSet


class PositionFilterSet(StrictFilterSet):
    """Positions by text."""

    q = django_filters.CharFilter(label=_("Search"), method="search")

    class Meta:
        model = Position
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name or at the beginning of the code."""
        for word in text.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(code__istartswith=word) | Q(ref__iexact=word)
            )
        return rows


class PositionAssignmentFilterSet(StrictFilterSet):
    """Holders by text, place, position and day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    position = django_filters.CharFilter(
        label=_("Code of the position"), field_name="position__code", lookup_expr="iexact"
    )
    standing_on = django_filters.DateFilter(label=_("In force on"), method="on_that_day")

    class Meta:
        model = PositionAssignment
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name of the person or of the position."""
        for word in text.split():
            rows = rows.filter(
                Q(user__name__icontains=word)
                | Q(user__username__iexact=word)
                | Q(position__name__icontains=word)
                | Q(ref__iexact=word)
            )
        return rows

    def on_that_day(self, rows: QuerySet[Any], _name: str, day: Any) -> QuerySet[Any]:
        """Who held positions on a day."""
        holders: Any = rows
        standing: QuerySet[Any] = holders.standing_on(day)
        return standing


class ChainFilterSet(StrictFilterSet):
    """Chains by code."""

    code = django_filters.CharFilter(label=_("Code"), lookup_expr="iexact")

    class Meta:
        model = Chain
        fields: list[str] = []
