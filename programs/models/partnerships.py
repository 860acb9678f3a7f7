"""Partnerships: what boards agreed on with offices, firms and universities, and what came of it."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Agency, Board
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.fields import RupiahField, rupiah_range
from p2kp_site.foundation.signoffs import PaperSignatures
from p2kp_site.foundation.wording import in_words
from programs.fault_messages import told
from programs.rules.partnerships import partnership_faults


class PartnershipKind(models.TextChoices):
    """What the partner brings."""

    FUNDS = "funds", _("funds")
    GOODS = "goods", _("goods and materials")
    ADVICE = "advice", _("training and advice")
    PROGRAMME = "programme", _("programme of the partner (channelling)")
    MARKETING = "marketing", _("marketing")
    OTHER = "other", _("other")


class PartnershipQuerySet(SignedPlaceQuerySet):
    """Questions about partnerships."""

    def standing_on(self, on: date) -> Self:
        """Partnerships that held on that day; without a last day they hold until further notice."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), signed_on__lte=on)


class Partnership(SignedPlace, PaperSignatures):
    """An agreement between a board and an agency, from the day it was signed."""

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="partnerships",
        db_index=False,  # the unique key begins with it
        verbose_name=_("community board (BKM/LKM)"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="partnerships",
        verbose_name=_("partner"),
        help_text=_("The office, firm or other agency that the board agreed with."),
    )
    signed_on = models.DateField(_("signed on"))
    until_on = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The first day on which it no longer holds. Empty: until further notice."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=9,
        choices=PartnershipKind.choices,
        help_text=_("What the partner brings above all."),
    )
    agreement_number = models.CharField(
        _("number of the agreement"),
        max_length=80,
        blank=True,
        help_text=_("Number of the MoU or agreement, as on paper."),
    )
    purpose = models.CharField(
        _("purpose"), max_length=250, help_text=_("What the two want to do together.")
    )
    value = RupiahField(
        _("value"),
        minimum=1,
        null=True,
        blank=True,
        help_text=_("In whole rupiah, goods and services included. Empty: nobody valued it."),
    )
    results = models.TextField(_("results"), blank=True, help_text=_("What came of it so far."))
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = PartnershipQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "agency", "signed_on"],
                name="partnership_once_a_day",
                violation_error_message=_(
                    "The board signed a partnership with this agency on this day already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PartnershipKind.values) & ~Q(purpose=""),
                name="partnership_has_kind_and_purpose",
                violation_error_message=_("A partnership has a known kind and a purpose."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("signed_on")),
                name="partnership_ends_after_it_begins",
                violation_error_message=_("A partnership ends after it was signed."),
            ),
            models.CheckConstraint(
                condition=rupiah_range("value", minimum=1),
                name="partnership_value_is_money",
                violation_error_message=_("The value is at least one rupiah, or left empty."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="partnership_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.board.name} – {self.agency.name} ({in_words(self.signed_on)})"

    def clean(self) -> None:
        """Say in words what the constraints hold."""
        if faults := list(partnership_faults(vars(self))):
            raise ValidationError({column: told(fault) for column, fault in faults})
