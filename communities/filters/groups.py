"""Which self-help groups: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from communities.models import Sector, SelfHelpGroup
from p2kp_site.foundation.filters import AnyOfFilter


class SelfHelpGroupFilterSet(SignedFilterSet):
    """Groups by text, place, board, kind, state and date."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    kind = AnyOfFilter(label=_("Kind"), choices=Sector.choices)
    is_active = django_filters.BooleanFilter(label=_("Active"))
    formed_on = django_filters.DateFromToRangeFilter(label=_("Formed on"))

    class Meta:
        model = SelfHelpGroup
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the group or its board, or in the chair for those who may see it."""
        personal = self.reader is not None and self.reader.may("communities.personal_selfhelpgroup")
        for word in text.split():
            found = Q(name__icontains=word) | board_said(word) | Q(ref__iexact=word)
            if personal:
                found |= Q(chair__icontains=word)
            rows = rows.filter(found)
        return rows
