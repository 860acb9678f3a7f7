"""Positions: the offices that decide on money, and who holds them for which area."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.scoping import FromBelow, FromBelowQuerySet, ReferenceQuerySet
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import Record
from p2kp_site.foundation.scoping import containing, within
from programs.models.funding_sources import CODE

# What a person holds on a day: pairs of a position and an area.
Held = list[tuple[int, str]]


class Position(Record):
    """An office in which people decide on money: Tim Faskel, PJOK, Korkot, PPK, Satker."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=150)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ReferenceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="position_has_code_and_name",
                violation_error_message=_("A position needs a code and a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PositionAssignmentQuerySet(FromBelowQuerySet):
    """Questions about who holds a position."""

    def standing_on(self, on: date) -> Self:
        """Assignments that hold on that day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)

    def for_area(self, area: str, on: date) -> Self:
        """Who holds positions for an area on a day, in the area itself or above it."""
        return self.standing_on(on).filter(containing([area]))

    def held_by(self, reader: Reader) -> Held:
        """The positions of this reader on their day, each with the area that it is held for."""
        if reader.user is None:
            return []
        mine = self.standing_on(reader.on).filter(user=reader.user)
        return list(mine.order_by("pk").values_list("position", "area"))


def falling_to(held: Held, position: str) -> Q:
    """Rows in an area for which somebody holds the position that the column names."""
    condition = Q(pk__in=[])
    for key in sorted({key for key, _area in held}):
        condition |= Q((position, key)) & within(area for own, area in held if own == key)
    return condition


class PositionAssignment(FromBelow):
    """A person holds a position for a region from one day until another (the latter not included).

    Without a region it is held for the whole nation.
    """

    position = models.ForeignKey(
        Position,
        models.PROTECT,
        related_name="assignments",
        db_index=False,  # the unique key begins with it
        verbose_name=_("position"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="position_assignments",
        verbose_name=_("account"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="position_assignments",
        verbose_name=_("region"),
        help_text=_("Everything inside is meant too. Leave empty for the whole nation."),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = PositionAssignmentQuerySet.as_manager()

    class Meta(FromBelow.Meta):
        verbose_name = _("holder of a position")
        verbose_name_plural = _("holders of positions")
        constraints = [
            models.UniqueConstraint(
                fields=["position", "user", "region", "from_on"],
                name="position_assignment_once_a_day",
                violation_error_message=_("The person holds this position from this day already."),
            ),
            models.UniqueConstraint(
                fields=["position", "user", "from_on"],
                condition=Q(region__isnull=True),
                name="position_assignment_nation_once_a_day",
                violation_error_message=_("The person holds this position from this day already."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="position_assignment_ends_after_it_begins",
                violation_error_message=_("An assignment ends after it begins."),
            ),
        ]
        indexes = [
            # The list of holders; and who may decide on the rows of an area.
            models.Index(fields=["area", "id"], name="position_by_area"),
        ]

    def __str__(self) -> str:
        place: Any = self.region or _("the whole nation")
        return f"{self.position}, {place}: {self.user}"
