"""Which tranches: the one filter of list, export and command."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_called
from finance.filters.grants import GrantFilter, years_and_words
from finance.filters.sources import OwnSourceFilter
from finance.models import Tranche
from p2kp_site.foundation.filters import StrictFilterSet, among_few, first_found
from p2kp_site.foundation.lookups import begins
from p2kp_site.foundation.reader import nobody
from programs.filters.activities import RefField
from programs.filters.programmes import ProgrammeFilter
from programs.filters.years import YearFilter
from programs.models import FundingSource


class TrancheFilter(django_filters.ModelChoiceFilter):
    """Rows of one tranche, by its reference."""

    field_class = RefField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=Tranche.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Tranche]:
        """The tranches that the reader of the filter set may see."""
        rows = Tranche.objects.visible_to(self.parent.reader or nobody(date.min))
        return rows.select_related("source", "grant")


class TrancheFilterSet(StrictFilterSet):
    """Tranches by text, place, board, grant, source, year and how far their money has come."""

    in_order: ClassVar[frozenset[str]] = frozenset({"region", "source"})
    by_day: ClassVar[frozenset[str]] = frozenset({"planned_on"})
    through: ClassVar[Mapping[str, str]] = {
        "board": "grant",
        "programme": "grant",
        "fiscal_year": "grant",
    }

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"), field_name="grant__board")
    grant = GrantFilter(label=_("Ref of the grant"))
    programme = ProgrammeFilter(label=_("Programme"), field_name="grant__programme")
    fiscal_year = YearFilter(label=_("Fiscal year"), field_name="grant__fiscal_year")
    source = OwnSourceFilter(label=_("Source"))
    planned_on = django_filters.DateFromToRangeFilter(label=_("Planned on"))
    is_approved = django_filters.BooleanFilter(label=_("Approved in full"), method="in_full")
    awaits_account = django_filters.BooleanFilter(
        label=_("Paid and not accounted for"), method="with_open_account"
    )
    held_up = django_filters.BooleanFilter(
        label=_("Waits for the account of an earlier tranche"), method="waiting"
    )

    class Meta:
        model = Tranche
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """The tranches of a year and a source, as far as the words name them; and of the agreement
        whose number begins so, or else of the boards that have each word."""
        words = text.split()
        named = list(FundingSource.objects.filter(code__in=[word.upper() for word in words]))
        codes, (years, rest) = {source.code for source in named}, years_and_words(words)
        rest = [word for word in rest if word.upper() not in codes]
        asked = rows.filter(grant__fiscal_year__in=years) if years else rows
        asked = asked.filter(source__in=named) if named else asked
        board, others = "grant__board", " ".join(rest)
        boards = asked.filter(board_called(others, board))
        found = first_found(
            rows.filter(ref=text.upper()),
            rows.filter(begins("grant__agreement_number", text)),
            asked.filter(begins("grant__agreement_number", others)) if rest else rows.none(),
            asked.filter(grant__board__code=others.upper()),
            boards,
        )
        self.searched_through = (board if rest else "grant") if found is boards else ""
        return found

    def in_full(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Tranches approved to the last rupiah, or those of which some is left, by their index."""
        some_left = Q(approved__lt=F("amount"))
        return rows.filter(~some_left if wanted else some_left)

    def with_open_account(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Tranches of which more was paid than accounted for, or the others."""
        still_open = Q(paid__gt=F("accounted"))
        return rows.filter(still_open if wanted else ~still_open)

    def waiting(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Tranches that an earlier one without account holds up, or the others."""
        tranches: Any = rows
        held_up: QuerySet[Any] = tranches.with_open_account_before()
        left = Tranche.objects.filter(approved__lt=F("amount")).order_by("area", "id")
        some_left = among_few(left.values_list("pk", flat=True), Q(approved__lt=F("amount")))
        some_left &= Q(has_open_account_before=True)
        return held_up.filter(some_left if wanted else ~some_left)
