"""The calendar of days on which nobody is reminded of anything."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.scoping import ReferenceQuerySet
from p2kp_site.foundation.records import Record
from programs.rules.case_reminders import rests


class HolidayQuerySet(ReferenceQuerySet):
    """Questions about holidays."""

    def resting(self, on: date) -> Collection[str]:
        """The areas that rest on that day; the empty path is the whole nation."""
        rows = self.filter(Q(on=on) | Q(every_week=True, on__lt=on))
        known = rows.values_list("on", "every_week", "region__path")
        return {path or "" for day, weekly, path in known if rests(on, day, every_week=weekly)}


class Holiday(Record):
    """A day on which offices are closed, everywhere or in a region; or such a day of every week."""

    on = models.DateField(_("on"))
    name = models.CharField(_("name"), max_length=150)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # holidays are few
        verbose_name=_("region"),
        help_text=_("Where offices are closed. Leave empty for the whole nation."),
    )
    every_week = models.BooleanField(
        _("every week"),
        default=False,
        help_text=_("From this day on offices are closed on the same day of every week."),
    )

    objects: ClassVar[Any] = HolidayQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="holiday_has_a_name",
                violation_error_message=_("A holiday needs a name."),
            ),
            models.UniqueConstraint(
                fields=["on"],
                condition=Q(region__isnull=True),
                name="holiday_of_the_nation_once",
                violation_error_message=_("The calendar has this day already."),
            ),
            models.UniqueConstraint(
                fields=["on", "region"],
                name="holiday_of_a_region_once",
                violation_error_message=_("The calendar has this day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.name}"
