"""Parts of slum areas: what a decree counts as slum in one kelurahan or desa."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from communities.fault_messages import told
from communities.models.regions import Region, RegionKind
from communities.models.slum_areas import SlumArea
from communities.rules.slum_areas import lies_faults, slum_area_part_faults
from communities.scoping import Place, PlaceQuerySet
from p2kp_site.foundation.signoffs import SignoffState


class SlumClass(models.TextChoices):
    """How bad a slum is, as the decree says; an assessment has a class of its own."""

    LIGHT = "light", _("light (ringan)")
    MEDIUM = "medium", _("medium (sedang)")
    HEAVY = "heavy", _("heavy (berat)")


class SlumTreatment(models.TextChoices):
    """What the programme does there: betters what is slum, or keeps it from becoming so."""

    IMPROVEMENT = "improvement", _("improvement (peningkatan)")
    PREVENTION = "prevention", _("prevention (pencegahan)")


class SlumAreaPartQuerySet(PlaceQuerySet):
    """Questions about parts of slum areas."""

    def in_force_on(self, day: date) -> Self:
        """The parts of the slum areas that were in force on that day."""
        return self.filter(slum_area__in=SlumArea.objects.in_force_on(day).values("pk"))

    def verified(self) -> Self:
        """Parts of slum areas that were signed to the end; a part is signed with its slum area."""
        return self.filter(slum_area__signoff=SignoffState.VERIFIED)

    def class_totals(self) -> Self:
        """A row for each class among these parts, worst last and unstated ones first: `slum_class`,
        `part_count`, `hectares_by_decree` and `hectares_verified` (None: no part was verified).
        """
        worst = models.Case(
            *(models.When(slum_class=one, then=place) for place, one in enumerate(SlumClass, 1)),
            default=0,
        )
        rows = self.order_by().annotate(worst=worst).values("worst", "slum_class")
        return rows.annotate(
            part_count=Count("pk"),
            hectares_by_decree=Sum("hectares_by_decree"),
            hectares_verified=Sum("hectares_verified"),
        ).order_by("worst")


def _hectares(label: Any, **options: Any) -> Any:
    return models.DecimalField(label, max_digits=8, decimal_places=4, **options)


class SlumAreaPart(Place):
    """The part of a slum area that lies in one kelurahan or desa; it is signed with its slum area.

    It lies within the regency or city of the decree.
    """

    slum_area = models.ForeignKey(
        SlumArea,
        models.PROTECT,
        related_name="parts",
        db_index=False,  # the unique key begins with it
        verbose_name=_("slum area"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="slum_area_parts",
        verbose_name=_("kelurahan or desa"),
    )
    neighbourhoods = models.CharField(
        _("RT/RW"), max_length=500, blank=True, help_text=_("As the decree lists them.")
    )
    hectares_by_decree = _hectares(_("hectares by decree"))
    hectares_verified = _hectares(
        _("hectares verified"),
        null=True,
        blank=True,
        help_text=_("As measured afterwards; 0 where it is no slum. Empty: not verified."),
    )
    slum_class = models.CharField(
        _("class"),
        max_length=6,
        choices=SlumClass.choices,
        blank=True,
        help_text=_("As the decree states it. Empty: not stated."),
    )
    treatment = models.CharField(
        _("treatment"),
        max_length=11,
        choices=SlumTreatment.choices,
        blank=True,
        help_text=_("Empty: not stated."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = SlumAreaPartQuerySet.as_manager()

    class Meta(Place.Meta):
        verbose_name = _("part of a slum area")
        verbose_name_plural = _("parts of slum areas")
        constraints = [
            models.UniqueConstraint(
                fields=["slum_area", "region"],
                name="slum_part_once_a_village",
                violation_error_message=_("The slum area has this kelurahan or desa already."),
            ),
            models.CheckConstraint(
                condition=Q(hectares_by_decree__gt=0),
                name="slum_part_has_hectares",
                violation_error_message=_(
                    "A decree gives a part more than 0 hectares: write its area."
                ),
            ),
            models.CheckConstraint(
                condition=Q(hectares_verified__isnull=True) | Q(hectares_verified__gte=0),
                name="slum_part_verified_not_negative",
                violation_error_message=_("Verified hectares are not negative."),
            ),
            models.CheckConstraint(
                condition=Q(slum_class__in=["", *SlumClass.values])
                & Q(treatment__in=["", *SlumTreatment.values]),
                name="slum_part_class_and_treatment",
                violation_error_message=_("This class or treatment is not known."),
            ),
        ]
        indexes = [
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="slum_part_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.region.name}, {self.slum_area}"

    def clean(self) -> None:
        """Say in words what the constraints hold, and that it lies in the regency of the decree."""
        faults = list(slum_area_part_faults(vars(self)))
        if self.region_id and self.region.kind not in (
            RegionKind.URBAN_VILLAGE,
            RegionKind.VILLAGE,
        ):
            raise ValidationError({"region": _("A part lies in one kelurahan or desa.")})
        if self.region_id and self.slum_area_id:
            faults += lies_faults(
                regency=self.slum_area.area,
                regency_name=self.slum_area.region.name,
                village=self.region.path,
                village_name=self.region.name,
            )
        if faults:
            raise ValidationError({column: told(fault) for column, fault in faults})
