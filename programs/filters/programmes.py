"""Which programmes: the one filter of their list."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.filters import StrictFilterSet
from p2kp_site.foundation.reader import nobody
from programs.models import Programme, ProgrammeAlias


class ProgrammeFilter(django_filters.ModelChoiceFilter):
    """Rows of one programme, by its code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options = {"to_field_name": "code", "empty_label": _("All"), **options}
        super().__init__(*args, queryset=Programme.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Programme]:
        """The programmes that the reader of the filter set may see."""
        rows = Programme.objects.visible_to(self.parent.reader or nobody(date.min))
        return rows.order_by("from_on", "pk")


class ProgrammeFilterSet(StrictFilterSet):
    """Programmes by text and by day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    running_on = django_filters.DateFilter(label=_("Running on"), method="on_that_day")

    class Meta:
        model = Programme
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the code or in any name that the programme ever had."""
        for word in text.split():
            called = Q(name__icontains=word) | Q(abbreviation__icontains=word)
            aliases = ProgrammeAlias.objects.filter(called)
            rows = rows.filter(
                called
                | Q(code__istartswith=word)
                | Q(ref__iexact=word)
                | Q(pk__in=aliases.values("programme"))
            )
        return rows

    def on_that_day(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """Programmes that were funded on a day."""
        return rows.filter(pk__in=Programme.objects.running_on(day).values("pk"))
