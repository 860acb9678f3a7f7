"""Which officers of boards: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from communities.models import BoardOfficer
from communities.models.officers import OfficerPosition, OfficerStatus
from communities.models.people import Sex, SocialStatus
from p2kp_site.foundation.filters import AnyOfFilter


class BoardOfficerFilterSet(SignedFilterSet):
    """Officers by text, place, board, term, position, sex and state."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    term = django_filters.NumberFilter(label=_("Term"))
    latest_term = django_filters.BooleanFilter(label=_("Latest term"), method="of_latest_term")
    position = AnyOfFilter(label=_("Position"), choices=OfficerPosition.choices)
    sex = django_filters.ChoiceFilter(label=_("Sex"), choices=Sex.choices)
    social_status = AnyOfFilter(label=_("Social status"), choices=SocialStatus.choices)
    status = AnyOfFilter(label=_("Status"), choices=OfficerStatus.choices)
    serving_on = django_filters.DateFilter(label=_("In office on"), method="standing_on")

    class Meta:
        model = BoardOfficer
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the board, or in the person's name for those who may see it."""
        personal = self.reader is not None and self.reader.may("communities.personal_boardofficer")
        for word in text.split():
            found = board_said(word) | Q(ref__iexact=word)
            if personal:
                found |= Q(name__icontains=word)
            rows = rows.filter(found)
        return rows

    def of_latest_term(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Officers of each board's latest term, or those of its earlier ones."""
        latest: Any = rows
        latest = latest.of_latest_term()
        return latest if wanted else rows.exclude(pk__in=latest.values("pk"))

    def standing_on(self, rows: Any, _name: str, on: date) -> QuerySet[Any]:
        """Officers in whose term that day lies."""
        found: QuerySet[Any] = rows.standing_on(on)
        return found
