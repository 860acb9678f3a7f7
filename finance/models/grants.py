"""Grants (BLM): what a programme agreed to give a community board in one fiscal year."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Board
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from finance.fault_messages import told
from finance.models.schemes import TrancheScheme
from finance.rules.grants import grant_faults
from p2kp_site.foundation.fields import RupiahField, YearField, rupiah_range, year_range
from p2kp_site.foundation.lookups import begun_index
from p2kp_site.foundation.signoffs import PaperSignatures
from programs.models import Programme
from programs.models.activities import total


class GrantQuerySet(SignedPlaceQuerySet):
    """Questions about grants."""

    def with_totals(self) -> Self:
        """With `approved_total`, `paid_total`, `accounted_total` of its tranches."""
        return self.with_approved_total().with_paid_total().with_accounted_total()

    def with_approved_total(self) -> Self:
        """With `approved_total`, what was approved for payment, of all tranches."""
        return self.annotate(approved_total=total(_tranches(), "grant", "approved"))

    def with_paid_total(self) -> Self:
        """With `paid_total`, what the treasury paid, of all tranches."""
        return self.annotate(paid_total=total(_tranches(), "grant", "paid"))

    def with_accounted_total(self) -> Self:
        """With `accounted_total`, what the board accounted for (LPJ), of all tranches."""
        return self.annotate(accounted_total=total(_tranches(), "grant", "accounted"))

    def with_money_on_the_way(self) -> Self:
        """Grants of which anything was approved: their identity stands."""
        return self.filter(Exists(_tranches().filter(approved__gt=0)))

    def not_fully_accounted(self) -> Self:
        """Grants of which more was paid than the board has accounted for."""
        return self.filter(Exists(_tranches().unaccounted()))

    def fully_accounted(self) -> Self:
        """Grants of which everything that was paid is accounted for, if anything was."""
        return self.filter(~Exists(_tranches().unaccounted()))

    def not_split(self) -> Self:
        """Grants that have no tranches yet."""
        return self.filter(~Exists(_tranches()))


def _tranches() -> Any:
    """The tranches of the outer grant."""
    tranches: Any = apps.get_model("finance", "Tranche")._default_manager
    return tranches.filter(grant=OuterRef("pk"))


class Grant(SignedPlace, PaperSignatures):
    """A grant to a community board under one agreement (SPPB), paid out in tranches.

    `tranched` is the running total of its tranches, never more than the amount.
    """

    area_from: ClassVar[str] = "board"
    guarded = SignedPlace.guarded | {"tranched"}

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="grants",
        db_index=False,  # the unique key begins with it
        verbose_name=_("community board (BKM/LKM)"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="grants",
        db_index=False,  # the index with the area begins with it
        verbose_name=_("programme"),
    )
    fiscal_year = YearField(_("fiscal year"))
    number = models.PositiveSmallIntegerField(
        _("number"),
        default=1,
        help_text=_("1, unless the board got several grants of the programme in this year."),
    )

    agreement_number = models.CharField(
        _("agreement number"),
        max_length=80,
        blank=True,
        help_text=_("Number of the grant agreement (SPPB)."),
    )
    agreement_on = models.DateField(_("agreement date"), null=True, blank=True)
    amount = RupiahField(_("amount"), minimum=1)
    scheme = models.ForeignKey(
        TrancheScheme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("tranche scheme"),
        help_text=_("Tranches are made from it; leave empty to write them by hand."),
    )
    note = models.TextField(_("note"), blank=True)

    tranched = RupiahField(_("in tranches"), default=0, editable=False)

    objects: ClassVar[Any] = GrantQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "programme", "fiscal_year", "number"],
                name="grant_number_once_a_year",
                violation_error_message=_(
                    "The board has a grant of this programme, year and number already."
                ),
            ),
            models.CheckConstraint(
                condition=year_range("fiscal_year") & Q(number__gte=1),
                name="grant_year_and_number",
                violation_error_message=_(
                    "A grant has a year that can be meant and a number from 1 on."
                ),
            ),
            models.CheckConstraint(
                condition=rupiah_range("amount", minimum=1),
                name="grant_amount_is_money",
                violation_error_message=_("A grant is at least one rupiah."),
            ),
            models.CheckConstraint(
                condition=Q(tranched__gte=0, tranched__lte=F("amount")),
                name="grant_tranches_within_amount",
                violation_error_message=_("The tranches of a grant do not come to more than it."),
            ),
            models.CheckConstraint(
                condition=Q(agreement_number="", agreement_on__isnull=True)
                | (~Q(agreement_number="") & Q(agreement_on__isnull=False)),
                name="grant_agreement_has_number_and_day",
                violation_error_message=_("A grant agreement has a number and a day."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="grant_by_area"),
            # The lists of grants, tranches and disbursements of a programme or a year, however few.
            models.Index(fields=["programme", "area", "id"], name="grant_by_programme"),
            models.Index(fields=["fiscal_year", "area", "id"], name="grant_by_year"),
            models.Index(fields=["agreement_on", "area", "id"], name="grant_by_day"),
            # The search boxes: who has an agreement in hand types its number.
            begun_index("agreement_number", "grant_by_agreement"),
            # The list of grants of which some is in no tranche yet.
            models.Index(
                fields=["area", "id"],
                condition=Q(tranched__lt=F("amount")),
                name="grant_not_split",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} — {self.board.name}"

    @property
    def name(self) -> str:
        """As its board calls it: programme and year, and its number where it is not the first."""
        name = f"{self.programme.abbreviation} {self.fiscal_year}"
        return name if self.number == 1 else f"{name}/{self.number}"

    @property
    def untranched(self) -> int:
        """What no tranche holds yet."""
        return self.amount - self.tranched

    def clean(self) -> None:
        """Say in words what the constraints hold, and what they cannot see."""
        faults = list(grant_faults(vars(self)))
        if self.scheme and self.agreement_on and not self.scheme.is_in_force(self.agreement_on):
            raise ValidationError(
                {"scheme": _("This scheme was not in force on the day of the agreement.")}
            )
        if faults:
            raise ValidationError({column: told(fault) for column, fault in faults})
