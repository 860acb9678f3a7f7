"""What residents give themselves (swadaya): promised, and really given."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Board
from communities.scoping import SignedPlace, SignedPlaceQuerySet
from finance.fault_messages import told
from finance.rules.contributions import contribution_faults
from finance.rules.undertakings import belonging_faults
from p2kp_site.foundation.fields import RupiahField, YearField, rupiah_range, year_range
from programs.models import PlannedActivity, Work


class ContributionKind(models.TextChoices):
    """In what form it was given; goods and labour are valued in rupiah."""

    CASH = "cash", _("cash")
    GOODS = "goods", _("goods")
    LABOUR = "labour", _("labour")


# Less was given than promised, or nothing yet.
SHORT = Q(promised_amount__isnull=False) & (
    Q(realised_amount__isnull=True) | Q(realised_amount__lt=F("promised_amount"))
)


class ContributionQuerySet(SignedPlaceQuerySet):
    """Questions about contributions."""

    def realised(self) -> Self:
        """Contributions of which something was given."""
        return self.filter(realised_on__isnull=False)

    def short_of_promise(self) -> Self:
        """Contributions of which less was given than promised, or nothing yet."""
        return self.filter(SHORT)


def _both_or_neither(amount: str, day: str) -> Q:
    return Q((f"{amount}__isnull", True), (f"{day}__isnull", True)) | Q(
        (f"{amount}__isnull", False), (f"{day}__isnull", False)
    )


class Contribution(SignedPlace):
    """What residents of one board promised and gave, under one number of the form."""

    area_from: ClassVar[str] = "board"

    board = models.ForeignKey(
        Board,
        models.PROTECT,
        related_name="contributions",
        db_index=False,  # the unique key begins with it
        verbose_name=_("community board (BKM/LKM)"),
    )
    fiscal_year = YearField(_("fiscal year"))
    number = models.CharField(
        _("number"),
        max_length=60,
        help_text=_("Number of the form or receipt; the system never makes one up."),
    )
    kind = models.CharField(_("kind"), max_length=6, choices=ContributionKind.choices)

    promised_amount = RupiahField(_("promised"), minimum=1, null=True, blank=True)
    promised_on = models.DateField(_("promised on"), null=True, blank=True)
    realised_amount = RupiahField(
        _("given"), null=True, blank=True, help_text=_("0 when nothing came of the promise.")
    )
    realised_on = models.DateField(_("given on"), null=True, blank=True)

    activity = models.ForeignKey(
        PlannedActivity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("planned activity"),
    )
    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("work"),
        help_text=_("Name the work or the planned activity, or neither."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ContributionQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("community contribution")
        verbose_name_plural = _("community contributions")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["board", "fiscal_year", "number"],
                name="contribution_number_once_a_year",
                violation_error_message=_(
                    "The board has a contribution of this year and number already."
                ),
            ),
            models.CheckConstraint(
                condition=year_range("fiscal_year")
                & ~Q(number="")
                & Q(kind__in=ContributionKind.values),
                name="contribution_year_number_and_kind",
                violation_error_message=_(
                    "A contribution has a year that can be meant, a number and a known kind."
                ),
            ),
            models.CheckConstraint(
                condition=rupiah_range("promised_amount", minimum=1)
                & rupiah_range("realised_amount"),
                name="contribution_amounts_are_money",
                violation_error_message=_(
                    "What was promised is at least one rupiah, and what was given not negative."
                ),
            ),
            models.CheckConstraint(
                condition=_both_or_neither("promised_amount", "promised_on")
                & _both_or_neither("realised_amount", "realised_on"),
                name="contribution_amounts_have_days",
                violation_error_message=_("An amount has a day, and a day has an amount."),
            ),
            models.CheckConstraint(
                condition=Q(promised_amount__isnull=False) | Q(realised_amount__isnull=False),
                name="contribution_promised_or_given",
                violation_error_message=_("Say what was promised or what was given."),
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) | Q(work__isnull=True),
                name="contribution_activity_or_work",
                violation_error_message=_("Name the work or the planned activity, not both."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="contribution_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.fiscal_year}) — {self.board.name}"

    def clean(self) -> None:
        """Say in words what the constraints hold, and what they cannot see."""
        faults = list(
            contribution_faults({**vars(self), "activity": self.activity_id, "work": self.work_id})
        )
        faults += belonging_faults(
            board=self.board_id,
            activity_board=self.activity.plan.board_id if self.activity else None,
            work_board=self.work.board_id if self.work else None,
        )
        if faults:
            raise ValidationError({column: told(fault) for column, fault in faults})
