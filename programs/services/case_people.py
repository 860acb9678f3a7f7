"""Who may work on cases: people who see them, by their rights and their areas."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import AreaAssignment
from p2kp_site.foundation.areas import above
from p2kp_site.foundation.reader import reader_for

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

VIEW = "programs.view_case"


def sees_cases_of(user: "User", area: str, *, on: date) -> bool:
    """Does this person see the cases of an area on that day?"""
    reader = reader_for(user, on=on)
    return reader.may(VIEW) and reader.covers(area)


def assignable(area: str, *, on: date) -> QuerySet[Any]:
    """The people to whom a case of this area may be given, the nearest first by name."""
    app, _dot, codename = VIEW.partition(".")
    right = Permission.objects.filter(content_type__app_label=app, codename=codename)
    by_role = right.filter(group__user=OuterRef("pk"))
    by_name = right.filter(user=OuterRef("pk"))
    theirs = AreaAssignment.objects.in_force(on).filter(user=OuterRef("pk"))
    around = theirs.filter(Q(region__isnull=True) | Q(region__path__in=above(area)))
    people = get_user_model().objects.filter(is_active=True)
    return people.filter(Exists(by_role) | Exists(by_name), Exists(around)).order_by("name", "pk")
