"""Areas: which part of the country a person works for, and from when until when."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.regions import Region
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import ScopedQuerySet, within


class AreaAssignmentQuerySet(ScopedQuerySet):
    """Questions about area assignments."""

    def in_force(self, on: date) -> Self:
        """Assignments that hold on that day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)

    def visible_to(self, reader: Reader) -> Self:
        if "" in reader.areas:
            return self.all()
        return self.filter(within(reader.areas, "region__path"), region__isnull=False)

    def writable_by(self, reader: Reader) -> Self:
        return self.visible_to(reader)


class AreaAssignment(models.Model):
    """A person works for a region from one day until another (the latter not included).

    Without a region it is the whole nation. The region is meant, not its code of the day.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="area_assignments",
        verbose_name=_("account"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="area_assignments",
        verbose_name=_("region"),
        help_text=_("Leave empty for the whole nation."),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )

    objects = AreaAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("area assignment")
        verbose_name_plural = _("area assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="area_assignment_ends_after_it_begins",
                violation_error_message=_("An assignment ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["user", "from_on"],
                condition=Q(region__isnull=True),
                name="area_assignment_nation_once_a_day",
                violation_error_message=_("The person has this area from this day already."),
            ),
            models.UniqueConstraint(
                fields=["user", "region", "from_on"],
                name="area_assignment_once_a_day",
                violation_error_message=_("The person has this area from this day already."),
            ),
        ]

    def __str__(self) -> str:
        place: Any = self.region or _("the whole nation")
        return f"{self.user}: {place}"
