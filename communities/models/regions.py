"""Regions: the official places of Indonesia, from province to village, through their changes."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.rules.regions import fold
from communities.scoping import FromBelowQuerySet
from p2kp_site.foundation.areas import LEVEL_ENDS, LONGEST
from p2kp_site.foundation.records import Record

CODE_LENGTH = 13


class RegionKind(models.TextChoices):
    """What a region is called in law."""

    PROVINCE = "province", _("province")
    REGENCY = "regency", _("regency (kabupaten)")
    CITY = "city", _("city (kota)")
    DISTRICT = "district", _("district (kecamatan)")
    URBAN_VILLAGE = "urban_village", _("urban village (kelurahan)")
    VILLAGE = "village", _("village (desa)")


class RegionQuerySet(FromBelowQuerySet):
    """Questions about regions."""

    area_field: ClassVar[str] = "path"

    def in_force(self) -> Self:
        """Regions of the current register."""
        return self.filter(retired_on__isnull=True)

    def regencies(self) -> Self:
        """Regencies and cities."""
        return self.filter(kind__in=[RegionKind.REGENCY, RegionKind.CITY])

    def villages(self) -> Self:
        """The lowest level: kelurahan and desa."""
        return self.filter(kind__in=[RegionKind.URBAN_VILLAGE, RegionKind.VILLAGE])

    def named_like(self, text: str) -> Self:
        """Regions whose name holds these letters, whatever the spacing and punctuation."""
        return self.filter(search_name__contains=fold(text))


class Region(Record):
    """A province, regency, city, district, kelurahan or desa.

    The official code (Kemendagri) changes and is given to other places, so the key is our own.
    `path` is given at birth and changes only when the region gets another parent.
    """

    derived: ClassVar[frozenset[str]] = frozenset({"search_name"})

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    code = models.CharField(
        _("code"), max_length=CODE_LENGTH, help_text=_("Kemendagri code, such as 14.04.04.1001.")
    )
    bps_code = models.CharField(
        _("BPS code"),
        max_length=10,
        blank=True,
        help_text=_("Code of the statistics office; it looks alike and means other places."),
    )
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=13, choices=RegionKind.choices)
    path = models.CharField(_("path"), max_length=LONGEST, unique=True, editable=False)
    search_name = models.CharField(max_length=150, editable=False)
    edition = models.CharField(
        _("edition"),
        max_length=60,
        blank=True,
        help_text=_("Edition of the register it came from."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects: ClassVar[Any] = RegionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(retired_on__isnull=True),
                name="region_code_in_force_is_unique",
                violation_error_message=_("Another region in force has this code."),
            ),
            models.CheckConstraint(
                condition=Q(kind="province", parent__isnull=True)
                | (~Q(kind="province") & Q(parent__isnull=False)),
                name="region_has_a_parent_unless_province",
                violation_error_message=_("Only a province has no parent."),
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(retired_on__gte=F("valid_from")),
                name="region_retired_after_valid_from",
                violation_error_message=_("A region cannot be retired before it was valid."),
            ),
        ]
        indexes = [
            # The search box of regions and the reading of names in files.
            models.Index(fields=["search_name"], name="region_by_search_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def derive(self) -> None:
        super().derive()
        self.search_name = fold(self.name)

    @property
    def level(self) -> int:
        """1 province, 2 regency or city, 3 district, 4 village."""
        return LEVEL_ENDS.index(len(self.path)) + 1

    def is_in_force(self, on: date) -> bool:
        """Was the region in the register on that day?"""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.retired_on is None or on < self.retired_on)


class RegionCode(models.Model):
    """A code that a region had once: files of that time still carry it."""

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="past_codes", verbose_name=_("region")
    )
    code = models.CharField(_("code"), max_length=CODE_LENGTH, db_index=True)
    edition = models.CharField(_("edition"), max_length=60, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("past code")
        verbose_name_plural = _("past codes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code", "until_on"], name="region_code_once_until_a_day"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(from_on__lte=F("until_on")),
                name="region_code_from_before_until",
            ),
        ]

    def __str__(self) -> str:
        return self.code
