"""Which consultant accompanied which region, and from when until when."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models.agencies import Agency
from communities.models.regions import Region
from communities.rules.spans import overlapping
from communities.scoping import FromBelow, FromBelowQuerySet
from p2kp_site.foundation.scoping import containing


class ConsultantAssignmentQuerySet(FromBelowQuerySet):
    """Questions about the assignments of consultants."""

    def standing_on(self, on: date) -> Self:
        """Assignments that hold on that day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)

    def for_area(self, area: str, on: date) -> Self:
        """Who serves an area on a day, the widest region first.

        A row never carries the names of its consultants: they follow from its area and its date.
        """
        serving = self.standing_on(on).filter(containing([area]))
        return serving.order_by("area", "agency__kind", "id")

    def for_area_until(self, area: str, on: date) -> Self:
        """Who has served an area up to a day: those who still do first, then who ended last."""
        served = self.filter(containing([area]), from_on__lte=on)
        return served.order_by(F("until_on").desc(nulls_first=True), "area", "agency__kind", "id")


class ConsultantAssignment(FromBelow):
    """A consultant accompanies a region from one day until another (the latter not included)."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("consultant"),
        help_text=_("KMP, KMW, OC/OSP, Korkot, Askot or Tim Faskel."),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="consultant_assignments",
        verbose_name=_("region"),
        help_text=_("It accompanies everything inside, too."),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ConsultantAssignmentQuerySet.as_manager()

    class Meta(FromBelow.Meta):
        verbose_name = _("assignment of a consultant")
        verbose_name_plural = _("assignments of consultants")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "region", "from_on"],
                name="consultant_assignment_once_a_day",
                violation_error_message=_("The consultant has this region from this day already."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="consultant_assignment_ends_after_it_begins",
                violation_error_message=_("An assignment ends after it begins."),
            ),
        ]
        indexes = [
            # Lists and exports; and who serves an area, for every row that shows its consultants.
            models.Index(fields=["area", "id"], name="consultant_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} – {self.region}"

    def clean(self) -> None:
        """Say in words what holds across rows."""
        if self.agency_id and not self.agency.is_consultant:
            raise ValidationError({"agency": _("This agency is no consultant.")})
        if self.agency_id and self.region_id and self.from_on:
            self._refuse_overlap()

    def _refuse_overlap(self) -> None:
        others = ConsultantAssignment.objects.filter(agency=self.agency_id, region=self.region_id)
        spans = {
            (since.isoformat(), until.isoformat() if until else None): since
            for since, until in others.exclude(pk=self.pk).values_list("from_on", "until_on")
        }
        own = (self.from_on.isoformat(), self.until_on.isoformat() if self.until_on else None)
        if found := overlapping(own, spans):
            day = date_format(spans[found], "DATE_FORMAT")
            raise ValidationError(
                {
                    "from_on": gettext(
                        "The consultant has this region already in an assignment from %(day)s."
                    )
                    % {"day": day}
                }
            )
