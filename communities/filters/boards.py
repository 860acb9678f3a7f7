"""Which community boards: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.signoffs import SignedFilterSet
from communities.models import Board
from p2kp_site.foundation.filters import GivenFilter


class BoardFilterSet(SignedFilterSet):
    """Boards by text, place, state and date."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    code = django_filters.CharFilter(label=_("Code"), lookup_expr="iexact")
    is_active = django_filters.BooleanFilter(label=_("Active"))
    formed_on = django_filters.DateFromToRangeFilter(label=_("Formed on"))
    has_deed = django_filters.BooleanFilter(label=_("With notarial deed"), method="with_deed")
    deed_by = django_filters.DateFilter(label=_("With a deed by"), method="with_deed_by")
    standing_on = django_filters.DateFilter(label=_("Standing on"), method="stands_on")
    has_formation_day = GivenFilter(
        label=_("Formation day is known"),
        field_name="formed_on",
    )

    class Meta:
        model = Board
        fields: list[str] = []

    def search(self, rows: QuerySet[Board], _name: str, text: str) -> QuerySet[Board]:
        """Each word in the code or the name (and the coordinator, for those who may see it)."""
        personal = self.reader is not None and self.reader.may("communities.personal_board")
        for word in text.split():
            found = Q(name__icontains=word) | Q(code__istartswith=word) | Q(ref__iexact=word)
            if personal:
                found |= Q(coordinator__icontains=word)
            rows = rows.filter(found)
        return rows

    def with_deed(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Boards that have a notarial deed, or that have none."""
        return rows.exclude(deed_number="") if wanted else rows.filter(deed_number="")

    def with_deed_by(self, rows: Any, _name: str, on: date) -> QuerySet[Any]:
        """Boards that had a notarial deed by that day."""
        found: QuerySet[Any] = rows.with_deed_by(on)
        return found

    def stands_on(self, rows: Any, _name: str, on: date) -> QuerySet[Any]:
        """Boards that were formed by that day and not closed yet."""
        found: QuerySet[Any] = rows.standing_on(on)
        return found
