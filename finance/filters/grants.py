"""Which grants: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from finance.models import Grant
from p2kp_site.foundation.reader import nobody
from programs.filters.activities import RefField
from programs.filters.programmes import ProgrammeFilter
from programs.filters.years import YearFilter


class GrantFilter(django_filters.ModelChoiceFilter):
    """Rows of one grant, by its reference."""

    field_class = RefField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=Grant.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Grant]:
        """The grants that the reader of the filter set may see."""
        rows = Grant.objects.visible_to(self.parent.reader or nobody(date.min))
        return rows.select_related("board", "programme")


class GrantFilterSet(SignedFilterSet):
    """Grants by text, place, board, programme, year and how far their money has come."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    programme = ProgrammeFilter(label=_("Programme"))
    fiscal_year = YearFilter(label=_("Fiscal year"))
    agreement_on = django_filters.DateFromToRangeFilter(label=_("Agreement date"))
    has_agreement_day = django_filters.BooleanFilter(
        label=_("Agreement date is known"),
        field_name="agreement_on",
        lookup_expr="isnull",
        exclude=True,
    )
    is_split = django_filters.BooleanFilter(label=_("All in tranches"), method="in_tranches")
    awaits_account = django_filters.BooleanFilter(
        label=_("Paid and not accounted for"), method="with_open_account"
    )

    class Meta:
        model = Grant
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the board or the number of the agreement; a fiscal year."""
        for word in text.split():
            found = board_said(word) | Q(agreement_number__icontains=word) | Q(ref__iexact=word)
            found |= Q(programme__code__istartswith=word)
            if len(word) == 4 and word.isdecimal():
                found |= Q(fiscal_year=int(word))
            rows = rows.filter(found)
        return rows

    def in_tranches(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Grants whose tranches come to the whole amount, or those of which some is left."""
        whole = Q(tranched=F("amount"))
        return rows.filter(whole if wanted else ~whole)

    def with_open_account(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Grants of which more was paid than accounted for, or the others."""
        grants: Any = rows
        found: QuerySet[Any] = grants.not_fully_accounted() if wanted else grants.fully_accounted()
        return found
