"""What a board spent, each with its evidence."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Board
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from finance.fault_messages import told
from finance.models.tranches import Tranche
from finance.rules.undertakings import belonging_faults, named_faults
from p2kp_site.foundation.fields import RupiahField, YearField, rupiah_range, year_range
from programs.models import PlannedActivity, Work


class ExpenditureQuerySet(SignedPlaceQuerySet):
    """Questions about expenditures."""

    def without_tranche(self) -> Self:
        """Expenditures from other money than a grant, or whose tranche nobody has named."""
        return self.filter(tranche__isnull=True)


class Expenditure(SignedPlace):
    """Money that a board spent, as one piece of evidence (a receipt) shows."""

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="expenditures",
        db_index=False,  # the unique key begins with it
        verbose_name=_("community board (BKM/LKM)"),
    )
    fiscal_year = YearField(_("fiscal year"))
    evidence_number = models.CharField(
        _("evidence number"),
        max_length=60,
        help_text=_("Number of the receipt; the system never makes one up."),
    )
    spent_on = models.DateField(_("spent on"))
    amount = RupiahField(_("amount"), minimum=1)
    tranche = models.ForeignKey(
        Tranche,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name=_("tranche"),
        help_text=_("Whose money it was; leave empty for money from elsewhere."),
    )
    activity = models.ForeignKey(
        PlannedActivity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name=_("planned activity"),
    )
    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name=_("work"),
        help_text=_("Name the work or the planned activity, or neither."),
    )
    payee = models.CharField(
        _("paid to"),
        max_length=150,
        blank=True,
        help_text=_("The shop, office or group; no names of private people."),
    )
    description = models.CharField(_("what for"), max_length=250, blank=True)

    objects: ClassVar[Any] = ExpenditureQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("expenditure")
        verbose_name_plural = _("expenditures")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "fiscal_year", "evidence_number"],
                name="expenditure_evidence_once_a_year",
                violation_error_message=_(
                    "The board has an expenditure of this year and evidence number already."
                ),
            ),
            models.CheckConstraint(
                condition=year_range("fiscal_year") & ~Q(evidence_number=""),
                name="expenditure_year_and_evidence",
                violation_error_message=_(
                    "An expenditure has a year that can be meant and an evidence number."
                ),
            ),
            models.CheckConstraint(
                condition=rupiah_range("amount", minimum=1),
                name="expenditure_amount_is_money",
                violation_error_message=_("An expenditure is at least one rupiah."),
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(work__isnull=True),
                name="expenditure_activity_or_work",
                violation_error_message=_("Name the work or the planned activity, not both."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="expenditure_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_number} ({self.fiscal_year}) — {self.board.name}"

    def clean(self) -> None:
        """Say in words what the constraints hold, and what they cannot see."""
        faults = list(named_faults({"activity": self.activity_id, "work": self.work_id}))
        faults += belonging_faults(
            board=self.board_id,
            tranche_board=self.tranche.grant.board_id if self.tranche else None,
            activity_board=self.activity.plan.board_id if self.activity else None,
            work_board=self.work.board_id if self.work else None,
        )
        if faults:
            raise ValidationError({column: told(fault) for column, fault in faults})
