"""Which grants: the one filter of list, export and command."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_called
from communities.filters.signoffs import SignedFilterSet
from finance.models import Grant, Tranche
from p2kp_site.foundation.filters import GivenFilter, among_few, first_found
from p2kp_site.foundation.lookups import begins
from p2kp_site.foundation.reader import nobody
from programs.filters.activities import RefField
from programs.filters.programmes import ProgrammeFilter
from programs.filters.years import YearFilter
from programs.models import Programme


class GrantFilter(django_filters.ModelChoiceFilter):
    """Rows of one grant, by its reference."""

    field_class = RefField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=Grant.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Grant]:
        """The grants that the reader of the filter set may see."""
        rows = Grant.objects.visible_to(self.parent.reader or nobody(date.min))
        return rows.select_related("board", "programme")


def years_and_words(words: list[str]) -> tuple[list[int], list[str]]:
    """The words of a search that are years, and the others."""
    years = [word for word in words if len(word) == 4 and word.isdecimal()]
    return [int(year) for year in years], [word for word in words if word not in years]


class GrantFilterSet(SignedFilterSet):
    """Grants by text, place, board, programme, year and how far their money has come."""

    in_order: ClassVar[frozenset[str]] = SignedFilterSet.in_order | {"programme", "fiscal_year"}

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    programme = ProgrammeFilter(label=_("Programme"))
    fiscal_year = YearFilter(label=_("Fiscal year"))
    agreement_on = django_filters.DateFromToRangeFilter(label=_("Agreement date"))
    has_agreement_day = GivenFilter(
        label=_("Agreement date is known"),
        field_name="agreement_on",
    )
    is_split = django_filters.BooleanFilter(label=_("All in tranches"), method="in_tranches")
    awaits_account = django_filters.BooleanFilter(
        label=_("Paid and not accounted for"), method="with_open_account"
    )

    class Meta:
        model = Grant
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """The grants of a year, as far as a word names it; and of the agreement whose number begins
        so, or else of the boards that have each word. A word may be the code of a programme."""
        words = text.split()
        named = list(Programme.objects.filter(code__in=[word.upper() for word in words]))
        codes, (years, rest) = {programme.code for programme in named}, years_and_words(words)
        rest = [word for word in rest if word.upper() not in codes]
        asked = rows.filter(fiscal_year__in=years) if years else rows
        asked = asked.filter(programme__in=named) if named else asked
        others = " ".join(rest)
        boards = asked.filter(board_called(others)) if rest else asked
        found = first_found(
            rows.filter(ref=text.upper()),
            rows.filter(begins("agreement_number", text)),
            asked.filter(begins("agreement_number", others)) if rest else rows.none(),
            asked.filter(board__code=others.upper()),
            boards,
        )
        self.searched_through = "board" if rest and found is boards else ""
        return found

    def in_tranches(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Grants whose tranches come to the whole amount, or those of which some is left."""
        some_left = Q(tranched__lt=F("amount"))
        return rows.filter(~some_left if wanted else some_left)

    def with_open_account(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Grants of which more was paid than accounted for, or the others."""
        owing = Tranche.objects.unaccounted()
        grants = owing.order_by("area", "id").values_list("grant", flat=True)
        still_open = among_few(grants, Q(Exists(owing.filter(grant=OuterRef("pk")))))
        return rows.filter(still_open if wanted else ~still_open)
