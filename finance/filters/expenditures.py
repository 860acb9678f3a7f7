"""Which expenditures: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from finance.filters.grants import GrantFilter
from finance.filters.tranches import TrancheFilter
from finance.models import Expenditure
from p2kp_site.foundation.filters import GivenFilter
from programs.filters.activities import LineFilter
from programs.filters.years import YearFilter


class ExpenditureFilterSet(SignedFilterSet):
    """Expenditures by text, place, board, year, whose money it was and what for."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    fiscal_year = YearFilter(label=_("Fiscal year"))
    spent_on = django_filters.DateFromToRangeFilter(label=_("Spent on"))
    grant = GrantFilter(label=_("Ref of the grant"), field_name="tranche__grant")
    tranche = TrancheFilter(label=_("Ref of the tranche"))
    activity = LineFilter(label=_("Ref of the planned activity"))
    has_tranche = GivenFilter(
        label=_("Names its tranche"),
        field_name="tranche",
    )

    class Meta:
        model = Expenditure
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the evidence, what it was for, to whom, or in the board."""
        for word in text.split():
            rows = rows.filter(
                Q(evidence_number__icontains=word)
                | Q(description__icontains=word)
                | Q(payee__icontains=word)
                | board_said(word)
                | Q(ref__iexact=word)
            )
        return rows
