"""Which kelurahan and desa a programme took up, year by year, and by which decree."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.models.regions import RegionKind
from communities.scoping import SignedPlace
from p2kp_site.foundation.fields import YearField, year_range
from programs.models.programmes import Programme


class LocationKind(models.TextChoices):
    """What the programme does there: mend a slum, or keep one from growing."""

    IMPROVEMENT = "improvement", _("Improvement")
    PREVENTION = "prevention", _("Prevention")


class Location(SignedPlace):
    """A kelurahan or desa where a programme works in one year."""

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="locations",
        db_index=False,  # the unique key begins with it
        verbose_name=_("programme"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="locations", verbose_name=_("kelurahan or desa")
    )
    year = YearField(_("year"))
    kind = models.CharField(_("kind"), max_length=12, choices=LocationKind.choices, blank=True)
    cycle_year = models.PositiveSmallIntegerField(
        _("year of the cycle"),
        null=True,
        blank=True,
        help_text=_("Which year of the programme it is there: 1 to 4 (Tahun 1 to Tahun 4)."),
    )
    decree_number = models.CharField(_("decree number"), max_length=80, blank=True)
    decree_on = models.DateField(_("decree date"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(SignedPlace.Meta):
        verbose_name = _("location of a programme")
        verbose_name_plural = _("locations of programmes")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "region", "year"],
                name="location_once_a_year",
                violation_error_message=_(
                    "This kelurahan or desa is a location of the programme in that year already."
                ),
            ),
            models.CheckConstraint(
                condition=year_range("year"),
                name="location_year_can_be",
                violation_error_message=_("This year cannot be meant."),
            ),
            models.CheckConstraint(
                condition=Q(cycle_year__isnull=True) | Q(cycle_year__gte=1, cycle_year__lte=4),
                name="location_cycle_of_four_years",
                violation_error_message=_("The year of the cycle is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *LocationKind.values]),
                name="location_kind_known",
                violation_error_message=_("This kind of location is not known."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="location_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.region.name} {self.year}, {self.programme.code}"

    def clean(self) -> None:
        """Say in words what a constraint cannot see."""
        if self.region_id and self.region.kind not in (
            RegionKind.URBAN_VILLAGE,
            RegionKind.VILLAGE,
        ):
            raise ValidationError({"region": _("A location is a kelurahan or desa.")})
