"""What a planned activity and a work have in common: what is made, where, and for whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Sector
from communities.models.people import counted_people, low_income_among
from p2kp_site.foundation.fields import RupiahField, rupiah_range
from p2kp_site.foundation.records import Record
from programs.models.funding_sources import FundingSource

# What forms and rules ask of one, by the names of its columns.
BENEFICIARIES = (
    "beneficiaries_men",
    "beneficiaries_women",
    "beneficiaries_low_income",
    "beneficiaries_households",
)


class Nature(models.TextChoices):
    """Made anew, or mended."""

    NEW = "new", _("New")
    REHABILITATION = "rehabilitation", _("Rehabilitation")


class Undertaking(models.Model):
    """Something that a community makes: a drain, a training, a revolving loan."""

    sector = models.CharField(_("sector"), max_length=1, choices=Sector.choices)
    sub_component = models.CharField(
        _("sub-component"),
        max_length=120,
        help_text=_("What is made, such as drainage, road, clean water, training."),
    )
    detail = models.CharField(_("detail"), max_length=250, blank=True)
    nature = models.CharField(_("nature"), max_length=15, choices=Nature.choices, blank=True)
    neighbourhood = models.CharField(
        _("RT/RW or hamlet"), max_length=120, blank=True, help_text=_("As the form says it.")
    )
    volume = models.DecimalField(
        _("volume"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    beneficiaries_men = counted_people(_("men who benefit"))
    beneficiaries_women = counted_people(_("women who benefit"))
    beneficiaries_low_income = counted_people(
        _("people with a low income who benefit"), help_text=_("Of men and women.")
    )
    beneficiaries_households = counted_people(_("households that benefit"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sector__in=Sector.values) & ~Q(sub_component=""),
                name="%(app_label)s_%(class)s_says_what_it_is",
                violation_error_message=_("Say the sector and what is made."),
            ),
            models.CheckConstraint(
                condition=Q(volume__isnull=True) | (Q(volume__gte=0) & ~Q(unit="")),
                name="%(app_label)s_%(class)s_volume_with_unit",
                violation_error_message=_("A volume is not negative, and has a unit."),
            ),
            models.CheckConstraint(
                condition=low_income_among("beneficiaries"),
                name="%(app_label)s_%(class)s_low_income_among_people",
                violation_error_message=_(
                    "There cannot be more people with a low income than people."
                ),
            ),
        ]


class Cost(Record):
    """What one source gives for something, in whole rupiah."""

    source = models.ForeignKey(
        FundingSource,
        models.PROTECT,
        related_name="+",
        # Indexed: lists are filtered by it.
        verbose_name=_("source"),
    )
    amount = RupiahField(_("amount"), minimum=1)

    class Meta(Record.Meta):
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=rupiah_range("amount", minimum=1),
                name="%(app_label)s_%(class)s_amount_is_money",
                violation_error_message=_("An amount is at least one rupiah."),
            ),
        ]
