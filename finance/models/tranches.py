"""Tranches of a grant: who pays how much of it, in which order, and how far each has come."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.scoping import Place, PlaceQuerySet
from finance.fault_messages import told
from finance.models.grants import Grant
from finance.rules.tranches import roman, tranche_faults
from p2kp_site.foundation.fields import RupiahField, in_rupiah, rupiah_range
from programs.models import FundingSource
from programs.models.activities import total


class TrancheQuerySet(PlaceQuerySet):
    """Questions about tranches."""

    def in_order(self) -> Self:
        """As the grant lists them: by number, then by source."""
        return self.order_by("number", "source__position", "pk")

    def unaccounted(self) -> Self:
        """Tranches of which more was paid than the board has accounted for."""
        return self.filter(paid__gt=F("accounted"))

    def with_spent_total(self) -> Self:
        """With `spent_total`, what the board's evidence (expenditures) comes to."""
        spent: Any = apps.get_model("finance", "Expenditure")._default_manager
        mine = spent.filter(tranche=OuterRef("pk"))
        return self.annotate(spent_total=total(mine, "tranche", "amount"))

    def with_open_account_before(self) -> Self:
        """With `has_open_account_before`: an earlier tranche was approved and not accounted for.

        Nothing of a later tranche is to be handed over meanwhile. An earlier tranche that never
        came (a regency that did not pay its part) does not hold the others up.
        """
        earlier = self.model._default_manager.filter(
            grant=OuterRef("grant"), number__lt=OuterRef("number"), approved__gt=F("accounted")
        )
        return self.annotate(has_open_account_before=Exists(earlier))

    def waiting_for_account(self) -> Self:
        """Tranches not yet approved in full that wait for the account of an earlier one."""
        rows = self.with_open_account_before()
        return rows.filter(has_open_account_before=True, approved__lt=F("amount"))


class Tranche(Place):
    """A part of a grant that one source pays; it is signed with its grant.

    What was approved, paid and accounted for are running totals of its disbursements: approval
    reserves, so that of two approvers one wins.
    """

    area_from: ClassVar[str] = "grant"
    guarded: ClassVar[frozenset[str]] = frozenset({"approved", "paid", "accounted"})

    grant = models.ForeignKey(
        Grant,
        models.PROTECT,
        related_name="tranches",
        db_index=False,  # the unique key begins with it
        verbose_name=_("grant"),
    )
    number = models.PositiveSmallIntegerField(
        _("tranche"), help_text=_("1, 2, 3: two sources of one tranche are two rows.")
    )
    source = models.ForeignKey(
        FundingSource,
        models.PROTECT,
        related_name="+",
        db_index=False,  # the index with the area begins with it
        verbose_name=_("source"),
    )
    amount = RupiahField(_("amount"), minimum=1)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)

    approved = RupiahField(_("approved"), default=0, editable=False)
    paid = RupiahField(_("paid"), default=0, editable=False)
    accounted = RupiahField(_("accounted for"), default=0, editable=False)

    objects: ClassVar[Any] = TrancheQuerySet.as_manager()

    class Meta(Place.Meta):
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "number", "source"],
                name="tranche_source_once",
                violation_error_message=_("Each source stands once in a tranche of a grant."),
            ),
            models.CheckConstraint(
                condition=rupiah_range("amount", minimum=1) & Q(number__gte=1),
                name="tranche_number_and_amount",
                violation_error_message=_(
                    "Tranches count from 1 on, and each is at least one rupiah."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    accounted__gte=0,
                    accounted__lte=F("paid"),
                    paid__lte=F("approved"),
                    approved__lte=F("amount"),
                ),
                name="tranche_approved_paid_accounted",
                violation_error_message=_(
                    "Of a tranche no more is accounted for than was paid, no more paid than was"
                    " approved, and no more approved than it holds."
                ),
            ),
        ]
        indexes = [
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="tranche_by_area"),
            # The lists of tranches and disbursements of a source, however few.
            models.Index(fields=["source", "area", "id"], name="tranche_by_source"),
            models.Index(fields=["planned_on", "area", "id"], name="tranche_by_planned_day"),
            # The lists of tranches that are not approved in full, or held up.
            models.Index(
                fields=["area", "id"],
                condition=Q(approved__lt=F("amount")),
                name="tranche_unapproved",
            ),
            # The list of tranches, and of grants, that wait for an account, however few they are.
            models.Index(
                fields=["area", "id"],
                condition=Q(paid__gt=F("accounted")),
                name="tranche_unaccounted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {in_rupiah(self.amount)}"

    @property
    def label(self) -> str:
        """Number and source, as papers call it: II APBN."""
        return f"{roman(self.number)} {self.source.code}"

    @property
    def unapproved(self) -> int:
        """What can still be approved."""
        return self.amount - self.approved

    def clean(self) -> None:
        """Say in words what the constraints hold."""
        if self.number is not None and self.number < 1:
            raise ValidationError({"number": _("Tranches count from 1 on.")})
        faults = tranche_faults(amount=self.amount, approved=self.approved)
        if errors := {column: told(fault) for column, fault in faults}:
            raise ValidationError(errors)
