"""Which subscriptions: the one filter of their list."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet
from p2kp_site.reports.models import Subscription
from p2kp_site.reports.models.subscriptions import Rhythm

ABSENT, STOPPED, FAILING = "absent", "stopped", "failing"


class SubscriptionFilterSet(StrictFilterSet):
    """Subscriptions by text, place, rhythm and what is wrong with them."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    rhythm = AnyOfFilter(label=_("Rhythm"), choices=Rhythm.choices)
    is_active = django_filters.BooleanFilter(label=_("Active"))
    trouble = django_filters.ChoiceFilter(
        label=_("Trouble"),
        method="in_trouble",
        choices=[
            (ABSENT, _("did not arrive")),
            (STOPPED, _("stopped after failures")),
            (FAILING, _("failed last time")),
        ],
    )

    class Meta:
        model = Subscription
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name of the owner or at the beginning of the summary's short name."""
        for word in text.split():
            rows = rows.filter(
                Q(summary__icontains=word)
                | Q(owner__name__icontains=word)
                | Q(owner__username__iexact=word)
                | Q(ref__iexact=word)
            )
        return rows

    def in_trouble(self, rows: QuerySet[Any], _name: str, trouble: str) -> QuerySet[Any]:
        """Subscriptions of which something did not arrive, failed, or that stopped."""
        match trouble:
            case "absent":
                return rows.exclude(absent_period="")
            case "stopped":
                return rows.filter(stopped_at__isnull=False)
        return rows.filter(failures__gt=0)
