"""Which contributions: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from finance.models import Contribution
from finance.models.contributions import SHORT, ContributionKind
from p2kp_site.foundation.filters import AnyOfFilter
from programs.filters.activities import LineFilter
from programs.filters.years import YearFilter


class ContributionFilterSet(SignedFilterSet):
    """Contributions by text, place, board, year, kind, activity and what became of the promise."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    fiscal_year = YearFilter(label=_("Fiscal year"))
    kind = AnyOfFilter(label=_("Kind"), choices=ContributionKind.choices)
    activity = LineFilter(label=_("Ref of the planned activity"))
    promised_on = django_filters.DateFromToRangeFilter(label=_("Promised on"))
    realised_on = django_filters.DateFromToRangeFilter(label=_("Given on"))
    is_short = django_filters.BooleanFilter(label=_("Less given than promised"), method="short")

    class Meta:
        model = Contribution
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the number, the note or the board."""
        for word in text.split():
            rows = rows.filter(
                Q(number__icontains=word)
                | Q(note__icontains=word)
                | board_said(word)
                | Q(ref__iexact=word)
            )
        return rows

    def short(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Contributions that stayed behind their promise, or the others."""
        return rows.filter(SHORT if wanted else ~SHORT)
