"""Which elections of boards: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from communities.models import BoardElection
from communities.models.elections import ElectionKind
from p2kp_site.foundation.filters import GivenFilter


class BoardElectionFilterSet(SignedFilterSet):
    """Elections by text, place, board, kind, term, state and date."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ElectionKind.choices)
    term = django_filters.NumberFilter(label=_("Term"))
    is_final = django_filters.BooleanFilter(label=_("Final"))
    held_on = django_filters.DateFromToRangeFilter(label=_("Held on"))
    with_adults = GivenFilter(
        label=_("Adults are known"),
        field_name="adults",
    )
    with_low_income = GivenFilter(
        label=_("People with a low income were counted"),
        field_name="participants_low_income",
    )

    class Meta:
        model = BoardElection
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the board or the place."""
        for word in text.split():
            found = board_said(word) | Q(place__icontains=word) | Q(ref__iexact=word)
            rows = rows.filter(found)
        return rows
