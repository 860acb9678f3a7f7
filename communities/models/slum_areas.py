"""Slum areas (kawasan kumuh) as the decrees of regencies and cities name them."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.fault_messages import told
from communities.models.regions import Region, RegionKind
from communities.rules.slum_areas import decree_faults
from communities.scoping import SignedFromBelow, SignedFromBelowQuerySet
from p2kp_site.foundation.signoffs import PaperSignatures


class SlumAreaQuerySet(SignedFromBelowQuerySet):
    """Questions about slum areas."""

    def in_force_on(self, day: date) -> Self:
        """The slum areas of the decree that each regency or city had last issued by that day."""
        return self.filter(~Exists(self._next_decrees(decree_on__lte=day)), decree_on__lte=day)

    def with_until(self) -> Self:
        """With `until`, the day of the next decree of the regency; None before there is one."""
        following = self._next_decrees().order_by().values("region")
        return self.annotate(
            until=Subquery(following.annotate(first=Min("decree_on")).values("first"))
        )

    def with_hectares(self) -> Self:
        """With `part_count`, `hectares_by_decree` and `hectares_verified`, sums over all parts.

        They are figures of the decree, which whoever reads it may read; `hectares_verified` is None
        as long as no part was verified.
        """
        parts: Any = self.model._meta.get_field("parts").related_model
        mine = parts.objects.filter(slum_area=OuterRef("pk")).order_by().values("slum_area")
        return self.annotate(
            part_count=Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0),
            hectares_by_decree=_summed(mine, "hectares_by_decree"),
            hectares_verified=_summed(mine, "hectares_verified"),
        )

    def of_decree(self, slum_area: "SlumArea") -> Self:
        """All slum areas of the decree that names this one."""
        return self.filter(region=slum_area.region_id, decree_number=slum_area.decree_number)

    def _next_decrees(self, **which: Any) -> Any:
        """Rows of later decrees of the same regency as the outer row.

        Those of the same number are the same decree, even where a day was typed wrong.
        """
        later = self.model._default_manager.filter(
            region=OuterRef("region"), decree_on__gt=OuterRef("decree_on"), **which
        )
        return later.exclude(decree_number=OuterRef("decree_number"))


def _summed(parts: Any, column: str) -> Subquery:
    kind = models.DecimalField(max_digits=15, decimal_places=4)
    return Subquery(parts.annotate(total=Sum(column)).values("total"), output_field=kind)


class SlumArea(SignedFromBelow, PaperSignatures):
    """A slum area that a decree of a regent or mayor (SK Kumuh) names, with its parts.

    It is in force from the day of its decree until the regency or city issues its next one, which
    lists what is slum anew.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="slum_areas",
        db_index=False,  # the unique key begins with it
        verbose_name=_("regency or city"),
        help_text=_("The regency or city whose decree it is."),
    )
    decree_number = models.CharField(
        _("decree number"), max_length=100, help_text=_("Number of the decree (SK), as on paper.")
    )
    decree_on = models.DateField(
        _("day of the decree"),
        help_text=_("It is in force from this day until the next decree of the regency or city."),
    )
    name = models.CharField(
        _("name"), max_length=150, help_text=_("What the decree calls the slum area.")
    )
    signer_name = models.CharField(
        _("signed by"),
        max_length=150,
        blank=True,
        help_text=_("Who signed the decree, as on paper."),
    )
    signer_position = models.CharField(
        _("position of who signed"),
        max_length=150,
        blank=True,
        help_text=_("Such as Bupati or Walikota, as on paper."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = SlumAreaQuerySet.as_manager()

    class Meta(SignedFromBelow.Meta):
        verbose_name = _("slum area")
        verbose_name_plural = _("slum areas")
        constraints = [
            *SignedFromBelow.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "decree_number", "name"],
                name="slum_area_once_a_decree",
                violation_error_message=_("The decree has a slum area of this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(decree_number="") & ~Q(name=""),
                name="slum_area_decree_and_name",
                violation_error_message=_("A slum area has a name, and the number of its decree."),
            ),
        ]
        indexes = [
            *SignedFromBelow.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="slum_area_by_area"),
            # Which decree came next, asked for each row of a list or figure of what is in force.
            models.Index(fields=["region", "decree_on"], name="slum_area_by_decree"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.decree_number})"

    def clean(self) -> None:
        """Say in words what the constraints hold, and what they cannot see."""
        if self.region_id and self.region.kind not in (RegionKind.REGENCY, RegionKind.CITY):
            raise ValidationError(
                {"region": _("A decree on slums is issued by a regency or city.")}
            )
        if self.region_id and self.decree_on and not self.pk:
            # A wrong day is corrected row by row; until then each row counts by its own.
            beside = SlumArea.objects.of_decree(self).values_list("decree_on", flat=True)
            faults = decree_faults(self.decree_number, self.decree_on, {*beside})
            if errors := {column: told(fault) for column, fault in faults}:
                raise ValidationError(errors)
