"""Agencies: offices, consultants and partners that work with the communities of an area."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.regions import Region
from communities.rules.agencies import CONSULTANT_KINDS
from communities.scoping import FromBelow, FromBelowQuerySet


class AgencyKind(models.TextChoices):
    """What an agency is to the programme."""

    PLANNING_AGENCY = "planning_agency", _("planning agency (Bappeda)")
    TECHNICAL_OFFICE = "technical_office", _("technical office (Dinas)")
    WORKING_GROUP = "working_group", _("housing working group (Pokja PKP)")
    MANAGEMENT_UNIT = "management_unit", _("project management unit (PMU)")
    WORK_UNIT = "work_unit", _("work unit (Satker)")
    COMMITMENT_OFFICER = "commitment_officer", _("commitment officer (PPK)")
    NATIONAL_CONSULTANT = "national_consultant", _("national management consultant (KMP)")
    REGIONAL_CONSULTANT = "regional_consultant", _("regional management consultant (KMW)")
    OVERSIGHT_CONSULTANT = "oversight_consultant", _("oversight consultant (OC/OSP)")
    CITY_COORDINATOR = "city_coordinator", _("city coordinator (Korkot)")
    ASSISTANT_CITY_COORDINATOR = (
        "assistant_city_coordinator",
        _("assistant city coordinator (Askot)"),
    )
    FACILITATOR_TEAM = "facilitator_team", _("facilitator team (Tim Faskel)")
    PRIVATE_PARTNER = "private_partner", _("private partner")
    OTHER = "other", _("other")


class AgencyQuerySet(FromBelowQuerySet):
    """Questions about agencies."""

    def consultants(self) -> Self:
        """Those whom the programme engages to accompany an area."""
        return self.filter(kind__in=CONSULTANT_KINDS)

    def standing_on(self, on: date) -> Self:
        """Agencies that were active on that day; an unknown first day counts as long ago."""
        return self.filter(
            Q(active_until__isnull=True) | Q(active_until__gt=on),
            Q(active_from__isnull=True) | Q(active_from__lte=on),
        )


class Agency(FromBelow):
    """An office, a consultant or a partner, of a level of government or of the whole nation."""

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("region"),
        help_text=_("The region whose agency it is, of any level. Empty: of the whole nation."),
    )
    code = models.CharField(
        _("code"),
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z0-9][A-Z0-9./-]*\Z", _("Capital letters, digits, . / - only."))
        ],
        help_text=_("Code of the agency; it never changes. Left empty, the system issues one."),
    )
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=30, choices=AgencyKind.choices)

    active_from = models.DateField(_("active from"), null=True, blank=True)
    active_until = models.DateField(
        _("active until"),
        null=True,
        blank=True,
        help_text=_("The first day on which it is not active any more."),
    )

    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(
        _("phone"), max_length=20, blank=True, help_text=_("Of the office, not of a person.")
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Of the office, not of a person.")
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = AgencyQuerySet.as_manager()

    class Meta(FromBelow.Meta):
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="agency_has_code_and_name",
                violation_error_message=_("An agency needs a code and a name."),
            ),
            models.CheckConstraint(
                condition=Q(active_until__isnull=True)
                | Q(active_from__isnull=True)
                | Q(active_until__gt=F("active_from")),
                name="agency_active_until_after_from",
                violation_error_message=_("An agency ends after it begins."),
            ),
        ]
        indexes = [
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="agency_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def is_consultant(self) -> bool:
        """Is it engaged by the programme to accompany an area?"""
        return self.kind in CONSULTANT_KINDS

    def clean(self) -> None:
        """Say in words what holds across tables: who is assigned stays a consultant."""
        if self.pk and not self.is_consultant and self.assignments.exists():
            raise ValidationError(
                {"kind": _("It is assigned to regions as a consultant: choose a consultant kind.")}
            )
