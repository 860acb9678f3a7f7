"""Who may work on cases: people who see them, by their rights and their areas."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import AreaAssignment
from p2kp_site.foundation.areas import above
from p2kp_site.foundation.reader import Reader, reader_for
from programs.models.cases import MOVE

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

VIEW = "programs.view_case"


def sees_cases_of(user: "User", area: str, *, on: date) -> bool:
    """Does this person see the cases of an area on that day?"""
    reader = reader_for(user, on=on)
    return reader.may(VIEW) and reader.covers(area)


def assignable(area: str, *, on: date) -> QuerySet[Any]:
    """The people to whom a case of this area may be given, the nearest first by name."""
    theirs = AreaAssignment.objects.in_force(on).filter(user=OuterRef("pk"))
    around = theirs.filter(Q(region__isnull=True) | Q(region__path__in=above(area)))
    people = get_user_model().objects.filter(is_active=True)
    return people.filter(_holds(VIEW, "pk"), Exists(around)).order_by("name", "pk")


def _holds(right: str, person: str) -> Q:
    """Does this person hold the right, by a role or by name?"""
    app, _dot, codename = right.partition(".")
    rights = Permission.objects.filter(content_type__app_label=app, codename=codename)
    by_role = rights.filter(group__user=OuterRef(person))
    return Q(Exists(by_role)) | Q(Exists(rights.filter(user=OuterRef(person))))


class CaseWorkers:
    """The people who work on cases on a day, asked for once."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self._readers: dict[int, Reader] = {}
        self.by_area: Mapping[str, Sequence[User]] = self._asked()

    def _asked(self) -> dict[str, list["User"]]:
        """Those who may move cases, by the area in which they work; the nation is the empty one."""
        rows = AreaAssignment.objects.in_force(self.on).filter(user__is_active=True)
        known = rows.filter(_holds(MOVE, "user")).select_related("user", "region")
        found: dict[str, list[User]] = {}
        for one in known.order_by("user_id"):
            found.setdefault(one.region.path if one.region else "", []).append(one.user)
        return found

    def seat_of(self, user: "User", area: str) -> str | None:
        """The area in which this person works, of one who sees the cases of `area`; else None."""
        if user.pk not in self._readers:
            self._readers[user.pk] = reader_for(user, on=self.on)
        reader = self._readers[user.pk]
        if not reader.may(VIEW):
            return None
        return next((own for own in reader.areas if area.startswith(own)), None)
