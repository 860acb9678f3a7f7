"""Which accounts: the one filter of their list."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.models import Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.role_labels import ROLE_LABELS
from p2kp_site.foundation.filters import StrictFilterSet
from p2kp_site.foundation.scoping import within


class WorksInFilter(AreaFilter):
    """People who hold an area inside a region, or held one."""

    def filter(self, qs: QuerySet[User], value: Region | None) -> QuerySet[User]:
        if value is None:
            return qs
        inside = within([value.path], "area_assignments__region__path")
        return qs.filter(pk__in=User.objects.filter(inside).values("pk"))


class AccountFilterSet(StrictFilterSet):
    """Accounts by name, role, place and state."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = WorksInFilter(label=_("Works in"))
    role = django_filters.ChoiceFilter(
        label=_("Role"),
        choices=list(ROLE_LABELS.items()),
        field_name="groups__name",
        empty_label=_("All"),
    )
    is_active = django_filters.BooleanFilter(label=_("Active"))

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[User], _name: str, text: str) -> QuerySet[User]:
        """Each word in the name, the user name or the position."""
        for word in text.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(username__icontains=word) | Q(position__icontains=word)
            )
        return rows
