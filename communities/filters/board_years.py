"""Which years of boards: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from communities.models import BoardYear
from communities.models.board_years import Audit, Independence
from p2kp_site.foundation.filters import AnyOfFilter


class BoardYearFilterSet(SignedFilterSet):
    """Years of boards by text, place, board, year, independence and audit."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    year = django_filters.NumberFilter(label=_("Year"))
    latest_by = django_filters.DateFilter(label=_("Latest year by"), method="latest_year_by")
    independence = AnyOfFilter(label=_("Independence"), choices=Independence.choices)
    audit = AnyOfFilter(label=_("Audit"), choices=Audit.choices)

    class Meta:
        model = BoardYear
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the board or the auditor."""
        for word in text.split():
            found = board_said(word) | Q(auditor__icontains=word) | Q(ref__iexact=word)
            rows = rows.filter(found)
        return rows

    def latest_year_by(self, rows: Any, _name: str, on: date) -> QuerySet[Any]:
        """Of each board the latest year that had ended by that day."""
        found: QuerySet[Any] = rows.latest_by(on)
        return found
